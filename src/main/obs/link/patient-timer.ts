import type { Clock } from '#main/platform/host.ts';

const LAST_MS = 50;

/**
 * As `clock.after`, but the last moments are counted only when the loop runs freely: after a stall (a busy start) what lies in the socket is read before
 * its time counts as up.
 */
export function afterPatiently(clock: Clock, delayMs: number, task: () => void): () => void {
  let cancel = clock.after(Math.max(0, delayMs - LAST_MS), () => {
    cancel = clock.after(Math.min(LAST_MS, delayMs), task);
  });
  return () => cancel();
}
