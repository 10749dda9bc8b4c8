import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { frameOf, packetOf } from './bilibili-messages.ts';
import { createOpenPlatform, type OpenPlatform } from './bilibili-open-platform.ts';
import { createWebRoom, type WebRoom } from './bilibili-web-room.ts';

/** How one HTTP path goes wrong. */
export type HttpMisbehaviour = 'silence' | 'html' | 'empty' | 'cut' | number;

/**
 * Both of Bilibili's routes on one free port of 127.0.0.1: HTTP and the room's socket. The socket wants the auth packet first, answers heartbeats and echoes
 * their bodies behind the reply, and sends what it is told. It refuses what the platform refuses, and misbehaves on request.
 */
export interface BilibiliServer {
  /** http://127.0.0.1:port */
  readonly url: string;
  /** ws://127.0.0.1:port/sub */
  readonly socketUrl: string;
  readonly open: OpenPlatform;
  /** The same behind a relay of the streamer's. */
  readonly relay: OpenPlatform;
  readonly relayUrl: string;
  readonly web: WebRoom;
  readonly behaviour: {
    answersAuth: boolean;
    answersHeartbeat: boolean /** Instead of what is right. */;
    authCode: number | undefined;
  };
  /** By path; the next request only when `times` is given. */
  misbehave(path: string, how: HttpMisbehaviour, times?: number): void;
  /** Paths of requests, oldest first. */
  readonly requests: readonly string[];
  readonly requestHeaders: readonly IncomingHttpHeaders[];
  /** Paths of sockets, oldest first. */
  readonly sockets: readonly string[];
  readonly socketHeaders: readonly IncomingHttpHeaders[];
  /** Bodies of auth packets. */
  readonly auths: readonly string[];
  readonly heartbeats: number;
  /** Let in, ever; and connected now. */
  readonly joined: number;
  readonly connected: number;
  until(condition: () => boolean): Promise<void>;
  /** One WebSocket message with these messages: zlib by default, as the open platform. */
  send(messages: readonly object[], version?: 0 | 2 | 3): void;
  sendBytes(bytes: Uint8Array): void;
  sendText(text: string): void;
  /** As a lost network does. */
  drop(): void;
  /** The beginning of a WebSocket message that never ends. */
  dropMidFrame(bytes: Uint8Array): void;
  close(): Promise<void>;
}

