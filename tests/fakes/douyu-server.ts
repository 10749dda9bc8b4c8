import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a well-behaved Douyu does; each can be switched off while it runs. */
export interface DouyuBehaviour {
  answersLogin: boolean;
  echoesHeartbeat: boolean;
  /** The site tells the numbers of rooms and the list of gifts. */
  siteWorks: boolean;
}

/**
 * Douyu's side, on a free port of 127.0.0.1: the site (room numbers, gifts, things of a bag) over HTTP and chat as framed STT over WebSocket. Like the
 * real one it says nothing of a room before `loginreq` and `joingroup`, and it can misbehave on request. It has a codec of its own.
 */
export interface DouyuServer {
  readonly socketUrl: string;
  readonly siteUrl: string;
  readonly behaviour: DouyuBehaviour;
  readonly connections: number;
  readonly open: number;
  /** Every text that clients sent. */
  readonly received: readonly string[];
  /** Paths of the site that were asked for. */
  readonly asked: readonly string[];
  /** Resolves when the condition holds; it is looked at whenever something happens. */
  until(condition: () => boolean): Promise<void>;
  /** To all that joined: each text in a frame of its own, all in one WebSocket message. */
  send(...texts: string[]): void;
  /** One frame in pieces of so many bytes, each a WebSocket message. */
  sendInPieces(text: string, bytes: number): void;
  sendBytes(bytes: Uint8Array): void;
  sendText(text: string): void;
  /** Ends connections as a lost network does. */
  drop(): void;
  /** The first half of a frame, then nothing. */
  dropMidFrame(text: string): void;
  close(): Promise<void>;
}

export const DOUYU_ROOM_ID = '288016';
const GIFTS = [
  { id: 824, name: '荧光棒', priceInfo: { price: 10, priceType: 'YUWAN' }, basicInfo: { focusPic: 'a/stick.png' } },
  { id: 20_000, name: '鱼丸', priceInfo: { price: 10, priceType: 'YUWAN' }, basicInfo: { focusPic: 'a/ball.png' } },
  {
    id: 20_001,
    name: '飞机',
    priceInfo: { price: 10_000, priceType: 'YUCHI' },
    basicInfo: { focusPic: 'http://img.example.test/plane.png' },
  },
];

/** length, length, 690, 0, 0, text, NUL: little-endian, lengths without the first four bytes. */
export function douyuServerFrame(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  const frame = Buffer.alloc(12 + body.length + 1);
  frame.writeInt32LE(8 + body.length + 1, 0);
  frame.writeInt32LE(8 + body.length + 1, 4);
  frame.writeInt16LE(690, 8);
  frame.set(body, 12);
  return frame;
}

export async function createDouyuServer(): Promise<DouyuServer> {
  const behaviour: DouyuBehaviour = { answersLogin: true, echoesHeartbeat: true, siteWorks: true };
  const received: string[] = [];
  const asked: string[] = [];
  const joined = new Set<WebSocket>();
  const waiting = new Set<() => void>();
  let connections = 0;
  const changed = (): void => {
    for (const check of [...waiting]) check();
  };
  const http = createServer((request, response) => {
    asked.push(request.url ?? '');
    answerSite(request, response, behaviour);
    changed();
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => {
    connections += 1;
    socket.on('message', (data: Buffer) => {
      for (const text of clientTexts(data)) {
        received.push(text);
        if (text.startsWith('type@=loginreq/') && behaviour.answersLogin)
          socket.send(
            douyuServerFrame('type@=loginres/userid@=0/roomgroup@=0/pg@=0/sessionid@=0/username@=/nickname@=/live_stat@=0/'),
          );
        if (text.startsWith('type@=joingroup/')) joined.add(socket);
        if (text === 'type@=mrkl/' && behaviour.echoesHeartbeat) socket.send(douyuServerFrame('type@=mrkl/'));
      }
      changed();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      joined.delete(socket);
      changed();
    });
    changed();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const toAll = (bytes: Uint8Array): void => {
    for (const client of joined) client.send(bytes);
  };

  return {
    socketUrl: `ws://127.0.0.1:${port}/`,
    siteUrl: `http://127.0.0.1:${port}`,
    behaviour,
    get connections() {
      return connections;
    },
    get open() {
      return [...sockets.clients].filter((client) => client.readyState === client.OPEN).length;
    },
    received,
    asked,
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    send: (...texts) => toAll(Buffer.concat(texts.map(douyuServerFrame))),
    sendInPieces(text, bytes) {
      const frame = douyuServerFrame(text);
      for (let at = 0; at < frame.length; at += bytes) toAll(frame.subarray(at, at + bytes));
    },
    sendBytes: toAll,
    sendText(text) {
      for (const client of joined) client.send(text);
    },
    drop() {
      for (const client of sockets.clients) client.terminate();
    },
    dropMidFrame(text) {
      const frame = douyuServerFrame(text);
      for (const client of joined) client.send(frame.subarray(0, frame.length >> 1), () => client.terminate());
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      await new Promise((resolve) => sockets.close(resolve));
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function answerSite(request: IncomingMessage, response: ServerResponse, behaviour: DouyuBehaviour): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const json = (body: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (!behaviour.siteWorks) json({ error: 1 }, 503);
  else if (url.pathname === '/betard/saltfish' || url.pathname === '/betard/9999')
    json({ room: { room_id: Number(DOUYU_ROOM_ID), room_name: '咸鱼' } });
  else if (url.pathname.startsWith('/betard/')) json({ error: 101, msg: 'no such room' }, 404);
  else if (url.pathname === '/api/gift/v3/web/list') json({ error: 0, data: { giftList: GIFTS } });
  else if (url.pathname === '/api/prop/v1/web/single')
    json(
      url.searchParams.get('pid') === '77'
        ? { error: 0, data: { name: '背包火箭', priceInfo: { price: 50_000, priceType: 'YUCHI' } } }
        : { error: 0, data: [] },
    );
  else json({}, 404);
}

/** A client's frames are checked as the real server does: both lengths equal, type 689, NUL at the end. */
function clientTexts(data: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < data.length; ) {
    const length = data.readInt32LE(at);
    if (data.readInt32LE(at + 4) !== length || data.readInt16LE(at + 8) !== 689 || data[at + 3 + length] !== 0)
      throw new Error('a client sent what is no frame');
    texts.push(data.toString('utf8', at + 12, at + 3 + length));
    at += 4 + length;
  }
  return texts;
}
