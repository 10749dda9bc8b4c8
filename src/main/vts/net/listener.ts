import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';

/** Where plugins connect: 127.0.0.1 and, where there is one, ::1, for clients take either for "localhost". */
export interface Listener {
  readonly port: number;
  /** Stops listening; open connections stay. */
  close(): void;
}

export interface ListenerOptions {
  readonly messageBytes: number;
  /** HTTP status with which a new connection is turned away; undefined: welcome. */
  readonly refusalOf: (origin: string | undefined) => { readonly status: number; readonly reason: string } | undefined;
  readonly onSocket: (socket: WebSocket, origin: string | null) => void;
  readonly logger: Logger;
}

const PORTS_TRIED = 20;
const PROBE_MS = 300;
const TCP_CONNECTIONS_MOST = 128;
const ORIGIN_MOST = 200;

/** Listens on `port`, or on the next that is free. Rejects `network` when there is none. */
export async function listenForPlugins(port: number, options: ListenerOptions): Promise<Listener> {
  for (let candidate = port; candidate < port + PORTS_TRIED && candidate <= 65_535; candidate += 1) {
    if (candidate !== 0 && (await someoneAnswers(candidate))) continue;
    const listener = await tryPort(candidate, options);
    if (listener !== undefined) return listener;
    if (candidate === 0) candidate = -1;
  }
  throw new StudioError(
    'network',
    `no port from ${port} to ${port + PORTS_TRIED - 1} is free for plugins; choose another in the settings`,
  );
}

async function tryPort(port: number, options: ListenerOptions): Promise<Listener | undefined> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.messageBytes, perMessageDeflate: false });
  const servers: Server[] = [];
  const close = (): void => {
    for (const server of servers) {
      server.close();
      server.closeIdleConnections();
    }
  };
  try {
    const first = serve(sockets, options);
    const found = await listen(first, '127.0.0.1', port);
    servers.push(first);
    const second = serve(sockets, options);
    if (await listensOnIpv6(second, found)) servers.push(second);
    return { port: found, close };
  } catch (error) {
    close();
    if (isTaken(error)) return undefined;
    throw new StudioError('network', `plugins cannot be served on port ${port}; check whether a firewall forbids it`, {
      cause: error,
    });
  }
}

/** False: this computer has no IPv6. */
async function listensOnIpv6(server: Server, port: number): Promise<boolean> {
  try {
    await listen(server, '::1', port);
    return true;
  } catch (error) {
    if (isTaken(error)) throw error;
    return false;
  }
}

function serve(sockets: WebSocketServer, { refusalOf, onSocket, logger }: ListenerOptions): Server {
  const server = createServer((_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
    response.end('Plugins connect here with a WebSocket.\n');
  });
  server.maxConnections = TCP_CONNECTIONS_MOST;
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const { origin } = request.headers;
    const refusal = refusalOf(origin);
    if (refusal !== undefined) {
      logger.info('a plugin was turned away', { reason: refusal.reason });
      const body = `${refusal.reason}\n`;
      socket.end(
        `HTTP/1.1 ${refusal.status} Refused\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
        () => socket.destroy(),
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      request.socket.setNoDelay(true);
      onSocket(client, origin === undefined ? null : origin.slice(0, ORIGIN_MOST));
    });
  });
  return server;
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new StudioError('network', `the plugin server has no port on ${host}`));
    });
  });
}

/** On Windows a program may listen on 127.0.0.1 although another (VTube Studio itself) holds the port on all addresses, and would take its plugins away. */
function someoneAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ host: '127.0.0.1', port, timeout: PROBE_MS });
    const finish = (answered: boolean): void => {
      probe.destroy();
      resolve(answered);
    };
    probe.once('connect', () => finish(true));
    probe.once('timeout', () => finish(false));
    probe.once('error', () => finish(false));
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}
