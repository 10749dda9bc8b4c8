import { STANDARD_INPUTS } from '#shared/avatar/input-parameters.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import type { MappingRow } from '#shared/avatar/parameters.ts';
import { standardParameter } from '#shared/avatar/standard-parameters.ts';

type Ends = readonly [number, number];
interface Rule {
  readonly input: string;
  /** A standard id, or the name of an ARKit shape or VRM preset in any spelling. */
  readonly output: string;
  readonly from: Ends;
  readonly to: Ends;
  readonly smoothing: number;
  /** The model has a better place for the same movement. */
  readonly unless?: readonly string[];
}

const rule = (input: string, output: string, from: Ends, to: Ends, smoothing: number, ...unless: readonly string[]): Rule => ({
  input,
  output,
  from,
  to,
  smoothing,
  unless,
});
const sides = (make: (side: 'Left' | 'Right', letter: 'L' | 'R') => readonly Rule[]): readonly Rule[] => [
  ...make('Left', 'L'),
  ...make('Right', 'R'),
];

/** Live2D's standard ids. Where two rules write one, the first whose input is known. Signs are those of VTube Studio: the avatar is a mirror. Eyes rest at 0.5, as trackers for VTube Studio send them. */
const STANDARD_RULES: readonly Rule[] = [
  rule('FaceAngleX', 'ParamAngleX', [-30, 30], [-30, 30], 10),
  rule('FaceAngleY', 'ParamAngleY', [-20, 20], [-30, 30], 10),
  rule('FaceAngleZ', 'ParamAngleZ', [-30, 30], [-30, 30], 15),
  rule('BodyAngleX', 'ParamBodyAngleX', [-10, 10], [-10, 10], 30),
  rule('BodyAngleY', 'ParamBodyAngleY', [-10, 10], [-10, 10], 30),
  rule('BodyAngleZ', 'ParamBodyAngleZ', [-10, 10], [-10, 10], 35),
  rule('FaceAngleX', 'ParamBodyAngleX', [-30, 30], [-10, 10], 30),
  rule('FaceAngleY', 'ParamBodyAngleY', [-30, 30], [-10, 10], 30),
  rule('FaceAngleZ', 'ParamBodyAngleZ', [-30, 30], [-10, 10], 35),
  rule('FacePositionX', 'ParamBaseX', [-15, 15], [-10, 10], 30),
  rule('FacePositionY', 'ParamBaseY', [-15, 15], [-10, 10], 30),
  ...sides((side, letter) => [
    rule(`EyeOpen${side}`, `ParamEye${letter}Open`, [0, 0.5], [0, 1], 3),
    rule('MouthSmile', `ParamEye${letter}Smile`, [0.65, 1], [0, 1], 15),
    rule(`Brow${side}Y`, `ParamBrow${letter}Y`, [0, 1], [-1, 1], 10),
  ]),
  rule('EyeRightX', 'ParamEyeBallX', [-1, 1], [-1, 1], 6),
  rule('EyeRightY', 'ParamEyeBallY', [-1, 1], [-1, 1], 6),
  rule('MouthSmile', 'ParamMouthForm', [0, 1], [-1, 1], 6),
  rule('MouthOpen', 'ParamMouthOpenY', [0, 1], [0, 1], 3),
  rule('MouthX', 'ParamMouthX', [-1, 1], [-1, 1], 8),
  rule('VoiceSilence', 'ParamSilence', [0, 1], [0, 1], 3),
  ...['A', 'I', 'U', 'E', 'O'].map((vowel) => rule(`Voice${vowel}`, `Param${vowel}`, [0, 1], [0, 1], 3)),
];

