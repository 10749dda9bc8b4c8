import { type RawData, WebSocket } from 'ws';
import type { Logger } from '#main/platform/logger.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import type { AttachTracking } from '#main/tracking/tracking-door.types.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { decodeMotionFrame } from '#shared/frames/motion-frame.ts';
import { trackingUpSchema } from '#shared/tracking/tracking-protocol.ts';

/** Connects a page's camera or controls with the hub of tracking. What comes is checked here; a page that keeps sending nonsense is disconnected. */
export function serveTrackingSocket(socket: WebSocket, attach: AttachTracking, limits: ServerLimits, logger: Logger): void {
  const closeWith = (code: number, reason: string): void => {
    socket.close(code, reason.slice(0, 120));
    const timer = setTimeout(() => socket.terminate(), limits.closeGraceMs);
    socket.once('close', () => clearTimeout(timer));
  };
  const connection = attach({
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close: (reason) => closeWith(1000, reason),
  });
  let malformed = 0;
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    const bytes = bytesOf(data);
    try {
      if (isBinary) connection.frame(decodeMotionFrame(bytes));
      else connection.receive(trackingUpSchema.parse(JSON.parse(bytes.toString('utf8'))));
    } catch (error) {
      malformed += 1;
      if (malformed < limits.stageMalformed) return;
      logger.warn('a page keeps sending what is no motion; it is disconnected', { cause: messageFromUnknown(error) });
      closeWith(1008, 'messages were not of the tracking protocol; reload the page');
    }
  });
  socket.once('close', () => connection.closed());
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
