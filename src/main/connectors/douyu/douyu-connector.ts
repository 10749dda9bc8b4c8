import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { createErrorCounters } from '../error-counters.ts';
import { createSteadySocket } from '../steady-socket.ts';
import { createDouyuTranslator, type DouyuTranslator } from './douyu-events.ts';
import { createDouyuFrames, douyuFrame } from './douyu-packets.ts';
import { findRoomId, roomFromInput } from './douyu-site.ts';
import { createGiftShelf } from './gift-shelf.ts';
import { type SttFields, sttFromText, textFromStt } from './stt.ts';

export interface DouyuOptions {
  /** Number, name or address of the room. */
  readonly room: string;
  /** ws:// or wss://. */
  readonly socketUrl: string;
  readonly siteUrl: string;
  readonly giftsUrl: string;
}

const REMEMBERED_IDS = 4096;
const HEARTBEAT_MS = 30_000;
/** The server echoes every heartbeat. */
const SILENCE_MS = HEARTBEAT_MS + 5000;
const READY_WITHIN_MS = 20_000;
/** After so many failures in a row the room is looked up anew. */
const LOOK_UP_AGAIN = 3;
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** Douyu's own gateways differ by port only. */
const GATEWAY = 'danmuproxy.douyu.com';
const GATEWAY_PORTS = [8501, 8502, 8503, 8504, 8505, 8506] as const;

/** Reads a Douyu room without an account: look up the room, log in, join all its message groups, say `mrkl` every 30 s. */
export function createDouyuConnector(
  options: DouyuOptions,
  context: ConnectorContext & { readonly random?: () => number },
): Connector {
  const { clock, logger } = context;
  const errors = createErrorCounters();
  const seen = createRecentIds(REMEMBERED_IDS);
  const gifts = createGiftShelf({ giftsUrl: options.giftsUrl, clock, onError: errors.add });
  let room: { readonly id: string; readonly translate: DouyuTranslator } | undefined;
  let frames = createDouyuFrames();
  let cancelHeartbeat: (() => void) | undefined;

  const socket = createSteadySocket({
    context,
    name: 'Douyu',
    address,
    maxMessageBytes: MAX_MESSAGE_BYTES,
    readyWithinMs: READY_WITHIN_MS,
    silenceMs: SILENCE_MS,
    onOpen() {
      frames = createDouyuFrames();
      say({ type: 'loginreq', roomid: room?.id ?? '' });
    },
    onMessage(data, isBinary) {
      if (!isBinary) {
        errors.add('text-frame');
        return;
      }
      const { texts, error } = frames.push(data);
      if (texts.length > 0) take(texts);
      if (error === undefined) return;
      errors.add(error);
      socket.again('room-garbled', 'Douyu sent what is no frame of its protocol.');
    },
    onEnd() {
      cancelHeartbeat?.();
      cancelHeartbeat = undefined;
    },
  });

  async function address(signal: AbortSignal, failures: number): Promise<URL> {
    const wanted = roomFromInput(options.room);
    if (wanted === undefined)
      throw new StudioError(
        'invalid-input',
        `"${options.room}" is no Douyu room: enter what stands behind douyu.com/ in its address.`,
      );
    const url = socketUrlFrom(options.socketUrl, failures);
    if (room === undefined || failures % LOOK_UP_AGAIN === LOOK_UP_AGAIN - 1) {
      const id = await findRoomId({ siteUrl: options.siteUrl, room: wanted, clock, signal });
      if (room?.id !== id) room = { id, translate: createDouyuTranslator(id, gifts) };
    }
    gifts.fill(room.id);
    return url;
  }

  const say = (fields: Readonly<Record<string, string>>): void => socket.send(douyuFrame(textFromStt(Object.entries(fields))));

  function take(texts: readonly string[]): void {
    const events: LiveEvent[] = [];
    let kicked: string | undefined;
    for (const text of texts) {
      // Whatever one message does, the next ones are read.
      try {
        const message = sttFromText(text);
        noteControl(message);
        if (message.get('type') === 'error') kicked = message.get('code') ?? '?';
        const event = room?.translate(message, clock.now());
        if (event === undefined) continue;
        socket.understood();
        if (seen.add(event.id)) events.push(event);
        else errors.add('duplicate');
      } catch (cause) {
        errors.add('bad-message');
        logger.debug('a Douyu message could not be understood', { cause: messageFromUnknown(cause) });
      }
    }
    if (events.length > 0) context.emit(events);
    if (kicked !== undefined) socket.again('room-kicked', `Douyu ended the connection with code ${kicked.slice(0, 40)}.`);
  }

  function noteControl(message: SttFields): void {
    const type = message.get('type');
    if (type === 'loginres') {
      say({ type: 'joingroup', rid: room?.id ?? '', gid: '-9999' });
      socket.ready();
      beat();
    } else if (type === 'mrkl') socket.understood();
    else if (type === undefined) errors.add('no-type');
  }

  function beat(): void {
    cancelHeartbeat?.();
    say({ type: 'mrkl' });
    cancelHeartbeat = clock.after(HEARTBEAT_MS, () => beat());
  }

  return {
    errors: errors.counts,
    start: () => socket.start(),
    async close() {
      gifts.close();
      await socket.close(douyuFrame(textFromStt([['type', 'logout']])));
    },
  };
}

/** Another of Douyu's gateways after each failure; any other address is used as it is. */
function socketUrlFrom(text: string, failures: number): URL {
  const url = urlFrom(text);
  if (url === undefined || !['ws:', 'wss:'].includes(url.protocol))
    throw new StudioError(
      'invalid-input',
      `"${text}" is no ws:// or wss:// address: correct the server address of Douyu in the settings.`,
    );
  const at = GATEWAY_PORTS.findIndex((port) => String(port) === url.port);
  if (url.hostname === GATEWAY && at >= 0) url.port = String(GATEWAY_PORTS[(at + failures) % GATEWAY_PORTS.length]);
  return url;
}

function urlFrom(text: string): URL | undefined {
  try {
    return new URL(text.trim());
  } catch {
    return undefined;
  }
}
