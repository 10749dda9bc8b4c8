import { HAND_CHANNELS, HAND_GESTURES, HAND_SIDES, HAND_STRIDE, type HandChannel } from '#shared/tracking/hand-channels.ts';
import { createGestureReader, type HandShape } from './hand-gestures.ts';
import type { SolveHand } from './solver.types.ts';

/** MediaPipe's points of a finger, root to tip. */
const FINGERS = [
  [1, 2, 3, 4],
  [5, 6, 7, 8],
  [9, 10, 11, 12],
  [13, 14, 15, 16],
  [17, 18, 19, 20],
] as const;
const WRIST = 0;
const INDEX_ROOT = 5;
const MIDDLE_ROOT = 9;
const PINKY_ROOT = 17;
const POINTS = 21;

/** Sum of a finger's bends, degrees: a straight one still bends a little at its root, a fist's has all of it. */
const FINGER_BEND = { straight: 35, bent: 190 } as const;
/** Of the thumb's two outer joints. */
const THUMB_BEND = { straight: 25, bent: 85 } as const;
/** How far the thumb's tip is from the little finger's root, in palms: over the palm … spread. */
const THUMB_OUT = { folded: 0.75, spread: 1.15 } as const;
/** A palm this share of the picture's height is at z 0; twice as near is +5. */
const PALM_AT_REST = 0.2;
const DEGREES = 180 / Math.PI;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
const share = (value: number, from: number, to: number): number => clamp((value - from) / (to - from), 0, 1);
const CHANNEL_AT = Object.fromEntries(HAND_CHANNELS.map((name, index) => [name, index])) as Record<HandChannel, number>;
const FINGER_CHANNELS = ['thumb', 'index', 'middle', 'ring', 'pinky'] as const;

/**
 * A solver for both hands of one person. Fingers are told by the angles of their joints in space, so turning, distance and size of a hand change nothing.
 * `angleZ`: to which side the hand leans, positive to the person's left, 0 fingers up; `angleX`: how far fingers point at the camera.
 */
export function createHandSolver(): SolveHand {
  const points = new Float64Array(POINTS * 3);
  const readers = { left: createGestureReader(), right: createGestureReader() };
  const shape: HandShape = { straight: new Float64Array(5), pinch: 0, indexReach: 0, thumbUp: 0 };

  const part = (from: number, to: number, axis: number): number =>
    (points[to * 3 + axis] ?? Number.NaN) - (points[from * 3 + axis] ?? Number.NaN);
  const distance = (from: number, to: number): number => Math.hypot(part(from, to, 0), part(from, to, 1), part(from, to, 2));
  /** How far the way from a over b to c bends at b, degrees. */
  const bend = (a: number, b: number, c: number): number => {
    const dot = part(a, b, 0) * part(b, c, 0) + part(a, b, 1) * part(b, c, 1) + part(a, b, 2) * part(b, c, 2);
    return Math.acos(clamp(dot / (distance(a, b) * distance(b, c)), -1, 1)) * DEGREES;
  };
  const load = (landmarks: Float32Array, aspect: number): void => {
    for (let point = 0; point < POINTS; point++) {
      points[point * 3] = (landmarks[point * 3] ?? Number.NaN) * aspect;
      points[point * 3 + 1] = -(landmarks[point * 3 + 1] ?? Number.NaN);
      points[point * 3 + 2] = -(landmarks[point * 3 + 2] ?? Number.NaN) * aspect;
    }
  };
  const measureFingers = (palm: number): void => {
    for (let finger = 1; finger < 5; finger++) {
      const [root, near, far, tip] = FINGERS[finger] ?? FINGERS[1];
      const sum = bend(WRIST, root, near) + bend(root, near, far) + bend(near, far, tip);
      shape.straight[finger] = 1 - share(sum, FINGER_BEND.straight, FINGER_BEND.bent);
    }
    const [root, near, far, tip] = FINGERS[0];
    const unbent = 1 - share(bend(root, near, far) + bend(near, far, tip), THUMB_BEND.straight, THUMB_BEND.bent);
    const out = share(distance(tip, PINKY_ROOT) / palm, THUMB_OUT.folded, THUMB_OUT.spread);
    shape.straight[0] = Math.min(unbent, out);
    shape.pinch = distance(4, 8) / palm;
    shape.indexReach = distance(WRIST, 8) / palm;
    shape.thumbUp = part(2, 4, 1) / distance(2, 4);
  };

  return ({ landmarks, side, aspect }, out) => {
    load(landmarks, aspect);
    const at = HAND_SIDES.indexOf(side) * HAND_STRIDE;
    // The longer of length and width: a hand seen from the edge loses one of them.
    const palm = Math.max(distance(WRIST, MIDDLE_ROOT), distance(INDEX_ROOT, PINKY_ROOT) * 1.2);
    if (!(palm > 1e-6)) {
      out.fill(Number.NaN, at, at + HAND_STRIDE);
      return;
    }
    measureFingers(palm);
    const centre = (axis: number): number => ((points[WRIST * 3 + axis] ?? 0) + (points[MIDDLE_ROOT * 3 + axis] ?? 0)) / 2;
    out[at + CHANNEL_AT.x] = clamp((centre(0) / aspect - 0.5) * 20, -10, 10);
    out[at + CHANNEL_AT.y] = clamp((0.5 + centre(1)) * 20, -10, 10);
    out[at + CHANNEL_AT.z] = clamp(Math.log2(palm / PALM_AT_REST) * 5, -10, 10);
    out[at + CHANNEL_AT.angleZ] = Math.atan2(part(WRIST, MIDDLE_ROOT, 0), part(WRIST, MIDDLE_ROOT, 1)) * DEGREES;
    out[at + CHANNEL_AT.angleX] = Math.asin(clamp(part(WRIST, MIDDLE_ROOT, 2) / distance(WRIST, MIDDLE_ROOT), -1, 1)) * DEGREES;
    let sum = 0;
    for (let finger = 0; finger < 5; finger++) {
      const straight = shape.straight[finger] ?? 0;
      sum += straight;
      const name = FINGER_CHANNELS[finger];
      if (name !== undefined) out[at + CHANNEL_AT[name]] = straight;
    }
    out[at + CHANNEL_AT.open] = sum / 5;
    out[at + HAND_STRIDE - 1] = HAND_GESTURES.indexOf(readers[side](shape));
  };
}