/** Shapes of faces without the standard ids: ARKit's first, VRM's presets where those are absent. */
const SHAPE_RULES: readonly Rule[] = [
  rule('MouthOpen', 'jawOpen', [0, 1], [0, 1], 3, 'ParamMouthOpenY'),
  rule('MouthOpen', 'aa', [0, 1], [0, 1], 3, 'ParamMouthOpenY', 'jawOpen'),
  ...(['aa', 'ih', 'ou', 'ee', 'oh'] as const).map((shape, at) => rule(`Voice${'AIUEO'.charAt(at)}`, shape, [0, 1], [0, 1], 3)),
  ...sides((side, letter) => [
    rule(`EyeOpen${side}`, `eyeBlink${side}`, [0, 0.5], [1, 0], 3, `ParamEye${letter}Open`),
    rule(`EyeOpen${side}`, `blink${side}`, [0, 0.5], [1, 0], 3, `ParamEye${letter}Open`, `eyeBlink${side}`),
    rule(`EyeOpen${side}`, `eyeWide${side}`, [0.6, 1], [0, 1], 6),
    rule(`Brow${side}Y`, `browOuterUp${side}`, [0.5, 1], [0, 1], 10, `ParamBrow${letter}Y`),
    rule(`Brow${side}Y`, `browDown${side}`, [0.5, 0], [0, 1], 10, `ParamBrow${letter}Y`),
    rule('MouthSmile', `mouthSmile${side}`, [0.5, 1], [0, 1], 6, 'ParamMouthForm'),
    rule('MouthSmile', `mouthFrown${side}`, [0.5, 0], [0, 1], 6, 'ParamMouthForm'),
  ]),
  rule('Brows', 'browInnerUp', [0.5, 1], [0, 1], 10, 'ParamBrowLY'),
  rule('MouthX', 'mouthLeft', [0, 1], [0, 1], 8, 'ParamMouthX'),
  rule('MouthX', 'mouthRight', [0, -1], [0, 1], 8, 'ParamMouthX'),
  rule('CheekPuff', 'cheekPuff', [0, 1], [0, 1], 6),
  rule('TongueOut', 'tongueOut', [0, 1], [0, 1], 6),
];

/** Standard ids that an ARKit input of the same name makes superfluous, so that nothing moves twice. */
const COVERED_BY_SHAPES: Readonly<Record<string, readonly string[]>> = {
  jawopen: ['ParamMouthOpenY'],
  mouthsmileleft: ['ParamMouthForm'],
  mouthleft: ['ParamMouthX'],
  eyeblinkleft: ['ParamEyeLOpen'],
  eyeblinkright: ['ParamEyeROpen'],
  browdownleft: ['ParamBrowLY'],
  browdownright: ['ParamBrowRY'],
  eyesquintleft: ['ParamEyeLSmile'],
  eyesquintright: ['ParamEyeRSmile'],
};

/** One spelling for a shape: without `Param`, underscores and case; `_L` and `_R` written out. `ParamEyeBlinkLeft`, `eyeBlink_L` → `eyeblinkleft`. */
export function shapeName(id: string): string {
  return id
    .replace(/_(L|R)$/i, (_, side: string) => (side.toUpperCase() === 'L' ? 'Left' : 'Right'))
    .replace(/^param_?(?=.{3})/i, '')
    .replaceAll(/[_\s]/g, '')
    .toLowerCase();
}

/** An input as far as the automatic mapping needs it. */
export type KnownInput = Pick<ModelParameter, 'min' | 'max'> & { readonly name: string };

/**
 * Rows for a model whose parameters have names that are known: inputs of the very same name (hands, perfect-sync shapes), then Live2D's standard ids, then
 * shapes derived from the standard inputs. Each output is written once, in the model's own order. Ids of rows are their outputs'. Breath and idle blinks are the rig's own.
 */
export function autoMapping(
  parameters: readonly ModelParameter[],
  inputs: readonly KnownInput[] = STANDARD_INPUTS,
): MappingRow[] {
  const model = indexOf(parameters);
  const rows = new Map<string, MappingRow>();
  const add = (row: MappingRow): void => void (row.output === '' || rows.has(row.output) || rows.set(row.output, row));
  const byName = new Map(inputs.map((input) => [shapeName(input.name), input]));
  const covered = new Set<string>();
  for (const parameter of parameters) {
    const input = byName.get(shapeName(parameter.id));
    if (input === undefined) continue;
    // For a standard id the rules know the way better, unless the input is called exactly so.
    if (standardParameter(parameter.id) !== undefined && input.name !== parameter.id) continue;
    // Eyes that turn by the standard ids shape their lids by themselves.
    if (/^eyelook/.test(shapeName(parameter.id)) && model.get('ParamEyeBallX') !== undefined) continue;
    add(rowOf(parameter, input.name, [input.min, input.max], [parameter.min, parameter.max], 5));
    for (const id of COVERED_BY_SHAPES[shapeName(parameter.id)] ?? []) covered.add(id);
  }
  const known = new Set(inputs.map(({ name }) => name));
  for (const one of [...STANDARD_RULES, ...SHAPE_RULES]) {
    const parameter = model.get(one.output);
    if (parameter === undefined || !known.has(one.input) || covered.has(one.output)) continue;
    if (one.unless?.some((better) => model.get(better) !== undefined)) continue;
    const { from, to } = widened(one, parameter);
    add(rowOf(parameter, one.input, from, endsWithin(to, parameter), one.smoothing));
  }
  const inOrder = parameters.flatMap(({ id }) => rows.get(id) ?? []);
  return withUniqueIds([...new Set(inOrder)]);
}

