import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveValue } from './motion-curve.ts';
import { type MotionCurve, readMotion3 } from './motion3.ts';

const motionOf = (segments: readonly number[], restricted = true) =>
  readMotion3(
    JSON.stringify({
      Version: 3,
      Meta: { Duration: 4, Loop: true, AreBeziersRestricted: restricted, FadeInTime: -1 },
      Curves: [{ Target: 'Parameter', Id: 'P', Segments: segments, FadeOutTime: 0.2 }],
    }),
    'm.motion3.json',
  );
function curveOf(segments: readonly number[], restricted = true): MotionCurve {
  const [curve] = motionOf(segments, restricted).curves;
  if (curve === undefined) throw new Error('no curve');
  return curve;
}

describe('a curve of a motion', () => {
  it('goes straight, in a bow, in steps early and late, and holds its ends', () => {
    const curve = curveOf([0, 0, 0, 1, 10, 1, 1.33333, 10, 1.66667, 20, 2, 20, 2, 3, 5, 3, 4, 7]);
    const at = (time: number): number => curveValue(curve, time, true);
    expect([at(-1), at(0), at(0.25), at(0.5)]).toEqual([0, 0, 2.5, 5]);
    expect(at(1.5)).toBeCloseTo(15, 4);
    expect([at(2.5), at(2.999), at(3), at(3.5)]).toEqual([20, 20, 7, 7]);
    expect(at(99)).toBe(7);
  });

  it('reads where its handles pull the time, when they do not lie at thirds', () => {
    // Times 0, 0.9, 0.9, 1; values 0, 0, 1, 1: at the parameter 0.5 the time is 0.8 and the value 0.5.
    const curve = curveOf([0, 0, 1, 0.9, 0, 0.9, 1, 1, 1], false);
    expect(curveValue(curve, 0.8, false)).toBeCloseTo(0.5, 4);
    expect(curveValue(curve, 0.8, true)).not.toBeCloseTo(0.5, 1);
  });

  it('finds the same value by solving as by walking the bow finely', () => {
    const inside = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(inside, inside, inside, inside, inside, (x1, y1, x2, y2, t) => {
        const curve = curveOf([0, 0, 1, x1, y1, x2, y2, 1, 1], false);
        const bow = (a: number, b: number): number => 3 * (1 - t) ** 2 * t * a + 3 * (1 - t) * t ** 2 * b + t ** 3;
        // Where the time stands still the value is not determined by it.
        const slope = 3 * ((1 - t) ** 2 * x1 + 2 * (1 - t) * t * (x2 - x1) + t ** 2 * (1 - x2));
        fc.pre(slope > 0.05);
        expect(curveValue(curve, bow(x1, x2), false)).toBeCloseTo(bow(y1, y2), 3);
      }),
    );
  });

  it('keeps what the file says of fades and leaves unsaid what it does not', () => {
    const motion = motionOf([0, 1, 0, 1, 1]);
    expect([motion.fadeIn, motion.fadeOut, motion.curves[0]?.fadeIn, motion.curves[0]?.fadeOut]).toEqual([
      undefined,
      undefined,
      undefined,
      0.2,
    ]);
  });

  it.each([
    ['breaks off in a bow', [0, 0, 1, 0.5, 1, 0.8]],
    ['has a segment of an unknown kind', [0, 0, 9, 1, 1]],
  ])('is refused when it %s', (_, segments) => {
    expect(() => motionOf(segments)).toThrow(/breaks off/);
  });
});