export async function createBilibiliServer(nowMs: () => number): Promise<BilibiliServer> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const links = (): string[] => [`ws://127.0.0.1:${port}/sub?link=0`, `ws://127.0.0.1:${port}/sub?link=1`];
  const open = createOpenPlatform({ nowMs, signed: true, links });
  const relay = createOpenPlatform({ nowMs, signed: false, links });
  const web = createWebRoom(nowMs);
  const behaviour: BilibiliServer['behaviour'] = { answersAuth: true, answersHeartbeat: true, authCode: undefined };
  const wrongs = new Map<string, { how: HttpMisbehaviour; left: number }>();
  const seen = {
    requests: [] as string[],
    requestHeaders: [] as IncomingHttpHeaders[],
    sockets: [] as string[],
    socketHeaders: [] as IncomingHttpHeaders[],
    auths: [] as string[],
    heartbeats: 0,
    joined: 0,
  };
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const check of [...waiting]) check();
  };

  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const path = url.pathname.replace(/^\/relay/u, '');
      seen.requests.push(url.pathname);
      seen.requestHeaders.push(request.headers);
      const wrong = wrongs.get(path);
      if (wrong !== undefined && wrong.left > 0) {
        wrong.left -= 1;
        misanswer(response, wrong.how);
      } else {
        const body = Buffer.concat(pieces).toString('utf8');
        const platform = url.pathname.startsWith('/relay') ? relay : open;
        const answer = path.startsWith('/v2/')
          ? { body: platform.answer(path, body, request.headers) }
          : web.answer(path, url.searchParams, request.headers);
        response.writeHead(200, { 'content-type': 'application/json', date: new Date(nowMs()).toUTCString(), ...answer.headers });
        response.end(JSON.stringify(answer.body));
      }
      changed();
    });
  });

  function misanswer(response: ServerResponse, how: HttpMisbehaviour): void {
    if (how === 'silence') return;
    if (how === 'html') response.end('<!doctype html><title>nginx</title>');
    else if (how === 'empty') response.end('{"code":0,"message":"0","data":{}}');
    else if (how === 'cut') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"code":0,', () => response.destroy());
    } else response.writeHead(how).end('');
  }

  function authCodeOf(body: string, headers: IncomingHttpHeaders): number {
    if (behaviour.authCode !== undefined) return behaviour.authCode;
    const sessions = [...open.sessions, ...relay.sessions];
    if (sessions.some(({ authBody, ended }) => authBody === body && !ended)) return 0;
    return body.includes('"group":"open"') ? -101 : web.authCode(body, headers);
  }

  function receive(socket: WebSocket, packet: Buffer, headers: IncomingHttpHeaders, isIn: boolean): boolean {
    const operation = packet.readUInt32BE(8);
    const body = packet.subarray(packet.readUInt16BE(4)).toString('utf8');
    if (operation === 7 && !isIn) {
      seen.auths.push(body);
      if (!behaviour.answersAuth) return false;
      const code = authCodeOf(body, headers);
      socket.send(packetOf(8, 1, Buffer.from(JSON.stringify({ code }))));
      if (code === 0) seen.joined += 1;
      return code === 0;
    }
    if (operation === 2 && isIn) {
      seen.heartbeats += 1;
      const popularity = Buffer.from([0, 0, 0, 1]);
      if (behaviour.answersHeartbeat) socket.send(Buffer.concat([packetOf(3, 1, popularity), Buffer.from(body)]));
    } else socket.close(1008);
    return isIn;
  }

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    let isIn = false;
    seen.sockets.push(request.url ?? '');
    seen.socketHeaders.push(request.headers);
    socket.on('message', (data) => {
      isIn = receive(socket, Buffer.isBuffer(data) ? data : Buffer.alloc(16), request.headers, isIn);
      changed();
    });
    socket.on('error', () => {});
    socket.on('close', changed);
    changed();
  });
  const toAll = (task: (client: WebSocket) => void): void => {
    for (const client of sockets.clients) if (client.readyState === client.OPEN) task(client);
  };

  return {
    requests: seen.requests,
    requestHeaders: seen.requestHeaders,
    sockets: seen.sockets,
    socketHeaders: seen.socketHeaders,
    auths: seen.auths,
    get heartbeats() {
      return seen.heartbeats;
    },
    get joined() {
      return seen.joined;
    },
    url: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}/sub`,
    relayUrl: `http://127.0.0.1:${port}/relay`,
    open,
    relay,
    web,
    behaviour,
    misbehave(path: string, how: HttpMisbehaviour, times = Number.POSITIVE_INFINITY) {
      wrongs.set(path, { how, left: times });
    },
    get connected() {
      return sockets.clients.size;
    },
    until: (condition: () => boolean) =>
      new Promise<void>((resolve) => {
        const check = (): void => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    send: (messages: readonly object[], version: 0 | 2 | 3 = 2) => toAll((client) => client.send(frameOf(messages, version))),
    sendBytes: (bytes: Uint8Array) => toAll((client) => client.send(bytes)),
    sendText: (text: string) => toAll((client) => client.send(text)),
    drop: () => toAll((client) => client.terminate()),
    dropMidFrame(bytes: Uint8Array) {
      toAll((client) => {
        // FIN + binary, 16-bit length; only half of the promised bytes follow.
        const head = Buffer.from([0x82, 126, bytes.length >> 8, bytes.length & 255]);
        const raw = Reflect.get(client, '_socket');
        raw.write(Buffer.concat([head, bytes.subarray(0, bytes.length >> 1)]), () => raw.destroy());
      });
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      await new Promise((resolve) => sockets.close(resolve));
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
