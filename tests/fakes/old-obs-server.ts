import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** obs-websocket 4.9, the plugin of OBS 27 and earlier: no subprotocol, no greeting, JSON with "request-type". */
export interface OldObs {
  readonly url: string;
  close(): Promise<void>;
}

export async function createOldObs(): Promise<OldObs> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, handleProtocols: () => false });
  sockets.on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('message', (data) => socket.send(JSON.stringify(answer(String(data)))));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function answer(text: string): object {
  try {
    const request: { 'request-type'?: unknown; 'message-id'?: unknown } = JSON.parse(text);
    const id = request['message-id'];
    if (request['request-type'] === 'GetVersion') {
      return { 'message-id': id, status: 'ok', version: 1.1, 'obs-websocket-version': '4.9.1', 'obs-studio-version': '27.2.4' };
    }
    return { 'message-id': id, status: 'error', error: 'Not Authenticated' };
  } catch {
    return { status: 'error', error: 'invalid JSON' };
  }
}
