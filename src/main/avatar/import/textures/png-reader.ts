import { createInflate } from 'node:zlib';
import { ImportFailure } from '../import-failure.ts';

/** PNG, Third Edition (W3C). Read row by row, so that a texture of 16384² takes kilobytes instead of a gigabyte. */
interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: number;
  readonly interlaced: boolean;
  readonly palette: Uint8Array | undefined;
  readonly transparency: Uint8Array | undefined;
  readonly data: readonly Uint8Array[];
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Hands on every row as RGBA, 8 bits; the array is used again for the next. Throws `ImportFailure`. `name` is for its words. */
export async function readPngRows(
  bytes: Uint8Array,
  name: string,
  signal: AbortSignal,
  onRow: (rgba: Uint8Array) => void,
): Promise<void> {
  const png = partsOf(bytes, name);
  if (png.interlaced)
    throw new ImportFailure(
      'texture-type',
      `${name} (interlaced)`,
      `${name} is an interlaced PNG above the size limit, which is not made smaller here. Save it again without interlacing.`,
    );
  const bitsPerPixel = png.bitDepth * (CHANNELS[png.colourType] ?? 4);
  const rowBytes = Math.ceil((png.width * bitsPerPixel) / 8);
  const rows = createRowCutter(rowBytes, Math.max(1, bitsPerPixel >> 3));
  const rgba = new Uint8Array(png.width * 4);
  let left = png.height;
  const inflate = createInflate();
  const fed = feed(inflate, png.data);
  try {
    for await (const piece of inflate) {
      signal.throwIfAborted();
      left -= rows.push(piece instanceof Uint8Array ? piece : new Uint8Array(0), left, (row) => {
        toRgba(png, row, rgba);
        onRow(rgba);
      });
      if (left === 0) return;
    }
  } catch (error) {
    if (signal.aborted || error instanceof ImportFailure) throw error;
    throw brokenPng(name, error);
  } finally {
    inflate.destroy();
    await fed;
  }
  throw brokenPng(name, undefined);
}

async function feed(inflate: NodeJS.WritableStream, data: readonly Uint8Array[]): Promise<void> {
  try {
    for (const piece of data)
      if (!inflate.write(piece)) await new Promise((resolve) => inflate.once('drain', resolve).once('close', resolve));
    inflate.end();
  } catch {
    // The reading end has the error.
  }
}

function partsOf(bytes: Uint8Array, name: string): PngParts {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'IDAT') data.push(body);
    else if (type === 'PLTE') palette = body;
    else if (type === 'tRNS') transparency = body;
    else if (type === 'IEND') break;
    at += 12 + length;
  }
  if (file.length < 33) throw brokenPng(name, undefined);
  const bitDepth = file.readUInt8(24);
  const colourType = file.readUInt8(25);
  const isKnown =
    CHANNELS[colourType] !== undefined &&
    [1, 2, 4, 8, 16].includes(bitDepth) &&
    (bitDepth >= 8 || colourType === 0 || colourType === 3) &&
    !(bitDepth === 16 && colourType === 3);
  if (!isKnown) throw brokenPng(name, undefined);
  return {
    width: file.readUInt32BE(16),
    height: file.readUInt32BE(20),
    bitDepth,
    colourType,
    interlaced: file.readUInt8(28) === 1,
    palette,
    transparency,
    data,
  };
}

/** Cuts the inflated stream into rows and undoes their filters (PNG, clause 9). `step`: bytes from a pixel to its left neighbour. */
function createRowCutter(
  rowBytes: number,
  step: number,
): { push(piece: Uint8Array, rowsLeft: number, onRow: (row: Uint8Array) => void): number } {
  let row = new Uint8Array(rowBytes + 1);
  let above = new Uint8Array(rowBytes + 1);
  let filled = 0;
  return {
    push(piece, rowsLeft, onRow) {
      let done = 0;
      for (let at = 0; at < piece.length && done < rowsLeft; ) {
        const part = piece.subarray(at, at + row.length - filled);
        row.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < row.length) break;
        unfilter(row, above, step);
        onRow(row.subarray(1));
        [row, above] = [above, row];
        filled = 0;
        done += 1;
      }
      return done;
    },
  };
}

