import { encodeMotionFrame, MOTION_FRAME_BYTES_MOST } from '#shared/frames/motion-frame.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { SourceReport } from '#shared/tracking/source-state.ts';
import { type TrackingDown, type TrackingUp, trackingDownSchema } from '#shared/tracking/tracking-protocol.ts';
import { createLastingSocket, type LinkSocket, type LinkWorld } from './lasting-socket.ts';

export interface TrackingWorld extends LinkWorld {
  connected(connected: boolean): void;
  told(message: TrackingDown): void;
  problem(text: string): void;
}
export type TrackingHello = Omit<Extract<TrackingUp, { type: 'hello' }>, 'type'>;

/** A page's end of `/ws/tracking`, which lasts until it is displaced or closed. */
export interface TrackingLink {
  open(url: string): void;
  /** Sent at once; where the network does not keep up it is given up, for the next is newer. */
  frame(sample: MotionSample): void;
  /** Kept, and said again after each new connection. */
  report(report: SourceReport): void;
  /** Frames that were given up. */
  readonly dropped: number;
  close(): void;
}

/** Frames that may wait for the network: four, a seventh of a second of a camera. */
const WAITING_BYTES = 4 * MOTION_FRAME_BYTES_MOST;

export function createTrackingLink(hello: TrackingHello, world: TrackingWorld): TrackingLink {
  let sequence = 0;
  let dropped = 0;
  let lastReport: SourceReport | undefined;

  const socket = createLastingSocket(world, {
    opened(opened) {
      tell(opened, { type: 'hello', ...hello });
      if (lastReport) tell(opened, { type: 'report', report: lastReport });
      world.connected(true);
    },
    lost: () => world.connected(false),
    message(data) {
      const message = trackingDownSchema.parse(data);
      if (message.type === 'displaced') socket.close();
      world.told(message);
    },
    problem: world.problem,
  });

  return {
    open: socket.open,
    frame(sample) {
      const open = socket.current();
      if (open === undefined) return;
      if (open.bufferedAmount > WAITING_BYTES) dropped++;
      else open.send(encodeMotionFrame(sequence++, sample));
    },
    report(report) {
      lastReport = report;
      const open = socket.current();
      if (open) tell(open, { type: 'report', report });
    },
    get dropped() {
      return dropped;
    },
    close: socket.close,
  };
}

function tell(socket: LinkSocket, message: TrackingUp): void {
  socket.send(JSON.stringify(message));
}
