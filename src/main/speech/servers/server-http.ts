import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Clock } from '#main/platform/host.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { voiceProblem } from './voice-problem.ts';

export interface ServerRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Longest wait for the head and for each next piece of the body, ms. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

export interface ServerReply {
  readonly status: number;
  /** Lower-case, without parameters; '' when the server names none. */
  readonly contentType: string;
  header(name: string): string | undefined;
  /** The body, decompressed, as it comes. Leaving the loop ends the request. Throws `cut-off` when the connection breaks before its end. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Requests to a voice server. node:http rather than fetch: 'localhost' is tried over IPv4 and IPv6 on Node 18 too, connecting has a time-out
 * of its own, and a connection stays open between sentences.
 */
export interface ServerHttp {
  /** Resolves with the head. Throws a voice problem (`unreachable`, `slow`), or `cancelled`. A connection that fails is tried once more. */
  open(request: ServerRequest): Promise<ServerReply>;
  close(): void;
}

const CONNECT_MS = 4000;
const RETRY_AFTER_MS = 200;
const MOST_REDIRECTS = 3;
/** A sentence is a few MB at most; beyond this it is no speech. */
const MOST_BYTES = 64 * 1024 * 1024;

export function createServerHttp(clock: Clock): ServerHttp {
  const agents = {
    plain: new HttpAgent({ keepAlive: true, maxFreeSockets: 2 }),
    secure: new HttpsAgent({ keepAlive: true, maxFreeSockets: 2 }),
  };

  async function open(request: ServerRequest, redirects = 0): Promise<ServerReply> {
    const response = await head(request);
    const location = response.headers.location;
    const status = response.statusCode ?? 0;
    if (location === undefined || status < 300 || status > 399) return replyOf(response, request, clock);
    response.destroy();
    if (redirects >= MOST_REDIRECTS)
      throw voiceProblem('refused', `${request.url} redirects in a circle: check the address`, location);
    return open(redirected(request, location), redirects + 1);
  }

  async function head(request: ServerRequest): Promise<IncomingMessage> {
    try {
      return await once(request, agents, clock);
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'network') throw error;
    }
    await pause(clock, RETRY_AFTER_MS, request.signal);
    try {
      return await once(request, agents, clock);
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'network') throw error;
      throw voiceProblem(
        'unreachable',
        `nothing answers at ${request.url}: ${messageFromUnknown(error.cause)}`,
        originOf(request.url),
      );
    }
  }

  return {
    open: (request) => open(request),
    close() {
      agents.plain.destroy();
      agents.secure.destroy();
    },
  };
}

interface Agents {
  readonly plain: HttpAgent;
  readonly secure: HttpsAgent;
}

/** One attempt up to the head. Throws `network` when the connection failed before it. */
function once(request: ServerRequest, agents: Agents, clock: Clock): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (request.signal.aborted) return reject(cancelled());
    const outgoing = send(request, agents);
    let cancelTimer = clock.after(CONNECT_MS, () => stop(unreachableInTime(request.url)));
    const settle = (act: () => void): void => {
      cancelTimer();
      request.signal.removeEventListener('abort', onAbort);
      act();
    };
    const stop = (error: StudioError): void =>
      settle(() => {
        reject(error);
        outgoing.destroy();
      });
    const onAbort = (): void => stop(cancelled());
    request.signal.addEventListener('abort', onAbort, { once: true });
    const connected = (): void => {
      cancelTimer();
      cancelTimer = clock.after(request.waitMs, () => stop(slow(request)));
    };
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) connected();
      else socket.once(request.url.startsWith('https:') ? 'secureConnect' : 'connect', connected);
    });
    // Also after it was settled: a destroyed request tells of it.
    outgoing.on('error', (cause) => settle(() => reject(new StudioError('network', 'the connection failed', { cause }))));
    outgoing.once('response', (response) => settle(() => resolve(response)));
  });
}

