import { FACE_AT } from '#shared/tracking/face-channels.ts';
import { pitchOf, type Rotation, rollOf, yawOf } from './head-pose.ts';
import { createSkullRotation } from './skull-rotation.ts';
import type { FaceObservation } from './solver.types.ts';

/**
 * What is measured of a face, before anybody knows whose face it is. Angles in degrees and places in cm as the camera sees them; lengths in distances of the
 * outer corners of the eyes, taken in the head's own frame: measured along the picture's axes they change with every nod (the mouth's gap by a fifth at 12°).
 * Left and right are the person's own.
 */
const POSE = ['yaw', 'pitch', 'roll', 'x', 'y', 'z'] as const;
/** Learned while they are not calibrated. */
export const FACE_RATIOS = [
  'mouthGap',
  'mouthWidthLeft',
  'mouthWidthRight',
  'mouthLiftLeft',
  'mouthLiftRight',
  'mouthShift',
  'jawShift',
  'eyeLeft',
  'eyeRight',
  'browInnerLeft',
  'browInnerRight',
  'browOuterLeft',
  'browOuterRight',
  'gazeX',
  'gazeY',
] as const;
export type FaceRatio = (typeof FACE_RATIOS)[number];
/** Shapes of a model that need a person's own range: as it tells them, hardly anybody closes the eyes. NaN where the model tells none. */
export const RANGED_SHAPES = [
  'eyeBlinkLeft',
  'eyeBlinkRight',
  'jawOpen',
  'mouthSmileLeft',
  'mouthSmileRight',
  'browInnerUp',
] as const;
export type RangedShape = (typeof RANGED_SHAPES)[number];
export type FaceMeasure = (typeof POSE)[number] | FaceRatio | RangedShape;
export type FaceMeasures = Record<FaceMeasure, number>;

export const emptyMeasures = (): FaceMeasures =>
  Object.fromEntries([...POSE, ...FACE_RATIOS, ...RANGED_SHAPES].map((name) => [name, Number.NaN])) as FaceMeasures;

/** Points of MediaPipe's mesh. The person's left is at the picture's right. */
const LEFT = {
  outer: 263,
  inner: 362,
  iris: 473,
  lids: [387, 373, 386, 374, 385, 380],
  browInner: 336,
  browInnerBelow: 285,
  browOuter: 300,
  corner: 291,
};
const RIGHT: typeof LEFT = {
  outer: 33,
  inner: 133,
  iris: 468,
  lids: [160, 144, 159, 145, 158, 153],
  browInner: 107,
  browInnerBelow: 55,
  browOuter: 70,
  corner: 61,
};
const LIPS = [13, 14, 82, 87, 312, 317];
const UPPER_LIP = 13;
const NOSE_BASE = 2;
const NOSE_BRIDGE = 168;
const CHIN = 152;
const POINTS = 478;
/** Those that lengths are taken between. */
const MEASURED = [...[LEFT, RIGHT].flatMap((side) => Object.values(side).flat()), ...LIPS, NOSE_BASE, NOSE_BRIDGE, CHIN];

