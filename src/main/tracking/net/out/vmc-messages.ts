import { BONES } from '#shared/tracking/bones.ts';
import { ARKIT_SHAPES, FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import type { MergedMotion } from '../../tracking.types.ts';
import type { OscWriter } from '../osc.ts';
import { rotationAt, UNITY_BONES } from '../vmc-names.ts';

/** Where the hips of a standing avatar are; receivers take the position as it is. */
const HIPS_HEIGHT_METRES = 0.95;
/** Of the head's turn: the neck takes part. */
const NECK_SHARE = 0.4;
const [NECK, HEAD, LEFT_EYE, RIGHT_EYE] = ['neck', 'head', 'leftEye', 'rightEye'].map((name) => BONES.indexOf(name));

const SHAPE_NAMES = ARKIT_SHAPES.map((name) => name.charAt(0).toUpperCase() + name.slice(1));
const at = (face: Float32Array, channel: FaceChannel): number => face[FACE_AT[channel]] || 0;
/** VRM 0's presets from shapes, for avatars without Perfect Sync. */
const PRESETS: readonly (readonly [string, (face: Float32Array) => number])[] = [
  ['Blink_L', (face) => at(face, 'eyeBlinkLeft')],
  ['Blink_R', (face) => at(face, 'eyeBlinkRight')],
  ['A', (face) => open(face) * (1 - round(face)) * (1 - stretched(face))],
  ['I', (face) => stretched(face) * (1 - open(face))],
  ['U', (face) => Math.max(0, at(face, 'mouthPucker') - open(face) * 0.5)],
  ['E', (face) => Math.min(stretched(face), open(face))],
  ['O', (face) => Math.min(1, open(face) * round(face) * 2)],
];
const open = (face: Float32Array): number => Math.max(0, at(face, 'jawOpen') - at(face, 'mouthClose'));
const round = (face: Float32Array): number => Math.max(at(face, 'mouthFunnel'), at(face, 'mouthPucker'));
const stretched = (face: Float32Array): number => (at(face, 'mouthStretchLeft') + at(face, 'mouthStretchRight')) / 2;

/** Writes one frame as a performer says it: state, time, root, bones, expressions. `seconds`: since it began. */
export function createVmcFrame(): (motion: MergedMotion, seconds: number, out: OscWriter) => void {
  const rotation = new Float64Array(4);

  function bones({ face, pose }: MergedMotion, out: OscWriter): void {
    for (let bone = 0; bone < BONES.length; bone++) {
      if (!readBone(bone, face, pose)) continue;
      const [x = 0, y = 0, z = 0, w = 1] = rotation;
      const isHips = bone === 0;
      const [px, py, pz] = isHips ? [-(pose[0] || 0), HIPS_HEIGHT_METRES + (pose[1] || 0), pose[2] || 0] : [0, 0, 0];
      // Unity's space is ours, mirrored in x.
      out.write('/VMC/Ext/Bone/Pos', 'sfffffff', UNITY_BONES[bone] ?? '', px, py, pz, x, -y, -z, w);
    }
  }

  /** The bone's own rotation; of head, neck and eyes also what the face tells. */
  function readBone(bone: number, face: Float32Array, pose: Float32Array): boolean {
    const from = 3 + 4 * bone;
    if (!Number.isNaN(pose[from])) {
      for (let i = 0; i < 4; i++) rotation[i] = pose[from + i] ?? 0;
      return true;
    }
    if (bone === NECK) return hasNoHead(pose) && turn(face, 'headYaw', 'headPitch', 'headRoll', NECK_SHARE);
    if (bone === HEAD) {
      const hasNeck = !Number.isNaN(pose[rotationAt('neck')]);
      return turn(face, 'headYaw', 'headPitch', 'headRoll', hasNeck ? 1 : 1 - NECK_SHARE);
    }
    if (bone === LEFT_EYE) return turn(face, 'gazeYawLeft', 'gazePitchLeft', undefined, 1);
    if (bone === RIGHT_EYE) return turn(face, 'gazeYawRight', 'gazePitchRight', undefined, 1);
    return false;
  }
  const hasNoHead = (pose: Float32Array): boolean => Number.isNaN(pose[rotationAt('head')]);

  /** Whether the angles are told. Yaw about y, then pitch about x, then roll about z, of something that faces +Z. */
  function turn(face: Float32Array, yaw: FaceChannel, pitch: FaceChannel, roll: FaceChannel | undefined, share: number): boolean {
    if (Number.isNaN(face[FACE_AT[yaw]])) return false;
    const half = (Math.PI / 360) * share;
    const [a, b, c] = [at(face, yaw) * half, -at(face, pitch) * half, roll === undefined ? 0 : -at(face, roll) * half];
    const [sa, ca, sb, cb, sc, cc] = [Math.sin(a), Math.cos(a), Math.sin(b), Math.cos(b), Math.sin(c), Math.cos(c)];
    rotation[0] = ca * sb * cc + sa * cb * sc;
    rotation[1] = sa * cb * cc - ca * sb * sc;
    rotation[2] = ca * cb * sc - sa * sb * cc;
    rotation[3] = ca * cb * cc + sa * sb * sc;
    return true;
  }

  function expressions({ face }: MergedMotion, out: OscWriter): void {
    let told = 0;
    for (let i = 0; i < SHAPE_NAMES.length; i++) {
      const value = face[i] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      out.write('/VMC/Ext/Blend/Val', 'sf', SHAPE_NAMES[i] ?? '', value);
      told += 1;
    }
    if (told === 0) return;
    for (const [name, value] of PRESETS) out.write('/VMC/Ext/Blend/Val', 'sf', name, value(face));
    out.write('/VMC/Ext/Blend/Apply', '');
  }

  return (motion, seconds, out) => {
    out.write('/VMC/Ext/OK', 'iiii', 1, 3, 0, motion.found ? 1 : 0);
    out.write('/VMC/Ext/T', 'f', seconds);
    if (motion.found) {
      out.write('/VMC/Ext/Root/Pos', 'sfffffff', 'root', 0, 0, 0, 0, 0, 0, 1);
      bones(motion, out);
      expressions(motion, out);
    }
    out.flush();
  };
}
