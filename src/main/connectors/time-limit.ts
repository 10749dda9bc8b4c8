import type { Clock } from '#main/platform/host.ts';

/** Waits for `task`, but no longer than `limitMs`. What it throws is the task's own business. */
export async function waitAtMost(clock: Clock, limitMs: number, task: Promise<unknown> | undefined): Promise<void> {
  if (task === undefined) return;
  let cancel: () => void = () => {};
  const limit = new Promise<void>((resolve) => {
    cancel = clock.after(limitMs, resolve);
  });
  try {
    await Promise.race([task.catch(() => undefined), limit]);
  } finally {
    cancel();
  }
}
