import tmi from 'tmi.js';
import WebSocket from 'ws';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { Behind } from '../connector.ts';
import { pauseWhileBehind } from '../pause-while-behind.ts';
import { type IrcMessage, ircMessageFromLine } from './irc-message.wire.ts';

/** One connection to Twitch chat, never reused. The only file that knows tmi.js. */
export interface TmiSession {
  /** Asks the server for a sign of life. */
  ping(): void;
  /** Ends it at once; no listener is called afterwards. Idempotent. */
  close(): void;
}

export interface TmiListeners {
  /** Bytes came, whatever they say. */
  readonly onBytes: () => void;
  /** All whole lines of one WebSocket message, in order. */
  readonly onMessages: (messages: readonly IrcMessage[]) => void;
  /** A line that cannot be read, by error code. */
  readonly onBroken: (code: string) => void;
  /** Called once, when the connection ended by itself or never came to be. */
  readonly onEnd: (reason: string) => void;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Twitch's messages have a few lines of at most 8 KiB; anything longer is no chat server. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
/**
 * What tmi.js sees: its handshake and pings. Chat lines go past it, so that nothing in it can break on them; so do RECONNECT, which it answers with a
 * timer that no close() can stop, and login NOTICEs, on which it closes without a word.
 */
const FOR_TMI = new Set(['001', '376', 'PING', 'PONG', 'CAP', 'JOIN', 'ROOMSTATE']);

/**
 * NOTICE: parts of tmi.js 1.8.5 are replaced on the instance, because it builds its address itself (no path, TLS only on 443), uses the runtime's own
 * WebSocket where there is one, and throws out of its socket handler on a line that it did not expect, which would end the program. May go when
 * tmi.js does (@twurple/chat is the successor).
 */
interface TmiInternals {
  ws: WebSocket | null;
  pingLoop: NodeJS.Timeout | null;
  pingTimeout: NodeJS.Timeout | null;
  _openConnection(): void;
  _onOpen(): void;
  _onMessage(event: { readonly data: string }): void;
}

function hasTmiInternals(client: object): client is TmiInternals {
  return (
    ['_openConnection', '_onOpen', '_onMessage'].every((name) => typeof Reflect.get(client, name) === 'function') &&
    'ws' in client
  );
}

export function openTmiSession(
  options: { url: URL; channel: string; behind: Behind; logger: Logger } & TmiListeners,
): TmiSession {
  const { url, channel, behind, logger, onBytes, onMessages, onBroken, onEnd } = options;
  const client = new tmi.Client({
    channels: [channel],
    connection: { reconnect: false },
    options: { skipMembership: true, skipUpdatingEmotesets: true },
    logger: quiet,
  });
  const internals: unknown = client;
  if (typeof internals !== 'object' || internals === null || !hasTmiInternals(internals))
    throw new TypeError('tmi.js has changed inside; see the NOTICE in tmi-session.ts');
  const inside = internals;
  let ended = false;

  const forget = (): void => {
    if (inside.pingLoop !== null) clearInterval(inside.pingLoop);
    if (inside.pingTimeout !== null) clearTimeout(inside.pingTimeout);
    client.removeAllListeners();
  };
  const end = (reason: string): void => {
    if (ended) return;
    ended = true;
    forget();
    inside.ws?.terminate();
    onEnd(reason);
  };
  const toTmi = (line: string, command: string): void => {
    try {
      inside._onMessage({ data: line });
    } catch (cause) {
      logger.debug('tmi.js failed on a line', { cause: messageFromUnknown(cause) });
    }
    // Its own pings go by wall time and close without a reason; the connector has a watchdog.
    if (command === '376' && inside.pingLoop !== null) clearInterval(inside.pingLoop);
  };
  const read = (data: unknown, isBinary: boolean): void => {
    if (ended) return;
    onBytes();
    if (isBinary) {
      onBroken('binary-frame');
      return;
    }
    const messages: IrcMessage[] = [];
    for (const line of String(data).split(/\r?\n/u)) {
      if (line.trim() === '') continue;
      const message = ircMessageFromLine(line);
      if (message === undefined) onBroken('bad-line');
      else messages.push(message);
      if (message !== undefined && FOR_TMI.has(message.command)) toTmi(line, message.command);
    }
    if (messages.length > 0) onMessages(messages);
  };
  inside._openConnection = () => {
    const socket = new WebSocket(url, 'irc', {
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
    });
    inside.ws = socket;
    pauseWhileBehind(socket, behind);
    socket.on('open', () => inside._onOpen());
    socket.on('message', read);
    socket.on('error', (error) => end(error.message));
    socket.on('close', (code) => end(`closed with code ${code}`));
  };
  client.connect().catch((cause: unknown) => end(String(cause)));

  return {
    ping() {
      if (inside.ws?.readyState === WebSocket.OPEN) inside.ws.send('PING :yingxi');
    },
    close() {
      if (ended) return;
      ended = true;
      forget();
      inside.ws?.terminate();
    },
  };
}

const quiet = { info() {}, warn() {}, error() {} };
