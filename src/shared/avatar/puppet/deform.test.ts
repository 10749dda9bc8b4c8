import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveDeformer } from './deform.ts';
import type { Deformer } from './puppet-format.ts';

const places = new Map([['P', 0]]);
const axes = [{ parameter: 'P', keys: [-1, 1] }];
const none = { x: 0, y: 0, angle: 0, scaleX: 0, scaleY: 0, shearX: 0 };

function moved(deformer: Deformer, value: number, points: readonly number[]): number[] {
  const live = createLiveDeformer(deformer, places);
  live.read(Float32Array.of(value));
  const list = Float32Array.from(points);
  live.apply(list, 0, list.length);
  return [...list].map((number) => Math.round(number * 1000) / 1000);
}

const transform = (form: Partial<typeof none>): Deformer => ({
  id: 't',
  parent: null,
  kind: 'transform',
  pivot: { x: 10, y: 20 },
  bindings: [
    {
      axes,
      forms: [
        { ...none, ...Object.fromEntries(Object.entries(form).map(([key, value]) => [key, -value])) },
        { ...none, ...form },
      ],
    },
  ],
});
/** 2×2 points on a square of 10, of which the lower right one goes by 4, 2. */
const warp: Deformer = {
  id: 'w',
  parent: null,
  kind: 'warp',
  bounds: { x: 0, y: 0, width: 10, height: 10 },
  columns: 1,
  rows: 1,
  bindings: [
    {
      axes,
      forms: [
        [0, 0, 0, 0, 0, 0, -4, -2],
        [0, 0, 0, 0, 0, 0, 4, 2],
      ],
    },
  ],
};

describe('deformers', () => {
  it('turn clockwise about the pivot, for y points down', () => {
    expect(moved(transform({ angle: 90 }), 1, [20, 20, 10, 20])).toEqual([10, 30, 10, 20]);
  });

  it('scale and shift from the pivot; shear moves what is above it to the right', () => {
    expect(moved(transform({ scaleX: 1, x: 5 }), 1, [12, 30])).toEqual([19, 30]);
    expect(moved(transform({ shearX: 0.5 }), 1, [10, 10, 10, 30])).toEqual([15, 10, 5, 30]);
  });

  it('go half the way at half the value, and the other way below zero', () => {
    expect(moved(transform({ x: 8 }), 0.5, [0, 0])).toEqual([4, 0]);
    expect(moved(transform({ x: 8 }), -1, [0, 0])).toEqual([-8, 0]);
  });

  it('bend what lies in a warp, and carry what lies outside with its nearest edge', () => {
    expect(moved(warp, 1, [10, 10, 5, 5, 0, 0])).toEqual([14, 12, 6, 5.5, 0, 0]);
    expect(moved(warp, 1, [30, 30, 30, 0, 30, 5])).toEqual([34, 32, 30, 0, 32, 6]);
  });

  it('move nothing at rest, wherever it is', () => {
    fc.assert(
      fc.property(fc.float({ min: -1000, max: 1000, noNaN: true }), fc.float({ min: -1000, max: 1000, noNaN: true }), (x, y) => {
        for (const deformer of [warp, transform({ angle: 50, scaleX: 2, x: 3 })]) {
          const [toX, toY] = moved(deformer, 0, [x, y]);
          expect(toX).toBeCloseTo(x, 2);
          expect(toY).toBeCloseTo(y, 2);
        }
      }),
    );
  });

  it('move near points to near places: nothing tears', () => {
    const place = fc.float({ min: -20, max: 30, noNaN: true });
    fc.assert(
      fc.property(place, place, fc.float({ min: -1, max: 1, noNaN: true }), (x, y, value) => {
        const [x1, y1, x2, y2] = moved(warp, value, [x, y, x + 0.01, y - 0.01]);
        expect(Math.hypot(x1! - x2!, y1! - y2!)).toBeLessThan(0.05);
      }),
    );
  });

  it('leave points beyond the range that they are given alone', () => {
    const live = createLiveDeformer(transform({ x: 5 }), places);
    live.read(Float32Array.of(1));
    const points = Float32Array.of(0, 0, 1, 1, 2, 2);
    live.apply(points, 2, 4);
    expect([...points]).toEqual([0, 0, 6, 1, 2, 2]);
  });
});
