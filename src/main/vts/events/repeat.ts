import type { Clock } from '#main/platform/host.ts';

/** Calls `task` every `everyMs` until the returned end is called. */
export function repeat(clock: Clock, everyMs: number, task: () => void): () => void {
  let cancel = clock.after(everyMs, tick);
  let ended = false;
  function tick(): void {
    task();
    if (!ended) cancel = clock.after(everyMs, tick);
  }
  return () => {
    ended = true;
    cancel();
  };
}

/** Runs `task` at once when it has rested for `everyMs`, else when that time is over; calls in between become one. */
export function atMostEvery(
  clock: Clock,
  everyMs: number,
  task: () => void,
): { readonly poke: () => void; readonly end: () => void } {
  let lastAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  const run = (): void => {
    cancel = undefined;
    lastAt = clock.now();
    task();
  };
  return {
    poke() {
      if (cancel !== undefined) return;
      const wait = lastAt + everyMs - clock.now();
      if (wait <= 0) run();
      else cancel = clock.after(wait, run);
    },
    end: () => cancel?.(),
  };
}

/** Clients begin to listen a moment after they have read the answer to their subscription; what came with it would be lost. */
export const FIRST_EVENT_MS = 1000 / 60;
