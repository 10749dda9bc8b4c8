import type { Rect } from '#shared/avatar/puppet/puppet-format.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

/** One PNG page of a puppet: its file, so that it can be drawn anew after a lost context, and a small picture of what of it can be seen. */
export interface PuppetPage {
  readonly width: number;
  readonly height: number;
  readonly alpha: AlphaMap;
  /** Premultiplied, no larger than `largest` on its longer side. The caller closes it. */
  decode(largest: number): Promise<ImageBitmap>;
}

/** Alpha of a page at a quarter of its size, 0…255. */
export interface AlphaMap {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

const SHRINK = 4;

export interface PageSource {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

/** Fetches a page that lies beside `baseUrl` and checks that it is what the puppet says. */
export async function loadPage(source: PageSource, baseUrl: string, signal: AbortSignal): Promise<PuppetPage> {
  const url = new URL(encodeURI(source.file), new URL(baseUrl, location.href));
  const response = await fetch(url, { signal });
  if (!response.ok)
    throw new StudioError(
      'not-found',
      `the picture ${source.file} of this puppet cannot be fetched (HTTP ${response.status}); put it beside puppet.json and import the puppet again`,
    );
  return pageFromBlob(await response.blob(), source);
}

/** `source` as the puppet states it; a picture of another size would be cut up wrongly. */
export async function pageFromBlob(file: Blob, source: PageSource): Promise<PuppetPage> {
  const { width, height } = source;
  const whole = await decodePicture(file, source.file);
  try {
    if (whole.width !== width || whole.height !== height)
      throw new StudioError(
        'invalid-input',
        `the picture ${source.file} is ${whole.width}×${whole.height}, and puppet.json says ${width}×${height}; export the puppet again`,
      );
    const alpha = alphaOf(whole);
    return {
      width,
      height,
      alpha,
      decode: (largest) => decodePicture(file, source.file, Math.min(1, largest / Math.max(width, height)), width, height),
    };
  } finally {
    whole.close();
  }
}

async function decodePicture(file: Blob, name: string, scale = 1, width = 0, height = 0): Promise<ImageBitmap> {
  const smaller =
    scale < 1
      ? ({ resizeWidth: Math.floor(width * scale), resizeHeight: Math.floor(height * scale), resizeQuality: 'high' } as const)
      : {};
  try {
    return await createImageBitmap(file, { premultiplyAlpha: 'premultiply', colorSpaceConversion: 'none', ...smaller });
  } catch (error) {
    throw new StudioError(
      'invalid-input',
      `the picture ${name} cannot be read (${messageFromUnknown(error)}); export it again as PNG`,
      { cause: error },
    );
  }
}

function alphaOf(whole: ImageBitmap): AlphaMap {
  const width = Math.max(1, Math.ceil(whole.width / SHRINK));
  const height = Math.max(1, Math.ceil(whole.height / SHRINK));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new StudioError('unavailable', 'this browser cannot draw on hidden canvases; update it');
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[i * 4 + 3] ?? 0;
  return { width, height, alpha };
}

/** Alpha 0…255 under u, v (0…1) of a layer whose picture lies at `source` on the page. */
export function alphaAt({ width, height, alpha: map }: PuppetPage, source: Rect, u: number, v: number): number {
  const x = Math.floor(((source.x + source.width * u) / width) * map.width);
  const y = Math.floor(((source.y + source.height * v) / height) * map.height);
  if (x < 0 || y < 0 || x >= map.width || y >= map.height) return 0;
  return map.alpha[y * map.width + x] ?? 0;
}

/** Whether anything between two corners (u, v) of the picture can be seen; in doubt yes. */
export function isVisible(page: PuppetPage, source: Rect, left: number, top: number, right: number, bottom: number): boolean {
  const { width, height, alpha: map } = page;
  const column = (u: number): number => ((source.x + source.width * u) / width) * map.width;
  const row = (v: number): number => ((source.y + source.height * v) / height) * map.height;
  const lastX = Math.min(map.width - 1, Math.floor(column(right)) + 1);
  const lastY = Math.min(map.height - 1, Math.floor(row(bottom)) + 1);
  for (let y = Math.max(0, Math.floor(row(top)) - 1); y <= lastY; y++)
    for (let x = Math.max(0, Math.floor(column(left)) - 1); x <= lastX; x++)
      if ((map.alpha[y * map.width + x] ?? 0) > 0) return true;
  return false;
}
