import WebSocket from 'ws';
import type { Clock } from '#main/platform/host.ts';
import type { Behind } from '../connector.ts';
import { authPacket, heartbeatPacket } from './codec/client-packets.ts';
import { DECODE_LIMITS, decodeFrame } from './codec/decode-frame.ts';
import type { DecodedFrame } from './codec/frame-format.ts';
import type { PassOver } from './codec/pass-over.ts';
import { at, whole } from './events/wire-values.ts';

/** One connection to a room, never reused: auth packet, reply, then messages. Both routes speak it. */
export interface RoomLink {
  /** Ends it at once; no listener is called afterwards. Idempotent. */
  close(): void;
}

export interface RoomLinkOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as it is, as the first packet. */
  readonly authBody: string;
  readonly behind: Behind;
  readonly clock: Clock;
  readonly passOver: PassOver;
  /** The server's answer to the auth packet; 0 lets in. */
  readonly onAuth: (code: number) => void;
  /** All messages of one WebSocket message, in order. */
  readonly onMessages: (messages: readonly unknown[]) => void;
  /** A room message came, or the link outlived a heartbeat: it is of use, and not only opened. */
  readonly onAlive: () => void;
  readonly onError: (code: string) => void;
  /** Called once, when it ended by itself or never came to be. */
  readonly onEnd: (reason: LinkEnd, detail: string) => void;
}

export type LinkEnd = 'bili-lost' | 'bili-silent' | 'bili-no-answer';

const HANDSHAKE_MS = 10_000;
/** From opening the socket to the auth reply. */
const AUTH_MS = 15_000;
const HEARTBEAT_MS = 30_000;
/** Every heartbeat is answered: silence for longer is a dead connection. */
const SILENCE_MS = 35_000;
/** A busy batch has some 100 KB; the bound of the decoder is 8 MiB unpacked. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
/** WebSocket messages that wait to be decoded before the socket is paused (nothing is dropped: the network waits), and at which it goes on. */
const MOST_WAITING = 64;
const FEW_WAITING = 16;

/** Undefined when it is no address of a WebSocket. */
export function socketUrlFrom(text: string): URL | undefined {
  try {
    const url = new URL(text.trim());
    url.hash = '';
    return url.protocol === 'ws:' || url.protocol === 'wss:' ? url : undefined;
  } catch {
    return undefined;
  }
}

export function openRoomLink(options: RoomLinkOptions): RoomLink {
  const { url, headers, authBody, behind, clock, passOver, onAuth, onMessages, onAlive, onError, onEnd } = options;
  const socket = new WebSocket(url, {
    headers,
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
  });
  const waiting: Buffer[] = [];
  let isDecoding = false;
  let isIn = false;
  let heartbeatReplies = 0;
  let over = false;
  let cancelWatch = clock.after(AUTH_MS, () => end('bili-no-answer', 'no answer to the login'));
  let cancelHeartbeat: (() => void) | undefined;
  const unfollow = behind.subscribe(() => flow());

  const close = (): void => {
    over = true;
    cancelWatch();
    cancelHeartbeat?.();
    unfollow();
    waiting.length = 0;
    socket.terminate();
  };
  const end = (reason: LinkEnd, detail: string): void => {
    if (over) return;
    close();
    onEnd(reason, detail);
  };
  const watch = (): void => {
    cancelWatch();
    cancelWatch = clock.after(SILENCE_MS, () => end('bili-silent', `no bytes for ${SILENCE_MS / 1000} s`));
  };
  const beat = (): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(heartbeatPacket());
    cancelHeartbeat = clock.after(HEARTBEAT_MS, beat);
  };

  function take({ packets, passedOver }: DecodedFrame): void {
    const messages: unknown[] = [];
    for (const packet of packets) {
      if (packet.kind === 'auth_reply') enter(whole(at(packet.data, 'code')) ?? -1);
      else if (packet.kind === 'message') messages.push(packet.data);
      else {
        heartbeatReplies += 1;
        // The first comes at once after the login; the second proves half a minute of life.
        if (heartbeatReplies > 1) onAlive();
      }
      if (over) return;
    }
    if (messages.length + passedOver > 0) onAlive();
    if (messages.length > 0) onMessages(messages);
  }

  function enter(code: number): void {
    if (isIn) return;
    if (code === 0) {
      isIn = true;
      watch();
      beat();
    }
    onAuth(code);
  }

  /** One WebSocket message after the other, so that unpacking one never lets the next overtake it. */
  async function decodeAll(): Promise<void> {
    isDecoding = true;
    while (!behind.get()) {
      const bytes = waiting.shift();
      if (bytes === undefined) break;
      const frame = await decodeFrame(bytes, DECODE_LIMITS, passOver);
      if (over) break;
      for (const error of frame.errors) onError(error);
      take(frame);
      if (socket.isPaused && waiting.length <= FEW_WAITING) socket.resume();
    }
    isDecoding = false;
  }

  /** The network waits while messages do, and messages while the program is behind. */
  function flow(): void {
    if (waiting.length >= MOST_WAITING) socket.pause();
    if (!isDecoding && !over) void decodeAll();
  }

  socket.on('open', () => socket.send(authPacket(authBody)));
  socket.on('message', (data: WebSocket.RawData, isBinary) => {
    if (over) return;
    if (isIn) watch();
    if (!isBinary) {
      onError('text_frame');
      return;
    }
    waiting.push(bytesOf(data));
    flow();
  });
  socket.on('error', (error) => end('bili-lost', error.message));
  socket.on('close', (code) => end('bili-lost', `closed with code ${code}`));

  return { close };
}

function bytesOf(data: WebSocket.RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
