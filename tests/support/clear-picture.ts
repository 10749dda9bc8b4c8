import { PNG } from 'pngjs';
import type { Picture } from './rig-page/pictures.ts';

/** Alpha premultiplied, from a PNG, which stores it straight. */
export function pictureFromPng(file: Buffer): Picture {
  const { width, height, data } = PNG.sync.read(file);
  const rgba = Uint8Array.from(data, (value, i) => (i % 4 === 3 ? value : Math.round((value * (data[i | 3] ?? 0)) / 255)));
  return { width, height, rgba };
}

/** From what the system's compositor holds: blue, green, red, alpha, premultiplied. */
export function pictureFromBitmap(width: number, height: number, bgra: Uint8Array): Picture {
  const rgba = new Uint8Array(bgra);
  for (let i = 0; i < rgba.length; i += 4) {
    rgba[i] = bgra[i + 2] ?? 0;
    rgba[i + 2] = bgra[i] ?? 0;
  }
  return { width, height, rgba };
}

/** How a picture is clear. */
export interface Clearness {
  /** Pixels by alpha: 0, between, 255. */
  readonly clear: number;
  readonly partial: number;
  readonly solid: number;
  /** Partial ones from which no clear pixel is within `edge` pixels. */
  readonly partialInside: number;
  /** Of which a colour is more than its alpha: brighter than light can be. */
  readonly overbright: number;
  /** On the outermost line of the picture, left, right and top, that are not clear. */
  readonly atBorder: number;
}

export function clearnessOf(picture: Picture, edge = 2): Clearness {
  const { width, height, rgba } = picture;
  const found = { clear: 0, partial: 0, solid: 0, partialInside: 0, overbright: 0, atBorder: 0 };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const alpha = rgba[at + 3] ?? 0;
      found[alpha === 0 ? 'clear' : alpha === 255 ? 'solid' : 'partial']++;
      if (Math.max(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0) > alpha) found.overbright++;
      if (alpha > 0 && alpha < 255 && !hasClearNear(picture, x, y, edge)) found.partialInside++;
      if (alpha > 0 && (x === 0 || y === 0 || x === width - 1)) found.atBorder++;
    }
  return found;
}

function hasClearNear({ width, height, rgba }: Picture, x: number, y: number, reach: number): boolean {
  for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++)
    for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++)
      if (rgba[(row * width + column) * 4 + 3] === 0) return true;
  return false;
}

/** Pixels by value, 0…255, of each channel, premultiplied. */
function histogramsOf({ rgba }: Picture): readonly Float64Array[] {
  const channels = [0, 1, 2, 3].map(() => new Float64Array(256));
  for (let i = 0; i < rgba.length; i++) {
    const values = channels[i % 4];
    const value = rgba[i] ?? 0;
    if (values !== undefined) values[value] = (values[value] ?? 0) + 4 / rgba.length;
  }
  return channels;
}

/**
 * How far the values of a pixel would have to move on average, in the worst channel, before both pictures had the same histogram: 0…1 of the range.
 * Where something stands in the picture does not matter, and slightly other shades matter slightly.
 */
export function histogramDistance(one: Picture, two: Picture): number {
  const others = histogramsOf(two);
  const distances = histogramsOf(one).map((values, channel) => {
    let carried = 0;
    let work = 0;
    values.forEach((share, value) => {
      carried += share - (others[channel]?.[value] ?? 0);
      work += Math.abs(carried);
    });
    return work / 255;
  });
  return Math.max(...distances);
}
