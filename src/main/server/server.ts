import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Logger } from '#main/platform/logger.ts';
import { createGatekeeper, type Gatekeeper } from '#main/server/gatekeeper.ts';
import { refuse, setCommonHeaders } from '#main/server/http-reply.ts';
import { defaultLimits, type ServerLimits } from '#main/server/limits.ts';
import { listenOn } from '#main/server/listen.ts';
import { bindMessagePort, type MessagePortLike } from '#main/server/message-port.ts';
import { createPages, type Pages, type PagesOptions } from '#main/server/pages.ts';
import { createRateLimit, type RateLimit } from '#main/server/rate-limit.ts';
import { urlFromRequest } from '#main/server/request-url.ts';
import { createRest, type Rest } from '#main/server/rest.ts';
import { createRpcServer, type StudioRouter } from '#main/server/rpc.ts';
import { createSockets, type Sockets } from '#main/server/sockets.ts';
import type { TokenStore } from '#main/server/tokens.ts';
import type { AttachStage } from '#main/stage/stage-socket.ts';
import type { Scope } from '#shared/contract/procedure.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';

/** The local server: pages, REST, RPC and stage sockets on one loopback port; and RPC on message ports of our own windows. */
export interface Server {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The wished port was not to be had; `port` is another. Addresses given to OBS before do not work. */
  readonly portTaken: boolean;
  /** Answers a window of our own with the rights of `scope`. Returns an end. */
  bindPort(port: MessagePortLike, scope: Scope): () => void;
  /** Ends every connection; takes at most a second. */
  close(): Promise<void>;
}

export interface ServerOptions extends Omit<PagesOptions, 'port'> {
  /** 0: any free one. */
  readonly port: number;
  /** Page origins besides our own: a development server's. */
  readonly allowedOrigins?: readonly string[];
  readonly tokens: TokenStore;
  readonly router: StudioRouter;
  readonly attachStage: AttachStage;
  readonly logger: Logger;
  readonly report: (report: HealthReport) => void;
  /** Overrides of `defaultLimits`. */
  readonly limits?: Partial<ServerLimits>;
}

/** Loopback only: nothing on the network may reach the studio. */
const HOST = '127.0.0.1';

/** Rejects `network` when no port at all can be opened. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { logger } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const http = createHttpServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.max(50, Math.min(1000, limits.headersTimeoutMs / 4)),
    keepAliveTimeout: 5_000,
    noDelay: true,
  });
  http.maxConnections = limits.tcpConnections;
  const { port, portTaken } = await listenOn(http, HOST, options.port);
  http.on('error', (error) => logger.error('the local server failed', { error: error.message }));
  const origin = `http://${HOST}:${port}`;
  const rpc = createRpcServer(options.router, logger);
  const gatekeeper = createGatekeeper({ port, tokens: options.tokens, allowedOrigins: options.allowedOrigins ?? [] });
  const sockets = createSockets({ gatekeeper, rpc, attachStage: options.attachStage, limits, logger });
  const rest = createRest({ router: options.router, logger, limits, origin });
  const pages = createPages({ ...options, port });
  const rate = createRateLimit({ perSecond: limits.restPerSecond, burst: limits.restBurst, now: () => performance.now() });
  const site = { gatekeeper, rest, pages, rate };

  const responses = new Set<ServerResponse>();
  http.on('request', (request, response) => {
    responses.add(response);
    response.once('close', () => responses.delete(response));
    answer(site, request, response).catch((error: unknown) => {
      if (!request.destroyed) logger.error('a request failed', { error: messageFromUnknown(error) });
      response.destroy();
    });
  });
  http.on('upgrade', sockets.upgrade);
  http.on('clientError', (_error, socket) => socket.destroy());
  options.report(reportOf(options.port, port, portTaken));

  const ends = new Set<() => void>();
  let closed: Promise<void> | undefined;
  return {
    port,
    origin,
    portTaken,
    bindPort(messagePort, scope) {
      const end = bindMessagePort(messagePort, rpc, { scope });
      ends.add(end);
      return () => {
        ends.delete(end);
        end();
      };
    },
    close() {
      closed ??= closeAll({ http, sockets, ends, responses }, limits.closeGraceMs);
      return closed;
    },
  };
}

interface Site {
  readonly gatekeeper: Gatekeeper;
  readonly rest: Rest;
  readonly pages: Pages;
  readonly rate: RateLimit;
}

async function answer(
  { gatekeeper, rest, pages, rate }: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  setCommonHeaders(response);
  const refusal = gatekeeper.refusalOf(request, 'http');
  if (refusal !== undefined) return refuse(response, refusal);
  const url = urlFromRequest(request);
  if (url === undefined)
    return refuse(response, { status: 400, code: 'INVALID_INPUT', message: 'the request target is not a path' });
  const scope = gatekeeper.scopeOf(request, url);
  if (!url.pathname.startsWith('/api/')) {
    if (request.method === 'GET' || request.method === 'HEAD') return pages.handle(request, response, url, scope);
    const message = 'only GET and HEAD work here; the interface for programs is under /api/v1';
    return refuse(response, { status: 405, code: 'METHOD_NOT_ALLOWED', message, headers: { allow: 'GET, HEAD' } });
  }
  if (scope === undefined) {
    const message = 'this needs a token: send "Authorization: Bearer …" or ?token=…; the studio’s settings page shows it';
    return refuse(response, { status: 401, code: 'UNAUTHORIZED', message, headers: { 'www-authenticate': 'Bearer' } });
  }
  const waitMs = rate.take(scope);
  if (waitMs > 0) {
    const headers = { 'retry-after': String(Math.ceil(waitMs / 1000)) };
    const message = `too many requests; wait ${waitMs} ms, or post several events at once`;
    return refuse(response, { status: 429, code: 'RATE_LIMITED', message, headers });
  }
  return rest.handle(request, response, url, scope);
}

function reportOf(wished: number, port: number, portTaken: boolean): HealthReport {
  if (!portTaken) return { status: 'ready' };
  const message = `port ${wished} is used by another program; the studio is on ${port} until it is free and Yingxi is started again`;
  return { status: 'degraded', reason: 'port-taken', message };
}

interface Running {
  readonly http: HttpServer;
  readonly sockets: Sockets;
  readonly ends: ReadonlySet<() => void>;
  readonly responses: ReadonlySet<ServerResponse>;
}

async function closeAll({ http, sockets, ends, responses }: Running, graceMs: number): Promise<void> {
  for (const end of [...ends]) end();
  sockets.close();
  // An event stream has no end of its own; other answers get their time.
  for (const response of responses) if (response.getHeader('content-type') === 'text/event-stream') response.destroy();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      void sockets.terminate();
      http.closeAllConnections();
    }, graceMs);
    http.close(() => {
      clearTimeout(timer);
      resolve();
    });
    http.closeIdleConnections();
  });
  await sockets.terminate();
}
