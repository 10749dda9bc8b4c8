import type { Clock } from '#main/platform/host.ts';

/** The machine's monotonic clock on the epoch's base, comparable with a page's `performance.timeOrigin + performance.now()`. */
export function createNodeClock(): Clock {
  return {
    now: () => performance.timeOrigin + performance.now(),
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