/** Measures one observation into `into`. Keeps scratch memory; allocates nothing. */
export function createFaceMeter(): (observation: FaceObservation, into: FaceMeasures) => Rotation {
  const turnOfSkull = createSkullRotation();
  const rotation = new Float64Array(9);
  /** Points in the head's frame: x to the person's left, y upwards, z out of the face. */
  const points = new Float64Array(POINTS * 3);
  const x = (point: number): number => points[point * 3] ?? Number.NaN;
  const y = (point: number): number => points[point * 3 + 1] ?? Number.NaN;
  const distance = (a: number, b: number): number =>
    Math.hypot(x(a) - x(b), y(a) - y(b), (points[a * 3 + 2] ?? 0) - (points[b * 3 + 2] ?? 0));
  const meanGap = (pairs: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < pairs.length; i += 2) sum += distance(pairs[i] ?? 0, pairs[i + 1] ?? 0);
    return (sum * 2) / pairs.length;
  };

  const turnIntoHeadFrame = ({ landmarks, aspect }: FaceObservation): void => {
    for (let at = 0; at < MEASURED.length; at++) {
      const point = MEASURED[at] ?? 0;
      const px = (landmarks[point * 3] ?? Number.NaN) * aspect;
      const py = -(landmarks[point * 3 + 1] ?? Number.NaN);
      const pz = -(landmarks[point * 3 + 2] ?? Number.NaN) * aspect;
      for (let axis = 0; axis < 3; axis++)
        points[point * 3 + axis] = (rotation[axis] ?? 0) * px + (rotation[3 + axis] ?? 0) * py + (rotation[6 + axis] ?? 0) * pz;
    }
  };

  /**
   * Where an iris stands between its corners, in the picture: 0 in the middle, in widths of the eye; `across` to the person's left, else upwards. The depth
   * of an iris is a guess of the model's, so the head's frame would make this worse.
   */
  const gaze = ({ landmarks, aspect }: FaceObservation, from: number, to: number, iris: number, across: boolean): number => {
    const ax = ((landmarks[to * 3] ?? 0) - (landmarks[from * 3] ?? 0)) * aspect;
    const ay = (landmarks[to * 3 + 1] ?? 0) - (landmarks[from * 3 + 1] ?? 0);
    const ix = ((landmarks[iris * 3] ?? 0) - (landmarks[from * 3] ?? 0)) * aspect;
    const iy = (landmarks[iris * 3 + 1] ?? 0) - (landmarks[from * 3 + 1] ?? 0);
    const square = ax * ax + ay * ay;
    return across ? (ix * ax + iy * ay) / square - 0.5 : -(iy * ax - ix * ay) / square;
  };

  const measureEyes = (observation: FaceObservation, into: FaceMeasures, unit: number): void => {
    into.eyeLeft = meanGap(LEFT.lids) / unit;
    into.eyeRight = meanGap(RIGHT.lids) / unit;
    // A closed eye's iris is a guess: each eye counts by how open it is.
    const left = into.eyeLeft / (into.eyeLeft + into.eyeRight);
    into.gazeX =
      left * gaze(observation, LEFT.inner, LEFT.outer, LEFT.iris, true) +
      (1 - left) * gaze(observation, RIGHT.outer, RIGHT.inner, RIGHT.iris, true);
    into.gazeY =
      left * gaze(observation, LEFT.inner, LEFT.outer, LEFT.iris, false) +
      (1 - left) * gaze(observation, RIGHT.outer, RIGHT.inner, RIGHT.iris, false);
    into.browInnerLeft = ((y(LEFT.browInner) + y(LEFT.browInnerBelow)) / 2 - y(LEFT.inner)) / unit;
    into.browInnerRight = ((y(RIGHT.browInner) + y(RIGHT.browInnerBelow)) / 2 - y(RIGHT.inner)) / unit;
    into.browOuterLeft = (y(LEFT.browOuter) - y(LEFT.outer)) / unit;
    into.browOuterRight = (y(RIGHT.browOuter) - y(RIGHT.outer)) / unit;
  };

  const measureMouth = (into: FaceMeasures, unit: number): void => {
    into.mouthGap = meanGap(LIPS) / unit;
    into.mouthWidthLeft = (x(LEFT.corner) - x(UPPER_LIP)) / unit;
    into.mouthWidthRight = (x(UPPER_LIP) - x(RIGHT.corner)) / unit;
    into.mouthLiftLeft = (y(LEFT.corner) - y(NOSE_BASE)) / unit;
    into.mouthLiftRight = (y(RIGHT.corner) - y(NOSE_BASE)) / unit;
    // Against points as deep as the mouth: the nose stands out, and what it stands out by is guessed.
    into.mouthShift = ((x(LEFT.corner) + x(RIGHT.corner)) / 2 - (x(CHIN) + x(NOSE_BRIDGE)) / 2) / unit;
    into.jawShift = (x(CHIN) - x(NOSE_BRIDGE)) / unit;
  };

  return (observation, into) => {
    turnOfSkull(observation, rotation);
    turnIntoHeadFrame(observation);
    into.yaw = yawOf(rotation);
    into.pitch = pitchOf(rotation);
    into.roll = rollOf(rotation);
    into.x = observation.matrix[12] ?? Number.NaN;
    into.y = observation.matrix[13] ?? Number.NaN;
    into.z = observation.matrix[14] ?? Number.NaN;
    const unit = distance(LEFT.outer, RIGHT.outer);
    measureEyes(observation, into, unit);
    measureMouth(into, unit);
    for (const name of RANGED_SHAPES) into[name] = observation.blendshapes?.[FACE_AT[name]] ?? Number.NaN;
    return rotation;
  };
}
