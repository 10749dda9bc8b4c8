/**
 * Live2D's standard parameters: the words in which every format is driven. Signs as Cubism has them, seen by the audience: angle X positive turns to
 * the right of the picture (her left), Y up, Z tilts clockwise; L and R are her own left and right, so her left eye is on the right of the picture.
 * Angles in degrees, everything else without unit. Ranges: Cubism's standard parameter list; silence and vowels as VTube Studio and MotionSync name them.
 */
export interface StandardParameter {
  readonly id: StandardParameterId;
  /** For people, in English. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

const TABLE = [
  ['ParamAngleX', 'Head left and right', -30, 30, 0],
  ['ParamAngleY', 'Head up and down', -30, 30, 0],
  ['ParamAngleZ', 'Head tilt', -30, 30, 0],
  ['ParamEyeLOpen', 'Left eye open', 0, 1, 1],
  ['ParamEyeROpen', 'Right eye open', 0, 1, 1],
  ['ParamEyeLSmile', 'Left eye smile', 0, 1, 0],
  ['ParamEyeRSmile', 'Right eye smile', 0, 1, 0],
  ['ParamEyeBallX', 'Gaze left and right', -1, 1, 0],
  ['ParamEyeBallY', 'Gaze up and down', -1, 1, 0],
  ['ParamEyeBallForm', 'Pupil size', -1, 1, 0],
  ['ParamBrowLY', 'Left brow height', -1, 1, 0],
  ['ParamBrowRY', 'Right brow height', -1, 1, 0],
  ['ParamBrowLX', 'Left brow position', -1, 1, 0],
  ['ParamBrowRX', 'Right brow position', -1, 1, 0],
  ['ParamBrowLAngle', 'Left brow angle', -1, 1, 0],
  ['ParamBrowRAngle', 'Right brow angle', -1, 1, 0],
  ['ParamBrowLForm', 'Left brow shape', -1, 1, 0],
  ['ParamBrowRForm', 'Right brow shape', -1, 1, 0],
  ['ParamMouthForm', 'Mouth corners', -1, 1, 0],
  ['ParamMouthOpenY', 'Mouth open', 0, 1, 0],
  ['ParamMouthX', 'Mouth left and right', -1, 1, 0],
  ['ParamSilence', 'Silence', 0, 1, 1],
  ['ParamA', 'Mouth A', 0, 1, 0],
  ['ParamI', 'Mouth I', 0, 1, 0],
  ['ParamU', 'Mouth U', 0, 1, 0],
  ['ParamE', 'Mouth E', 0, 1, 0],
  ['ParamO', 'Mouth O', 0, 1, 0],
  ['ParamCheek', 'Blush', 0, 1, 0],
  ['ParamBodyAngleX', 'Body left and right', -10, 10, 0],
  ['ParamBodyAngleY', 'Body up and down', -10, 10, 0],
  ['ParamBodyAngleZ', 'Body lean', -10, 10, 0],
  ['ParamBreath', 'Breath', 0, 1, 0],
  ['ParamShoulderY', 'Shoulders', -10, 10, 0],
  ['ParamArmLA', 'Left arm A', -10, 10, 0],
  ['ParamArmRA', 'Right arm A', -10, 10, 0],
  ['ParamArmLB', 'Left arm B', -10, 10, 0],
  ['ParamArmRB', 'Right arm B', -10, 10, 0],
  ['ParamHairFront', 'Front hair sway', -1, 1, 0],
  ['ParamHairSide', 'Side hair sway', -1, 1, 0],
  ['ParamHairBack', 'Back hair sway', -1, 1, 0],
  ['ParamBaseX', 'Whole figure left and right', -10, 10, 0],
  ['ParamBaseY', 'Whole figure up and down', -10, 10, 0],
] as const;

export type StandardParameterId = (typeof TABLE)[number][0];

export const STANDARD_PARAMETERS: readonly StandardParameter[] = TABLE.map(([id, name, min, max, fallback]) => ({
  id,
  name,
  min,
  max,
  default: fallback,
}));

/** Spellings beyond case and underscores: Cubism 2 models and common habits. */
const ALIASES: readonly (readonly [string, StandardParameterId])[] = [
  ['PARAM_BODY_X', 'ParamBodyAngleX'],
  ['PARAM_BODY_Y', 'ParamBodyAngleY'],
  ['PARAM_BODY_Z', 'ParamBodyAngleZ'],
  ['PARAM_TERE', 'ParamCheek'],
  ['PARAM_MOUTH_OPEN', 'ParamMouthOpenY'],
  ['PARAM_ARM_L', 'ParamArmLA'],
  ['PARAM_ARM_R', 'ParamArmRA'],
];

const BY_SPELLING: ReadonlyMap<string, StandardParameter> = new Map([
  ...STANDARD_PARAMETERS.map((parameter) => [spelling(parameter.id), parameter] as const),
  ...ALIASES.flatMap(([alias, id]) => {
    const parameter = STANDARD_PARAMETERS.find((one) => one.id === id);
    return parameter === undefined ? [] : [[spelling(alias), parameter] as const];
  }),
]);

/** The standard parameter that a model's id means, in Cubism 3's spelling (`ParamAngleX`) or Cubism 2's (`PARAM_ANGLE_X`). */
export function standardParameter(id: string): StandardParameter | undefined {
  return BY_SPELLING.get(spelling(id));
}

/** Where each standard parameter lies in a model's list of ids; the first wins where two mean the same. */
export function standardIndices(ids: readonly string[]): ReadonlyMap<StandardParameterId, number> {
  const found = new Map<StandardParameterId, number>();
  ids.forEach((id, index) => {
    const parameter = standardParameter(id);
    if (parameter !== undefined && !found.has(parameter.id)) found.set(parameter.id, index);
  });
  return found;
}

function spelling(id: string): string {
  return id.replaceAll('_', '').toLowerCase();
}
