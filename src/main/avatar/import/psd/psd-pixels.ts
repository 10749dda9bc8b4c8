import type { Layer, PixelData } from 'ag-psd';
import { type PaintedLayer, type Pixels, visibleBox } from '#shared/avatar/puppet/rig-drawing.ts';

/** A picture with its upper left corner on the canvas. */
export type Placed = Pick<PaintedLayer, 'x' | 'y' | 'pixels'>;

/** Drawings of 16 bits a channel lose the lower eight. */
export function eightBit({ width, height, data }: PixelData): Pixels {
  if (data instanceof Uint8ClampedArray || data instanceof Uint8Array) return { width, height, data };
  const deep = data instanceof Uint16Array;
  return { width, height, data: Uint8ClampedArray.from(data, (value) => (deep ? value >>> 8 : value * 255)) };
}

/**
 * A layer's own mask: white shows, black hides. Beyond its edges `defaultColor` holds. Places are in pixels of the canvas. Writes into `pixels`.
 */
export function applyMask({ left = 0, top = 0, mask = {} }: Layer, pixels: Pixels, shade: Pixels): void {
  const beyond = mask.defaultColor ?? 0;
  const [maskX, maskY] = [left - (mask.left ?? 0), top - (mask.top ?? 0)];
  for (let y = 0; y < pixels.height; y += 1)
    for (let x = 0; x < pixels.width; x += 1) {
      const [u, v] = [x + maskX, y + maskY];
      const inside = u >= 0 && v >= 0 && u < shade.width && v < shade.height;
      const factor = inside ? (shade.data[(v * shade.width + u) * 4] ?? 0) : beyond;
      const at = (y * pixels.width + x) * 4 + 3;
      pixels.data[at] = Math.round(((pixels.data[at] ?? 0) * factor) / 255);
    }
}

/** A copy of what can be seen, so that the rest need not stay in memory; undefined: nothing. */
export function trimmed(picture: Placed, canvas: { readonly width: number; readonly height: number }): Placed | undefined {
  const box = visibleBox(picture, canvas);
  if (box === undefined) return undefined;
  const { pixels } = picture;
  const data = new Uint8ClampedArray(box.width * box.height * 4);
  for (let row = 0; row < box.height; row += 1) {
    const from = ((box.y - picture.y + row) * pixels.width + box.x - picture.x) * 4;
    data.set(pixels.data.subarray(from, from + box.width * 4), row * box.width * 4);
  }
  return { x: box.x, y: box.y, pixels: { width: box.width, height: box.height, data } };
}

/** Half as large: each pixel is the mean of four of the canvas, weighted by their alpha. Squares start at even places, so that layers still fit. */
export function halved({ x, y, pixels }: Placed): Placed {
  const [left, top] = [Math.floor(x / 2), Math.floor(y / 2)];
  const width = Math.ceil((x + pixels.width) / 2) - left;
  const height = Math.ceil((y + pixels.height) / 2) - top;
  const sums = new Float32Array(width * height * 4);
  for (let v = 0; v < pixels.height; v += 1)
    for (let u = 0; u < pixels.width; u += 1) {
      const from = (v * pixels.width + u) * 4;
      const into = ((Math.floor((y + v) / 2) - top) * width + Math.floor((x + u) / 2) - left) * 4;
      const alpha = pixels.data[from + 3] ?? 0;
      for (let channel = 0; channel < 3; channel += 1)
        sums[into + channel] = (sums[into + channel] ?? 0) + (pixels.data[from + channel] ?? 0) * alpha;
      sums[into + 3] = (sums[into + 3] ?? 0) + alpha;
    }
  const data = new Uint8ClampedArray(sums.length);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = sums[at + 3] ?? 0;
    for (let channel = 0; channel < 3; channel += 1) data[at + channel] = alpha === 0 ? 0 : (sums[at + channel] ?? 0) / alpha;
    data[at + 3] = alpha / 4;
  }
  return { x: left, y: top, pixels: { width, height, data } };
}
