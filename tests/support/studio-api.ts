import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import type { StudioProcess } from './studio-process.ts';

/** The contract of a real studio, as its interface in a browser speaks it. */
export async function connectStudioApi(
  studio: Pick<StudioProcess, 'studioUrl' | 'port'>,
): Promise<{ api: StudioApi; close(): void }> {
  const token = new URL(studio.studioUrl).searchParams.get('token');
  const websocket = new WebSocket(`ws://127.0.0.1:${studio.port}/ws/rpc?token=${token}`);
  await new Promise((resolve, reject) => {
    websocket.once('open', resolve);
    websocket.once('error', reject);
  });
  // ws speaks the DOM's WebSocket at run time; only the declared event classes differ.
  const link = new RPCLink({ websocket: websocket as unknown as globalThis.WebSocket });
  return { api: createORPCClient(link), close: () => websocket.terminate() };
}
