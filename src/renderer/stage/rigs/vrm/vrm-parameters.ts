import type { VRMExpression } from '@pixiv/three-vrm';
import type { ModelParameter } from '#shared/avatar/model.ts';
import { STANDARD_PARAMETERS, type StandardParameterId } from '#shared/avatar/standard-parameters.ts';
import { canonicalName } from './expression-names.ts';

/** A model's parameters: posture under Live2D's standard ids, then its expressions, 0…1. */
export interface VrmParameters {
  readonly list: readonly ModelParameter[];
  readonly defaults: Float32Array;
  /** One per parameter; undefined where it is no expression. */
  readonly expressions: readonly (VRMExpression | undefined)[];
  /** Place of a parameter or of an expression in any of its spellings; −1: the model has none such. */
  place(name: string): number;
  /** The expression of that name, in any spelling. */
  expression(name: string): VRMExpression | undefined;
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
/** Posture that takes shapes, and the shapes of which it needs at least one. */
const BY_SHAPES: readonly (readonly [id: StandardParameterId, needs: readonly string[]])[] = [
  ['ParamEyeLOpen', ['blinkLeft', 'eyeBlinkLeft', 'blink']],
  ['ParamEyeROpen', ['blinkRight', 'eyeBlinkRight', 'blink']],
  ['ParamMouthOpenY', ['aa', 'jawOpen']],
  ['ParamMouthForm', ['mouthSmileLeft', 'mouthFrownLeft']],
  ['ParamBrowLY', ['browDownLeft', 'browOuterUpLeft']],
  ['ParamBrowRY', ['browDownRight', 'browOuterUpRight']],
  ['ParamEyeLSmile', ['eyeSquintLeft']],
  ['ParamEyeRSmile', ['eyeSquintRight']],
];

export function createVrmParameters(expressions: readonly VRMExpression[]): VrmParameters {
  const byName = new Map<string, VRMExpression>();
  for (const expression of expressions) {
    const id = canonicalName(expression.expressionName);
    // The first wins the standard name; one that means the same keeps its own.
    byName.set(byName.has(id) ? expression.expressionName : id, expression);
  }
  const shaped = BY_SHAPES.filter(([, needs]) => needs.some((need) => byName.has(need))).map(([id]) => id);
  const posture = new Set<string>([...POSTURE, ...shaped]);
  const list: ModelParameter[] = STANDARD_PARAMETERS.filter(({ id }) => posture.has(id)).map((parameter) => ({ ...parameter }));
  const ofExpressions = [...byName].filter(([id]) => !posture.has(id));
  for (const [id, { expressionName }] of ofExpressions) list.push({ id, name: expressionName, min: 0, max: 1, default: 0 });
  const places = new Map(list.map(({ id }, index) => [id, index]));
  return {
    list,
    defaults: Float32Array.from(list, (parameter) => parameter.default),
    expressions: list.map(({ id }) => (posture.has(id) ? undefined : byName.get(id))),
    place: (name) => places.get(name) ?? places.get(canonicalName(name)) ?? -1,
    expression: (name) => byName.get(name) ?? byName.get(canonicalName(name)),
  };
}
