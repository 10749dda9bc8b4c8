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
  /** Of all that it was sent to since it last stood still. */
  let low = start;
  let high = start;
  return {
    get value() {
      return value;
    },
    get target() {
      return target;
    },
    get settled() {
      return value === target && speed === 0;
    },
    aim(next, seconds) {
      if (value === target && speed === 0) low = high = value;
      target = next;
      low = Math.min(low, target);
      high = Math.max(high, target);
      // It goes up to `speed / rate` further before it turns: what is quick on its way becomes no slower than lets it turn in time. That is never
      // quicker than it was; the quotient of two small numbers may be.
      const room = speed > 0 ? high - value : value - low;
      const turning = Math.abs(speed) > rate * room ? rate : Math.abs(speed) / room;
      rate = Math.max(SETTLED_AFTER / seconds, speed === 0 ? 0 : turning);
    },
    step(dt) {
      if (value === target && speed === 0) return;
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
