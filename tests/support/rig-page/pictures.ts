import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { ROOT } from '../studio-process.ts';

/** RGBA, 8 bit, alpha premultiplied, top row first. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Pixels of which any channel differs by more than `threshold` (0…255). */
export function changedPixels(one: Picture, two: Picture, threshold = 0): number {
  let changed = 0;
  for (let i = 0; i < one.rgba.length; i += 4)
    for (let channel = 0; channel < 4; channel++)
      if (Math.abs((one.rgba[i + channel] ?? 0) - (two.rgba[i + channel] ?? 0)) > threshold) {
        changed++;
        break;
      }
  return changed;
}

/** How many pixels are not empty. */
export function drawnPixels({ rgba }: Picture): number {
  let drawn = 0;
  for (let i = 3; i < rgba.length; i += 4) if ((rgba[i] ?? 0) > 0) drawn++;
  return drawn;
}

/**
 * Compares with `tests/golden/<name>.png` and returns the share of pixels that look different. With YINGXI_UPDATE_GOLDEN=1, or where there is no golden
 * image yet outside CI, the picture becomes the golden one. A picture that fails is written beside it as `<name>.actual.png`, with `<name>.diff.png`.
 */
export function differenceFromGolden(name: string, picture: Picture, tolerance = 0.01): number {
  const path = join(ROOT, 'tests/golden', `${name}.png`);
  if (process.env.YINGXI_UPDATE_GOLDEN === '1' || (!existsSync(path) && process.env.CI === undefined)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, png(picture));
  }
  const golden = PNG.sync.read(readFileSync(path));
  if (golden.width !== picture.width || golden.height !== picture.height) return 1;
  const diff = new PNG({ width: picture.width, height: picture.height });
  // Both sides as they are stored: straight alpha would lose what thin edges hold.
  const share = pixelmatch(golden.data, picture.rgba, diff.data, picture.width, picture.height, { threshold: 0.1 });
  const part = share / (picture.width * picture.height);
  if (part > tolerance) {
    writeFileSync(path.replace(/png$/, 'actual.png'), png(picture));
    writeFileSync(path.replace(/png$/, 'diff.png'), PNG.sync.write(diff));
  }
  return part;
}

function png({ width, height, rgba }: Picture): Buffer {
  const image = new PNG({ width, height });
  image.data = Buffer.from(rgba);
  return PNG.sync.write(image);
}
