import { zlibSync } from 'fflate';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** An RGBA picture as PNG. fflate is plain JavaScript, so the same picture is the same bytes on every machine and version of Node. */
export function stablePng({ width, height, data }) {
  const rows = Buffer.alloc((width * 4 + 1) * height);
  for (let y = 0; y < height; y++) rows.set(bestRow(data, width * 4, y), y * (width * 4 + 1));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const body = zlibSync(rows, { level: 9, mem: 12 });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

/** The row by the filter that leaves the least: none, sub, up or Paeth (PNG specification, 12.8). */
function bestRow(data, stride, y) {
  let best;
  let least = Number.POSITIVE_INFINITY;
  for (const filter of [0, 1, 2, 4]) {
    const row = new Uint8Array(stride + 1);
    row[0] = filter;
    let sum = 0;
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const left = i >= 4 ? data[at - 4] : 0;
      const above = y > 0 ? data[at - stride] : 0;
      const corner = i >= 4 && y > 0 ? data[at - stride - 4] : 0;
      const guess = filter === 0 ? 0 : filter === 1 ? left : filter === 2 ? above : paeth(left, above, corner);
      const difference = (data[at] - guess) & 255;
      row[i + 1] = difference;
      sum += difference < 128 ? difference : 256 - difference;
    }
    if (sum < least) [best, least] = [row, sum];
  }
  return best;
}

function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [l, a, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return l <= a && l <= c ? left : a <= c ? above : corner;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function chunk(type, body) {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  out.set(body, 8);
  let crc = 0xffffffff;
  for (const byte of out.subarray(4, 8 + body.length)) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 8 + body.length);
  return out;
}
