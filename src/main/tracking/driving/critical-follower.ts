/** Time constants of a critically damped way until 99.5 % of it are done. */
const SETTLED_AFTER = 7.4;
/** Closer than this it has arrived. */
const ARRIVED = 5e-4;

/**
 * Follows a target without overshoot and without a corner, however often the target changes on the way: a spring that is damped just enough.
 * Its values stay between those that it was sent to; no step of `dt` seconds is longer than `dt` · 2.8 / seconds of the way.
 */
export interface CriticalFollower {
  readonly value: number;
  readonly target: number;
  readonly settled: boolean;
  /** `seconds`: for the whole way. */
  aim(target: number, seconds: number): void;
  step(dt: number): void;
}

export function createCriticalFollower(start: number): CriticalFollower {
  let value = start;
  let speed = 0;
  let target = start;
  let rate = SETTLED_AFTER;
  return {
    get value() {
      return value;
    },
    get target() {
      return target;
    },
    get settled() {
      return value === target;
    },
    aim(next, seconds) {
      target = next;
      rate = SETTLED_AFTER / seconds;
    },
    step(dt) {
      if (value === target) return;
      const away = value - target;
      const decay = Math.exp(-rate * dt);
      const pull = speed + rate * away;
      value = target + (away + pull * dt) * decay;
      speed = (speed - rate * pull * dt) * decay;
      if (Math.abs(value - target) > ARRIVED || Math.abs(speed) > ARRIVED * rate) return;
      value = target;
      speed = 0;
    },
  };
}
