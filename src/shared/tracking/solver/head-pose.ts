import type { FaceMeasures } from './face-measures.ts';

/** A rotation, row-major 3 × 3, in a camera's frame: x to the picture's right (the person's own left), y upwards, z towards the camera. */
export type Rotation = Float64Array;
const DEGREES = 180 / Math.PI;

/** `out` = the rotation of a head that turned by `yaw`, then nods by `pitch` and leans by `roll`: our signs, degrees. */
export function rotationFromAngles(yaw: number, pitch: number, roll: number, out: Rotation): void {
  const [a, b, c] = [-pitch / DEGREES, yaw / DEGREES, -roll / DEGREES];
  const [sa, ca, sb, cb, sc, cc] = [Math.sin(a), Math.cos(a), Math.sin(b), Math.cos(b), Math.sin(c), Math.cos(c)];
  out[0] = cb * cc + sb * sa * sc;
  out[1] = -cb * sc + sb * sa * cc;
  out[2] = sb * ca;
  out[3] = ca * sc;
  out[4] = ca * cc;
  out[5] = -sa;
  out[6] = -sb * cc + cb * sa * sc;
  out[7] = sb * sc + cb * sa * cc;
  out[8] = cb * ca;
}

const at = (of: Rotation, index: number): number => of[index] ?? 0;

/**
 * `out` = how `now` is turned from `rest`. Where the camera stands is told by the rest's yaw and pitch: about its axes a nod stays a nod beside a camera at the
 * side. A lean at rest is the head's own, cameras stand upright: axes that leaned with it would make a nod of every turn.
 */
export function relativeRotation(rest: Pick<RestPose, 'camera' | 'lean'>, now: Rotation, out: Rotation): void {
  const { camera, lean } = rest;
  for (let row = 0; row < 3; row++) {
    const x = at(camera, row) * at(now, 0) + at(camera, 3 + row) * at(now, 3) + at(camera, 6 + row) * at(now, 6);
    const y = at(camera, row) * at(now, 1) + at(camera, 3 + row) * at(now, 4) + at(camera, 6 + row) * at(now, 7);
    const z = at(camera, row) * at(now, 2) + at(camera, 3 + row) * at(now, 5) + at(camera, 6 + row) * at(now, 8);
    for (let column = 0; column < 3; column++)
      out[row * 3 + column] = x * at(lean, column * 3) + y * at(lean, column * 3 + 1) + z * at(lean, column * 3 + 2);
  }
}

export const yawOf = (of: Rotation): number => Math.atan2(at(of, 2), at(of, 8)) * DEGREES;
export const pitchOf = (of: Rotation): number => Math.asin(Math.min(1, Math.max(-1, at(of, 5)))) * DEGREES;
export const rollOf = (of: Rotation): number => -Math.atan2(at(of, 3), at(of, 4)) * DEGREES;

/** In the order of a calibration's `rest`. */
export const POSE_MEASURES = ['yaw', 'pitch', 'roll', 'x', 'y', 'z'] as const;

/** Observations whose mean is the rest pose: a third of a second. */
const OBSERVATIONS = 10;
/** Who turns further than this meanwhile, degrees, does not rest: it begins anew, but after so many observations what there is has to do. */
const CALM = 2;
const MOST_OBSERVATIONS = 90;

/** Where the head rests: told by a calibration, or gathered from the first calm moment and again when the person asks. */
export interface RestPose {
  /** The head's rest without its lean: how the camera looks at it. */
  readonly camera: Rotation;
  /** The lean alone. */
  readonly lean: Rotation;
  /** x, y, z in cm */
  readonly place: Float64Array;
  tell(rest: readonly number[]): void;
  gather(): void;
  see(measures: Readonly<FaceMeasures>): void;
}

export function createRestPose(): RestPose {
  const [camera, lean] = [new Float64Array(9), new Float64Array(9)];
  const mean = new Float64Array(6);
  const place = mean.subarray(3);
  let seen = 0;
  let waited = 0;
  const isCalm = ({ yaw, pitch, roll }: Readonly<FaceMeasures>): boolean =>
    Math.abs(yaw - (mean[0] ?? 0)) < CALM && Math.abs(pitch - (mean[1] ?? 0)) < CALM && Math.abs(roll - (mean[2] ?? 0)) < CALM;
  const settle = (): void => {
    rotationFromAngles(mean[0] ?? 0, mean[1] ?? 0, 0, camera);
    rotationFromAngles(0, 0, mean[2] ?? 0, lean);
  };
  settle();
  return {
    camera,
    lean,
    place,
    tell(rest) {
      mean.set(rest.slice(0, 6));
      seen = OBSERVATIONS;
      settle();
    },
    gather() {
      seen = 0;
      waited = 0;
    },
    see(measures) {
      if (seen >= OBSERVATIONS) return;
      if (seen > 0 && waited++ < MOST_OBSERVATIONS && !isCalm(measures)) seen = 0;
      seen += 1;
      for (let i = 0; i < POSE_MEASURES.length; i++) {
        const name = POSE_MEASURES[i];
        if (name === undefined) continue;
        const before = seen === 1 ? 0 : (mean[i] ?? 0);
        mean[i] = before + (measures[name] - before) / seen;
      }
      settle();
    },
  };
}
