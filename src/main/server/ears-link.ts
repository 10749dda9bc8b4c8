import type { WebSocket } from 'ws';
import type { AttachEars } from '#main/hearing/ears.types.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { decodeMicrophoneFrame } from '#shared/frames/microphone-frame.ts';
import { earsUpSchema } from '#shared/hearing/capture-protocol.ts';
import { closeSocket, sendJson, servePageSocket } from './page-socket.ts';

/** Connects one page's microphone with her ears. */
export function serveEarsSocket(socket: WebSocket, attachEars: AttachEars, limits: ServerLimits, logger: Logger): void {
  const connection = attachEars({
    send: (message) => sendJson(socket, message),
    close: (reason) => closeSocket(socket, 1000, reason, limits),
  });
  servePageSocket(socket, {
    ...{ limits, logger },
    onBytes: (bytes) => connection.frame(decodeMicrophoneFrame(bytes)),
    onJson: (value) => connection.receive(earsUpSchema.parse(value)),
    complaint: 'a page keeps sending what is no microphone sound; it is disconnected',
    farewell: 'messages were not of the ears protocol; reload the studio page',
  });
  socket.once('close', () => connection.closed());
}
