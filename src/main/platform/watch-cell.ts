import type { Cell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { Clock } from './host.ts';

/** Waits on a clock; resolves early when the signal aborts, and never rejects. */
export type Pause = (delayMs: number, signal: AbortSignal) => Promise<void>;

export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly pause: Pause;
  /** Least time between two values; changes in between are coalesced, the latest wins. */
  readonly minIntervalMs: number;
}

/** The present value, then changes, until the signal aborts. A slow reader misses intermediate values, never the last. */
export async function* watchCell<T>(cell: Cell<T>, options: WatchOptions): AsyncGenerator<T, void> {
  const { signal, pause, minIntervalMs } = options;
  let changed = true;
  let wake: (() => void) | undefined;
  const unsubscribe = cell.subscribe(() => {
    changed = true;
    wake?.();
  });
  const onAbort = (): void => wake?.();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      if (changed) {
        changed = false;
        yield cell.get();
        if (minIntervalMs > 0) await pause(minIntervalMs, signal);
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', onAbort);
  }
}

/** Every transport hands a signal; a watch without one could never end. */
export function present(signal: AbortSignal | undefined): AbortSignal {
  if (signal === undefined) throw new StudioError('internal', 'a watch came without an abort signal');
  return signal;
}

export function createPause(clock: Clock): Pause {
  return (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const finish = (): void => {
        cancel();
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const cancel = clock.after(delayMs, finish);
      signal.addEventListener('abort', finish, { once: true });
    });
}
