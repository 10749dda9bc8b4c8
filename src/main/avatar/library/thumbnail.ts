import { readPictureHeader } from '#main/platform/image-header.ts';
import { StudioError } from '#shared/errors.ts';

const MAX_BYTES = 1_000_000;
const MAX_PIXELS = 512;

/** A page's picture of a model: a still PNG of modest size, whole from its header to its end. Throws `invalid-input`. */
export function thumbnailFromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  const header = readPictureHeader(bytes);
  const isWhole = bytes.length > 12 && bytes.toString('latin1', bytes.length - 8, bytes.length - 4) === 'IEND';
  if (header?.type !== 'png' || header.animated || !isWhole)
    throw new StudioError('invalid-input', 'the picture of the model is no PNG; it was not kept');
  if (bytes.length > MAX_BYTES || Math.max(header.width, header.height) > MAX_PIXELS)
    throw new StudioError(
      'invalid-input',
      `the picture of the model is larger than ${MAX_PIXELS} pixels or ${MAX_BYTES} bytes; send a smaller one`,
    );
  return bytes;
}
