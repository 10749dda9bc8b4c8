/** A bucket per key: `burst` at once, then `perSecond`. Keys are few (one per client token), so none is forgotten. */
export interface RateLimit {
  /** Takes one if there is one. Returns 0 when it did, else ms until one is free again. */
  take(key: string): number;
  /** Takes one in any case, on credit if need be. */
  owe(key: string): void;
  /** Ms until all that was owed is paid. */
  debtMs(key: string): number;
}

export function createRateLimit(options: {
  readonly perSecond: number;
  readonly burst: number;
  readonly now: () => number;
}): RateLimit {
  const { perSecond, burst, now } = options;
  const buckets = new Map<string, { left: number; at: number }>();

  const bucketOf = (key: string): { left: number; at: number } => {
    const at = now();
    const bucket = buckets.get(key) ?? { left: burst, at };
    bucket.left = Math.min(burst, bucket.left + ((at - bucket.at) / 1000) * perSecond);
    bucket.at = at;
    buckets.set(key, bucket);
    return bucket;
  };
  const msUntil = (left: number, wanted: number): number =>
    left >= wanted ? 0 : Math.ceil(((wanted - left) / perSecond) * 1000);

  return {
    take(key) {
      const bucket = bucketOf(key);
      const waitMs = msUntil(bucket.left, 1);
      if (waitMs === 0) bucket.left -= 1;
      return waitMs;
    },
    owe(key) {
      bucketOf(key).left -= 1;
    },
    debtMs: (key) => msUntil(bucketOf(key).left, 0),
  };
}
