/** How old the newest picture is when it moves the avatar, over the last second. */
export interface Latency {
  /** Allocates nothing. */
  note(ms: number, nowMs: number): void;
  /** 95th percentile, ms; −1: nothing came. */
  p95(nowMs: number): number;
}

const KEPT = 256;
const WINDOW_MS = 1000;

export function createLatency(): Latency {
  const ages = new Float64Array(KEPT);
  const times = new Float64Array(KEPT).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  return {
    note(ms, nowMs) {
      ages[next % KEPT] = ms;
      times[next % KEPT] = nowMs;
      next += 1;
    },
    p95(nowMs) {
      const recent = ages.filter((_, i) => nowMs - (times[i] ?? 0) <= WINDOW_MS).sort();
      return recent[Math.min(recent.length - 1, Math.floor(recent.length * 0.95))] ?? -1;
    },
  };
}
