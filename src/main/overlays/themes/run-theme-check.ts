import { Worker } from 'node:worker_threads';
import type { Clock } from '#main/platform/host.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { type ThemeJob, type ThemeReply, themeReplySchema } from './theme-protocol.ts';

const LONGEST_MS = 60_000;
/** MB. The largest theme and its archive take a few dozen. */
const MEMORY = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };

/** Checks a theme in a thread of its own, which is gone afterwards. Rejects `invalid-input`, `timeout`, `cancelled` or `internal`. */
export function runThemeCheck(options: {
  /** Built `theme-worker.cjs`. */
  readonly workerFile: string;
  readonly job: ThemeJob;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<Extract<ThemeReply, { type: 'done' }>> {
  const { workerFile, job, clock, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new StudioError('cancelled', 'The import was cancelled.'));
    const worker = new Worker(workerFile, { workerData: job, execArgv: [], resourceLimits: MEMORY });
    const end = (settle: () => void): void => {
      stopWaiting();
      signal.removeEventListener('abort', onAbort);
      worker.removeAllListeners();
      worker.on('error', () => undefined);
      void worker.terminate().then(settle, settle);
    };
    const fail = (code: 'invalid-input' | 'timeout' | 'cancelled' | 'internal', message: string): void =>
      end(() => reject(new StudioError(code, message)));
    const onAbort = (): void => fail('cancelled', 'The import was cancelled.');
    const stopWaiting = clock.after(LONGEST_MS, () =>
      fail('timeout', 'Checking the theme took too long and was stopped. Make its pictures smaller and try again.'),
    );
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (message: unknown) => {
      const reply = themeReplySchema.safeParse(message);
      if (!reply.success) fail('internal', 'The theme could not be read. Pack it again and try once more.');
      else if (reply.data.type === 'failed') fail('invalid-input', reply.data.message);
      else {
        const { data } = reply;
        end(() => resolve({ type: 'done', bytes: data.bytes, notes: data.notes }));
      }
    });
    worker.on('error', (cause) =>
      fail('invalid-input', `The theme could not be read: ${messageFromUnknown(cause)}. Pack it again.`),
    );
    worker.on('exit', () => fail('invalid-input', 'Reading the theme ended early: it needs too much memory. Make it smaller.'));
  });
}
