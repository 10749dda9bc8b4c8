import { type StandardParameterId, standardIndices } from '#shared/avatar/standard-parameters.ts';
import type { Pose } from '../../layers/pose.ts';
import { FACE_SHARES } from './standard-face.ts';

/** Writes what a pose asks for into the standard parameters that a model has. */
export interface StandardPose {
  /** The model has brows or smiling eyes: moods are worth their fine faces. */
  readonly fine: boolean;
  /**
   * Overwrites every standard parameter that a pose speaks of; `values` has one number per id, in the model's units. Values may lie a little outside of
   * a model's range (an eye wider than open): the model limits them. Allocates nothing.
   */
  write(pose: Pose, values: Float32Array): void;
}

/** Degrees of the eyes that count as 1 of `ParamEyeBallX` and `Y`. */
const FULL_GAZE_YAW = 24;
const FULL_GAZE_PITCH = 16;
/** Degrees of the body per unit of `ParamBodyAngle…`, whose 10 is far. */
const BODY_SCALE = 1.2;
/** Units of `ParamBodyAngleZ` and of `ParamBaseX` for all the weight on one leg. */
const LEAN_OF_WEIGHT = 2;
const SHIFT_OF_WEIGHT = 3;
/** What vowels do to the mouth's corners where a model has no vowels: spread lips smile, round lips purse. Order of `Pose.mouth`. */
const FORM_OF_VOWEL = [0, 0.5, -0.7, 0.35, -0.5] as const;
const VOWELS = ['ParamA', 'ParamI', 'ParamU', 'ParamE', 'ParamO'] as const;

export function createStandardPose(ids: readonly string[]): StandardPose {
  const places = standardIndices(ids);
  const at = (id: StandardParameterId): number => places.get(id) ?? -1;
  const faces = FACE_SHARES.flatMap((share) => (places.has(share.parameter) ? [{ ...share, index: at(share.parameter) }] : []));
  /** Of the face alone; they start at 0 each frame. */
  const faceIndices = [...new Set(faces.map((share) => share.index))];
  const eyes = [
    { open: at('ParamEyeLOpen'), smile: at('ParamEyeLSmile') },
    { open: at('ParamEyeROpen'), smile: at('ParamEyeRSmile') },
  ].filter((eye) => eye.open >= 0);
  const posture = createPosture(at);
  const mouth = createMouth(at);

  return {
    fine: places.has('ParamBrowLY') || places.has('ParamBrowLAngle') || places.has('ParamEyeLSmile'),
    write(pose, values) {
      for (let i = 0; i < faceIndices.length; i++) values[faceIndices[i] ?? 0] = 0;
      for (let i = 0; i < eyes.length; i++) values[eyes[i]?.open ?? 0] = 1;
      posture(pose, values);
      for (let i = 0; i < faces.length; i++) {
        const share = faces[i];
        if (share === undefined) continue;
        const weight = (pose.face[share.control] ?? 0) * share.amount;
        // Written out: a number that comes from either of two places is boxed on its way.
        values[share.index] = (values[share.index] ?? 0) + (share.mouth ? weight * pose.faceMouth : weight);
      }
      for (let i = 0; i < eyes.length; i++) blink(eyes[i], pose, values);
      mouth(pose, values);
    },
  };
}

/** Lids fall from wherever the face holds them; shut is shut. */
function blink(eye: { readonly open: number; readonly smile: number } | undefined, pose: Pose, values: Float32Array): void {
  if (eye === undefined) return;
  values[eye.open] = Math.max(0, values[eye.open] ?? 0) * (1 - pose.blink);
}

type Writer = (pose: Pose, values: Float32Array) => void;
type Places = (id: StandardParameterId) => number;

function createPosture(at: Places): Writer {
  const [headX, headY, headZ] = [at('ParamAngleX'), at('ParamAngleY'), at('ParamAngleZ')];
  const [bodyX, bodyY, bodyZ] = [at('ParamBodyAngleX'), at('ParamBodyAngleY'), at('ParamBodyAngleZ')];
  const [eyeX, eyeY] = [at('ParamEyeBallX'), at('ParamEyeBallY')];
  const [breath, baseX] = [at('ParamBreath'), at('ParamBaseX')];
  return (pose, values) => {
    if (headX >= 0) values[headX] = pose.headYaw;
    if (headY >= 0) values[headY] = pose.headPitch;
    if (headZ >= 0) values[headZ] = pose.headRoll;
    if (bodyX >= 0) values[bodyX] = pose.bodyYaw * BODY_SCALE;
    if (bodyY >= 0) values[bodyY] = pose.bodyPitch * BODY_SCALE;
    if (bodyZ >= 0) values[bodyZ] = pose.bodyRoll * BODY_SCALE + pose.weightShift * LEAN_OF_WEIGHT;
    if (eyeX >= 0) values[eyeX] = pose.gazeYaw / FULL_GAZE_YAW;
    if (eyeY >= 0) values[eyeY] = pose.gazePitch / FULL_GAZE_PITCH;
    limit(values, eyeX);
    limit(values, eyeY);
    if (breath >= 0) values[breath] = pose.breath;
    if (baseX >= 0) values[baseX] = pose.weightShift * SHIFT_OF_WEIGHT;
  };
}

/**
 * A model with vowels speaks with them and leaves `ParamMouthOpenY` to the face; any other opens `ParamMouthOpenY` and shapes `ParamMouthForm`. The
 * face has written both before.
 */
function createMouth(at: Places): Writer {
  const vowels = VOWELS.map(at);
  const hasVowels = vowels.every((index) => index >= 0);
  const [open, form, silence] = [at('ParamMouthOpenY'), at('ParamMouthForm'), at('ParamSilence')];
  return ({ mouth }, values) => {
    let sum = 0;
    let shape = 0;
    for (let i = 0; i < VOWELS.length; i++) {
      const weight = mouth[i] ?? 0;
      sum += weight;
      shape += weight * (FORM_OF_VOWEL[i] ?? 0);
      if (hasVowels) values[vowels[i] ?? 0] = weight;
    }
    if (silence >= 0) values[silence] = Math.max(0, 1 - sum);
    if (hasVowels) return;
    if (open >= 0) values[open] = Math.max(values[open] ?? 0, mouth[5] ?? 0);
    if (form >= 0) values[form] = (values[form] ?? 0) + shape;
    limit(values, form);
  };
}

/** Keeps a value within ±1; `at` −1: there is none. */
function limit(values: Float32Array, at: number): void {
  if (at >= 0) values[at] = Math.max(-1, Math.min(1, values[at] ?? 0));
}
