import { type RawData, WebSocket } from 'ws';
import type { Logger } from '#main/platform/logger.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** A page's socket whose messages are checked at the door: what comes is bytes or JSON, and who keeps sending nonsense is disconnected. */
export interface PageSocketOptions {
  /** Bytes as they came. Throws on what is not of the protocol. */
  readonly onBytes: (bytes: Buffer) => void;
  /** Parsed JSON, unchecked. Throws likewise. */
  readonly onJson: (value: unknown) => void;
  readonly limits: ServerLimits;
  readonly logger: Logger;
  /** For the log, and for the page. */
  readonly complaint: string;
  readonly farewell: string;
}

export function servePageSocket(socket: WebSocket, options: PageSocketOptions): void {
  const { limits, logger } = options;
  let malformed = 0;
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    const bytes = bytesOf(data);
    try {
      if (isBinary) options.onBytes(bytes);
      else options.onJson(JSON.parse(bytes.toString('utf8')));
    } catch (error) {
      malformed += 1;
      if (malformed < limits.stageMalformed) return;
      logger.warn(options.complaint, { cause: messageFromUnknown(error) });
      closeSocket(socket, 1008, options.farewell, limits);
    }
  });
}

/** Says goodbye, and ends the connection when the page does not answer. */
export function closeSocket(socket: WebSocket, code: number, reason: string, limits: ServerLimits): void {
  socket.close(code, reason.slice(0, 120));
  const timer = setTimeout(() => socket.terminate(), limits.closeGraceMs);
  socket.once('close', () => clearTimeout(timer));
}

export function sendJson(socket: WebSocket, message: unknown): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
