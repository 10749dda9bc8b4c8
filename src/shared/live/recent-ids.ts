/** Remembers the newest `capacity` ids at least, and at most twice as many: two generations, so that adding costs the same in a flood. */
export interface RecentIds {
  /** True when the id is new; it is remembered from now on. */
  add(id: string): boolean;
  has(id: string): boolean;
  readonly size: number;
}

export function createRecentIds(capacity: number): RecentIds {
  let current = new Set<string>();
  let previous = new Set<string>();
  const has = (id: string): boolean => current.has(id) || previous.has(id);
  return {
    has,
    add(id) {
      // Each look into a large set costs more than all else here, so the set itself says whether it was new.
      if (previous.has(id)) return false;
      const before = current.size;
      current.add(id);
      if (current.size === before) return false;
      if (before >= capacity) {
        current.delete(id);
        previous = current;
        current = new Set([id]);
      }
      return true;
    },
    get size() {
      return current.size + previous.size;
    },
  };
}
