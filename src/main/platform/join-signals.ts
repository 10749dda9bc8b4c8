/** Aborts when one of two does. NOTICE: AbortSignal.any is missing in Node 18.15 (Electron 25); it may take over when that runtime goes. */
export function joinSignals(a: AbortSignal, b: AbortSignal): { readonly signal: AbortSignal; release(): void } {
  const joined = new AbortController();
  const abort = (): void => joined.abort(a.aborted ? a.reason : b.reason);
  if (a.aborted || b.aborted) abort();
  a.addEventListener('abort', abort);
  b.addEventListener('abort', abort);
  return {
    signal: joined.signal,
    release() {
      a.removeEventListener('abort', abort);
      b.removeEventListener('abort', abort);
    },
  };
}
