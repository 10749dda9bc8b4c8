import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { onMessagePortClose } from '@orpc/client/message-port';
import type { BridgeEntrance } from '#main/connectors/bridges/bridge-door.types.ts';
import type { AttachEars } from '#main/hearing/ears.types.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createGatekeeper } from '#main/server/gatekeeper.ts';
import { trackConnections } from '#main/server/http-connections.ts';
import { defaultLimits, type ServerLimits } from '#main/server/limits.ts';
import { listenOn } from '#main/server/listen.ts';
import { bindMessagePort, type MessagePortLike } from '#main/server/message-port.ts';
import type { PagesOptions } from '#main/server/pages.ts';
import { createRpcServer, type StudioRouter } from '#main/server/rpc.ts';
import { createSite, type Site } from '#main/server/site.ts';
import { createSockets, type Sockets } from '#main/server/sockets.ts';
import type { TokenStore } from '#main/server/tokens.ts';
import type { UploadIntake } from '#main/server/uploads.types.ts';
import type { AttachStage } from '#main/stage/stage-socket.ts';
import type { AttachTracking } from '#main/tracking/tracking-door.types.ts';
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
  readonly tokens: TokenStore;
  /** Asked at the first call of a client. */
  readonly router: () => Promise<StudioRouter>;
  readonly uploads: UploadIntake;
  readonly attachStage: AttachStage;
  readonly attachEars: AttachEars;
  readonly attachTracking: AttachTracking;
  readonly bridges: BridgeEntrance;
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
  const http = createBoundedHttp(limits);
  const connections = trackConnections(http);
  const { port, portTaken } = await listenOn(http, HOST, options.port);
  const origin = `http://${HOST}:${port}`;
  const rpc = createRpcServer(options.router, logger);
  const gatekeeper = createGatekeeper({ port, tokens: options.tokens });
  const sockets = createSockets({
    gatekeeper,
    rpc,
    attachStage: options.attachStage,
    attachEars: options.attachEars,
    attachTracking: options.attachTracking,
    bridges: options.bridges,
    limits,
    logger,
  });
  const site = createSite({ ...options, port, origin, gatekeeper, limits });

  serve(http, site, sockets, logger);
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
      onMessagePortClose(messagePort, () => ends.delete(end));
      return () => {
        ends.delete(end);
        end();
      };
    },
    close() {
      closed ??= closeAll();
      return closed;
    },
  };

  async function closeAll(): Promise<void> {
    for (const end of ends) end();
    sockets.close();
    const timer = setTimeout(() => void sockets.terminate(), limits.closeGraceMs);
    await connections.close(limits.closeGraceMs);
    clearTimeout(timer);
    await sockets.terminate();
  }
}

function createBoundedHttp(limits: ServerLimits): HttpServer {
  const http = createHttpServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.max(50, Math.min(1000, limits.headersTimeoutMs / 4)),
    keepAliveTimeout: limits.keepAliveMs,
    noDelay: true,
  });
  http.maxConnections = limits.tcpConnections;
  return http;
}

function serve(http: HttpServer, site: Site, sockets: Sockets, logger: Logger): void {
  http.on('error', (error) => logger.error('the local server failed', { error: error.message }));
  http.on('request', (request, response) => {
    site.answer(request, response).catch((error: unknown) => {
      if (!request.destroyed) logger.error('a request failed', { error: messageFromUnknown(error) });
      response.destroy();
    });
  });
  http.on('upgrade', sockets.upgrade);
  http.on('clientError', (_error, socket) => {
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n', () => socket.destroy());
  });
}

function reportOf(wished: number, port: number, portTaken: boolean): HealthReport {
  if (!portTaken) return { status: 'ready' };
  const message = `port ${wished} is used by another program; the studio is on ${port} until it is free and Yingxi is started again`;
  return { status: 'degraded', reason: 'port-taken', message };
}
