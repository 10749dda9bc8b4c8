/** A token bucket per key: `burst` at once, then `perSecond`. Keys are few (one per client token), so none is forgotten. */
export interface RateLimit {
  /** Takes one. Returns 0 when allowed, else ms until one is free again. */
  take(key: string): number;
}

export function createRateLimit(options: {
  readonly perSecond: number;
  readonly burst: number;
  readonly now: () => number;
}): RateLimit {
  const { perSecond, burst, now } = options;
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(key) {
      const at = now();
      const bucket = buckets.get(key) ?? { left: burst, at };
      bucket.left = Math.min(burst, bucket.left + ((at - bucket.at) / 1000) * perSecond);
      bucket.at = at;
      buckets.set(key, bucket);
      if (bucket.left < 1) return Math.ceil(((1 - bucket.left) / perSecond) * 1000);
      bucket.left -= 1;
      return 0;
    },
  };
}
