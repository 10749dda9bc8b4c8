import WebSocket from 'ws';
import { z } from 'zod';
import { deadline } from '#main/platform/deadline.ts';
import type { Clock } from '#main/platform/host.ts';

/** Where obs-websocket 4 listened, the plugin of OBS 27 and earlier. */
export const OLD_OBS_PORT = 4444;
const ANSWERS_WITHIN_MS = 1500;

const answerSchema = z.object({ 'obs-websocket-version': z.string(), 'obs-studio-version': z.string().optional() });

/** Asks in the manner of obs-websocket 4 (no subprotocol, JSON with "request-type"); undefined: nobody answers so. */
export async function askOldServer(url: string, clock: Clock, signal: AbortSignal): Promise<string | undefined> {
  const limit = deadline(clock, ANSWERS_WITHIN_MS, signal);
  let socket: WebSocket | undefined;
  try {
    socket = new WebSocket(url, { handshakeTimeout: ANSWERS_WITHIN_MS, perMessageDeflate: false, maxPayload: 1024 * 1024 });
    return await versionFrom(socket, limit.signal);
  } catch {
    return undefined;
  } finally {
    limit.release();
    socket?.terminate();
  }
}

/** GetVersion needs no authentication there. */
function versionFrom(socket: WebSocket, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const nothing = (): void => resolve(undefined);
    signal.addEventListener('abort', nothing, { once: true });
    if (signal.aborted) nothing();
    socket.on('error', nothing);
    socket.on('close', nothing);
    socket.on('open', () => socket.send(JSON.stringify({ 'request-type': 'GetVersion', 'message-id': '1' })));
    socket.on('message', (data) => resolve(versionOf(String(data))));
  });
}

function versionOf(text: string): string | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data?.['obs-websocket-version'];
  } catch {
    return undefined;
  }
}
