import { lerp, smoothstep, type Vec2 } from '../geometry/vector.ts';
import type { AvatarOptions } from '../options.ts';
import type { EyePose } from './face-pose.ts';
import { HEAD_CENTRE } from './head-shape.ts';

/** The drawing of an eye; metres. `s` runs from −1 at the inner corner to 1 at the outer one. */
export interface EyeShape {
  readonly centreX: number;
  readonly centreY: number;
  readonly halfWidth: number;
  /** Height of the opening above and below the line between the corners. */
  readonly up: number;
  readonly low: number;
  /** How much higher the outer corner is than the middle. */
  readonly tilt: number;
  /** Exponents of the lids' arcs: larger is boxier. */
  readonly upperBox: number;
  readonly lowerBox: number;
  /** Where the upper lid is highest, −0.3…0.3. */
  readonly peak: number;
  readonly irisWidth: number;
  readonly irisHeight: number;
  readonly irisY: number;
  readonly lash: number;
  readonly wing: number;
  /** Single lashes: place on the upper lid, length, lean to the outside. */
  readonly tips: readonly (readonly [t: number, long: number, lean: number])[];
}

const ROUND: EyeShape = {
  centreX: 0.0565,
  centreY: HEAD_CENTRE - 0.0315,
  halfWidth: 0.0325,
  up: 0.0345,
  low: 0.0345,
  tilt: 0.0015,
  upperBox: 2.7,
  lowerBox: 2.9,
  peak: 0.04,
  irisWidth: 0.0252,
  irisHeight: 0.0338,
  irisY: 0.001,
  lash: 0.0062,
  wing: 0.0062,
  tips: [
    [0.84, 0.0105, 0.45],
    [0.72, 0.0098, 0.25],
  ],
};

const SHAPES: Readonly<Record<AvatarOptions['eyes']['shape'], EyeShape>> = {
  round: ROUND,
  gentle: {
    ...ROUND,
    tilt: -0.0042,
    up: 0.033,
    low: 0.0335,
    peak: -0.06,
    lash: 0.0054,
    wing: 0.0052,
    tips: [[0.86, 0.0088, 0.6]],
  },
  sharp: {
    ...ROUND,
    tilt: 0.0066,
    up: 0.0268,
    low: 0.0278,
    upperBox: 2.4,
    lowerBox: 2.5,
    peak: 0.12,
    irisWidth: 0.0232,
    irisHeight: 0.0284,
    lash: 0.005,
    wing: 0.0066,
    tips: [[0.82, 0.0086, 0.5]],
  },
};

export const eyeShapeOf = (shape: AvatarOptions['eyes']['shape']): EyeShape => SHAPES[shape];

/** Heights of the upper and the lower lid's edge above the eye's centre; the upper one is never below the lower one. */
export function lids(shape: EyeShape, s: number, pose: EyePose): Vec2 {
  const { blink = 0, wide = 0, squint = 0, joy = 0, half = 0, angry = 0, sad = 0 } = pose;
  const skewed = Math.min(1, Math.abs(s - shape.peak * (1 - s * s)));
  const bow = 1 - s * s;
  const line = shape.tilt * s;
  const arch = (1 - skewed ** shape.upperBox) ** 0.62;
  const cup = (1 - Math.abs(s) ** shape.lowerBox) ** 0.66;
  let upper = line + shape.up * arch * (1 + 0.13 * wide - 0.4 * half - 0.12 * angry - 0.1 * sad);
  upper -= shape.up * arch * (0.42 * angry * smoothstep(1, -0.8, s) + 0.34 * sad * smoothstep(-0.8, 1, s));
  let lower = line - shape.low * cup * (1 - 0.45 * squint - 0.1 * angry - 0.06 * half + 0.05 * wide);
  const shut = line * 0.4 - shape.low * (0.5 * bow + 0.1);
  const arc = line * 0.2 + shape.up * (0.62 * bow - 0.34);
  upper = lerp(lerp(upper, shut, blink), arc, joy);
  lower = lerp(lerp(lower, shut, blink), arc, joy);
  return [Math.max(lower, upper), lower];
}
