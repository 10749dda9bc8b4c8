/** A small generator (mulberry32): the same numbers from the same seed on every machine. */
export interface SeededRandom {
  /** A generator made from it goes on where this one is. */
  readonly state: number;
  /** 0 ≤ x < 1. */
  next(): number;
  /** 0 ≤ n < `below`, whole. */
  whole(below: number): number;
  /** Fisher-Yates, in place. */
  shuffle<T>(items: T[]): void;
}

export function createRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  return {
    get state() {
      return state;
    },
    next,
    whole,
    shuffle<T>(items: T[]) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = whole(last + 1);
        const [one, two] = [items[last], items[other]];
        if (one !== undefined && two !== undefined) [items[last], items[other]] = [two, one];
      }
    },
  };
}
