import type { Clock } from '#main/platform/host.ts';
import { createFakeClock } from './fake-clock.ts';

/** A clock on which waits up to `patienceMs` are over at the next turn of the event loop; longer ones stand until `advance`. */
export function createImpatientClock(
  patienceMs: number,
): Clock & { advance(ms: number): void; readonly waits: readonly number[] } {
  const clock = createFakeClock();
  const waits: number[] = [];
  return {
    now: clock.now,
    advance: clock.advance,
    waits,
    after(delayMs, task) {
      if (delayMs > patienceMs) return clock.after(delayMs, task);
      waits.push(delayMs);
      const timer = setImmediate(() => {
        clock.advance(delayMs);
        task();
      });
      return () => clearImmediate(timer);
    },
  };
}
