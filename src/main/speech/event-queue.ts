/** A queue between a producer that pushes and one consumer that iterates. Unbounded: its producers are bounded by the length of a sentence. */
export interface EventQueue<T> extends AsyncIterable<T> {
  push(value: T): void;
  /** No more values; those waiting are still delivered. */
  end(): void;
  /** No more values; those waiting are dropped and the consumer throws. */
  fail(error: unknown): void;
}

export function createEventQueue<T>(): EventQueue<T> {
  const values: T[] = [];
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;
  const notify = (): void => {
    wake?.();
    wake = undefined;
  };
  return {
    push(value) {
      if (ended || failure) return;
      values.push(value);
      notify();
    },
    end() {
      ended = true;
      notify();
    },
    fail(error) {
      if (ended) return;
      failure ??= { error };
      values.length = 0;
      notify();
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        if (failure) throw failure.error;
        const value = values.shift();
        if (value !== undefined) yield value;
        else if (ended) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}
