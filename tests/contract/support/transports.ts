import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import type { Scope } from '#shared/contract/procedure.ts';
import type { TestServer } from './test-server.ts';

export interface TestConnection {
  readonly api: StudioApi;
  /** The client goes away without a word. */
  drop(): void;
}

/** The two ways a page can be connected; the suite runs over both. */
export const transports: Readonly<
  Record<string, (test: TestServer, scope: Exclude<Scope, 'remote'>) => Promise<TestConnection>>
> = {
  'an in-memory port': async ({ server }, scope) => {
    const { port1, port2 } = new MessageChannel();
    server.bindPort(port1, scope);
    const api: StudioApi = createORPCClient(new PortLink({ port: port2 }));
    port2.start();
    return { api, drop: () => port2.close() };
  },
  'a WebSocket': async ({ server, tokens }, scope) => {
    const websocket = new WebSocket(`ws://127.0.0.1:${server.port}/ws/rpc?token=${tokens[scope]}`);
    await new Promise((resolve, reject) => {
      websocket.once('open', resolve);
      websocket.once('error', reject);
    });
    const link = new SocketLink({ websocket: browserSocketFrom(websocket) });
    const api: StudioApi = createORPCClient(link);
    return { api, drop: () => websocket.terminate() };
  },
};

/** ws speaks the DOM's WebSocket at run time; only the declared event classes differ. */
function browserSocketFrom(websocket: WebSocket): globalThis.WebSocket {
  return websocket as unknown as globalThis.WebSocket;
}