function unfilter(row: Uint8Array, above: Uint8Array, step: number): void {
  const filter = row[0] ?? 0;
  if (filter === 0) return;
  for (let at = 1; at < row.length; at += 1) {
    const left = at > step ? (row[at - step] ?? 0) : 0;
    const up = above[at] ?? 0;
    const corner = at > step ? (above[at - step] ?? 0) : 0;
    row[at] = (row[at] ?? 0) + predicted(filter, left, up, corner);
  }
}

export function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

function toRgba(png: PngParts, row: Uint8Array, rgba: Uint8Array): void {
  const { width, bitDepth, colourType } = png;
  if (colourType === 6 && bitDepth === 8) {
    rgba.set(row.subarray(0, width * 4));
    return;
  }
  const wide = bitDepth === 16;
  const bytes = wide ? 2 : 1;
  const channels = CHANNELS[colourType] ?? 1;
  for (let x = 0; x < width; x += 1) {
    const at = x * channels * bytes;
    const to = x * 4;
    if (colourType === 3) writeIndexed(png, sampleAt(row, x, bitDepth), rgba, to);
    else if (colourType === 0) writeGrey(png, row, x, rgba, to);
    else if (colourType === 4) writeColour(rgba, to, row[at] ?? 0, row[at] ?? 0, row[at] ?? 0, row[at + bytes] ?? 0);
    else
      writeColour(
        rgba,
        to,
        row[at] ?? 0,
        row[at + bytes] ?? 0,
        row[at + 2 * bytes] ?? 0,
        colourType === 6 ? (row[at + 3 * bytes] ?? 0) : alphaOfColour(png, row, at, bytes),
      );
  }
}

function writeIndexed({ palette, transparency }: PngParts, index: number, rgba: Uint8Array, to: number): void {
  const at = index * 3;
  writeColour(rgba, to, palette?.[at] ?? 0, palette?.[at + 1] ?? 0, palette?.[at + 2] ?? 0, transparency?.[index] ?? 255);
}

function writeGrey(png: PngParts, row: Uint8Array, x: number, rgba: Uint8Array, to: number): void {
  const { bitDepth, transparency } = png;
  const sample = bitDepth === 16 ? ((row[2 * x] ?? 0) << 8) | (row[2 * x + 1] ?? 0) : sampleAt(row, x, bitDepth);
  const key =
    transparency !== undefined && transparency.length >= 2 ? ((transparency[0] ?? 0) << 8) | (transparency[1] ?? 0) : -1;
  const grey = bitDepth === 16 ? sample >> 8 : Math.round((sample * 255) / (2 ** bitDepth - 1));
  writeColour(rgba, to, grey, grey, grey, sample === key ? 0 : 255);
}

/** One colour of an RGB picture may stand for "nothing". */
function alphaOfColour({ transparency, bitDepth }: PngParts, row: Uint8Array, at: number, bytes: number): number {
  if (transparency === undefined || transparency.length < 6) return 255;
  for (let channel = 0; channel < 3; channel += 1) {
    const key = ((transparency[2 * channel] ?? 0) << 8) | (transparency[2 * channel + 1] ?? 0);
    const from = at + channel * bytes;
    const sample = bitDepth === 16 ? ((row[from] ?? 0) << 8) | (row[from + 1] ?? 0) : (row[from] ?? 0);
    if (sample !== key) return 255;
  }
  return 0;
}

function sampleAt(row: Uint8Array, x: number, bitDepth: number): number {
  if (bitDepth === 8) return row[x] ?? 0;
  const bit = x * bitDepth;
  return ((row[bit >> 3] ?? 0) >> (8 - bitDepth - (bit & 7))) & (2 ** bitDepth - 1);
}

function writeColour(rgba: Uint8Array, to: number, red: number, green: number, blue: number, alpha: number): void {
  rgba[to] = red;
  rgba[to + 1] = green;
  rgba[to + 2] = blue;
  rgba[to + 3] = alpha;
}

const brokenPng = (name: string, cause: unknown): ImportFailure =>
  new ImportFailure(
    'damaged',
    name,
    `${name} is a damaged PNG picture. Save it again in a picture editor, or export the model again.`,
    { cause },
  );
