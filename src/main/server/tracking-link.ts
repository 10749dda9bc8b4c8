import type { WebSocket } from 'ws';
import type { Logger } from '#main/platform/logger.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import type { AttachTracking } from '#main/tracking/tracking-door.types.ts';
import { decodeMotionFrame } from '#shared/frames/motion-frame.ts';
import { trackingUpSchema } from '#shared/tracking/tracking-protocol.ts';
import { closeSocket, sendJson, servePageSocket } from './page-socket.ts';

/** Connects a page's camera or controls with the hub of tracking. */
export function serveTrackingSocket(socket: WebSocket, attach: AttachTracking, limits: ServerLimits, logger: Logger): void {
  const connection = attach({
    send: (message) => sendJson(socket, message),
    close: (reason) => closeSocket(socket, 1000, reason, limits),
  });
  servePageSocket(socket, {
    ...{ limits, logger },
    onBytes: (bytes) => connection.frame(decodeMotionFrame(bytes)),
    onJson: (value) => connection.receive(trackingUpSchema.parse(value)),
    complaint: 'a page keeps sending what is no motion; it is disconnected',
    farewell: 'messages were not of the tracking protocol; reload the page',
  });
  socket.once('close', () => connection.closed());
}
