import { StudioError } from '#shared/errors.ts';
import { isNearAddress } from './http-failure.ts';

/** Where recordings may be sent, best guess first: the next is tried when one answers 404, 405 or a web page. */
export interface TranscriptionAddress {
  readonly urls: readonly [string, ...string[]];
  /** The server is on this computer or in the local network. */
  readonly near: boolean;
}

const WHOLE = /\/(?:audio\/transcriptions|inference)$/i;
const VERSIONED = /\/v\d+[a-z0-9]*$/i;

/**
 * The address behind what a person typed: with or without scheme, /v1 or /audio/transcriptions. Without a path it may be an OpenAI-style server
 * or whisper.cpp's (`/inference`). Throws `unavailable` with the next step when it is no address.
 */
export function transcriptionAddress(typed: string): TranscriptionAddress {
  const url = parse(typed.trim());
  const path = url.pathname.replace(/\/{2,}/g, '/').replace(/\/+$/, '');
  const at = (tail: string): string => `${url.origin}${tail}${url.search}`;
  const near = isNearAddress(url.hostname);
  if (WHOLE.test(path)) return { urls: [at(path)], near };
  if (VERSIONED.test(path)) return { urls: [at(`${path}/audio/transcriptions`)], near };
  return { urls: [at(`${path}/v1/audio/transcriptions`), at(`${path}/audio/transcriptions`), at(`${path}/inference`)], near };
}

function parse(typed: string): URL {
  const bare = typed.replace(/^https?:\/\//i, '');
  const host = /^(?:\[[^\]]*\]|[^/:?#]*)/.exec(bare)?.[0] ?? '';
  const scheme = isNearAddress(host) || host === '0.0.0.0' ? 'http' : 'https';
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `${scheme}://${typed}`);
  } catch (cause) {
    throw noAddress(typed, cause);
  }
  if (!/^https?:$/.test(url.protocol) || url.hostname === '' || url.username !== '') throw noAddress(typed, undefined);
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'; // what servers print when they listen everywhere
  return url;
}

function noAddress(typed: string, cause: unknown): StudioError {
  return new StudioError(
    'unavailable',
    `"${typed.slice(0, 80)}" is no address of a transcription server: enter one like http://127.0.0.1:8000/v1 under "Ears".`,
    { cause },
  );
}

/** `url` for people: host and path, never its query. */
export function shownAddress(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
