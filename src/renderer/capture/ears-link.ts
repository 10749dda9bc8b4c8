import { encodeMicrophoneFrame, MICROPHONE_FRAME } from '#shared/frames/microphone-frame.ts';
import { type EarsUp, earsDownSchema } from '#shared/hearing/capture-protocol.ts';
import type { FromEars } from './capture-messages.ts';
import { createLastingSocket, type LinkWorld } from './lasting-socket.ts';

export interface EarsWorld extends LinkWorld {
  tellPage(message: FromEars): void;
  report(problem: string): void;
}
/** The page's end of `/ws/ears`, which lasts until it is displaced or closed. */
export interface EarsLink {
  open(url: string): void;
  frame(atMs: number, samples: Float32Array): void;
  /** Kept, and said again after each new connection. */
  state(message: EarsUp): void;
  /** Frames that were given up because the studio did not read. */
  readonly dropped: number;
  close(): void;
}

/** Sound that may wait for the network: half a second. What comes on top replaces the oldest that is still ours, so the newest wins. */
const WAITING_BYTES = 25 * (MICROPHONE_FRAME * 4 + 16);
const WAITING_FRAMES = 25;

export function createEarsLink(world: EarsWorld): EarsLink {
  let sequence = 0;
  let dropped = 0;
  let lastState: EarsUp | undefined;
  let waiting: Uint8Array<ArrayBuffer>[] = [];

  const socket = createLastingSocket(world, {
    opened(opened) {
      world.tellPage({ type: 'connection', connected: true });
      if (lastState) opened.send(JSON.stringify(lastState));
    },
    lost() {
      waiting = [];
      world.tellPage({ type: 'connection', connected: false });
    },
    message(data) {
      const { type } = earsDownSchema.parse(data);
      if (type === 'displaced') close();
      world.tellPage({ type });
    },
    problem: world.report,
  });

  function close(): void {
    waiting = [];
    socket.close();
  }

  return {
    open(url) {
      waiting = [];
      socket.open(url);
    },
    frame(atMs, samples) {
      const open = socket.current();
      if (open === undefined) return;
      waiting.push(encodeMicrophoneFrame({ sequence: sequence++, sourceTimeMs: atMs, samples }));
      while (waiting.length > WAITING_FRAMES) {
        waiting.shift();
        dropped++;
      }
      while (waiting.length > 0 && open.bufferedAmount < WAITING_BYTES) {
        const next = waiting.shift();
        if (next) open.send(next);
      }
    },
    state(message) {
      lastState = message;
      socket.current()?.send(JSON.stringify(message));
    },
    get dropped() {
      return dropped;
    },
    close,
  };
}
