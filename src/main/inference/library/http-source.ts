import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { codeFromError } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { ModelFailure } from './model-failure.ts';

/** An answer whose body has not been read. */
export interface HttpSource {
  /** 200: from the first byte; 206: from the byte asked for; 416: nothing is there behind it. */
  readonly status: 200 | 206 | 416;
  /** Whole length as the server states it; undefined: it does not. */
  readonly totalBytes: number | undefined;
  /** First byte of a 206. */
  readonly firstByte: number;
  /** A strong validator, for If-Range; undefined: none. */
  readonly etag: string | undefined;
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** Closes the connection. */
  close(): void;
}

export interface HttpSourceOptions {
  /** Asks for the rest from this byte on; 0: all. */
  readonly from: number;
  /** The validator under which the bytes before `from` came. */
  readonly etag: string | undefined;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** HuggingFace answers with one or two, mirrors with up to four. */
const MAX_REDIRECTS = 6;
const ANSWER_MS = 30_000;

/**
 * GET over https; plain http is for this computer only, after redirects too. Throws `ModelFailure` for every answer that is none, and the
 * signal's reason. What the body throws when the connection breaks is the socket's own error.
 */
export async function openHttpSource(address: string, options: HttpSourceOptions): Promise<HttpSource> {
  let url = checkedUrl(address);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const answer = await ask(url, options);
    const status = answer.statusCode ?? 0;
    const location = answer.headers.location;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return sourceFromAnswer(url, answer, options.from);
    answer.destroy();
    url = checkedUrl(new URL(location, url).href);
  }
  throw new ModelFailure(
    'redirects',
    hostOf(address),
    `${hostOf(address)} sends from address to address without end. Try again later, or set another mirror.`,
  );
}

/** Throws `insecure` unless it is https, or http to this computer. */
export function checkedUrl(address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new ModelFailure(
      'insecure',
      address.slice(0, 200),
      `${JSON.stringify(address.slice(0, 200))} is no web address. Correct it.`,
    );
  }
  const isLocal = url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) return url;
  throw new ModelFailure(
    'insecure',
    url.origin,
    `Models are fetched over https only, and ${url.origin} is not. Use an address that begins with https://.`,
  );
}

function ask(url: URL, { from, etag, signal, clock }: HttpSourceOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const range = from > 0 ? { range: `bytes=${from}-`, ...(etag === undefined ? {} : { 'if-range': etag }) } : {};
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      agent: false,
      headers: { 'user-agent': 'Yingxi', accept: '*/*', 'accept-encoding': 'identity', ...range },
    });
    const settle = (): void => {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = (): void => void request.destroy(new Error('aborted'));
    const cancelTimer = clock.after(ANSWER_MS, () =>
      request.destroy(
        new ModelFailure(
          'timeout',
          url.host,
          `${url.host} did not answer within ${ANSWER_MS / 1000} s. Check the network and try again.`,
        ),
      ),
    );
    signal.addEventListener('abort', onAbort, { once: true });
    request.on('response', (answer) => {
      settle();
      resolve(answer);
    });
    request.on('error', (error) => {
      settle();
      if (signal.aborted) reject(signal.reason);
      else reject(error instanceof ModelFailure ? error : failureFromSocket(url.host, error));
    });
    request.end();
  });
}

function sourceFromAnswer(url: URL, answer: IncomingMessage, from: number): HttpSource {
  const status = answer.statusCode ?? 0;
  if (status !== 200 && status !== 206 && status !== 416) {
    answer.destroy();
    throw failureFromStatus(url.host, status);
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/u.exec(answer.headers['content-range'] ?? '');
  const stated = status === 206 ? range?.[2] : answer.headers['content-length'];
  const etag = answer.headers.etag;
  return {
    status,
    totalBytes: stated === undefined || !/^\d{1,15}$/u.test(stated) ? undefined : Number(stated),
    // A 206 without a range that can be read is taken for what was asked: the checksum decides.
    firstByte: status === 206 ? Number(range?.[1] ?? from) : 0,
    etag: etag !== undefined && etag.length <= 300 && etag.startsWith('"') ? etag : undefined,
    contentType: answer.headers['content-type'] ?? '',
    body: answer,
    close: () => void answer.destroy(),
  };
}

/** What a broken connection means. */
export function failureFromSocket(host: string, error: unknown): ModelFailure {
  const code = codeFromError(error);
  if (['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'ECONNREFUSED'].includes(code))
    return new ModelFailure(
      'offline',
      host,
      `${host} cannot be reached (${code}). Check the network; installed models work without it.`,
      { cause: error },
    );
  return new ModelFailure(
    'server-error',
    host,
    `The connection to ${host} broke (${messageFromUnknown(error).slice(0, 200)}). Try again; what came is kept.`,
    { cause: error },
  );
}

function failureFromStatus(host: string, status: number): ModelFailure {
  if (status === 404 || status === 410)
    return new ModelFailure(
      'not-found',
      `${host}: ${status}`,
      `${host} has this file no longer (${status}). Try another mirror, or import the model from a file.`,
    );
  if (status === 429 || status >= 500)
    return new ModelFailure(
      'server-error',
      `${host}: ${status}`,
      `${host} is overloaded or broken (${status}). Try again in a few minutes.`,
    );
  return new ModelFailure(
    'refused',
    `${host}: ${status}`,
    `${host} refuses to send this file (${status}). Try another mirror, or import the model from a file.`,
  );
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return address.slice(0, 100);
  }
}
