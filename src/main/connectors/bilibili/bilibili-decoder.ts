import type { LiveEvent } from '#shared/live/live-event.ts';
import { capturedJsonFromText } from '../captured-json.ts';
import type { CaptureDecoder } from '../decoder.types.ts';
import { createErrorCounters, type ErrorCounters } from '../error-counters.ts';
import { DECODE_LIMITS, decodeFrame } from './codec/decode-frame.ts';
import { HEADER_BYTES, OPERATION, VERSION } from './codec/frame-format.ts';
import { packetAt } from './codec/packet-table.ts';
import { createOpenTranslator, isOpenMessage } from './events/open-events.ts';
import { createWebTranslator, passOverIgnored } from './events/web-events.ts';
import { createMessageReader } from './message-reader.ts';

/** Reads captured frames and messages of both routes: the messages of each have names of their own. */
export function createBilibiliDecoder(): CaptureDecoder {
  const errors = createErrorCounters();
  const open = createOpenTranslator(errors.add);
  const web = createWebTranslator(errors.add);
  const reader = createMessageReader(
    (message, nowMs) => (isOpenMessage(message) ? open : web).eventsFrom(message, nowMs),
    errors,
  );
  return {
    platform: 'bilibili',
    errors: errors.counts,
    async decode(bytes, receivedAtMs) {
      const events: LiveEvent[] = [];
      if (isText(bytes)) events.push(...reader.read(messagesFromText(bytes, errors), receivedAtMs));
      else
        for (const frame of framesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) {
          const decoded = await decodeFrame(frame, DECODE_LIMITS, passOverIgnored);
          for (const error of decoded.errors) errors.add(error);
          const messages = decoded.packets.flatMap((packet) => (packet.kind === 'message' ? [packet.data] : []));
          events.push(...reader.read(messages, receivedAtMs));
        }
      return events;
    },
  };
}

/** A frame begins with a length below 16 MiB, whose first byte is 0; no JSON does. */
function isText(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 64))
    .toString('utf8')
    .replace(/^\ufeff/u, '');
  return /^\s*[[{]/u.test(text);
}

function messagesFromText(bytes: Uint8Array, errors: ErrorCounters): readonly unknown[] {
  const { messages, broken } = capturedJsonFromText(new TextDecoder().decode(bytes));
  for (let line = 0; line < broken; line += 1) errors.add('bad_json');
  return messages;
}

/** How far behind a heartbeat reply the next frame is looked for: the echo between them is what a client once sent. */
const LONGEST_ECHO_BYTES = 4096;

/** Frames that lie back to back, one packet each; what cannot be cut is one last piece. */
function* framesOf(bytes: Buffer): Generator<Buffer> {
  let at = 0;
  while (at < bytes.length) {
    const place = packetAt(bytes, at);
    if (typeof place === 'string') {
      yield bytes.subarray(at);
      return;
    }
    yield bytes.subarray(at, place.end);
    at = place.op === OPERATION.heartbeatReply ? behindEcho(bytes, place.end) : place.end;
  }
}

function behindEcho(bytes: Buffer, from: number): number {
  const until = Math.min(bytes.length - HEADER_BYTES, from + LONGEST_ECHO_BYTES);
  for (let at = from; at <= until; at += 1) {
    const place = packetAt(bytes, at);
    if (typeof place !== 'string' && place.op <= OPERATION.authReply && place.ver <= VERSION.brotli) return at;
  }
  return bytes.length;
}
