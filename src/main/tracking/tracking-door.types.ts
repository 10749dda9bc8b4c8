import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { TrackingDown, TrackingUp } from '#shared/tracking/tracking-protocol.ts';

/** A page's connection with a camera or controls. The server parses and checks what comes up. */
export interface TrackingSocket {
  send(message: TrackingDown): void;
  close(reason: string): void;
}
/** What the server calls for each page. */
export interface TrackingConnection {
  receive(message: TrackingUp): void;
  frame(sample: MotionSample): void;
  closed(): void;
}
export type AttachTracking = (socket: TrackingSocket) => TrackingConnection;
