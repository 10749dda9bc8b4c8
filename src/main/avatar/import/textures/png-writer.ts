import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { crcOf } from './crc32.ts';
import { predicted } from './png-reader.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Filters that pay for drawn pictures: sub, up, Paeth. */
const FILTERS = [1, 2, 4] as const;

/** A PNG of 8-bit RGBA pixels, not premultiplied. Each row takes the filter with the smallest sum of differences, as the specification advises. */
export async function writePng(pixels: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const stride = width * 4;
  const filtered = Buffer.allocUnsafe((stride + 1) * height);
  const candidates = FILTERS.map((filter) => ({ filter, row: new Uint8Array(stride) }));
  const none = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const row = pixels.subarray(y * stride, (y + 1) * stride);
    const above = y === 0 ? none : pixels.subarray((y - 1) * stride, y * stride);
    let best = candidates[0];
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of candidates) {
      const sum = filterRow(candidate.filter, row, above, candidate.row);
      if (sum >= least) continue;
      least = sum;
      best = candidate;
    }
    filtered[y * (stride + 1)] = best?.filter ?? 0;
    filtered.set(best?.row ?? row, y * (stride + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const data = await promisify(deflate)(filtered);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function filterRow(filter: number, row: Uint8Array, above: Uint8Array, into: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < row.length; at += 1) {
    const left = at >= 4 ? (row[at - 4] ?? 0) : 0;
    const corner = at >= 4 ? (above[at - 4] ?? 0) : 0;
    const difference = ((row[at] ?? 0) - predicted(filter, left, above[at] ?? 0, corner)) & 0xff;
    into[at] = difference;
    sum += difference < 128 ? difference : 256 - difference;
  }
  return sum;
}

function chunk(type: string, body: Uint8Array): Buffer {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  out.set(body, 8);
  out.writeUInt32BE(crcOf(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}
