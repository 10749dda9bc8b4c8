import type { Clock } from '#main/platform/host.ts';

/** Aborts when one of two does. NOTICE: AbortSignal.any is missing in Node 18.15 (Electron 25); it may take over when that runtime goes. */
export function joinSignals(a: AbortSignal, b: AbortSignal): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (a.aborted || b.aborted) abort();
  a.addEventListener('abort', abort);
  b.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    release() {
      a.removeEventListener('abort', abort);
      b.removeEventListener('abort', abort);
    },
  };
}

/** A signal that aborts with its parent, and after `ms`. */
export function deadline(clock: Clock, ms: number, parent: AbortSignal) {
  const timer = new AbortController();
  const both = joinSignals(parent, timer.signal);
  const cancel = clock.after(ms, () => timer.abort());
  return {
    signal: both.signal,
    passed: () => timer.signal.aborted,
    release() {
      cancel();
      both.release();
    },
  };
}
