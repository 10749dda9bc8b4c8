import { type MotionCurve, SEGMENT } from './motion3.ts';

/**
 * Value of a curve at `time` (seconds from the motion's start). Before its first point and after its last it holds their values. Allocates nothing.
 * `restricted`: see `Motion3.restricted`.
 */
export function curveValue(curve: MotionCurve, time: number, restricted: boolean): number {
  const { times, values, starts, kinds } = curve;
  const segment = segmentAt(curve, time);
  if (segment < 0) return values[values.length - 1] ?? 0;
  const start = starts[segment] ?? 0;
  const kind = kinds[segment];
  if (kind === SEGMENT.stepped) return values[start] ?? 0;
  if (kind === SEGMENT.inverseStepped) return values[start + 1] ?? 0;
  const from = times[start] ?? 0;
  if (kind === SEGMENT.linear) {
    const to = times[start + 1] ?? 0;
    const share = Math.max(0, (time - from) / (to - from));
    return mix(values[start] ?? 0, values[start + 1] ?? 0, share);
  }
  const to = times[start + 3] ?? 0;
  const t = restricted
    ? Math.max(0, (time - from) / (to - from))
    : bezierParameter(from, times[start + 1] ?? 0, times[start + 2] ?? 0, to, time);
  return bezier(values[start] ?? 0, values[start + 1] ?? 0, values[start + 2] ?? 0, values[start + 3] ?? 0, t);
}

/** First segment that ends after `time`, by halving; −1 past the end. */
function segmentAt({ starts, kinds, times }: MotionCurve, time: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const end = (starts[middle] ?? 0) + (kinds[middle] === SEGMENT.bezier ? 3 : 1);
    if ((times[end] ?? 0) > time) high = middle;
    else low = middle + 1;
  }
  return low < starts.length ? low : -1;
}

/** Parameter at which the times of a Bézier segment reach `time`. Handles that a maker pulled past each other still give one answer in 0…1. */
function bezierParameter(t0: number, t1: number, t2: number, t3: number, time: number): number {
  if (time <= t0) return 0;
  let low = 0;
  let high = 1;
  let t = (time - t0) / (t3 - t0);
  for (let round = 0; round < 24; round++) {
    const miss = bezier(t0, t1, t2, t3, t) - time;
    if (Math.abs(miss) < 1e-6) return t;
    if (miss > 0) high = t;
    else low = t;
    const slope = bezierSlope(t0, t1, t2, t3, t);
    const next = slope > 1e-6 ? t - miss / slope : -1;
    // Newton's step where it stays between the bounds, else halving.
    t = next > low && next < high ? next : (low + high) / 2;
  }
  return t;
}

function bezier(a: number, b: number, c: number, d: number, t: number): number {
  const u = 1 - t;
  return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
}

function bezierSlope(a: number, b: number, c: number, d: number, t: number): number {
  const u = 1 - t;
  return 3 * (u * u * (b - a) + 2 * u * t * (c - b) + t * t * (d - c));
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
