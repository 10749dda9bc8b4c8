import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placementSchema } from '#shared/obs/setup/template.ts';
import { type Box, CORNERS, moved, nudged, resized } from './drag-placement.ts';

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

describe('a part that is taken by hand', () => {
  it('goes where it is dragged, and lies at an edge or in the middle when it comes near', () => {
    expect(moved(box(0.1, 0.1, 0.3, 0.2), 0.123, 0.2, true)).toEqual(box(0.223, 0.3, 0.3, 0.2));
    expect(moved(box(0.1, 0.1, 0.3, 0.2), -0.093, 0, true)).toEqual(box(0, 0.1, 0.3, 0.2));
    expect(moved(box(0.1, 0.1, 0.3, 0.2), 0.605, 0, true)).toEqual(box(0.7, 0.1, 0.3, 0.2));
    expect(moved(box(0.1, 0.1, 0.3, 0.2), 0.245, 0, true)).toEqual(box(0.35, 0.1, 0.3, 0.2));
    expect(moved(box(0.1, 0.1, 0.3, 0.2), -0.093, 0, false)).toEqual(box(0.007, 0.1, 0.3, 0.2));
  });

  it('changes its size at the corner that is taken, and stays where it is at the other', () => {
    const start = box(0.2, 0.2, 0.4, 0.4);
    expect(resized(start, 'bottom-right', 0.1, -0.1, true)).toEqual(box(0.2, 0.2, 0.5, 0.3));
    expect(resized(start, 'top-left', 0.1, 0.1, true)).toEqual(box(0.3, 0.3, 0.3, 0.3));
    expect(resized(start, 'top-right', 0.395, -0.195, true)).toEqual(box(0.2, 0, 0.8, 0.6));
    expect(resized(start, 'bottom-left', -0.1, 0.1, true)).toEqual(box(0.1, 0.2, 0.5, 0.5));
  });

  it('moves by the arrow keys, and grows with another key held', () => {
    const start = box(0.2, 0.2, 0.4, 0.4);
    expect(nudged(start, 'ArrowLeft', { big: false, resize: false })).toEqual(box(0.19, 0.2, 0.4, 0.4));
    expect(nudged(start, 'ArrowDown', { big: true, resize: false })).toEqual(box(0.2, 0.25, 0.4, 0.4));
    expect(nudged(start, 'ArrowRight', { big: false, resize: true })).toEqual(box(0.2, 0.2, 0.41, 0.4));
    expect(nudged(start, 'a', { big: false, resize: false })).toBeUndefined();
  });

  it('stays a place that a template can hold, with a bit of it in the picture, however wildly it is pulled', () => {
    const share = fc.double({ min: -1, max: 2, noNaN: true });
    const pull = fc.double({ min: -9, max: 9, noNaN: true });
    const length = fc.double({ min: 0.02, max: 2, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ x: share, y: share, width: length, height: length }),
        fc.tuple(pull, pull, fc.boolean(), fc.constantFrom(...CORNERS)),
        (start, [dx, dy, snap, corner]) => {
          const to = moved(start, dx, dy, snap);
          for (const at of [to, resized(start, corner, dx, dy, snap)]) expect(placementSchema.safeParse(at).success).toBe(true);
          for (const [from, size] of [
            [to.x, to.width],
            [to.y, to.height],
          ] as const) {
            expect(from).toBeLessThan(1);
            expect(from + size).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});
