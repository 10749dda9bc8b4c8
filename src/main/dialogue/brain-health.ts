import type { Clock } from '#main/platform/host.ts';
import type { HealthReport } from '#shared/health.ts';
import type { ProviderFailure } from './openai/provider-failure.ts';

/**
 * What is known of the model's health, and whether it is worth asking.
 *
 *   well ──failure──► ailing (one try each turn, no repetitions) ──success──► well
 *   ailing ──three time-outs in a row, or Retry-After──► resting (not asked until then) ──time──► ailing
 *
 * So a dead endpoint costs viewers at most a few silences, and a live one is taken up again with the next message.
 */
export interface BrainHealth {
  /** The model may be asked now. */
  canAsk(): boolean;
  readonly isAiling: boolean;
  succeeded(message: string): void;
  failed(failure: ProviderFailure, spoke: boolean): void;
  /** Reports as it is, and forgets past failures: something was changed. */
  restart(health: HealthReport): void;
}

const TIME_OUTS_BEFORE_REST = 3;
const REST_MS = 30_000;
const LONGEST_REST_MS = 120_000;

export function createBrainHealth(clock: Clock, report: (health: HealthReport) => void): BrainHealth {
  let ailing = false;
  let timeOuts = 0;
  let restUntilMs = 0;
  let last = '';
  const tell = (health: HealthReport): void => {
    const text = JSON.stringify(health);
    if (text === last) return;
    last = text;
    report(health);
  };
  const reset = (): void => {
    ailing = false;
    timeOuts = 0;
    restUntilMs = 0;
  };
  return {
    canAsk: () => clock.now() >= restUntilMs,
    get isAiling() {
      return ailing;
    },
    succeeded(message) {
      reset();
      tell({ status: 'ready', message });
    },
    failed(failure, spoke) {
      ailing = true;
      timeOuts = /timeout/.test(failure.reason) ? timeOuts + 1 : 0;
      if (failure.retryAfterMs !== undefined) restUntilMs = clock.now() + Math.min(failure.retryAfterMs, LONGEST_REST_MS);
      else if (timeOuts >= TIME_OUTS_BEFORE_REST) restUntilMs = clock.now() + REST_MS;
      const consequence = spoke ? 'Her answer ended there.' : 'The offline persona answers meanwhile.';
      const status = failure.permanent && !spoke ? 'failed' : 'degraded';
      tell({ status, reason: failure.reason, message: `${failure.message} ${consequence}` });
    },
    restart(health) {
      reset();
      tell(health);
    },
  };
}
