import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { douyuFrame } from '#main/connectors/douyu/douyu-packets.ts';
import { textFromStt } from '#main/connectors/douyu/stt.ts';
import type { LivePlatform } from '#shared/live/live-event.ts';
import { frameOf, openDanmuMessage, packetOf } from '../../fakes/bilibili-messages.ts';
import { chatLine, createIrcServer } from '../../fakes/irc-server.ts';

/** One message of the storm; every viewer counts their own. */
export interface StormLine {
  readonly n: number;
  readonly viewer: string;
  readonly text: string;
  readonly paid: boolean;
}

/** A platform's server in the bench's own process, as fast as it is asked to be. */
export interface StormRoom {
  readonly platform: LivePlatform;
  /** What the studio's settings and environment need to read it. */
  readonly settings: object;
  readonly environment: Readonly<Record<string, string>>;
  /** Resolves when the studio is in the room. */
  readonly joined: Promise<void>;
  send(lines: readonly StormLine[]): void;
  close(): Promise<void>;
}

export async function createTwitchRoom(): Promise<StormRoom> {
  const server = await createIrcServer();
  return {
    platform: 'twitch',
    settings: { twitch: { enabled: true, channel: 'saltchan', serverUrl: server.url } },
    environment: {},
    joined: server.joined(1),
    send: (lines) =>
      server.send(
        ...lines.map(({ n, viewer, text, paid }) =>
          chatLine({ id: `storm-${n}`, text, login: viewer, userId: `9${viewer.slice(1)}`, tags: paid ? ';bits=100' : '' }),
        ),
      ),
    close: server.close,
  };
}

/** The open platform behind a relay, so that nothing has to be signed. Batches come brotli-packed, as in a busy room. */
export async function createBilibiliRoom(): Promise<StormRoom> {
  const server = await createSocketServer((socket, enter) => {
    socket.on('message', (data: Buffer) => {
      const operation = data.readUInt32BE(8);
      if (operation === 7) {
        socket.send(packetOf(8, 1, Buffer.from('{"code":0}')));
        enter();
      } else if (operation === 2) socket.send(packetOf(3, 1, Buffer.from([0, 0, 0, 1])));
    });
  });
  const session = {
    game_info: { game_id: 'storm' },
    websocket_info: { auth_body: '{"key":"storm"}', wss_link: [`ws://127.0.0.1:${server.port}/sub`] },
    anchor_info: { room_id: 880_123, open_id: 'owner' },
  };
  server.onRequest((request, response) => {
    const data = request.url?.endsWith('/start') === true ? session : {};
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ code: 0, message: '0', data }));
  });
  return {
    platform: 'bilibili',
    settings: { bilibiliOpen: { enabled: true, signing: 'relay', relayUrl: `http://127.0.0.1:${server.port}` } },
    environment: { YINGXI_BILIBILI_IDENTITY_CODE: 'STORM' },
    joined: server.joined,
    send: (lines) => server.broadcast(frameOf(lines.map(bilibiliMessage), 3)),
    close: server.close,
  };
}

function bilibiliMessage({ n, viewer, text, paid }: StormLine): object {
  if (!paid) return withName(openDanmuMessage(text, `storm-${n}`, `open-${viewer}`), viewer);
  const now = Math.floor(Date.now() / 1000);
  const data = {
    room_id: 880_123,
    open_id: `open-${viewer}`,
    uname: viewer,
    uface: '',
    message_id: n,
    message: text,
    msg_id: `storm-${n}`,
    rmb: 30,
    timestamp: now,
    start_time: now,
    end_time: now + 60,
    guard_level: 0,
  };
  return { cmd: 'LIVE_OPEN_PLATFORM_SUPER_CHAT', data };
}

function withName(message: object, uname: string): object {
  const data: unknown = Reflect.get(message, 'data');
  return { ...message, data: { ...(typeof data === 'object' ? data : {}), uname } };
}

export async function createDouyuRoom(): Promise<StormRoom> {
  const frame = (fields: Readonly<Record<string, string>>): Buffer => douyuFrame(textFromStt(Object.entries(fields)), 690);
  const server = await createSocketServer((socket, enter) => {
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (text.includes('type@=loginreq')) socket.send(frame({ type: 'loginres', userid: '0', roomgroup: '0' }));
      else if (text.includes('type@=joingroup')) enter();
      else if (text.includes('type@=mrkl')) socket.send(frame({ type: 'mrkl' }));
    });
  });
  server.onRequest((_request, response) => {
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ room: { room_id: 9999 }, data: { giftList: [] } }));
  });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    platform: 'douyu',
    settings: {
      douyu: { enabled: true, room: '9999', socketUrl: `ws://127.0.0.1:${server.port}/`, siteUrl: origin, giftsUrl: origin },
    },
    environment: {},
    joined: server.joined,
    send: (lines) =>
      server.broadcast(
        Buffer.concat(
          lines.map(({ n, viewer, text, paid }) => {
            const chat = {
              type: 'chatmsg',
              rid: '9999',
              uid: `7${viewer.slice(1)}`,
              nn: viewer,
              txt: text,
              cid: `storm${n}`,
              level: '9',
            };
            if (!paid) return frame(chat);
            return frame({
              type: 'comm_chatmsg',
              rid: '9999',
              crealPrice: '3000',
              cet: '60',
              chatmsg: textFromStt(Object.entries(chat)),
            });
          }),
        ),
      ),
    close: server.close,
  };
}

type OnRequest = (request: IncomingMessage, response: ServerResponse) => void;

/** HTTP and WebSocket on one free port; `joined` resolves when the first client was let in. */
async function createSocketServer(serve: (socket: WebSocket, enter: () => void) => void) {
  let answer: OnRequest = (_request, response) => void response.writeHead(404).end();
  let enter: () => void = () => {};
  const joined = new Promise<void>((resolve) => {
    enter = resolve;
  });
  const http = createServer((request, response) => answer(request, response));
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => {
    socket.on('error', () => {});
    serve(socket, enter);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    port: (http.address() as AddressInfo).port,
    joined,
    onRequest(next: OnRequest): void {
      answer = next;
    },
    broadcast(bytes: Buffer): void {
      for (const client of sockets.clients) client.send(bytes);
    },
    async close(): Promise<void> {
      for (const client of sockets.clients) client.terminate();
      await new Promise((resolve) => sockets.close(resolve));
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
