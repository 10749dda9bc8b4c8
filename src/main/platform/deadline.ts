import type { Clock } from './host.ts';
import { joinSignals } from './join-signals.ts';

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
