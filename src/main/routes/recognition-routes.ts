import type { Clock } from '#main/platform/host.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { Recognition } from '#main/recognition/recognition.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import type { StudioImplementer } from './implementer.types.ts';

export interface RecognitionRouteServices {
  readonly recognition: Recognition;
  readonly settings: () => HearingSettings;
  readonly clock: Clock;
  readonly pause: Pause;
}

const RATE_HZ = 16_000;
const WATCH_EVERY_MS = 250;

export function recognitionRoutes(os: StudioImplementer, services: RecognitionRouteServices) {
  const { recognition, settings, clock, pause } = services;
  return os.recognition.router({
    watch: os.recognition.watch.handler(({ signal }) =>
      watchCell(recognition.state, { signal: present(signal), pause, minIntervalMs: WATCH_EVERY_MS }),
    ),
    transcribe: os.recognition.transcribe.handler(async ({ input, signal }) => {
      const samples = floatFromInt16(Buffer.from(input.pcm, 'base64'));
      const seconds = samples.length / RATE_HZ;
      const startedAt = clock.now();
      const ms = (): number => clock.now() - startedAt;
      try {
        const options = { language: input.language, hotWords: settings().hotWords, signal: present(signal) };
        const { text, language } = await recognition.transcribe(input.recognizer, samples, options);
        return { ok: true, text, language: language ?? null, ms: ms(), seconds };
      } catch (error) {
        return {
          ok: false,
          text: '',
          language: null,
          ms: ms(),
          seconds,
          problem: messageFromUnknown(error),
          code: error instanceof StudioError ? error.code : 'internal',
        };
      }
    }),
  });
}

/** Little-endian; half a sample at the end is left out. */
function floatFromInt16(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readInt16LE(i * 2) / 32_768);
}
