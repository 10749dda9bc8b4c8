let ahead: { readonly url: string; readonly response: Promise<Response> } | undefined;

/** Asks for a file while the code that reads it is still on its way. Only the last one is kept. */
export function fetchAhead(url: string, signal: AbortSignal): void {
  const response = fetch(url, { signal });
  // Whoever takes it hears of the failure.
  response.catch(() => undefined);
  ahead = { url, response };
}

/** The file that was asked for ahead, once; else it is fetched now. */
export function takeFetched(url: string, signal: AbortSignal): Promise<Response> {
  const taken = ahead?.url === url ? ahead.response : undefined;
  ahead = undefined;
  return taken ?? fetch(url, { signal });
}
