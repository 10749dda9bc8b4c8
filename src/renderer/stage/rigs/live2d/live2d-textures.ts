import { PNG_HEAD_BYTES, pngSize } from '#shared/avatar/cubism/image-size.ts';
import { StudioError } from '#shared/errors.ts';

/** A texture, unpacked: premultiplied, no larger than the graphics card takes. */
export interface TextureImage {
  readonly bitmap: ImageBitmap;
  /** Pixels along the longer side as the file has them. */
  readonly fileSize: number;
}

/** Opacity of a texture in rough: 0…255, `size`×`size`, first row at the top of the picture. */
export interface AlphaMap {
  readonly size: number;
  readonly alpha: Uint8Array;
}

/** Pixels on a side that nobody draws, and that would stall the page for seconds. */
const LARGEST_SIDE = 16_384;
/** Pixels on a side that are drawn at most; finer ones are scaled down: 8192² are 256 MB on the graphics card. */
const LARGEST_DRAWN = 8192;
/** Pixels of all textures together; above it all are halved. */
const LARGEST_TOTAL = 160_000_000;
const ALPHA_MAP_SIZE = 512;

/** Throws `too-large` or `invalid-input` that names the texture. */
export async function decodeTextures(
  textures: readonly { readonly file: string; readonly blob: Blob }[],
  maxTextureSize: number,
  signal: AbortSignal,
): Promise<TextureImage[]> {
  const sizes = await Promise.all(
    textures.map(async ({ blob }) => pngSize(new Uint8Array(await blob.slice(0, PNG_HEAD_BYTES).arrayBuffer()))),
  );
  let limit = Math.min(maxTextureSize, LARGEST_DRAWN);
  const total = (): number =>
    sizes.reduce((sum, size) => sum + (size === undefined ? 0 : Math.min(size.width, limit) * Math.min(size.height, limit)), 0);
  while (total() > LARGEST_TOTAL && limit > 1024) limit /= 2;
  const images: TextureImage[] = [];
  try {
    // One after another: each needs its full size in memory while it is unpacked.
    for (const [at, { file, blob }] of textures.entries()) {
      images.push(await decodeTexture(file, blob, sizes[at], limit));
      signal.throwIfAborted();
    }
    return images;
  } catch (error) {
    for (const { bitmap } of images) bitmap.close();
    throw error;
  }
}

async function decodeTexture(
  file: string,
  blob: Blob,
  size: { width: number; height: number } | undefined,
  limit: number,
): Promise<TextureImage> {
  if (size !== undefined && Math.max(size.width, size.height) > LARGEST_SIDE)
    throw new StudioError(
      'too-large',
      `the texture ${file} has ${size.width}×${size.height} pixels; export the model with textures of 8192×8192 or less`,
    );
  const options: ImageBitmapOptions = { premultiplyAlpha: 'premultiply', colorSpaceConversion: 'none' };
  const scale = size === undefined ? 1 : Math.min(1, limit / Math.max(size.width, size.height));
  if (size !== undefined && scale < 1) {
    options.resizeWidth = Math.max(1, Math.round(size.width * scale));
    options.resizeHeight = Math.max(1, Math.round(size.height * scale));
    options.resizeQuality = 'high';
  }
  const bitmap = await createImageBitmap(blob, options).catch((error: unknown) => {
    throw new StudioError('invalid-input', `the texture ${file} is no readable picture; export the model again`, {
      cause: error,
    });
  });
  return { bitmap, fileSize: size === undefined ? Math.max(bitmap.width, bitmap.height) : Math.max(size.width, size.height) };
}

/** Hands a picture to the graphics card. `smooth`: with mipmaps, so that a small avatar does not flicker. */
export function uploadTexture(gl: WebGL2RenderingContext, { bitmap }: TextureImage): WebGLTexture {
  const texture = gl.createTexture();
  if (texture === null)
    throw new StudioError(
      'unavailable',
      'the graphics card is out of memory; close other programs that use it, then load the model again',
    );
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  const extension = gl.getExtension('EXT_texture_filter_anisotropic');
  if (extension !== null) gl.texParameterf(gl.TEXTURE_2D, extension.TEXTURE_MAX_ANISOTROPY_EXT, 4);
  return texture;
}

/** For hit tests: where the picture is see-through. */
export function alphaMapOf({ bitmap }: TextureImage): AlphaMap {
  const size = Math.min(ALPHA_MAP_SIZE, Math.max(bitmap.width, bitmap.height));
  const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true });
  const alpha = new Uint8Array(size * size).fill(255);
  if (context === null) return { size, alpha };
  context.drawImage(bitmap, 0, 0, size, size);
  const { data } = context.getImageData(0, 0, size, size);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[i * 4 + 3] ?? 0;
  return { size, alpha };
}
