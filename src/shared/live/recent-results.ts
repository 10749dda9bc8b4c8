/**
 * Remembers what was computed for the newest keys: at least `capacity` of them, at most twice as many. Floods repeat the same lines and names, and
 * what was found out about one need not be found out again. `compute` must depend on the key alone.
 */
export interface RecentResults<V> {
  of(key: string, compute: (key: string) => V): V;
}

export function createRecentResults<V>(capacity: number): RecentResults<V> {
  let current = new Map<string, V>();
  let previous = new Map<string, V>();
  return {
    of(key, compute) {
      const known = current.get(key);
      if (known !== undefined) return known;
      const value = previous.get(key) ?? compute(key);
      if (current.size >= capacity) {
        previous = current;
        current = new Map();
      }
      current.set(key, value);
      return value;
    },
  };
}
