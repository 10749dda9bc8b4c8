import { deflateSync } from 'node:zlib';
import { pngFromChunks } from './png-chunks.ts';

const WIDTH = 256;
const HEIGHT = 384;

/**
 * A picture for cards of personas without one: a shadow puppet in front of a lit screen, 256 × 384, 8-bit RGB. `seed` tints it, so that
 * two personas do not look the same.
 */
export function drawCardPicture(seed: string): Uint8Array {
  const hue = [...seed].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 360, 20);
  const rows = Buffer.alloc((WIDTH * 3 + 1) * HEIGHT);
  let offset = 0;
  for (let y = 0; y < HEIGHT; y++) {
    rows[offset++] = 0; // filter: none
    for (let x = 0; x < WIDTH; x++) {
      const [red, green, blue] = pixel((x / WIDTH - 0.5) * 2, (y / HEIGHT - 0.5) * 3, hue);
      rows[offset++] = red;
      rows[offset++] = green;
      rows[offset++] = blue;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8); // bits, RGB, deflate, adaptive filters, not interlaced
  return pngFromChunks([
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: deflateSync(rows) },
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
}

/** Colour at x −1 … 1 (right), y −1.5 … 1.5 (down). */
function pixel(x: number, y: number, hue: number): readonly [number, number, number] {
  const light = Math.max(0, 1 - Math.hypot(x, y + 0.2) / 1.9);
  const head = 0.46 - Math.hypot(x, (y + 0.25) * 0.9);
  const bun = 0.17 - Math.hypot(Math.abs(x) - 0.38, y + 0.68);
  const body = 0.62 - Math.hypot(x * 0.85, (y - 0.95) * 0.8);
  const inside = Math.max(head, bun, body);
  const shade = Math.min(1, Math.max(0, inside * 90 + 0.5));
  const [red, green, blue] = rgbFromHue(hue);
  const mix = (lit: number, dark: number): number => Math.round((lit * (0.35 + 0.65 * light) * (1 - shade) + dark * shade) * 255);
  return [mix(red, 0.1), mix(green, 0.07), mix(blue, 0.12)];
}

/** Bright, soft colour of a hue in degrees; 0 … 1 each. */
function rgbFromHue(hue: number): readonly [number, number, number] {
  const part = (shift: number): number => 0.82 + 0.18 * Math.cos(((hue + shift) * Math.PI) / 180);
  return [part(0), part(-120), part(120)];
}
