import { StudioError } from '#shared/errors.ts';

/** `promise`, or `cancelled` as soon as `signal` aborts; `what` ends the sentence "… was stopped". */
export async function raceAbort<T>(promise: Promise<T>, signal: AbortSignal, what = 'the sentence'): Promise<T> {
  const cancelled = (): StudioError => new StudioError('cancelled', `${what} was stopped`);
  if (signal.aborted) {
    // Nobody waits for it any more: its failure is no news.
    promise.catch(() => {});
    throw cancelled();
  }
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
