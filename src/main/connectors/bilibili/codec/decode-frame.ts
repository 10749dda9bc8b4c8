import { type DecodedFrame, type FrameError, OPERATION, type Packet, VERSION } from './frame-format.ts';
import { inflated } from './inflate.ts';
import { movedTogether, type PacketPlace, packetAt, packetTableOf } from './packet-table.ts';
import { parsedTogether } from './parse-together.ts';
import { type PassOver, passOverNothing } from './pass-over.ts';

export interface DecodeLimits {
  /** Bytes that one compressed body may become. */
  readonly maxInflate: number;
  /** Compressed bodies within one another. */
  readonly maxDepth: number;
}

export const DECODE_LIMITS: DecodeLimits = { maxInflate: 8 * 1024 * 1024, maxDepth: 4 };
/** All compressed bodies of one frame together, as a multiple of `maxInflate`: a frame of many small bombs is a bomb too. */
const WHOLE_FRAME_FACTOR = 4;
/** A frame that goes wrong in more places is given up. */
const MOST_ERRORS = 1000;
/** After so many bytes of text others get their turn. */
const BYTES_BETWEEN_PAUSES = 512 * 1024;

/**
 * Reads one WebSocket message: packets in order, from compressed bodies too, and what was wrong. A bad body costs that body; a bad length costs the
 * rest of its buffer. Messages that `passOver` names are counted and not read. Never throws, never loops, and leaves `bytes` as they are.
 */
export async function decodeFrame(
  bytes: Uint8Array,
  limits: DecodeLimits = DECODE_LIMITS,
  passOver: PassOver = passOverNothing,
): Promise<DecodedFrame> {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frame: Reading = {
    limits,
    passOver,
    packets: [],
    errors: [],
    passedOver: 0,
    inflateLeft: limits.maxInflate * WHOLE_FRAME_FACTOR,
    bytesSincePause: 0,
  };
  if (!readOnlyPacket(frame, buffer)) await readBuffer(frame, buffer, 0);
  return { packets: frame.packets, errors: frame.errors, passedOver: frame.passedOver };
}

/** The frame of one plain packet, by far the most frequent outside of batches, without the turns of the event loop that compressed ones may need. */
function readOnlyPacket(frame: Reading, bytes: Buffer): boolean {
  const place = packetAt(bytes, 0);
  if (typeof place === 'string' || place.end !== bytes.length || isCompressed(place)) return false;
  if (frame.passOver(bytes, place)) {
    frame.passedOver += 1;
    return true;
  }
  const error = readPlain(frame, bytes, place);
  if (error !== undefined) note(frame, error);
  return true;
}

interface Reading {
  readonly limits: DecodeLimits;
  readonly passOver: PassOver;
  readonly packets: Packet[];
  readonly errors: FrameError[];
  passedOver: number;
  inflateLeft: number;
  bytesSincePause: number;
}

async function readBuffer(frame: Reading, bytes: Buffer, depth: number): Promise<void> {
  const { packets: all, stoppedBy } = packetTableOf(bytes);
  const wanted = all.filter((place) => !frame.passOver(bytes, place));
  frame.passedOver += all.length - wanted.length;
  // Only what we unpacked is ours to write in.
  const isOurs = depth > 0;
  const packets = isOurs && wanted.length < all.length ? movedTogether(bytes, wanted) : wanted;
  const together = isOurs ? parsedTogether(bytes, packets) : undefined;
  if (together !== undefined) {
    frame.bytesSincePause += bytes.length;
    for (const [index, { ver }] of packets.entries())
      frame.packets.push({ op: OPERATION.message, kind: 'message', ver, data: together[index] });
  } else await readOneByOne(frame, bytes, packets, depth);
  if (stoppedBy !== undefined) note(frame, stoppedBy);
}

async function readOneByOne(frame: Reading, bytes: Buffer, packets: readonly PacketPlace[], depth: number): Promise<void> {
  for (const place of packets) {
    if (frame.errors.length >= MOST_ERRORS) {
      note(frame, 'too_many_errors');
      return;
    }
    const error = isCompressed(place) ? await readCompressed(frame, bytes, place, depth) : readPlain(frame, bytes, place);
    if (error !== undefined) note(frame, error);
    if (frame.bytesSincePause > BYTES_BETWEEN_PAUSES) await pause(frame);
  }
}

function isCompressed({ op, ver, body, end }: PacketPlace): boolean {
  return op === OPERATION.message && (ver === VERSION.zlib || ver === VERSION.brotli) && end > body;
}

async function readCompressed(
  frame: Reading,
  bytes: Buffer,
  { body, end, ver }: PacketPlace,
  depth: number,
): Promise<FrameError | undefined> {
  if (depth >= frame.limits.maxDepth) return 'depth_exceeded';
  const limit = Math.min(frame.limits.maxInflate, frame.inflateLeft);
  if (limit <= 0) return 'inflate_limit';
  const inner = await inflated(bytes.subarray(body, end), ver, limit);
  if (typeof inner === 'string') {
    if (inner === 'inflate_limit') frame.inflateLeft -= limit;
    return inner;
  }
  frame.inflateLeft -= inner.length;
  await readBuffer(frame, inner, depth + 1);
  return undefined;
}

function readPlain(frame: Reading, bytes: Buffer, place: PacketPlace): FrameError | undefined {
  const { op, ver, body, end } = place;
  if (op === OPERATION.heartbeatReply) {
    const popularity = end - body >= 4 ? bytes.readUInt32BE(body) : 0;
    frame.packets.push({ op, kind: 'heartbeat_reply', ver, popularity });
    return undefined;
  }
  if (op !== OPERATION.message && op !== OPERATION.authReply) return 'unknown_op';
  if (op === OPERATION.message && end === body) return undefined;
  if (op === OPERATION.message && ver !== VERSION.json && ver !== VERSION.control) return 'unknown_ver';
  frame.bytesSincePause += end - body;
  let data: unknown;
  try {
    data = JSON.parse(bytes.toString('utf8', body, end));
  } catch {
    return 'bad_json';
  }
  frame.packets.push(op === OPERATION.message ? { op, kind: 'message', ver, data } : { op, kind: 'auth_reply', ver, data });
  return undefined;
}

function note(frame: Reading, error: FrameError): void {
  if (frame.errors.length < MOST_ERRORS) frame.errors.push(error);
  else if (frame.errors.length === MOST_ERRORS) frame.errors.push('too_many_errors');
}

async function pause(frame: Reading): Promise<void> {
  frame.bytesSincePause = 0;
  await new Promise<void>((resolve) => setImmediate(resolve));
}
