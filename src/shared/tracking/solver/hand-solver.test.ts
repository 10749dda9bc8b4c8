import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyHands, HAND_CHANNELS, HAND_GESTURES, HAND_STRIDE, type HandGesture } from '#shared/tracking/hand-channels.ts';
import { createHandSolver } from './hand-solver.ts';
import { rotationFromAngles } from './head-pose.ts';

type Point = readonly [number, number, number];
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const add = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** A left hand as it is made, palm to the camera, fingers up, thumb at the picture's left; y up, z towards the camera, palm about 1 long. Bends in degrees per joint. */
interface Bends {
  readonly fingers: readonly [number, number, number, number];
  /** 0 spread … 1 laid over the palm */
  readonly thumb: number;
  /** The thumb's tip lies where this finger's tip is. */
  readonly pinch?: boolean;
}
function handPoints({ fingers, thumb, pinch = false }: Bends): Point[] {
  const roots: Point[] = [
    [-0.3, 0.95, 0],
    [-0.05, 1, 0],
    [0.18, 0.95, 0],
    [0.38, 0.85, 0],
  ];
  const lengths = [
    [0.45, 0.27, 0.22],
    [0.5, 0.3, 0.23],
    [0.46, 0.29, 0.22],
    [0.36, 0.21, 0.19],
  ];
  const points: Point[] = [[0, 0, 0]];
  const chains = roots.map((root, finger) => {
    const chain: Point[] = [root];
    let angle = 0;
    for (const [joint, length] of lengths[finger]!.entries()) {
      // A finger's outer joint bends less than the two before it.
      angle += fingers[finger]! * (joint === 2 ? 0.7 : 1);
      chain.push(add(chain.at(-1)!, [0, length * Math.cos(radians(angle)), length * Math.sin(radians(angle))]));
    }
    return chain;
  });
  const spread: Point[] = [
    [-0.25, 0.2, 0.05],
    [-0.5, 0.42, 0.08],
    [-0.7, 0.62, 0.1],
    [-0.86, 0.8, 0.1],
  ];
  const folded: Point[] = [
    [-0.25, 0.2, 0.1],
    [-0.4, 0.5, 0.3],
    [-0.2, 0.72, 0.42],
    [0.02, 0.7, 0.42],
  ];
  const thumbPoints = spread.map((from, index): Point => {
    const to = folded[index]!;
    return [from[0] + (to[0] - from[0]) * thumb, from[1] + (to[1] - from[1]) * thumb, from[2] + (to[2] - from[2]) * thumb];
  });
  if (pinch) thumbPoints[3] = add(chains[0]![3]!, [-0.06, -0.05, 0.04]);
  return [...points, ...thumbPoints, ...chains.flat()];
}
interface View {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  readonly size: number;
}
const FACING: View = { yaw: 0, pitch: 0, roll: 0, size: 0.2 };
function seen(bends: Bends, { yaw, pitch, roll, size }: View, aspect = 4 / 3): Float32Array {
  const rotation = new Float64Array(9);
  rotationFromAngles(yaw, pitch, roll, rotation);
  return Float32Array.from(
    handPoints(bends).flatMap((point) => {
      const turn = (row: number): number => [0, 1, 2].reduce((sum, k) => sum + rotation[row * 3 + k]! * point[k]!, 0) * size;
      return [0.5 + turn(0) / aspect, 0.7 - turn(1), -turn(2) / aspect];
    }),
  );
}
const SIGNS: Readonly<Partial<Record<HandGesture, Bends>>> = {
  open: { fingers: [5, 5, 5, 5], thumb: 0 },
  fist: { fingers: [80, 80, 80, 80], thumb: 1 },
  point: { fingers: [5, 80, 80, 80], thumb: 1 },
  victory: { fingers: [5, 5, 80, 80], thumb: 1 },
  horns: { fingers: [5, 80, 80, 5], thumb: 1 },
  call: { fingers: [80, 80, 80, 5], thumb: 0 },
  ok: { fingers: [42, 8, 5, 5], thumb: 0.6, pinch: true },
  'finger-heart': { fingers: [35, 80, 80, 80], thumb: 0.6, pinch: true },
};
/** The values of the hand after three pictures. */
function solve(landmarks: Float32Array, side: 'left' | 'right' = 'left', aspect = 4 / 3) {
  const solver = createHandSolver();
  const out = emptyHands();
  for (let picture = 0; picture < 3; picture++) solver({ landmarks, side, aspect }, out);
  const at = side === 'left' ? 0 : HAND_STRIDE;
  const values = Object.fromEntries(HAND_CHANNELS.map((name, index) => [name, out[at + index]!]));
  return { ...values, gesture: HAND_GESTURES[out[at + HAND_STRIDE - 1]!] } as Record<(typeof HAND_CHANNELS)[number], number> & {
    gesture: string;
  };
}
const anyView = fc.record({
  yaw: fc.double({ min: -60, max: 60, noNaN: true }),
  pitch: fc.double({ min: -50, max: 50, noNaN: true }),
  roll: fc.double({ min: -170, max: 170, noNaN: true }),
  size: fc.double({ min: 0.04, max: 0.4, noNaN: true }),
});

