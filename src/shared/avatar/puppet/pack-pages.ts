import { StudioError } from '#shared/errors.ts';
import { PUPPET_LIMITS } from './puppet-format.ts';

/** Where a picture lies on the pages. */
export interface PagePlace {
  readonly page: number;
  readonly x: number;
  readonly y: number;
}

/** Room around each picture, pixels: half of it belongs to a neighbour's softened edge in the smaller copies that the graphics card makes. */
export const PAGE_GAP = 8;

/**
 * Lays pictures out on as few square pages as it can, tallest first, in rows. `size` is the side of a page in pixels; places come in the order of the
 * pictures. Pages are as high as their rows need.
 */
export function packPages(
  pictures: readonly { readonly width: number; readonly height: number }[],
  size: number,
): { readonly places: readonly PagePlace[]; readonly pages: readonly { readonly width: number; readonly height: number }[] } {
  const places: PagePlace[] = pictures.map(() => ({ page: 0, x: 0, y: 0 }));
  const order = pictures
    .map((_, index) => index)
    .sort((a, b) => (pictures[b]?.height ?? 0) - (pictures[a]?.height ?? 0) || a - b);
  const pages: { width: number; height: number }[] = [];
  let [x, y, row] = [PAGE_GAP, PAGE_GAP, 0];
  for (const index of order) {
    const { width, height } = pictures[index] ?? { width: 0, height: 0 };
    if (width + 2 * PAGE_GAP > size || height + 2 * PAGE_GAP > size)
      throw new StudioError(
        'too-large',
        `a picture of ${width}×${height} does not fit on a page of ${size}×${size}; make the drawing smaller`,
      );
    if (x + width + PAGE_GAP > size) [x, y, row] = [PAGE_GAP, y + row + PAGE_GAP, 0];
    if (pages.length === 0 || y + height + PAGE_GAP > size) {
      pages.push({ width: size, height: 0 });
      [x, y, row] = [PAGE_GAP, PAGE_GAP, 0];
    }
    places[index] = { page: pages.length - 1, x, y };
    x += width + PAGE_GAP;
    row = Math.max(row, height);
    const page = pages.at(-1);
    if (page !== undefined) page.height = Math.max(page.height, y + height + PAGE_GAP);
  }
  if (pages.length > PUPPET_LIMITS.pages)
    throw new StudioError(
      'too-large',
      `the pictures need ${pages.length} pages of ${size}×${size}, more than ${PUPPET_LIMITS.pages}; make the drawing smaller`,
    );
  return { places, pages };
}
