// Draws the program's icons into resources/icons: PNG in all sizes, a Windows .ico, and macOS's tray template. No dependencies.
// The picture: a shadow puppet's head in profile before a lit paper screen. Coordinates are on a 512 × 512 grid, y down.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';

const GRID = 512;
/** Sub-samples per pixel and axis. */
const OVERSAMPLING = 6;
const CURVE_STEPS = 24;

const HEAD =
  'M 322 486 C 300 470 290 446 296 418 C 262 428 226 428 206 414 C 194 405 200 392 196 382 C 192 376 184 374 185 366 C 186 361 191 359 190 354 C 186 349 178 347 180 339 ' +
  'C 182 330 190 327 188 318 C 186 311 166 311 160 303 C 156 296 172 281 180 264 C 186 250 182 236 186 220 C 190 196 204 172 228 158 C 262 140 312 142 344 166 ' +
  'C 380 192 394 238 388 286 C 384 324 366 352 364 384 C 363 414 378 440 404 456 C 380 480 350 490 322 486 Z';
const HAIR_LOCK =
  'M 372 250 C 404 274 420 324 412 372 C 408 402 420 424 442 434 C 412 446 380 430 372 398 C 364 366 378 310 362 268 Z';
const BUN = 'M 286 128 C 286 94 316 72 348 78 C 382 84 398 118 386 148 C 376 174 346 184 320 174 C 298 166 286 150 286 128 Z';
const PIN = 'M 244 144 L 432 74 L 436 86 L 250 158 Z';
const TASSEL =
  'M 418 86 C 432 100 432 112 426 124 C 438 128 442 144 434 158 C 426 144 420 136 414 124 C 420 112 420 100 410 92 Z';
const EYE = 'M 206 272 C 222 254 246 254 262 268 C 246 280 224 282 206 272 Z';
const BROW = 'M 202 246 C 220 228 248 226 270 240 C 248 238 222 240 202 246 Z';
const CHEEK =
  'M 262 330 C 262 318 280 310 288 322 C 296 310 314 318 314 330 C 314 348 294 356 288 364 C 282 356 262 348 262 330 Z';
const FRINGE =
  'M 232 176 C 268 160 316 166 340 194 C 360 218 366 252 358 282 C 346 240 320 212 286 204 C 262 198 242 190 232 176 Z';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '..', 'resources', 'icons');
mkdirSync(target, { recursive: true });

/** The puppet as a bitmap, MASK points a side: 1 is shadow. */
const MASK = 2048;
const mask = new Uint8Array(MASK * MASK);
for (const path of [HEAD, HAIR_LOCK, BUN, PIN, TASSEL]) fillPolygon(polygonFromPath(path), 1);
for (const path of [EYE, BROW, CHEEK, FRINGE]) fillPolygon(polygonFromPath(path), 0);

for (const size of [16, 24, 32, 48, 64, 128, 256, 512])
  writeFileSync(join(target, `icon-${size}.png`), png(size, draw(size, appColour)));
for (const size of [16, 24, 32]) writeFileSync(join(target, `tray-${size}.png`), png(size, draw(size, appColour)));
writeFileSync(join(target, 'trayTemplate.png'), png(18, draw(18, templateColour)));
writeFileSync(join(target, 'trayTemplate@2x.png'), png(36, draw(36, templateColour)));
writeFileSync(
  join(target, 'icon.ico'),
  ico([16, 24, 32, 48, 64, 256].map((size) => ({ size, bytes: png(size, draw(size, appColour)) }))),
);

/** Colour and opacity at a point: [r, g, b, a], 0 … 1, straight alpha. */
function appColour(x, y) {
  if (!insideRoundedSquare(x, y, 16, 496, 112)) return [0, 0, 0, 0];
  const puppet = isPuppet(x, y);
  const lamp = Math.hypot(x - 262, y - 268) / 218;
  if (lamp < 1) {
    if (puppet) return [0.105, 0.062, 0.149, 1];
    const glow = lamp * lamp;
    return [1, mix(0.9, 0.56, glow), mix(0.66, 0.45, glow), 1];
  }
  if (puppet) return [0.105, 0.062, 0.149, 1];
  const halo = Math.max(0, 1 - (lamp - 1) / 0.28);
  const down = y / GRID;
  const night = [mix(0.36, 0.2, down), mix(0.17, 0.09, down), mix(0.45, 0.29, down)];
  return [mix(night[0], 0.93, halo * 0.32), mix(night[1], 0.45, halo * 0.32), mix(night[2], 0.47, halo * 0.32), 1];
}

