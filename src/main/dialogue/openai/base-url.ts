import { StudioError } from '#shared/errors.ts';

/** An API root as it may be meant: the first is tried first, the next when the first answers 404 or a web page. */
export interface ApiRoots {
  /** Without trailing slash and query. */
  readonly roots: readonly [string, ...string[]];
  /** `?api-version=…` of some hosts, or ''. */
  readonly query: string;
}

const KNOWN_TAILS = /\/(?:chat\/completions|completions|chat|models|responses|embeddings|api\/tags|api\/chat|api\/generate)\/*$/i;
const VERSIONED = /\/v\d+[a-z0-9]*(?:\/|$)/i;

/**
 * The API roots behind what a person typed or pasted: with or without scheme, /v1, trailing slash or /chat/completions.
 * Throws `invalid-input` with the next step when it is no address at all.
 */
export function apiRootsFromBaseUrl(typed: string): ApiRoots {
  const url = parse(typed.trim());
  const path = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(KNOWN_TAILS, '')
    .replace(/\/+$/, '');
  const root = `${url.origin}${path}`;
  const withVersion = `${root}/v1`;
  if (VERSIONED.test(`${path}/`)) return { roots: [root], query: url.search };
  return { roots: path === '' ? [withVersion, root] : [root, withVersion], query: url.search };
}

function parse(typed: string): URL {
  const local = /^(?:localhost|127\.|0\.0\.0\.0|\[|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[^/:]+\.local\b)/i.test(typed);
  const absolute = /^https?:\/\//i.test(typed) ? typed : `${local ? 'http' : 'https'}://${typed}`;
  let url: URL;
  try {
    url = new URL(absolute);
  } catch (cause) {
    throw new StudioError('invalid-input', 'The base URL is not a web address. Enter one like https://api.openai.com/v1.', {
      cause,
    });
  }
  if (/^[a-z]+:\/\//i.test(typed) && !/^https?:/i.test(typed))
    throw new StudioError('invalid-input', 'The base URL must begin with http:// or https://.');
  if (url.username !== '' || url.password !== '')
    throw new StudioError('invalid-input', 'The base URL must not hold a user name or password. Enter the key in its own field.');
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'; // what servers print when they listen everywhere
  return url;
}

/** `url` for people and logs: host and path, never its query. */
export function addressOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname.replace(/\/+$/, '')}`;
  } catch {
    return 'the base URL';
  }
}
