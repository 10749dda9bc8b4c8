/** Reloads of a page that keeps crashing: the waits between them, in ms. After the last one the program gives up and says so. */
export const RELOAD_WAITS_MS = [0, 500, 1500, 4000, 10_000] as const;
/** A page that ran this long has recovered: the count starts again. */
const RECOVERED_AFTER_MS = 60_000;

export interface ReloadPolicy {
  /** Wait before the next reload, in ms; undefined: give up. `nowMs` is any steady clock. */
  crashed(nowMs: number): number | undefined;
  /** The user asked for another try. */
  reset(): void;
}

/** Counts crashes of one page. */
export function createReloadPolicy(): ReloadPolicy {
  let crashes = 0;
  let lastCrashMs = Number.NEGATIVE_INFINITY;
  return {
    crashed(nowMs) {
      if (nowMs - lastCrashMs > RECOVERED_AFTER_MS) crashes = 0;
      lastCrashMs = nowMs;
      const wait = RELOAD_WAITS_MS[crashes];
      crashes += 1;
      return wait;
    },
    reset() {
      crashes = 0;
    },
  };
}
