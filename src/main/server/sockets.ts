import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BridgeEntrance } from '#main/connectors/bridges/bridge-door.types.ts';
import type { AttachEars } from '#main/hearing/ears.types.ts';
import type { Logger } from '#main/platform/logger.ts';
import { BRIDGE_MESSAGE_BYTES, BRIDGE_PREFIX, bridgeDoorFor, serveBridgeSocket } from '#main/server/bridge-entry.ts';
import { serveEarsSocket } from '#main/server/ears-link.ts';
import type { Gatekeeper } from '#main/server/gatekeeper.ts';
import { commonHeaders, type Refusal, refusalBody } from '#main/server/http-reply.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { createLiveness } from '#main/server/liveness.ts';
import { createRateLimit } from '#main/server/rate-limit.ts';
import { urlFromRequest } from '#main/server/request-url.ts';
import type { RpcServer } from '#main/server/rpc.ts';
import { serveRpcSocket } from '#main/server/rpc-socket.ts';
import { serveStageSocket } from '#main/server/stage-link.ts';
import { serveTrackingSocket } from '#main/server/tracking-link.ts';
import type { AttachStage } from '#main/stage/stage-socket.ts';
import type { AttachTracking } from '#main/tracking/tracking-door.types.ts';
import type { Scope } from '#shared/contract/procedure.ts';
import { MOTION_FRAME_BYTES_MOST } from '#shared/frames/motion-frame.ts';

/** The WebSocket endpoints: /ws/rpc (any token), /ws/stage (stage or studio token), /ws/ears and /ws/tracking (studio token) and /bridge/<id> (the bridge's own token). */
export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Says goodbye to all; `terminate` afterwards cuts off those that did not answer, and resolves when every one was told. */
  close(): void;
  terminate(): Promise<void>;
}

interface Endpoint {
  readonly server: WebSocketServer;
  readonly scopes: readonly Scope[];
  serve(socket: WebSocket, scope: Scope): void;
}

export function createSockets(options: {
  readonly gatekeeper: Gatekeeper;
  readonly rpc: RpcServer;
  readonly attachStage: AttachStage;
  readonly attachEars: AttachEars;
  readonly attachTracking: AttachTracking;
  readonly bridges: BridgeEntrance;
  readonly limits: ServerLimits;
  readonly logger: Logger;
}): Sockets {
  const { gatekeeper, rpc, attachStage, attachEars, attachTracking, bridges, limits, logger } = options;
  const liveness = createLiveness(limits.livenessMs);
  const rate = createRateLimit({ perSecond: limits.rpcPerSecond, burst: limits.rpcBurst, now: () => performance.now() });
  const endpoints: Readonly<Record<string, Endpoint>> = {
    '/ws/rpc': {
      server: webSocketServer(limits.rpcUpBytes),
      scopes: ['studio', 'plugin', 'stage'],
      serve: (socket, scope) => serveRpcSocket(socket, { rpc, context: { scope }, limits, rate }),
    },
    '/ws/stage': {
      server: webSocketServer(limits.stageUpBytes),
      scopes: ['studio', 'stage'],
      serve: (socket) => serveStageSocket(socket, attachStage, limits, logger),
    },
    '/ws/ears': {
      server: webSocketServer(limits.earsUpBytes),
      scopes: ['studio'],
      serve: (socket) => serveEarsSocket(socket, attachEars, limits, logger),
    },
    '/ws/tracking': {
      server: webSocketServer(MOTION_FRAME_BYTES_MOST),
      scopes: ['studio'],
      serve: (socket) => serveTrackingSocket(socket, attachTracking, limits, logger),
    },
  };
  const bridgeServer = webSocketServer(BRIDGE_MESSAGE_BYTES);
  const all = [...Object.values(endpoints).map(({ server }) => server), bridgeServer];
  const clients = (): readonly WebSocket[] => all.flatMap((server) => [...server.clients]);
  let closing = false;

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const url = urlFromRequest(request);
      if (url?.pathname.startsWith(BRIDGE_PREFIX)) {
        upgradeBridge(request, socket, head, url);
        return;
      }
      const endpoint = url === undefined ? undefined : endpoints[url.pathname];
      const scope = url === undefined ? undefined : gatekeeper.scopeOf(request, url);
      const refusal = gatekeeper.refusalOf(request, 'websocket') ?? refusalOf(endpoint, scope);
      if (refusal !== undefined || endpoint === undefined || scope === undefined) {
        if (refusal !== undefined) refuseUpgrade(socket, refusal);
        return;
      }
      admit(endpoint.server, request, socket, head, (client) => endpoint.serve(client, scope));
    },
    close() {
      closing = true;
      for (const client of clients()) client.close(1001, 'the studio closes');
    },
    async terminate() {
      liveness.close();
      const gone = clients().map((client) => new Promise((resolve) => client.once('close', resolve)));
      for (const client of clients()) client.terminate();
      await Promise.all(gone);
      for (const server of all) server.close();
    },
  };

  function admit(
    server: WebSocketServer,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    serve: (client: WebSocket) => void,
  ): void {
    server.handleUpgrade(request, socket, head, (client) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      client.on('error', (error) => logger.debug('a socket failed', { path: pathname, error: error.message }));
      request.socket.setNoDelay(true);
      liveness.watch(client);
      serve(client);
    });
  }

  function upgradeBridge(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void {
    const refusal = gatekeeper.refusalOf(request, 'websocket') ?? roomRefusal();
    const found = refusal === undefined ? bridgeDoorFor(bridges, request, url) : { refusal };
    if ('refusal' in found) refuseUpgrade(socket, found.refusal);
    else admit(bridgeServer, request, socket, head, (client) => serveBridgeSocket(client, found.door, limits.closeGraceMs));
  }

  function roomRefusal(): Refusal | undefined {
    if (closing) return { status: 503, code: 'UNAVAILABLE', message: 'the studio closes' };
    if (clients().length < limits.sockets) return undefined;
    return { status: 503, code: 'UNAVAILABLE', message: `${limits.sockets} sockets are open already; close some pages` };
  }

  function refusalOf(endpoint: Endpoint | undefined, scope: Scope | undefined): Refusal | undefined {
    if (endpoint === undefined)
      return {
        status: 404,
        code: 'NOT_FOUND',
        message: 'sockets are at /ws/rpc, /ws/stage, /ws/ears, /ws/tracking and /bridge/<id>',
      };
    if (scope === undefined)
      return { status: 401, code: 'UNAUTHORIZED', message: 'add ?token=… as the studio’s settings page shows it' };
    if (!endpoint.scopes.includes(scope))
      return {
        status: 403,
        code: 'FORBIDDEN',
        message: `a ${scope} token does not open this socket; use one of: ${endpoint.scopes.join(', ')}`,
      };
    return roomRefusal();
  }
}

function webSocketServer(maxPayload: number): WebSocketServer {
  // Compression would cost time on the way to the ear and buys nothing on loopback.
  return new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
}

export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const body = refusalBody(refusal);
  const headers = {
    ...commonHeaders,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${refusal.status} Refused\r\n${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