function send(request: ServerRequest, agents: Agents): ClientRequest {
  const url = addressFrom(request.url);
  const secure = url.protocol === 'https:';
  const options = {
    method: request.method,
    headers: {
      'accept-encoding': 'identity',
      ...request.headers,
      ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
    },
    autoSelectFamily: true,
  };
  const outgoing = secure
    ? httpsRequest(url, { ...options, agent: agents.secure })
    : httpRequest(url, { ...options, agent: agents.plain });
  outgoing.end(request.body);
  return outgoing;
}

function addressFrom(text: string): URL {
  try {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    // Told below, as other schemes are.
  }
  throw voiceProblem(
    'no-address',
    `${JSON.stringify(text)} is no address of a server: it looks like http://127.0.0.1:9880`,
    text,
  );
}

/** The key goes to the server that the streamer named, and to no other. */
function redirected(request: ServerRequest, location: string): ServerRequest {
  const url = new URL(location, request.url).href;
  if (originOf(url) === originOf(request.url)) return { ...request, url };
  const { authorization: _, ...headers } = request.headers ?? {};
  return { ...request, url, headers };
}

function replyOf(response: IncomingMessage, request: ServerRequest, clock: Clock): ServerReply {
  return {
    status: response.statusCode ?? 0,
    contentType: (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    header(name) {
      const value = response.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    chunks: chunksOf(response, request, clock),
  };
}

async function* chunksOf(response: IncomingMessage, request: ServerRequest, clock: Clock): AsyncGenerator<Uint8Array> {
  const body = decompressed(response);
  const iterator: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  let size = 0;
  try {
    while (true) {
      const next = await within(iterator.next(), request, clock);
      if (next.done) break;
      size += next.value.byteLength;
      if (size > MOST_BYTES) throw tooMuch(request.url);
      yield next.value;
    }
    if (!response.complete) throw cutOff(request.url);
  } catch (error) {
    throw error instanceof StudioError ? error : cutOff(request.url, error);
  } finally {
    // A body that was read to its end leaves its connection for the next sentence.
    if (!response.complete) response.destroy();
    if (body !== response) body.destroy();
  }
}

function decompressed(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  const unpack =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : undefined;
  if (!unpack) throw voiceProblem('not-sound', `the server packs its reply as "${encoding}", which is unknown`, encoding);
  response.on('error', (error) => unpack.destroy(error));
  response.on('close', () => {
    if (!response.complete) unpack.destroy(new Error('the connection broke'));
  });
  return response.pipe(unpack);
}

/** The next piece, unless the wait or the signal ends it. */
function within<T>(next: Promise<T>, request: ServerRequest, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      cancelTimer();
      request.signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = (): void => settle(() => reject(cancelled()));
    const cancelTimer = clock.after(request.waitMs, () => settle(() => reject(slow(request))));
    if (request.signal.aborted) onAbort();
    else request.signal.addEventListener('abort', onAbort, { once: true });
    next.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancelTimer();
      reject(cancelled());
    };
    const cancelTimer = clock.after(ms, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

export function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return url;
  }
}

export const cancelled = (): StudioError => new StudioError('cancelled', 'the sentence was stopped');
const unreachableInTime = (url: string): StudioError =>
  voiceProblem(
    'unreachable',
    `${originOf(url)} does not answer: check that the computer is on and the address is right`,
    originOf(url),
  );
const slow = ({ url, waitMs }: ServerRequest): StudioError =>
  voiceProblem('slow', `${originOf(url)} sent nothing for ${waitMs / 1000} s: it may be busy or stuck`, String(waitMs / 1000));
const cutOff = (url: string, cause?: unknown): StudioError =>
  voiceProblem(
    'cut-off',
    `${originOf(url)} broke off in the middle of its reply`,
    cause === undefined ? '' : messageFromUnknown(cause),
  );
const tooMuch = (url: string): StudioError =>
  voiceProblem(
    'too-long',
    `${originOf(url)} sent more than ${MOST_BYTES / 1024 / 1024} MB for one sentence`,
    `${MOST_BYTES / 1024 / 1024} MB`,
  );
