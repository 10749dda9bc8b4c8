import type { Clock } from '#main/platform/host.ts';

/** Mean speed over the last seconds. */
export interface Speedometer {
  /** So much is there by now, in bytes. Less than before: it begins anew. */
  at(bytes: number): void;
  /** 0 before there is anything to measure. */
  bytesPerSecond(): number;
  reset(): void;
}

const WINDOW_MS = 8000;
const STEP_MS = 250;

export function createSpeedometer(clock: Clock): Speedometer {
  let points: { readonly atMs: number; readonly bytes: number }[] = [];
  return {
    at(bytes) {
      const atMs = clock.now();
      const last = points.at(-1);
      const oneBefore = points.at(-2);
      if (last !== undefined && bytes < last.bytes) points = [];
      // The newest point moves along until it is a step away from the one before it.
      else if (last !== undefined && oneBefore !== undefined && last.atMs - oneBefore.atMs < STEP_MS) points.pop();
      points.push({ atMs, bytes });
      while (points.length > 2 && atMs - (points[0]?.atMs ?? atMs) > WINDOW_MS) points.shift();
    },
    bytesPerSecond() {
      const [first] = points;
      const last = points.at(-1);
      if (first === undefined || last === undefined) return 0;
      // Silence counts: the bar of a stalled download must not promise anything.
      const ms = clock.now() - first.atMs;
      return ms < STEP_MS ? 0 : Math.round(((last.bytes - first.bytes) / ms) * 1000);
    },
    reset() {
      points = [];
    },
  };
}