/** macOS colours the template itself: black where there is something. */
function templateColour(x, y) {
  // The head fills the small picture.
  return isPuppet(GRID / 2 + 40 + (x - GRID / 2) * 0.86, GRID / 2 + 16 + (y - GRID / 2) * 0.86) ? [0, 0, 0, 1] : [0, 0, 0, 0];
}

function isPuppet(x, y) {
  const column = Math.floor((x * MASK) / GRID);
  const row = Math.floor((y * MASK) / GRID);
  return column >= 0 && row >= 0 && column < MASK && row < MASK && mask[row * MASK + column] === 1;
}

function mix(a, b, share) {
  return a + (b - a) * share;
}

function insideRoundedSquare(x, y, low, high, radius) {
  if (x < low || x > high || y < low || y > high) return false;
  const dx = Math.max(low + radius - x, 0, x - (high - radius));
  const dy = Math.max(low + radius - y, 0, y - (high - radius));
  return dx * dx + dy * dy <= radius * radius;
}

/** Straight-alpha RGBA bytes; colours are averaged with their opacity as weight, so that edges do not darken. */
function draw(size, colourAt) {
  const pixels = Buffer.alloc(size * size * 4);
  const step = GRID / size / OVERSAMPLING;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const sum = [0, 0, 0, 0];
      for (let sub = 0; sub < OVERSAMPLING * OVERSAMPLING; sub += 1) {
        const x = (column * OVERSAMPLING + (sub % OVERSAMPLING) + 0.5) * step;
        const y = (row * OVERSAMPLING + Math.floor(sub / OVERSAMPLING) + 0.5) * step;
        const [r, g, b, a] = colourAt(x, y);
        sum[0] += r * a;
        sum[1] += g * a;
        sum[2] += b * a;
        sum[3] += a;
      }
      const offset = (row * size + column) * 4;
      for (let channel = 0; channel < 3; channel += 1)
        pixels[offset + channel] = sum[3] > 0 ? Math.round((sum[channel] / sum[3]) * 255) : 0;
      pixels[offset + 3] = Math.round((sum[3] / OVERSAMPLING ** 2) * 255);
    }
  }
  return pixels;
}

/** Absolute M, L, C and Z of an SVG path as a list of points. */
function polygonFromPath(path) {
  const points = [];
  const tokens = path.split(/\s+/);
  let at = 0;
  const point = () => [Number(tokens[at++]), Number(tokens[at++])];
  while (at < tokens.length) {
    const command = tokens[at++];
    if (command === 'M' || command === 'L') points.push(point());
    if (command === 'C') points.push(...curve(points[points.length - 1], point(), point(), point()));
  }
  return points;
}

function curve(from, control1, control2, to) {
  return Array.from({ length: CURVE_STEPS }, (_, index) => {
    const t = (index + 1) / CURVE_STEPS;
    const u = 1 - t;
    const weights = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    return [0, 1].map(
      (axis) => weights[0] * from[axis] + weights[1] * control1[axis] + weights[2] * control2[axis] + weights[3] * to[axis],
    );
  });
}

/** Writes `value` into the mask inside the polygon (even-odd), line by line. */
function fillPolygon(polygon, value) {
  for (let row = 0; row < MASK; row += 1) {
    const y = ((row + 0.5) * GRID) / MASK;
    const crossings = [];
    polygon.forEach(([xi, yi], index) => {
      const [xj, yj] = polygon[(index + 1) % polygon.length];
      if (yi > y !== yj > y) crossings.push(((xj - xi) * (y - yi)) / (yj - yi) + xi);
    });
    crossings.sort((a, b) => a - b);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      mask.fill(
        value,
        row * MASK + Math.round((crossings[pair] * MASK) / GRID),
        row * MASK + Math.round((crossings[pair + 1] * MASK) / GRID),
      );
    }
  }
}

/** PNG of 8-bit RGBA (https://www.w3.org/TR/png-3/). */
function png(size, pixels) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1) pixels.copy(rows, row * (size * 4 + 1) + 1, row * size * 4, (row + 1) * size * 4);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, check]);
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Windows icon: a directory, then PNGs; a size of 256 is written as 0. */
function ico(images) {
  const head = Buffer.alloc(6 + images.length * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  images.forEach(({ size, bytes }, index) => {
    const at = 6 + index * 16;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(bytes.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += bytes.length;
  });
  return Buffer.concat([head, ...images.map((image) => image.bytes)]);
}
