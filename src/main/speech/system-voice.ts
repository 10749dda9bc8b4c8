import type { Clock, Host } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { VoiceEngine } from './voice-engine.ts';

export interface SystemVoiceOptions {
  readonly environment: Host['environment'];
  readonly clock: Clock;
  readonly logger: Logger;
  report(health: HealthReport): void;
}

/** The operating system's own voice. */
export function createSystemVoice(_options: SystemVoiceOptions): VoiceEngine {
  const reason = 'the system voice is not there yet';
  return {
    id: 'system',
    describe: async () => ({
      id: 'system',
      available: false,
      reason,
      languages: [],
      voices: [],
      exactTiming: false,
      licence: 'of the operating system',
    }),
    async warmUp() {},
    // biome-ignore lint/correctness/useYield: it always throws
    async *synthesize() {
      throw new StudioError('unavailable', reason);
    },
    async close() {},
  };
}
