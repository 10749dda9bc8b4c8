import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** A tool on this computer that serves chat messages over a plain WebSocket, on a free port; it can misbehave on request. */
export interface BridgeProgram {
  readonly url: string;
  readonly connections: number;
  readonly open: number;
  readonly paths: readonly string[];
  /** Sent to each client as soon as it comes. */
  greeting: readonly string[];
  until(condition: () => boolean): Promise<void>;
  send(...texts: string[]): void;
  sendBinary(bytes: Uint8Array): void;
  drop(): void;
  /** A WebSocket frame of which half the bytes come. */
  dropMidMessage(text: string): void;
  close(): Promise<void>;
}

export async function createBridgeProgram(port = 0): Promise<BridgeProgram> {
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  const paths: string[] = [];
  const waiting = new Set<() => void>();
  let connections = 0;
  let greeting: readonly string[] = [];
  const changed = (): void => {
    for (const check of [...waiting]) check();
  };
  server.on('connection', (socket, request: IncomingMessage) => {
    connections += 1;
    paths.push(request.url ?? '');
    for (const text of greeting) socket.send(text);
    socket.on('error', () => {});
    socket.on('close', changed);
    changed();
  });
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections;
    },
    get open() {
      return server.clients.size;
    },
    paths,
    get greeting() {
      return greeting;
    },
    set greeting(texts) {
      greeting = texts;
    },
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
    send(...texts) {
      for (const client of server.clients) for (const text of texts) client.send(text);
    },
    sendBinary(bytes) {
      for (const client of server.clients) client.send(bytes);
    },
    drop() {
      for (const client of server.clients) client.terminate();
    },
    dropMidMessage(text) {
      for (const client of server.clients) {
        const bytes = Buffer.from(text);
        const raw = Reflect.get(client, '_socket');
        raw.write(
          Buffer.concat([Buffer.from([0x81, 126, bytes.length >> 8, bytes.length & 255]), bytes.subarray(0, bytes.length >> 1)]),
          () => raw.destroy(),
        );
      }
    },
    async close() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One chat message as BarrageGrab writes it; the id keeps all its digits. */
export function grabChat(id: string, text: string): string {
  const data = `{"MsgId":${id},"User":{"Id":1,"Nickname":"盐","SecUid":"MS4a"},"Content":${JSON.stringify(text)},"RoomId":"7"}`;
  return JSON.stringify({ Type: 1, ProcessName: 'chrome', Data: data });
}
