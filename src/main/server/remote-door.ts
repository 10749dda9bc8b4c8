import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { contentTypeFromPath } from '#main/server/content-type.ts';
import { createGatekeeper, type Gatekeeper } from '#main/server/gatekeeper.ts';
import { trackConnections } from '#main/server/http-connections.ts';
import { type Refusal, refuse, setCommonHeaders } from '#main/server/http-reply.ts';
import { isPrivateAddress } from '#main/server/lan-addresses.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { listenOn } from '#main/server/listen.ts';
import { createRateLimit } from '#main/server/rate-limit.ts';
import { urlFromRequest } from '#main/server/request-url.ts';
import { refuseUpgrade } from '#main/server/sockets.ts';
import { fileInside, sendFile } from '#main/server/static-files.ts';

/** One address of the phones' page: the page itself and its socket, and nothing else of the program. */
export interface RemoteDoor {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface RemoteDoorOptions {
  /** IPv4 address of this computer in the local network; nothing listens on any other. */
  readonly address: string;
  readonly port: number;
  readonly pagesDir: string;
  readonly isKey: (candidate: string) => boolean;
  readonly limits: ServerLimits;
  /** Whether one more page may be open. */
  readonly hasRoom: () => boolean;
  readonly serve: (socket: WebSocket, path: RemotePath) => void;
}

const PAGE = '/remote/';
const SOCKETS = { '/ws/remote': 'rpc', '/ws/tracking': 'motion' } as const;
/** What a phone's socket is for: pressing buttons, or moving the avatar. */
export type RemotePath = (typeof SOCKETS)[keyof typeof SOCKETS];
const isSocketPath = (path: string | undefined): path is keyof typeof SOCKETS =>
  path !== undefined && Object.hasOwn(SOCKETS, path);
const SCRIPTS = /^\/assets\/[\w.-]+\.(js|css)$/u;
/** TCP connections of one device. */
const CONNECTIONS_EACH = 24;
/** Requests without the right key: the first ones are answered politely, then they get one line. */
const STRANGERS = { perSecond: 0.5, burst: 30 };

/** Rejects `network` when the address cannot be listened on. */
export async function openRemoteDoor(options: RemoteDoorOptions): Promise<RemoteDoor> {
  const { address, limits } = options;
  const http = createHttpServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: limits.keepAliveMs,
    noDelay: true,
  });
  http.maxConnections = limits.tcpConnections;
  limitEachDevice(http);
  const connections = trackConnections(http);
  const { port } = await listenOn(http, address, options.port);
  const gatekeeper = createGatekeeper({
    port,
    hosts: [address],
    tokens: { scopeOf: (token) => (options.isKey(token) ? 'remote' : undefined) },
  });
  const strangers = createRateLimit({ ...STRANGERS, now: () => performance.now() });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.rpcUpBytes, perMessageDeflate: false });
  const policy = contentSecurityPolicy(address, port);

  http.on('error', () => undefined);
  http.on('clientError', (_error, socket) =>
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n', () => socket.destroy()),
  );
  http.on('request', (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  http.on('upgrade', upgrade);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setCommonHeaders(response);
    const url = urlFromRequest(request);
    const refusal = refusalOf(gatekeeper, request, 'http');
    if (refusal !== undefined) return refuse(response, refusal);
    if (url === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return refuse(response, NOTHING_HERE);
    const isScript = SCRIPTS.test(url.pathname);
    if (!isScript && gatekeeper.scopeOf(request, url) !== 'remote')
      return refuse(response, strangers.take('all') > 0 ? TOO_OFTEN : NO_KEY);
    if (!isScript && url.pathname !== PAGE) return refuse(response, NOTHING_HERE);
    const file = await fileInside(options.pagesDir, isScript ? url.pathname : `${PAGE}index.html`);
    if (file === undefined) return refuse(response, NOTHING_HERE);
    response.setHeader('content-security-policy', policy);
    await sendFile(request, response, {
      ...file,
      contentType: contentTypeFromPath(file.path),
      caching: isScript ? 'forever' : 'none',
    });
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const url = urlFromRequest(request);
    const refusal = refusalOf(gatekeeper, request, 'websocket') ?? socketRefusal(request, url);
    if (refusal !== undefined) {
      refuseUpgrade(socket, refusal);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      if (isSocketPath(url?.pathname)) options.serve(client, SOCKETS[url.pathname]);
    });
  }
  function socketRefusal(request: IncomingMessage, url: URL | undefined): Refusal | undefined {
    if (url === undefined || !isSocketPath(url.pathname)) return NOTHING_HERE;
    if (gatekeeper.scopeOf(request, url) !== 'remote') return strangers.take('all') > 0 ? TOO_OFTEN : NO_KEY;
    return options.hasRoom() ? undefined : FULL;
  }

  return {
    address,
    port,
    async close() {
      for (const client of sockets.clients) client.close(1001, 'the phones’ page was closed');
      const timer = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, limits.closeGraceMs);
      await connections.close(limits.closeGraceMs);
      clearTimeout(timer);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

/** Devices of other networks get nothing, even when a router lets them through. */
function refusalOf(gatekeeper: Gatekeeper, request: IncomingMessage, kind: 'http' | 'websocket'): Refusal | undefined {
  return isPrivateAddress(request.socket.remoteAddress ?? '') ? gatekeeper.refusalOf(request, kind) : NOT_LOCAL;
}

function limitEachDevice(http: HttpServer): void {
  const open = new Map<string, number>();
  http.on('connection', (socket: Socket) => {
    const device = socket.remoteAddress ?? '';
    const count = (open.get(device) ?? 0) + 1;
    open.set(device, count);
    socket.once('close', () => {
      const left = (open.get(device) ?? 1) - 1;
      if (left <= 0) open.delete(device);
      else open.set(device, left);
    });
    if (count > CONNECTIONS_EACH) socket.destroy();
  });
}

const NOT_LOCAL: Refusal = { status: 403, code: 'FORBIDDEN', message: 'only devices of the local network may use this page' };
const NO_KEY: Refusal = {
  status: 401,
  code: 'UNAUTHORIZED',
  message: 'this address lacks its key; scan the QR code in Yingxi again',
};
const TOO_OFTEN: Refusal = {
  status: 429,
  code: 'RATE_LIMITED',
  message: 'too many wrong keys; wait a little',
  headers: { 'retry-after': '5' },
};
const NOTHING_HERE: Refusal = { status: 404, code: 'NOT_FOUND', message: 'there is nothing here' };
const FULL: Refusal = { status: 503, code: 'UNAVAILABLE', message: 'too many pages are open; close one' };

function contentSecurityPolicy(address: string, port: number): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `connect-src 'self' ws://${address}:${port}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
