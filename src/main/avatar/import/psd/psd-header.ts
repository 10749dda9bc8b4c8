import { ImportFailure } from '../import-failure.ts';

/** Bounds on a drawing, far above what people draw avatars with. Memory: four bytes a pixel. */
export const PSD_LIMITS = {
  /** Pixels along one side of the canvas. */
  canvas: 8192,
  layers: 400,
  /** Folders within folders. */
  depth: 32,
  /** Pixels of all layers together; layers end where their paint ends, so that real drawings stay far below. */
  pixels: 300_000_000,
  /** Of one layer, and of its mask. */
  layerPixels: 8192 * 8192,
  /** Reading and rigging together. */
  milliseconds: 120_000,
} as const;

/** Bits of each channel, and the colour modes that are read. */
const DEPTHS = [8, 16];
const COLOUR_MODES: Readonly<Record<number, string>> = {
  0: 'bitmap',
  1: 'greyscale',
  2: 'indexed',
  4: 'CMYK',
  7: 'multichannel',
  8: 'duotone',
  9: 'Lab',
};
const RGB = 3;
const HEADER_BYTES = 26;

/**
 * Reads the fixed header ("Adobe Photoshop File Formats Specification", File Header Section) and refuses what could not be rigged, before anything is
 * unpacked. Throws `ImportFailure`.
 */
export function checkPsdHeader(bytes: Uint8Array, name: string): { readonly width: number; readonly height: number } {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.toString('latin1', 0, 4) !== '8BPS')
    throw new ImportFailure('damaged', name, `${name} is no PSD file, whatever its name says. Save the drawing again as PSD.`);
  if (data.length < HEADER_BYTES) throw cutOff(name);
  const version = data.readUInt16BE(4);
  if (version !== 1)
    throw new ImportFailure(
      'other-format',
      name,
      `${name} is of Photoshop's large document format (PSB). Make the drawing smaller, to at most ${PSD_LIMITS.canvas} pixels a side, and save it as PSD.`,
    );
  const [height, width, depth, mode] = [
    data.readUInt32BE(14),
    data.readUInt32BE(18),
    data.readUInt16BE(22),
    data.readUInt16BE(24),
  ];
  if (width < 1 || height < 1)
    throw new ImportFailure(
      'damaged',
      name,
      `${name} says that it is ${width} × ${height} pixels large. Save the drawing again as PSD.`,
    );
  if (width > PSD_LIMITS.canvas || height > PSD_LIMITS.canvas)
    throw new ImportFailure(
      'texture-too-large',
      `${name}: ${width} × ${height}`,
      `${name} is ${width} × ${height} pixels large; at most ${PSD_LIMITS.canvas} a side are taken. Make the drawing smaller (Image → Image Size) and add it again.`,
    );
  if (mode !== RGB)
    throw new ImportFailure(
      'texture-type',
      `${name}: ${COLOUR_MODES[mode] ?? mode}`,
      `${name} is in the colour mode ${COLOUR_MODES[mode] ?? mode}; RGB is needed. Change it (Image → Mode → RGB Color), do not merge the layers, and add it again.`,
    );
  if (!DEPTHS.includes(depth))
    throw new ImportFailure(
      'texture-type',
      `${name}: ${depth} bit`,
      `${name} has ${depth} bits per channel; 8 are needed. Change it (Image → Mode → 8 Bits/Channel) and add it again.`,
    );
  return { width, height };
}

export const cutOff = (name: string, cause?: unknown): ImportFailure =>
  new ImportFailure(
    'damaged',
    name,
    `${name} is damaged or cut off: its layers cannot be read. Save the drawing again as PSD, or copy the file again.`,
    { cause },
  );
