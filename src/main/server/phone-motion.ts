import type { WebSocket } from 'ws';
import type { Logger } from '#main/platform/logger.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { createRateLimit } from '#main/server/rate-limit.ts';
import type { MotionSourcePort, TrackingHub } from '#main/tracking/tracking.types.ts';
import { decodeMotionFrame, MOTION_FRAME_BYTES_MOST } from '#shared/frames/motion-frame.ts';
import { type TrackingDown, type TrackingUp, trackingUpSchema } from '#shared/tracking/tracking-protocol.ts';
import { closeSocket, sendJson, servePageSocket } from './page-socket.ts';

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

  function frame(bytes: Buffer): void {
    if (bytes.byteLength > MOTION_FRAME_BYTES_MOST) throw new RangeError(`${bytes.byteLength} bytes are no motion frame`);
    const sample = decodeMotionFrame(bytes);
    if (port !== undefined && options.allowed() && rate.take('phone') === 0) port.push({ ...sample, atMs: options.now() });
  }

  function receive(message: TrackingUp): void {
    if (message.type === 'report') port?.report(message.report);
    else if (message.kind !== 'controls') closeSocket(socket, 1008, 'a phone may send controls only; reload its page', limits);
    else if (port === undefined) {
      port = options.attach({ id: 'controls', kind: 'controls', name: message.name, mirrored: true });
      sendJson(socket, { type: 'accepted' } satisfies TrackingDown);
    }
  }

  servePageSocket(socket, {
    ...{ limits, logger },
    onBytes: frame,
    onJson: (value) => receive(trackingUpSchema.parse(value)),
    complaint: 'a phone keeps sending what is no motion; it is disconnected',
    farewell: 'messages were not of the trackers’ protocol; reload the page',
  });
  socket.once('close', () => port?.close());
}
