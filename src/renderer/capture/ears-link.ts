import { messageFromUnknown } from '#shared/errors.ts';
import { encodeMicrophoneFrame, MICROPHONE_FRAME } from '#shared/frames/microphone-frame.ts';
import { type EarsUp, earsDownSchema } from '#shared/hearing/capture-protocol.ts';
import type { FromEars } from './capture-messages.ts';

/** What the link needs of a WebSocket. */
export interface EarsSocket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** Bytes that the network has not taken yet. */
  readonly bufferedAmount: number;
  close(): void;
}
export interface EarsSocketEvents {
  opened(): void;
  message(data: unknown): void;
  closed(): void;
}
export interface EarsWorld {
  openSocket(url: string, events: EarsSocketEvents): EarsSocket;
  random(): number;
  after(delayMs: number, run: () => void): void;
  tellPage(message: FromEars): void;
  report(problem: string): void;
}
/** The page's end of `/ws/ears`: connecting → open → (lost → connecting …) until displaced or closed. */
export interface EarsLink {
  open(url: string): void;
  frame(atMs: number, samples: Float32Array): void;
  state(message: EarsUp): void;
  /** Frames that were given up because the studio did not read. */
  readonly dropped: number;
  close(): void;
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 3000;
/** Sound that may wait for the network: half a second. What comes on top replaces the oldest that is still ours, so the newest wins. */
const WAITING_BYTES = 25 * (MICROPHONE_FRAME * 4 + 16);
const WAITING_FRAMES = 25;

export function createEarsLink(world: EarsWorld): EarsLink {
  let url = '';
  let socket: EarsSocket | undefined;
  let isOpen = false;
  let isOver = false;
  let attempt = 0;
  let sequence = 0;
  let dropped = 0;
  let lastState: EarsUp | undefined;
  let waiting: Uint8Array<ArrayBuffer>[] = [];

  function connect(): void {
    if (isOver) return;
    const opened = world.openSocket(url, {
      opened() {
        if (socket !== opened) return;
        isOpen = true;
        attempt = 0;
        world.tellPage({ type: 'connection', connected: true });
        if (lastState) opened.send(JSON.stringify(lastState));
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
    waiting = [];
    if (isOver) return;
    world.tellPage({ type: 'connection', connected: false });
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt++);
    world.after(longest * (0.5 + world.random() / 2), connect);
  }

  function receive(data: unknown): void {
    try {
      const { type } = earsDownSchema.parse(JSON.parse(String(data)));
      world.tellPage({ type });
      if (type === 'displaced') close();
    } catch (error) {
      world.report(`a message of the studio could not be read and was left out: ${messageFromUnknown(error)}`);
    }
  }

  function close(): void {
    isOver = true;
    waiting = [];
    socket?.close();
    socket = undefined;
    isOpen = false;
  }

  return {
    open(next) {
      close();
      url = next;
      isOver = false;
      attempt = 0;
      connect();
    },
    frame(atMs, samples) {
      if (!isOpen || socket === undefined) return;
      waiting.push(encodeMicrophoneFrame({ sequence: sequence++, sourceTimeMs: atMs, samples }));
      while (waiting.length > WAITING_FRAMES) {
        waiting.shift();
        dropped++;
      }
      while (waiting.length > 0 && socket.bufferedAmount < WAITING_BYTES) {
        const next = waiting.shift();
        if (next) socket.send(next);
      }
    },
    state(message) {
      lastState = message;
      if (isOpen) socket?.send(JSON.stringify(message));
    },
    get dropped() {
      return dropped;
    },
    close,
  };
}
