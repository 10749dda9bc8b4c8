/**
 * A queue from callbacks to one `for await` consumer. Its bound is the producer's: an answer has at most `maxChars` characters.
 * `end` lets what is queued be read; `drop` forgets it and ends at once.
 */
export interface DeltaChannel<T> extends AsyncIterable<T> {
  push(value: T): void;
  end(): void;
  drop(): void;
}

export function createDeltaChannel<T extends object>(onLeave: () => void): DeltaChannel<T> {
  let queue: T[] = [];
  let ended = false;
  let waiting: ((result: IteratorResult<T, undefined>) => void) | undefined;
  const finished: IteratorResult<T, undefined> = { done: true, value: undefined };
  const wake = (result: IteratorResult<T, undefined>): void => {
    const resume = waiting;
    waiting = undefined;
    resume?.(result);
  };
  const end = (): void => {
    ended = true;
    if (queue.length === 0) wake(finished);
  };
  return {
    push(value) {
      if (ended) return;
      if (waiting === undefined) queue.push(value);
      else wake({ done: false, value });
    },
    end,
    drop() {
      queue = [];
      end();
    },
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const value = queue.shift();
        if (value !== undefined) return Promise.resolve({ done: false, value });
        if (ended) return Promise.resolve(finished);
        return new Promise((resolve) => {
          waiting = resolve;
        });
      },
      return: () => {
        onLeave();
        queue = [];
        end();
        return Promise.resolve(finished);
      },
    }),
  };
}
