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
      if (has(id)) return false;
      if (current.size >= capacity) {
        previous = current;
        current = new Set();
      }
      current.add(id);
      return true;
    },
    get size() {
      return current.size + previous.size;
    },
  };
}
