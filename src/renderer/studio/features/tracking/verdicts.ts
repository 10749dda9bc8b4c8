export type Verdict = 'good' | 'fair' | 'poor' | 'unknown';

/** Up to about 80 ms a movement feels like one's own; from about 130 ms on it trails visibly. */
export const latencyVerdict = (ms: number): Verdict => graded(ms, 80, 130);

/** What one picture costs, against the time until the next at the wanted rate: beyond it, pictures are dropped. */
export function costVerdict(costMs: number, framesPerSecond: number): Verdict {
  if (framesPerSecond <= 0) return 'unknown';
  return graded(costMs, 600 / framesPerSecond, 900 / framesPerSecond);
}

/** Frames a second: below 24 quick blinks get lost, below 15 movements stutter. */
export function rateVerdict(framesPerSecond: number): Verdict {
  if (framesPerSecond < 0) return 'unknown';
  if (framesPerSecond >= 24) return 'good';
  return framesPerSecond >= 15 ? 'fair' : 'poor';
}

function graded(ms: number, good: number, fair: number): Verdict {
  if (ms < 0 || !Number.isFinite(ms)) return 'unknown';
  if (ms <= good) return 'good';
  return ms <= fair ? 'fair' : 'poor';
}
