import { type RawData, WebSocket } from 'ws';
import type { Logger } from '#main/platform/logger.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { createRateLimit } from '#main/server/rate-limit.ts';
import type { MotionSourcePort, TrackingHub } from '#main/tracking/tracking.types.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { decodeMotionFrame, MOTION_FRAME_BYTES_MOST } from '#shared/frames/motion-frame.ts';
import { type TrackingDown, trackingUpSchema } from '#shared/tracking/tracking-protocol.ts';

export interface PhoneMotionOptions {
  readonly attach: TrackingHub['attach'];
  /** Whether the streamer lets phones move the avatar now. */
  readonly allowed: () => boolean;
  /** ms since the epoch: phones have clocks of their own, so what they see is stamped when it arrives. */
  readonly now: () => number;
  readonly limits: ServerLimits;
  readonly logger: Logger;
}

/** A page sends at most 60 a second; a network that stood still may bring some at once. */
const FRAMES = { perSecond: 90, burst: 120 };

/** Takes in what one phone moves. It may be controls and nothing else; what comes too fast is left out, and who keeps sending nonsense is disconnected. */
export function servePhoneMotion(socket: WebSocket, options: PhoneMotionOptions): void {
  const { limits, logger } = options;
  const rate = createRateLimit({ ...FRAMES, now: () => performance.now() });
  let port: MotionSourcePort | undefined;
  let malformed = 0;

  const close = (reason: string): void => {
    socket.close(1008, reason);
    const timer = setTimeout(() => socket.terminate(), limits.closeGraceMs);
    socket.once('close', () => clearTimeout(timer));
  };
  const tell = (message: TrackingDown): void => socket.send(JSON.stringify(message));

  function receive(data: RawData, isBinary: boolean): void {
    if (isBinary) {
      const bytes = bytesOf(data);
      if (bytes.byteLength > MOTION_FRAME_BYTES_MOST) throw new RangeError(`${bytes.byteLength} bytes are no motion frame`);
      const sample = decodeMotionFrame(bytes);
      if (port !== undefined && options.allowed() && rate.take('phone') === 0) port.push({ ...sample, atMs: options.now() });
      return;
    }
    const message = trackingUpSchema.parse(JSON.parse(bytesOf(data).toString('utf8')));
    if (message.type === 'report') port?.report(message.report);
    else if (message.kind !== 'controls') close('a phone may send controls only; reload its page');
    else if (port === undefined) {
      port = options.attach({ id: 'controls', kind: 'controls', name: message.name, mirrored: true });
      tell({ type: 'accepted' });
    }
  }

  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    try {
      receive(data, isBinary);
    } catch (error) {
      malformed += 1;
      if (malformed < limits.stageMalformed) return;
      logger.warn('a phone keeps sending what is no motion; it is disconnected', { cause: messageFromUnknown(error) });
      close('messages were not of the trackers’ protocol; reload the page');
    }
  });
  socket.once('close', () => port?.close());
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
