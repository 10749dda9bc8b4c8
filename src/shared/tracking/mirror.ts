import { BONES } from './bones.ts';
import { FACE_CHANNELS } from './face-channels.ts';
import { HAND_CHANNELS, HAND_SIDES, HAND_STRIDE } from './hand-channels.ts';

const otherSide = (name: string): string => name.replace(/Left|Right|^left|^right/g, (side) => OTHER[side] ?? side);
const OTHER: Readonly<Record<string, string>> = { Left: 'Right', Right: 'Left', left: 'right', right: 'left' };

const placeOf = (names: readonly string[], name: string): number => names.indexOf(otherSide(name));
const channels: readonly string[] = FACE_CHANNELS;
/** Where a mirrored face takes each channel from, and with which sign: what goes to one side goes to the other. */
const FACE_FROM = Uint8Array.from(channels, (name) => placeOf(channels, name));
const FACE_SIGN = Int8Array.from(channels, (name) => (/^(headYaw|headRoll|headX|gazeYaw)/.test(name) ? -1 : 1));
const HAND_SIGN = Int8Array.from(HAND_CHANNELS, (name) => (name === 'x' || name === 'angleZ' ? -1 : 1));
const BONE_FROM = Uint8Array.from(BONES, (name) => placeOf(BONES, name));

/** The mirror's picture of a face; `out` is not `face`. Allocates nothing, as the others. */
export function mirrorFace(face: Float32Array, out: Float32Array): void {
  for (let i = 0; i < FACE_FROM.length; i++) out[i] = (face[FACE_FROM[i] ?? 0] ?? Number.NaN) * (FACE_SIGN[i] ?? 1);
}

/** Left and right hand change places. */
export function mirrorHands(hands: Float32Array, out: Float32Array): void {
  for (let side = 0; side < HAND_SIDES.length; side++) {
    const from = (HAND_SIDES.length - 1 - side) * HAND_STRIDE;
    for (let i = 0; i < HAND_STRIDE; i++) out[side * HAND_STRIDE + i] = (hands[from + i] ?? Number.NaN) * (HAND_SIGN[i] ?? 1);
  }
}

/** The pose mirrored at the plane between left and right. */
export function mirrorPose(pose: Float32Array, out: Float32Array): void {
  out[0] = -(pose[0] ?? Number.NaN);
  out[1] = pose[1] ?? Number.NaN;
  out[2] = pose[2] ?? Number.NaN;
  for (let bone = 0; bone < BONE_FROM.length; bone++) {
    const from = 3 + (BONE_FROM[bone] ?? 0) * 4;
    const to = 3 + bone * 4;
    out[to] = pose[from] ?? Number.NaN;
    out[to + 1] = -(pose[from + 1] ?? Number.NaN);
    out[to + 2] = -(pose[from + 2] ?? Number.NaN);
    out[to + 3] = pose[from + 3] ?? Number.NaN;
  }
}
