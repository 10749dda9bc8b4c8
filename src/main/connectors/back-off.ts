/** Delays between attempts to connect: 1, 2, 4, 8, 16, 30, 30 … s, each ±20 %, so that many clients do not come back at once. */
export interface BackOff {
  /** The delay before the next attempt, in ms. */
  next(): number;
  /** To be called after a message was decoded, not when a socket opened: a server that accepts and drops must not be hammered. */
  reset(): void;
  readonly failures: number;
}

const STEPS_MS = [1000, 2000, 4000, 8000, 16_000, 30_000] as const;
const LONGEST_MS = 30_000;
const JITTER = 0.2;

/** `random` gives 0 ≤ x < 1. */
export function createBackOff(random: () => number): BackOff {
  let failures = 0;
  return {
    next() {
      const step = STEPS_MS[failures] ?? LONGEST_MS;
      failures += 1;
      return step * (1 - JITTER + 2 * JITTER * random());
    },
    reset() {
      failures = 0;
    },
    get failures() {
      return failures;
    },
  };
}
