import type { IncomingMessage } from 'node:http';

/** The request's URL; undefined when its target is no path. The text is never taken as `//host/path`. */
export function urlFromRequest(request: IncomingMessage): URL | undefined {
  const target = request.url ?? '';
  if (!target.startsWith('/')) return undefined;
  try {
    return new URL(`http://127.0.0.1${target}`);
  } catch {
    return undefined;
  }
}
