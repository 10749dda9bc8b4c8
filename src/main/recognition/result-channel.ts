import type { RecognitionResult } from './recognition.types.ts';

/**
 * Results on their way to one consumer. Holds one partial at most: a newer one takes its place, and the final one drops it.
 * After `finish` or `fail` nothing more is taken.
 */
export interface ResultChannel {
  partial(text: string): void;
  finish(result: Omit<RecognitionResult, 'final'>): void;
  fail(error: unknown): void;
  readonly isOver: boolean;
  readonly results: AsyncIterable<RecognitionResult>;
}

export function createResultChannel(): ResultChannel {
  let waiting: RecognitionResult | undefined;
  let end: { readonly final: RecognitionResult } | { readonly error: unknown } | undefined;
  let lastPartial = '';
  let wake: (() => void) | undefined;

  const notify = (): void => {
    wake?.();
    wake = undefined;
  };
  const close = (how: NonNullable<typeof end>): void => {
    if (end) return;
    end = how;
    waiting = undefined;
    notify();
  };
  return {
    partial(text) {
      if (end || text === lastPartial) return;
      lastPartial = text;
      waiting = { final: false, text, language: undefined };
      notify();
    },
    finish: ({ text, language }) => close({ final: { final: true, text, language } }),
    fail: (error) => close({ error }),
    get isOver() {
      return end !== undefined;
    },
    results: {
      async *[Symbol.asyncIterator]() {
        while (true) {
          if (end && 'error' in end) throw end.error;
          if (end) {
            yield end.final;
            return;
          }
          const next = waiting;
          waiting = undefined;
          if (next) yield next;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      },
    },
  };
}
