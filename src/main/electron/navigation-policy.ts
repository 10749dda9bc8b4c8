/** The origins whose pages and files a window may load: our own server's, and in development the page server's. */
export type OwnOrigins = readonly string[];

const LOCAL_SCHEMES = new Set(['blob:', 'data:']);

/** True when a frame may go to `url`: only our own pages, and the empty document that a frame starts with. */
export function isOwnPage(url: string, own: OwnOrigins): boolean {
  if (url === 'about:blank' || url === 'about:srcdoc') return true;
  return isOwnOrigin(url, own);
}

/** True when `url` belongs to one of our origins. `ws:` counts as `http:` of the same host and port. */
export function isOwnOrigin(url: string, own: OwnOrigins): boolean {
  const parsed = parseUrl(url);
  if (parsed === undefined) return false;
  const origin = parsed.origin === 'null' ? `${parsed.protocol}//${parsed.host}` : parsed.origin;
  return own.includes(origin.replace(/^ws(s?):/, 'http$1:'));
}

/** True when a page may fetch `url`: own origin, or bytes the page already holds. Everything else is remote content and is refused. */
export function isOwnRequest(url: string, own: OwnOrigins, development: boolean): boolean {
  const scheme = parseUrl(url)?.protocol;
  if (scheme === undefined) return false;
  if (LOCAL_SCHEMES.has(scheme)) return true;
  if (development && (scheme === 'devtools:' || scheme === 'chrome-extension:')) return true;
  return isOwnOrigin(url, own);
}

/**
 * What becomes of a link that asks for a window of its own. `browser`: the system's browser opens it, for https anywhere and for our own pages (a stage
 * address). Schemes that start programs (file:, smb:, ms-…:, javascript:) and addresses with a password in them are refused.
 */
export function linkTarget(url: string, own: OwnOrigins): 'browser' | 'refuse' {
  const parsed = parseUrl(url);
  if (parsed === undefined || parsed.username !== '' || parsed.password !== '') return 'refuse';
  if (parsed.protocol === 'https:') return 'browser';
  return parsed.protocol === 'http:' && isOwnOrigin(url, own) ? 'browser' : 'refuse';
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
