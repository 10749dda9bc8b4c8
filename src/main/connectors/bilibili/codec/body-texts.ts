import { isUtf8, transcode } from 'node:buffer';
import { HEADER_BYTES } from './frame-format.ts';
import type { PacketPlace } from './packet-table.ts';

/**
 * Stands in the place of a header. No JSON contains it (control characters), and no two of it can overlap, so that one that a body contains is
 * always counted beside the real ones.
 */
const MARKER = '\u0000--- packet ---\u0001';
const MARKER_BYTES = Buffer.from(MARKER, 'latin1');
/** Longer runs would hold the event loop for more than some milliseconds. */
const MOST_BYTES = 512 * 1024;
/** Below this nothing is gained. */
const FEWEST_PACKETS = 3;

/**
 * The bodies of all packets of one buffer as texts, in order; undefined when they have to be read one by one.
 * Chinese JSON is decoded in one go (SIMD) into one string of which the texts are slices: reading them one by one takes nearly twice as long.
 * **Writes over the headers**: the buffer must be the caller's own, and its packets already be known.
 */
export function textsOfBodies(bytes: Buffer, packets: readonly PacketPlace[]): readonly string[] | undefined {
  const last = packets.at(-1);
  if (last === undefined || packets.length < FEWEST_PACKETS || last.end > MOST_BYTES || typeof transcode !== 'function')
    return undefined;
  if (packets.some(({ start, body }) => body - start !== HEADER_BYTES)) return undefined;
  for (const { start } of packets) bytes.set(MARKER_BYTES, start);
  const used = bytes.subarray(0, last.end);
  if (!isUtf8(used)) return undefined;
  const wide = transcode(used, 'utf8', 'utf16le');
  const texts = wide.toString('utf16le').split(MARKER);
  // Before the first marker stands nothing.
  return texts.length === packets.length + 1 && texts[0] === '' ? texts.slice(1) : undefined;
}