describe('a hand solver', () => {
  it('reads an open hand, as a landmarker saw it, as open and straight', () => {
    const { landmarks } = JSON.parse(
      readFileSync(new URL('../../../../tests/fixtures/face/hand-landmarks.json', import.meta.url), 'utf8'),
    );
    const hand = solve(Float32Array.from(landmarks), 'left', 1);
    expect(hand.gesture).toBe('open');
    for (const finger of ['thumb', 'index', 'middle', 'ring', 'pinky'] as const)
      expect(hand[finger], finger).toBeGreaterThan(0.7);
    expect(hand.open).toBeGreaterThan(0.8);
  });

  it('reads every sign from any side, at any size and however the hand leans', () => {
    for (const [gesture, bends] of Object.entries(SIGNS))
      fc.assert(
        fc.property(anyView, (view) => {
          expect(solve(seen(bends, view)).gesture).toBe(gesture);
        }),
        { numRuns: 60 },
      );
  });

  it('tells a thumb that points up from one that points down, however the picture is stretched', () => {
    const bends: Bends = { fingers: [80, 80, 80, 80], thumb: 0 };
    expect(solve(seen(bends, { ...FACING, roll: 45 }, 16 / 9), 'left', 16 / 9).gesture).toBe('thumb-up');
    expect(solve(seen(bends, { ...FACING, roll: -135 }, 1), 'left', 1).gesture).toBe('thumb-down');
    expect(solve(seen(bends, { ...FACING, roll: -45 })).gesture).toBe('none');
  });

  it('tells a half-bent finger as half-way, the same from every side', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const hand = solve(seen({ fingers: [42, 5, 42, 85], thumb: 0 }, view));
        expect(hand.index).toBeGreaterThan(0.3);
        expect(hand.index).toBeLessThan(0.7);
        expect(hand.ring).toBeCloseTo(hand.index, 1);
        expect(hand.middle).toBeGreaterThan(0.95);
        expect(hand.pinky).toBeLessThan(0.05);
      }),
      { numRuns: 100 },
    );
  });

  it('says where the hand is, how near it is and how it leans', () => {
    const bends = SIGNS.open!;
    const hand = solve(seen(bends, { ...FACING, roll: 30 }));
    expect(hand.angleZ).toBeCloseTo(30 - 2.9, 0);
    expect(hand.x).toBeGreaterThan(0);
    expect(hand.y).toBeLessThan(0);
    expect(solve(seen(bends, { ...FACING, size: 0.4 })).z - solve(seen(bends, FACING)).z).toBeCloseTo(5, 3);
    expect(solve(seen(bends, { ...FACING, pitch: -40 })).angleX).toBeCloseTo(40, 0);
  });

  it('writes the right hand beside the left one', () => {
    const solver = createHandSolver();
    const out = emptyHands();
    solver({ landmarks: seen(SIGNS.fist!, FACING), side: 'right', aspect: 4 / 3 }, out);
    expect(out.slice(0, HAND_STRIDE).every(Number.isNaN)).toBe(true);
    expect(out.slice(HAND_STRIDE).every(Number.isFinite)).toBe(true);
  });

  it('does not flicker between signs while a finger trembles half-way', () => {
    const solver = createHandSolver();
    const out = emptyHands();
    const read = (bend: number): string => {
      solver({ landmarks: seen({ fingers: [5, bend, 80, 80], thumb: 1 }, FACING), side: 'left', aspect: 4 / 3 }, out);
      return HAND_GESTURES[out[HAND_STRIDE - 1]!]!;
    };
    for (let picture = 0; picture < 3; picture++) read(5);
    const trembling = Array.from({ length: 40 }, (_, picture) => read(picture % 2 ? 39 : 42));
    expect(new Set(trembling)).toEqual(new Set(['victory']));
    read(80);
    expect(read(80)).toBe('point');
  });

  it('ignores a single wild picture', () => {
    const solver = createHandSolver();
    const out = emptyHands();
    const show = (bends: Bends): string => {
      solver({ landmarks: seen(bends, FACING), side: 'left', aspect: 4 / 3 }, out);
      return HAND_GESTURES[out[HAND_STRIDE - 1]!]!;
    };
    show(SIGNS.open!);
    show(SIGNS.open!);
    expect(show(SIGNS.fist!)).toBe('open');
    expect(show(SIGNS.open!)).toBe('open');
  });

  it('tells nothing of a hand without size or with broken numbers', () => {
    const solver = createHandSolver();
    for (const value of [0, Number.NaN, Number.POSITIVE_INFINITY]) {
      const out = emptyHands();
      solver({ landmarks: new Float32Array(63).fill(value), side: 'left', aspect: 1 }, out);
      expect(out.every(Number.isNaN)).toBe(true);
    }
  });
});
