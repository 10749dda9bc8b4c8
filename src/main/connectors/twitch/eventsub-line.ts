import type { Clock } from '#main/platform/host.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { createBackOff } from '../back-off.ts';
import { type EventSubMessage, eventSubMessageFrom } from './eventsub-message.wire.ts';
import { type EventSubSocket, openEventSubSocket } from './eventsub-socket.ts';

/**
 * A lasting line to EventSub over changing connections.
 *   fresh connection → welcome: its subscriptions must be made → messages → lost → wait (1, 2, 4 … 30 s) → fresh connection …
 *   session_reconnect: a second connection is opened beside the first; its welcome takes the session over, and only then is the first left, read to
 *   its end. If the second cannot be had, it is tried twice more; then the first serves until it ends.
 * A connection that says nothing for longer than it promised is dropped. The back-off starts anew after a message beyond the welcome.
 */
export interface EventSubLine {
  /** Drops the connection and waits for the next, as after a loss. */
  restart(what: string): void;
  /** Ends all connections; no listener is called afterwards. Idempotent. */
  close(): void;
}

export interface EventSubLineOptions {
  readonly url: URL;
  readonly clock: Clock;
  readonly random: () => number;
  /** A session that has no subscriptions yet. The one that took another over is not told: its subscriptions came along. */
  readonly onSession: (sessionId: string) => void;
  readonly onMessage: (message: Extract<EventSubMessage, { type: 'notification' | 'revocation' }>) => void;
  readonly onError: (code: string, cause: string) => void;
  readonly onLost: (what: string, delayMs: number, failures: number) => void;
  readonly onHandOver: () => void;
}

/** What we ask Twitch for; it says something at least this often. */
export const KEEPALIVE_SECONDS = 30;
const KEEPALIVE_MARGIN_MS = 5000;
/** From opening the socket until the welcome. */
const WELCOME_MS = 10_000;
/** Twitch ends the old connection 30 s after it asked for a new one. */
const LEAVING_MS = 5000;
const HAND_OVER_TRIES = 3;
const HAND_OVER_PAUSE_MS = 1000;

interface Lane {
  socket: EventSubSocket;
  keepaliveMs: number | undefined;
  cancelTimer: () => void;
}

export function createEventSubLine(options: EventSubLineOptions): EventSubLine {
  const { clock, onMessage, onError } = options;
  const backOff = createBackOff(options.random);
  /** The one whose session has the subscriptions. */
  let current: Lane | undefined;
  /** The one that is to take over. */
  let next: Lane | undefined;
  const leaving = new Set<Lane>();
  let handOverUrl: URL | undefined;
  let handOverTries = 0;
  let cancelPause: () => void = () => {};
  let closed = false;

  function open(url: URL): Lane {
    const lane: Lane = { keepaliveMs: undefined, cancelTimer: () => {}, socket: { leave() {}, close() {} } };
    lane.socket = openEventSubSocket(url, {
      onText: (text) => read(lane, text),
      onBinary: () => onError('binary-frame', 'EventSub sent bytes where text was due'),
      onEnd: (code, reason) => ended(lane, `The connection to Twitch's events ended (${code}: ${reason}).`),
    });
    watch(lane);
    return lane;
  }

  /** Rearms the lane's watchdog. */
  function watch(lane: Lane): void {
    lane.cancelTimer();
    const limit = lane.keepaliveMs === undefined ? WELCOME_MS : lane.keepaliveMs + KEEPALIVE_MARGIN_MS;
    lane.cancelTimer = clock.after(limit, () => {
      const silent = lane.keepaliveMs === undefined ? 'Twitch did not greet.' : "Twitch's events went silent.";
      lane.socket.close();
      ended(lane, silent);
    });
  }

  function read(lane: Lane, text: string): void {
    let message: EventSubMessage | undefined;
    try {
      message = eventSubMessageFrom(JSON.parse(text));
    } catch (cause) {
      onError('bad-message', messageFromUnknown(cause));
      return;
    }
    if (!leaving.has(lane)) watch(lane);
    if (message === undefined) onError('unknown-message', text.slice(0, 200));
    else take(lane, message);
  }

  function take(lane: Lane, message: EventSubMessage): void {
    switch (message.type) {
      case 'welcome':
        welcomed(lane, message.sessionId, message.keepaliveSeconds);
        return;
      case 'keepalive':
        backOff.reset();
        return;
      case 'reconnect':
        if (lane === current) handOver(message.url);
        return;
      default:
        backOff.reset();
        onMessage(message);
    }
  }

  function welcomed(lane: Lane, sessionId: string, keepaliveSeconds: number): void {
    if (lane.keepaliveMs !== undefined) {
      onError('second-welcome', sessionId);
      return;
    }
    lane.keepaliveMs = keepaliveSeconds * 1000;
    watch(lane);
    if (lane !== next) {
      options.onSession(sessionId);
      return;
    }
    const old = current;
    current = next;
    next = undefined;
    handOverUrl = undefined;
    options.onHandOver();
    if (old) leave(old);
  }

  function leave(lane: Lane): void {
    leaving.add(lane);
    lane.socket.leave();
    lane.cancelTimer();
    lane.cancelTimer = clock.after(LEAVING_MS, () => {
      lane.socket.close();
      leaving.delete(lane);
    });
  }

  function handOver(address: string): void {
    const url = sameKindOfUrl(address, options.url);
    if (url === undefined) onError('bad-reconnect-url', address.slice(0, 200));
    if (url === undefined || handOverUrl !== undefined) return;
    handOverUrl = url;
    handOverTries = 1;
    next = open(url);
  }

  function ended(lane: Lane, what: string): void {
    lane.cancelTimer();
    if (closed || leaving.delete(lane)) return;
    if (lane === next) {
      next = undefined;
      onError('hand-over-failed', what);
      if (current === undefined || handOverUrl === undefined) lost(what);
      else if (handOverTries < HAND_OVER_TRIES) cancelPause = clock.after(HAND_OVER_PAUSE_MS, handOverAgain);
      else handOverUrl = undefined;
    } else if (lane === current) {
      current = undefined;
      // The session may live on in the connection that is just being made.
      if (next === undefined) lost(what);
    }
  }

  function handOverAgain(): void {
    if (handOverUrl === undefined) return;
    handOverTries += 1;
    next = open(handOverUrl);
  }

  function lost(what: string): void {
    dropAll();
    const delayMs = backOff.next();
    cancelPause = clock.after(delayMs, connect);
    options.onLost(what, delayMs, backOff.failures);
  }

  function connect(): void {
    current = open(withKeepalive(options.url));
  }

  function dropAll(): void {
    cancelPause();
    for (const lane of [current, next, ...leaving]) {
      lane?.cancelTimer();
      lane?.socket.close();
    }
    current = undefined;
    next = undefined;
    leaving.clear();
    handOverUrl = undefined;
  }

  connect();
  return {
    restart(what) {
      if (!closed && current !== undefined) lost(what);
    },
    close() {
      closed = true;
      dropAll();
    },
  };
}

function withKeepalive(address: URL): URL {
  const url = new URL(address);
  url.searchParams.set('keepalive_timeout_seconds', String(KEEPALIVE_SECONDS));
  return url;
}

/** The address to which Twitch sends us, unless it would leave encryption. */
function sameKindOfUrl(address: string, own: URL): URL | undefined {
  try {
    const url = new URL(address);
    return url.protocol === 'wss:' || (url.protocol === 'ws:' && own.protocol === 'ws:') ? url : undefined;
  } catch {
    return undefined;
  }
}
