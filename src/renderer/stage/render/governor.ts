import type { Milliseconds } from '#shared/units.ts';

/**
 * Decides which of the browser's frames are drawn. With a fixed cap it only spaces them out. On 'auto' it lowers the rate where pictures
 * take long (60 → 30 → 20 → 15 → 10), so that drawing leaves the machine room for sound and for everything else, and raises it again.
 */
export interface Governor {
  readonly framesPerSecond: number;
  setCap(cap: 'auto' | number): void;
  /** Whether the frame at `nowMs` is to be drawn. Call once per browser frame. */
  due(nowMs: Milliseconds): boolean;
  /** How long one picture took, from its first command to its last pixel. */
  addCost(costMs: Milliseconds, nowMs: Milliseconds): void;
}

export const RATES = [60, 30, 20, 15, 10] as const;
/** Share of the time that drawing may take, and the share below which a higher rate is tried. */
const BUSY = 0.65;
const CALM = 0.45;
/** A higher rate has to look affordable for this long. */
const PATIENCE_MS = 4000;
/** Browser frames come a little early or late; half a millisecond at 60 Hz must not skip one. */
const EARLY_MS = 3;

export function createGovernor(software: boolean): Governor {
  let cap: 'auto' | number = 'auto';
  let tier = software ? 3 : 0;
  let cost = Number.NaN;
  let calmSinceMs = Number.NaN;
  let nextMs = Number.NEGATIVE_INFINITY;
  const rate = (): number => (cap === 'auto' ? (RATES[tier] ?? 10) : cap);
  const load = (at: number): number => (cost * (RATES[at] ?? 10)) / 1000;

  return {
    get framesPerSecond() {
      return rate();
    },
    setCap(next) {
      cap = next;
    },
    due(nowMs) {
      if (nowMs < nextMs - EARLY_MS) return false;
      const interval = 1000 / rate();
      // After a pause the beat starts anew; it does not catch up.
      nextMs = nowMs - nextMs > interval ? nowMs + interval : nextMs + interval;
      return true;
    },
    addCost(costMs, nowMs) {
      cost = Number.isNaN(cost) ? costMs : cost + (costMs - cost) * 0.3;
      if (tier < RATES.length - 1 && load(tier) > BUSY) {
        tier++;
        calmSinceMs = Number.NaN;
      } else if (tier > 0 && load(tier - 1) < CALM) {
        if (Number.isNaN(calmSinceMs)) calmSinceMs = nowMs;
        else if (nowMs - calmSinceMs >= PATIENCE_MS) {
          tier--;
          calmSinceMs = Number.NaN;
        }
      } else calmSinceMs = Number.NaN;
    },
  };
}
