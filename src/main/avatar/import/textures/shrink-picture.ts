import { decode, encode } from 'jpeg-js';
import { type PictureHeader, readPictureHeader } from '#main/platform/image-header.ts';
import { ImportFailure } from '../import-failure.ts';
import { createAreaFilter } from './area-filter.ts';
import { readPngRows } from './png-reader.ts';
import { writePng } from './png-writer.ts';

/** JPEG pictures are decoded whole: 4 bytes a pixel and more. */
const JPEG_MEGAPIXELS = 140;
const JPEG_MEMORY_MB = 1500;
const JPEG_QUALITY = 92;

/** The size with its longer side at `limit`, or undefined where it is no larger. */
export function sizeWithin(
  { width, height }: Pick<PictureHeader, 'width' | 'height'>,
  limit: number,
): { width: number; height: number } | undefined {
  const longer = Math.max(width, height);
  if (longer <= limit) return undefined;
  const scale = limit / longer;
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * The picture with its longer side at `limit`, in its own format. Throws `ImportFailure`: `texture-type` for what cannot be made smaller here, `damaged`.
 * `name` is for its words.
 */
export async function shrinkPicture(
  bytes: Uint8Array,
  header: PictureHeader,
  limit: number,
  name: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const target = sizeWithin(header, limit);
  if (target === undefined) return bytes;
  if (header.animated || (header.type !== 'png' && header.type !== 'jpeg'))
    throw new ImportFailure(
      'texture-type',
      `${name}: ${header.width} × ${header.height} ${header.type.toUpperCase()}`,
      `${name} is a ${header.type.toUpperCase()} picture of ${header.width} × ${header.height} pixels, above the limit of ${limit}; this type is not made smaller here. Save it smaller, or as PNG, or raise the limit in the settings.`,
    );
  return header.type === 'png' ? writeShrunkPng(bytes, header, target, name, signal) : shrinkJpeg(bytes, target, name);
}

/** A small PNG of the picture, for the library; undefined where it cannot be made. */
export async function portraitOf(bytes: Uint8Array, limit: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const header = readPictureHeader(bytes);
  if (header === undefined || header.animated || Math.max(header.width, header.height) > 8192) return undefined;
  const target = sizeWithin(header, limit) ?? header;
  try {
    if (header.type === 'png') return await writeShrunkPng(bytes, header, target, 'the portrait', signal);
    if (header.type !== 'jpeg') return undefined;
    const filter = filterJpeg(bytes, target, 'the portrait');
    return await writePng(filter.pixels, filter.width, filter.height);
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

async function writeShrunkPng(
  bytes: Uint8Array,
  header: PictureHeader,
  target: { width: number; height: number },
  name: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const filter = createAreaFilter(header, target);
  await readPngRows(bytes, name, signal, filter.row);
  return writePng(filter.pixels, filter.width, filter.height);
}

function shrinkJpeg(bytes: Uint8Array, target: { width: number; height: number }, name: string): Uint8Array {
  const { width, height, pixels } = filterJpeg(bytes, target, name);
  return encode({ width, height, data: pixels }, JPEG_QUALITY).data;
}

function filterJpeg(
  bytes: Uint8Array,
  target: { width: number; height: number },
  name: string,
): ReturnType<typeof createAreaFilter> {
  try {
    const picture = decode(bytes, { useTArray: true, maxResolutionInMP: JPEG_MEGAPIXELS, maxMemoryUsageInMB: JPEG_MEMORY_MB });
    const filter = createAreaFilter(picture, target);
    for (let y = 0; y < picture.height; y += 1)
      filter.row(picture.data.subarray(y * picture.width * 4, (y + 1) * picture.width * 4));
    return filter;
  } catch (cause) {
    throw new ImportFailure(
      'damaged',
      name,
      `${name} is a damaged or far too large JPEG picture. Save it smaller in a picture editor, or export the model again.`,
      { cause },
    );
  }
}