/** Far enough for any wide eye; models of other units go their own way. */
const WIDEST_EYE = 1.5;

/** An eye whose range goes on beyond open is opened wide by eyes that are: the line goes on. */
function widened({ output, from, to }: Rule, { max }: ModelParameter): Pick<Rule, 'from' | 'to'> {
  if (!/^ParamEye[LR]Open$/.test(output) || max <= 1 || max > 2) return { from, to };
  const share = Math.min(max, WIDEST_EYE);
  return { from: [from[0], from[1] * share], to: [to[0], to[1] * share] };
}

/** Ids are cut from outputs, which may be longer. */
function withUniqueIds(rows: readonly MappingRow[]): MappingRow[] {
  const seen = new Set<string>();
  return rows.map((row, index) => {
    const id = seen.has(row.id) ? `${row.id.slice(0, 56)}~${index}` : row.id;
    seen.add(id);
    return id === row.id ? row : { ...row, id };
  });
}

/** Finds a model's parameter by a standard id or a shape's name. The first wins where two mean the same. */
function indexOf(parameters: readonly ModelParameter[]): { get(name: string): ModelParameter | undefined } {
  const standard = new Map<string, ModelParameter>();
  const shapes = new Map<string, ModelParameter>();
  for (const parameter of parameters) {
    const id = standardParameter(parameter.id)?.id;
    if (id !== undefined && !standard.has(id)) standard.set(id, parameter);
    if (id === undefined && !shapes.has(shapeName(parameter.id))) shapes.set(shapeName(parameter.id), parameter);
  }
  return { get: (name) => standard.get(name) ?? shapes.get(shapeName(name)) };
}

/** The rule's ends, no farther than the model goes. A model drawn in other units (0…100 for 0…1) is driven over its whole range. */
function endsWithin([low, high]: Ends, { min, max }: ModelParameter): Ends {
  const widest = Math.max(Math.abs(low), Math.abs(high));
  const range = Math.max(Math.abs(min), Math.abs(max));
  if (range === 0) return [low, high];
  const scale = range > widest * 4 || range < widest / 4 ? range / widest : 1;
  const bounded = (value: number): number => Math.min(Math.max(value * scale, Math.min(min, max)), Math.max(min, max));
  return [bounded(low), bounded(high)];
}

function rowOf(parameter: ModelParameter, input: string, from: Ends, to: Ends, smoothing: number): MappingRow {
  return {
    id: parameter.id.slice(0, 64),
    name: '',
    input,
    output: parameter.id,
    inputMin: from[0],
    inputMax: from[1],
    outputMin: to[0],
    outputMax: to[1],
    clampInput: true,
    clampOutput: true,
    curve: 1,
    smoothing,
    blinking: false,
    breathing: false,
    whileSpeaking: 'voice',
    enabled: true,
  };
}

/** A row of its own, for the editor's "add": it does nothing until both ends are chosen. */
export function newRow(id: string, parameter: ModelParameter | undefined, input: KnownInput | undefined): MappingRow {
  const target = parameter ?? { id: '', name: '', min: 0, max: 1, default: 0 };
  const row = rowOf(target, input?.name ?? '', [input?.min ?? 0, input?.max ?? 1], [target.min, target.max], 10);
  return { ...row, id };
}

const MOUTH = /^(mouth|jaw|tongue|cheekpuff)/;
const VOWEL = /^(param_?)?(a|i|u|e|o|silence|aa|ih|ou|ee|oh)$/i;

/** Whether her voice moves this parameter too, so that somebody must win while she speaks. */
export const isMouthParameter = (id: string): boolean => MOUTH.test(shapeName(id)) || VOWEL.test(id);
