import type { Clock } from '#main/platform/host.ts';

/** Lets through so many a second, with as many again at once after a rest. */
export interface RateGate {
  /** Whether one more may pass now. */
  pass(): boolean;
}

export function createRateGate(clock: Clock, perSecond: number): RateGate {
  let left = perSecond;
  let filledAt = clock.now();
  return {
    pass() {
      const now = clock.now();
      left = Math.min(perSecond, left + ((now - filledAt) * perSecond) / 1000);
      filledAt = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
