import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAGE_GAP, packPages } from './pack-pages.ts';

const size = fc.record({ width: fc.integer({ min: 1, max: 230 }), height: fc.integer({ min: 1, max: 230 }) });

describe('pages', () => {
  it('hold every picture whole, with room between any two and to the edge', () => {
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 40 }), (pictures) => {
        const { places, pages } = packPages(pictures, 512);
        const rects = pictures.map((picture, i) => ({ ...picture, ...places[i]! }));
        for (const { x, y, width, height, page } of rects) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(PAGE_GAP);
          expect(x + width).toBeLessThanOrEqual(pages[page]!.width - PAGE_GAP);
          expect(y + height).toBeLessThanOrEqual(pages[page]!.height - PAGE_GAP);
        }
        rects.forEach((one, i) => {
          for (const two of rects.slice(i + 1)) {
            const apart = Math.max(
              two.x - one.x - one.width,
              one.x - two.x - two.width,
              two.y - one.y - one.height,
              one.y - two.y - two.height,
            );
            if (one.page === two.page) expect(apart).toBeGreaterThanOrEqual(PAGE_GAP);
          }
        });
      }),
    );
  });

  it('refuse a picture that is larger than a page, and more pages than a puppet may have', () => {
    expect(() => packPages([{ width: 600, height: 10 }], 512)).toThrow('does not fit');
    expect(() =>
      packPages(
        Array.from({ length: 17 }, () => ({ width: 400, height: 400 })),
        512,
      ),
    ).toThrow('17 pages');
  });
});
