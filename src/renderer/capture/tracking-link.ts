import { messageFromUnknown } from '#shared/errors.ts';
import { encodeMotionFrame, MOTION_FRAME_BYTES_MOST } from '#shared/frames/motion-frame.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { SourceReport } from '#shared/tracking/source-state.ts';
import { type TrackingDown, type TrackingUp, trackingDownSchema } from '#shared/tracking/tracking-protocol.ts';

/** What the link needs of a WebSocket. */
export interface TrackingSocket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** Bytes that the network has not taken yet. */
  readonly bufferedAmount: number;
  close(): void;
}
export interface TrackingSocketEvents {
  opened(): void;
  message(data: unknown): void;
  closed(): void;
}
export interface TrackingWorld {
  openSocket(url: string, events: TrackingSocketEvents): TrackingSocket;
  random(): number;
  after(delayMs: number, run: () => void): void;
  connected(connected: boolean): void;
  told(message: TrackingDown): void;
  problem(text: string): void;
}
export type TrackingHello = Omit<Extract<TrackingUp, { type: 'hello' }>, 'type'>;

/** A page's end of `/ws/tracking`: connecting → open → (lost → connecting …) until displaced or closed. */
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

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 3000;
/** Frames that may wait for the network: four, a seventh of a second of a camera. */
const WAITING_BYTES = 4 * MOTION_FRAME_BYTES_MOST;

export function createTrackingLink(hello: TrackingHello, world: TrackingWorld): TrackingLink {
  let url = '';
  let socket: TrackingSocket | undefined;
  let isOpen = false;
  let isOver = true;
  let attempt = 0;
  let sequence = 0;
  let dropped = 0;
  let lastReport: SourceReport | undefined;

  const tell = (message: TrackingUp): void => socket?.send(JSON.stringify(message));

  function connect(): void {
    if (isOver || socket !== undefined) return;
    const opened = world.openSocket(url, {
      opened() {
        if (socket !== opened) return;
        isOpen = true;
        attempt = 0;
        tell({ type: 'hello', ...hello });
        if (lastReport) tell({ type: 'report', report: lastReport });
        world.connected(true);
      },
      message(data) {
        if (socket === opened) receive(data);
      },
      closed() {
        if (socket === opened) lost();
      },
    });
    socket = opened;
  }

  function lost(): void {
    socket = undefined;
    isOpen = false;
    if (isOver) return;
    world.connected(false);
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt++);
    world.after(longest * (0.5 + world.random() / 2), connect);
  }

  function receive(data: unknown): void {
    try {
      const message = trackingDownSchema.parse(JSON.parse(String(data)));
      if (message.type === 'displaced') close();
      world.told(message);
    } catch (error) {
      world.problem(`a message of the studio could not be read and was left out: ${messageFromUnknown(error)}`);
    }
  }

  function close(): void {
    isOver = true;
    isOpen = false;
    const closing = socket;
    socket = undefined;
    closing?.close();
  }

  return {
    open(next) {
      close();
      url = next;
      isOver = false;
      attempt = 0;
      connect();
    },
    frame(sample) {
      if (!isOpen || socket === undefined) return;
      if (socket.bufferedAmount > WAITING_BYTES) dropped++;
      else socket.send(encodeMotionFrame(sequence++, sample));
    },
    report(report) {
      lastReport = report;
      if (isOpen) tell({ type: 'report', report });
    },
    get dropped() {
      return dropped;
    },
    close,
  };
}

/** The browser's own socket, for pages and workers. */
export function openTrackingSocket(url: string, events: TrackingSocketEvents): TrackingSocket {
  const socket = new WebSocket(url);
  socket.onopen = () => events.opened();
  socket.onmessage = (event) => events.message(event.data);
  socket.onclose = () => events.closed();
  return socket;
}
