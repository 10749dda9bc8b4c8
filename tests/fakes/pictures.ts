import { PNG } from 'pngjs';

/** A real PNG of one colour. */
export function pngOf(width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  png.data.fill(0x80);
  return PNG.sync.write(png);
}

/** A real GIF: black frames, whose pixels are spelt without compression. */
export function gifOf(width: number, height: number, frames: number): Buffer {
  const word = (value: number): number[] => [value & 0xff, value >> 8];
  const header = [...Buffer.from('GIF89a'), ...word(width), ...word(height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
  const frame = [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, ...word(width), ...word(height), 0, 2, 2, 0x44, 0x01, 0];
  return Buffer.from([...header, ...Array.from({ length: frames }, () => frame).flat(), 0x3b]);
}
