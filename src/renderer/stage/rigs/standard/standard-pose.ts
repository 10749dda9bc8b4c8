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
const FORM_OF_VOWEL = Float32Array.of(0, 0.5, -0.7, 0.35, -0.5);
const VOWELS = ['ParamA', 'ParamI', 'ParamU', 'ParamE', 'ParamO'] as const;

export function createStandardPose(ids: readonly string[]): StandardPose {
  const places = standardIndices(ids);
  const at = (id: StandardParameterId): number => places.get(id) ?? -1;
  const face = createFace(at);
  const lids = Int16Array.of(at('ParamEyeLOpen'), at('ParamEyeROpen')).filter((place) => place >= 0);
  const posture = createPosture(at);
  const mouth = createMouth(at);

  return {
    fine: places.has('ParamBrowLY') || places.has('ParamBrowLAngle') || places.has('ParamEyeLSmile'),
    write(pose, values) {
      face.clear(values);
      for (let i = 0; i < lids.length; i++) values[lids[i] ?? 0] = 1;
      posture(pose, values);
      face.add(pose, values);
      // Lids fall from wherever the face holds them; shut is shut.
      for (let i = 0; i < lids.length; i++) values[lids[i] ?? 0] = Math.max(0, values[lids[i] ?? 0] ?? 0) * (1 - pose.blink);
      mouth(pose, values);
    },
  };
}

type Writer = (pose: Pose, values: Float32Array) => void;
type Places = (id: StandardParameterId) => number;

/** What the controls of the face add up to. In arrays of numbers: amounts in objects would be boxed when they are read. */
function createFace(at: Places): { clear(values: Float32Array): void; add: Writer } {
  const shares = FACE_SHARES.filter(({ parameter }) => at(parameter) >= 0);
  const controls = Uint8Array.from(shares, ({ control }) => control);
  const places = Int16Array.from(shares, ({ parameter }) => at(parameter));
  const amounts = Float32Array.from(shares, ({ amount }) => amount);
  /** 1: speech holds it down. */
  const ofMouth = Uint8Array.from(shares, ({ mouth }) => (mouth ? 1 : 0));
  const moved = Int16Array.from(new Set(places));
  return {
    clear(values) {
      for (let i = 0; i < moved.length; i++) values[moved[i] ?? 0] = 0;
    },
    add({ face, faceMouth }, values) {
      for (let i = 0; i < amounts.length; i++) {
        const weight = (face[controls[i] ?? 0] ?? 0) * (amounts[i] ?? 0);
        const place = places[i] ?? 0;
        values[place] = (values[place] ?? 0) + (ofMouth[i] === 1 ? weight * faceMouth : weight);
      }
    },
  };
}

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
  const vowels = Int16Array.from(VOWELS, at);
  const hasVowels = vowels.every((index) => index >= 0);
  /** Of all vowels together: how much, and what they do to the corners. */
  const heard = new Float64Array(2);
  const [open, form, silence] = [at('ParamMouthOpenY'), at('ParamMouthForm'), at('ParamSilence')];
  return ({ mouth }, values) => {
    heard[0] = heard[1] = 0;
    for (let i = 0; i < vowels.length; i++) {
      const weight = mouth[i] ?? 0;
      heard[0] = (heard[0] ?? 0) + weight;
      heard[1] = (heard[1] ?? 0) + weight * (FORM_OF_VOWEL[i] ?? 0);
      if (hasVowels) values[vowels[i] ?? 0] = weight;
    }
    if (silence >= 0) values[silence] = Math.max(0, 1 - (heard[0] ?? 0));
    if (hasVowels) return;
    if (open >= 0) values[open] = Math.max(values[open] ?? 0, mouth[5] ?? 0);
    if (form >= 0) values[form] = (values[form] ?? 0) + (heard[1] ?? 0);
    limit(values, form);
  };
}

/** Keeps a value within ±1; `at` −1: there is none. */
function limit(values: Float32Array, at: number): void {
  if (at >= 0) values[at] = Math.max(-1, Math.min(1, values[at] ?? 0));
}
