import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { StudioError } from '#shared/errors.ts';

/**
 * node:http rather than fetch: a connection stays open until the server ends it (fetch drops it after 4 s, and each answer would pay for
 * a new TLS handshake), 'localhost' is tried over IPv4 and IPv6 on Node 18 too, and connecting has a time-out of its own.
 */
export interface HttpClient {
  /** Sends at once. Nothing is called after `abort`. */
  send(request: HttpRequest, handlers: HttpHandlers): HttpExchange;
  close(): void;
}
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}
export interface HttpHandlers {
  /** The connection stands (at once when one is reused). */
  connected(): void;
  head(status: number, headers: IncomingMessage['headers']): void;
  data(bytes: Uint8Array): void;
  /** `complete`: the whole body came. */
  end(complete: boolean): void;
  /** The request failed before any head. */
  error(error: unknown): void;
}
export interface HttpExchange {
  /** Ends the request and destroys its connection. Idempotent. */
  abort(): void;
}

export function createHttpClient(): HttpClient {
  const options = { keepAlive: true, maxSockets: 16, maxFreeSockets: 4, scheduling: 'lifo' } as const;
  const plain = new HttpAgent(options);
  const secure = new HttpsAgent(options);
  return {
    send: (request, handlers) => exchange(request, handlers, { plain, secure }, 0),
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

interface Agents {
  readonly plain: HttpAgent;
  readonly secure: HttpsAgent;
}
const MAX_STALE_RETRIES = 3;

function exchange(request: HttpRequest, handlers: HttpHandlers, agents: Agents, staleRetries: number): HttpExchange {
  const url = new URL(request.url);
  const secure = url.protocol === 'https:';
  const options = {
    method: request.method,
    headers: {
      'accept-encoding': 'identity',
      ...request.headers,
      ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
    },
    autoSelectFamily: true,
  };
  const outgoing = secure
    ? httpsRequest(url, { ...options, agent: agents.secure })
    : httpRequest(url, { ...options, agent: agents.plain });
  let over = false;
  let next: HttpExchange | undefined;
  outgoing.on('socket', (socket) => {
    if (!socket.connecting) return handlers.connected();
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      if (!over) handlers.connected();
    });
  });
  outgoing.on('error', (error) => {
    if (over) return;
    over = true;
    // A kept connection may have been closed by the server just now; that says nothing about this request.
    if (outgoing.reusedSocket && staleRetries < MAX_STALE_RETRIES) next = exchange(request, handlers, agents, staleRetries + 1);
    else handlers.error(error);
  });
  outgoing.on('response', (response) => {
    if (over) return;
    handlers.head(response.statusCode ?? 0, response.headers);
    const end = (): void => {
      if (over) return;
      over = true;
      handlers.end(response.complete);
    };
    response.on('data', (bytes: Uint8Array) => {
      if (!over) handlers.data(bytes);
    });
    response.on('end', end);
    response.on('error', end);
    response.on('close', end);
  });
  outgoing.end(request.body);
  return {
    abort() {
      next?.abort();
      if (over) return; // the connection may serve somebody else already
      over = true;
      outgoing.destroy();
    },
  };
}

/** The whole of a small reply. Throws `timeout`, `network`, `too-large` or `cancelled`. */
export function fetchSmall(
  client: HttpClient,
  request: HttpRequest,
  limits: {
    readonly timeoutMs: number;
    readonly maxBytes: number;
    readonly after: (ms: number, task: () => void) => () => void;
    readonly signal: AbortSignal;
  },
): Promise<{ readonly status: number; readonly body: string; readonly headers: IncomingMessage['headers'] }> {
  return new Promise((resolve, reject) => {
    if (limits.signal.aborted) return reject(new StudioError('cancelled', 'the request was cancelled'));
    const parts: Uint8Array[] = [];
    let size = 0;
    let status = 0;
    let headers: IncomingMessage['headers'] = {};
    const settle = (act: () => void): void => {
      cancelTimer();
      limits.signal.removeEventListener('abort', cancelled);
      act();
    };
    const stop = (error: StudioError): void => {
      sent.abort();
      settle(() => reject(error));
    };
    const cancelled = (): void => stop(new StudioError('cancelled', 'the request was cancelled'));
    const cancelTimer = limits.after(limits.timeoutMs, () =>
      stop(new StudioError('timeout', `no reply within ${limits.timeoutMs} ms`)),
    );
    limits.signal.addEventListener('abort', cancelled, { once: true });
    const sent = client.send(request, {
      connected() {},
      head(code, received) {
        status = code;
        headers = received;
      },
      data(bytes) {
        size += bytes.byteLength;
        if (size > limits.maxBytes) return stop(new StudioError('too-large', `a reply over ${limits.maxBytes} bytes`));
        parts.push(bytes);
      },
      end(complete) {
        if (!complete) return settle(() => reject(new StudioError('network', 'the connection broke')));
        settle(() => resolve({ status, headers, body: Buffer.concat(parts).toString('utf8') }));
      },
      error: (cause) => settle(() => reject(new StudioError('network', 'no connection', { cause }))),
    });
  });
}
