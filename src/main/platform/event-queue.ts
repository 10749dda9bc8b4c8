import { StudioError } from '#shared/errors.ts';

/** A queue between a producer that pushes and one consumer that iterates. */
export interface EventQueue<T> extends AsyncIterable<T> {
  push(value: T): void;
  /** No more values; those waiting are still delivered. */
  end(): void;
  /** No more values; those waiting are dropped and the consumer throws. */
  fail(error: unknown): void;
}

/** More events than this wait only where the consumer has stopped taking them. */
const MAX_WAITING = 100_000;

/** Holds `maxWaiting` values; one more fails the queue, so that a forgotten consumer costs no memory. */
export function createEventQueue<T>(maxWaiting = MAX_WAITING): EventQueue<T> {
  const values: T[] = [];
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;
  const notify = (): void => {
    wake?.();
    wake = undefined;
  };
  const fail = (error: unknown): void => {
    if (ended) return;
    failure ??= { error };
    values.length = 0;
    notify();
  };
  return {
    push(value) {
      if (ended || failure) return;
      if (values.length >= maxWaiting) fail(new StudioError('internal', `nobody takes the events: ${maxWaiting} wait`));
      else values.push(value);
      notify();
    },
    end() {
      ended = true;
      notify();
    },
    fail,
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
