import type { VRMExpression } from '@pixiv/three-vrm';
import type { ModelParameter } from '#shared/avatar/model.ts';
import { STANDARD_PARAMETERS, type StandardParameterId } from '#shared/avatar/standard-parameters.ts';
import { canonicalName } from './expression-names.ts';

/** A model's parameters: posture under Live2D's standard ids, then its expressions, 0…1. */
export interface VrmParameters {
  readonly list: readonly ModelParameter[];
  readonly defaults: Float32Array;
  /** Of each expression, in the order given: its id and the place of its parameter. */
  readonly expressionIds: readonly string[];
  readonly expressionPlaces: Int16Array;
  /** Place of a parameter or of an expression in any of its spellings; −1: the model has none such. */
  place(name: string): number;
  /** Which expression has that name, in any spelling; −1: none. */
  expression(name: string): number;
}

/** What every humanoid can do. */
const POSTURE = [
  'ParamAngleX',
  'ParamAngleY',
  'ParamAngleZ',
  'ParamBodyAngleX',
  'ParamBodyAngleY',
  'ParamBodyAngleZ',
  'ParamBreath',
  'ParamEyeBallX',
  'ParamEyeBallY',
] as const satisfies readonly StandardParameterId[];
/** Parameters that take shapes, and the shapes of which they need at least one. */
const BY_SHAPES: readonly (readonly [id: StandardParameterId, needs: readonly string[]])[] = [
  ['ParamEyeLOpen', ['blinkLeft', 'eyeBlinkLeft', 'blink']],
  ['ParamEyeROpen', ['blinkRight', 'eyeBlinkRight', 'blink']],
  ['ParamMouthOpenY', ['aa', 'jawOpen']],
  ['ParamMouthForm', ['mouthSmileLeft', 'mouthFrownLeft']],
  ['ParamMouthX', ['mouthLeft']],
  ['ParamBrowLY', ['browDownLeft', 'browOuterUpLeft']],
  ['ParamBrowRY', ['browDownRight', 'browOuterUpRight']],
  ['ParamEyeLSmile', ['eyeSquintLeft']],
  ['ParamEyeRSmile', ['eyeSquintRight']],
];

export function createVrmParameters(expressions: readonly VRMExpression[]): VrmParameters {
  const { ids, byId } = identify(expressions);
  const shaped = BY_SHAPES.filter(([, needs]) => needs.some((need) => byId.has(need))).map(([id]) => id);
  const posture = new Set<string>([...POSTURE, ...shaped]);
  const list: ModelParameter[] = STANDARD_PARAMETERS.filter(({ id }) => posture.has(id)).map((parameter) => ({ ...parameter }));
  ids.forEach((id, index) => {
    list.push({ id, name: expressions[index]?.expressionName ?? id, min: 0, max: 1, default: 0 });
  });
  const places = new Map(list.map(({ id }, index) => [id, index]));
  return {
    list,
    defaults: Float32Array.from(list, (parameter) => parameter.default),
    expressionIds: ids,
    expressionPlaces: Int16Array.from(ids, (_, index) => list.length - ids.length + index),
    place: (name) => places.get(name) ?? places.get(canonicalName(name)) ?? -1,
    expression: (name) => byId.get(name) ?? byId.get(canonicalName(name)) ?? -1,
  };
}

/** Ids without doubles: the first that means a standard name gets it, another one that means the same keeps its own spelling. */
function identify(expressions: readonly VRMExpression[]): { ids: readonly string[]; byId: ReadonlyMap<string, number> } {
  const byId = new Map<string, number>();
  const taken = new Set<string>(STANDARD_PARAMETERS.map(({ id }) => id));
  const ids = expressions.map(({ expressionName }, index) => {
    const standard = canonicalName(expressionName);
    let id = taken.has(standard) ? expressionName : standard;
    for (let count = 2; taken.has(id); count++) id = `${expressionName} ${count}`;
    taken.add(id);
    byId.set(id, index);
    return id;
  });
  return { ids, byId };
}
