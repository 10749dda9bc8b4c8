/** One observable value. Listeners are called synchronously, in order of subscription, and must not throw. */
export interface Cell<T> {
  get(): T;
  set(value: T): void;
  /** Calls `listener` on each change from now on; returns the unsubscribe. */
  subscribe(listener: (value: T) => void): () => void;
}

export function createCell<T>(initial: T): Cell<T> {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
