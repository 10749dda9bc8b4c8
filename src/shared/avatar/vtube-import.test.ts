import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindingSchema } from './bindings.ts';
import { standardInput } from './input-parameters.ts';
import { mapInput } from './mapping.ts';
import type { ModelParameter } from './model.ts';
import { mappingSchema } from './parameters.ts';
import { physicsSchema, tintSchema } from './scene.ts';
import type { VtubeContext } from './vtube-context.ts';
import { importVtube, type VtubeImport } from './vtube-import.ts';
import { triggerFromKeys } from './vtube-keys.ts';
import { type VtubeReason, vtubeReportSchema } from './vtube-report.ts';

const fixture = (name: string): string => readFileSync(new URL(`./vtube-fixtures/${name}.vtube.json`, import.meta.url), 'utf8');
const MODEL = '1'.repeat(32);
const SISTER = '2'.repeat(32);

function context(parameters?: readonly ModelParameter[]): VtubeContext {
  let made = 0;
  return {
    modelId: MODEL,
    newId() {
      made += 1;
      return made.toString(16).padStart(32, 'f');
    },
    parameters,
    isInput: (name) => standardInput(name) !== undefined,
    modelByFile: (file) => (file === 'sister.vtube.json' ? SISTER : undefined),
  };
}
const take = (json: unknown, parameters?: readonly ModelParameter[]): VtubeImport =>
  importVtube(typeof json === 'string' ? json : JSON.stringify(json), 'x.vtube.json', context(parameters));
const reasons = ({ report }: VtubeImport): readonly (readonly [string, VtubeReason])[] =>
  report.left.map(({ name, why }) => [name, why]);
const takenOf = ({ report }: VtubeImport): Readonly<Record<string, number>> =>
  Object.fromEntries(report.taken.map(({ what, count }) => [what, count]));

describe('a model as VTube Studio keeps it today', () => {
  const found = take(fixture('full'));

  it('brings its mapping with ranges as they were, reversed ones too', () => {
    expect(found.rows.map(({ input, output }) => [input, output])).toEqual([
      ['FaceAngleX', 'ParamAngleX'],
      ['FaceAngleY', 'ParamAngleY'],
      ['', 'ParamBreath'],
      ['EyeOpenLeft', 'ParamEyeLOpen'],
      ['EyeRightX', 'ParamEyeBallX'],
      ['HeartRate', 'ParamCheek'],
    ]);
    const [, pitch, breath, eye, gaze, heart] = found.rows;
    expect(mapInput(pitch!, 10)).toBeCloseTo(15);
    expect(breath).toMatchObject({ breathing: true, blinking: false });
    expect(eye).toMatchObject({ blinking: true, smoothing: 10, clampInput: false });
    expect(mapInput(gaze!, 1)).toBe(-1);
    expect(heart).toMatchObject({ clampInput: true, clampOutput: true, smoothing: 50 });
  });

  it('brings hotkeys under their own ids, as this model’s own', () => {
    const [cry, angry, wave, corner] = found.bindings;
    expect(found.bindings).toHaveLength(4);
    expect(cry).toMatchObject({
      id: '8f1d0c7e2b6a4d3f9e5c1a0b7d8e6f24',
      modelId: MODEL,
      triggers: [
        { type: 'key', accelerator: 'Control+1', global: true },
        { type: 'button', slot: 1 },
      ],
      actions: [{ action: { type: 'expression', name: 'Cry', mode: 'timed', seconds: 4.5, fade: 0.5 } }],
    });
    expect(angry).toMatchObject({
      name: 'Angry.exp3.json',
      triggers: [{ type: 'key', accelerator: 'Q', global: false }],
      actions: [{ action: { mode: 'hold', fade: 0.25 } }],
    });
    expect(wave).toMatchObject({
      triggers: [{ type: 'gesture', hand: 'left', gesture: 'victory', holdSeconds: 0.5 }],
      actions: [{ action: { type: 'motion', name: 'wave', loop: false } }],
    });
    expect(corner).toMatchObject({
      enabled: false,
      triggers: [{ type: 'key', accelerator: 'Control+Shift+num3', global: false }],
      actions: [{ action: { type: 'placement', placement: { x: 0.7, y: -0.4, size: -20, rotation: 5 }, seconds: 1 } }],
    });
  });

  it('brings idle motion, physics, colours, the angle, and how far aside she stands', () => {
    expect(found.idleMotion).toBe('idle_loop');
    expect(found.physics).toEqual({ strength: 65, wind: 10, groups: [{ id: 'PhysicsSetting1', strength: 1.5, wind: 1 }] });
    expect(found.tints).toEqual([
      { meshes: ['ArtMesh12'], red: 255, green: 128, blue: 128, alpha: 255 },
      { meshes: ['ArtMesh13'], red: 255, green: 255, blue: 255, alpha: 255, screen: { red: 32, green: 32, blue: 32 } },
    ]);
    expect(found.placement).toEqual({ x: 0.125, rotation: -5 });
    expect(found.expressionBlend).toBe('overwrite');
  });

  it('says what came, what stayed behind and why', () => {
    expect(takenOf(found)).toEqual({
      mapping: 6,
      hotkeys: 4,
      keys: 3,
      'idle-motion': 1,
      physics: 1,
      'physics-groups': 1,
      tints: 2,
      place: 1,
      rotation: 1,
    });
    expect(reasons(found)).toEqual([
      ['Heart rate', 'input-unknown-noted'],
      ['Unused', 'no-output'],
      ['Second X', 'duplicate-output'],
      ['Angry.exp3.json', 'key-only-in-window-noted'],
      ['Wave', 'key-combination'],
      ['Wave', 'stops-on-last-frame'],
      ['Screenshot', 'action-unsupported'],
      ['sleep', 'tracking-lost-idle'],
      ['', 'move-with-tracking'],
      ['', 'physics-rate'],
      ['', 'dragging-physics'],
      ['', 'unit-unknown'],
    ]);
    expect(found.report.left.find(({ why }) => why === 'action-unsupported')?.detail).toBe('TakeScreenshot');
  });

  it('marks rows whose parameter the model does not have', () => {
    const lacking = take(fixture('full'), [{ id: 'ParamAngleX', name: '', min: -30, max: 30, default: 0 }]);
    expect(lacking.rows).toHaveLength(6);
    expect(lacking.report.left.filter(({ why }) => why === 'output-missing-noted')).toHaveLength(5);
  });
});

describe('an old and battered file', () => {
  const found = take(fixture('old'));

  it('gives what it has: numbers in quotes, flags as 1, smoothing beyond its end', () => {
    expect(found.rows).toHaveLength(2);
    expect(found.rows[0]).toMatchObject({ inputMax: 1, outputMax: 2.1, clampInput: true, clampOutput: true, smoothing: 100 });
    expect(found.rows[1]).toMatchObject({ input: '', blinking: true, output: 'PARAM_EYE_L_OPEN' });
    expect(found.idleMotion).toBe('idle');
    expect(found.physics).toBeUndefined();
    expect(found.placement).toBeUndefined();
  });

  it('gives a hotkey without a sound id a new one, and finds other models of the library', () => {
    expect(found.bindings.map(({ name, actions: [first] }) => [name, first?.action.type])).toEqual([
      ['笑顔', 'expression'],
      ['Clear', 'clear-expressions'],
      ['Sister', 'model'],
      ['Sit', 'idle-motion'],
    ]);
    expect(found.bindings[0]).toMatchObject({ triggers: [{ accelerator: 'F14', global: true }], enabled: true });
    expect(found.bindings[0]?.id).toMatch(/^f+/);
    expect(found.bindings[1]?.triggers).toEqual([{ type: 'mouse', button: 'middle' }]);
    expect(found.bindings[2]?.actions[0]?.action).toEqual({ type: 'model', modelId: SISTER });
  });

  it('names what it could not use', () => {
    expect(reasons(found)).toEqual([
      ['PARAM_ANGLE_X', 'bad-range'],
      ['From the future', 'action-unsupported'],
      ['No file', 'file-missing'],
      ['Nobody', 'unknown-model'],
      ['Sit', 'room-trigger'],
      ['Sit', 'key-unsupported'],
    ]);
  });
});

describe('odd files', () => {
  it('of a model that was never set up change nothing', () => {
    const found = take({ Version: 1, FileReferences: {}, ParameterSettings: [], Hotkeys: [] });
    expect(found).toMatchObject({ rows: [], bindings: [], tints: [], report: { taken: [], left: [] } });
    expect(found.physics).toBeUndefined();
  });

  it('may begin with a byte order mark', () => {
    expect(take(`\uFEFF${fixture('old')}`).rows).toHaveLength(2);
  });

  it.each([
    ['nothing', ''],
    ['half a file', fixture('full').slice(0, 400)],
    ['a list', '[]'],
    ['another program’s', '{"version":1}'],
    ['a model3.json', '{"Version":3,"FileReferences":{"Moc":"a.moc3"}}'],
    ['a physics3.json', '{"Version":3,"PhysicsSettings":[{"Id":"PhysicsSetting1"}]}'],
  ])('%s is refused with the next step', (_, text) => {
    expect(() => take(text)).toThrow(/\.vtube\.json file in the model/);
  });

  it('switch physics off when the model did', () => {
    expect(take({ Hotkeys: [], PhysicsSettings: { Use: false, PhysicsStrength: 80, WindStrength: 30 } }).physics).toEqual({
      strength: 0,
      wind: 0,
      groups: [],
    });
  });

  it('with two hotkeys of one id get a new id for the second', () => {
    const hotkey = { HotkeyID: 'A'.repeat(32), Action: 'RemoveAllItems', Name: 'x' };
    const ids = take({ Hotkeys: [hotkey, hotkey] }).bindings.map(({ id }) => id);
    expect(ids[0]).toBe('a'.repeat(32));
    expect(new Set(ids).size).toBe(2);
  });

  it('with thousands of hotkeys bring a thousand and a report that stays small', () => {
    const found = take({ Hotkeys: Array.from({ length: 3000 }, () => ({ Action: 'RemoveAllItems' })) });
    expect(found.bindings).toHaveLength(1000);
    expect(found.report.left.length).toBeLessThanOrEqual(500);
    expect(found.report.left[0]?.why).toBe('too-many');
  });

  it('deep as a well are refused or read, but never crash', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(() => take(`{"Hotkeys":${deep}}`)).not.toThrow(RangeError);
  });
});

/** Any JSON, with the names that the importer looks for in likely and unlikely places. */
const names = [
  'Name',
  'Action',
  'File',
  'Triggers',
  'Trigger1',
  'Input',
  'OutputLive2D',
  'InputRangeLower',
  'OutputRangeUpper',
  'Smoothing',
  'ID',
  'Value',
  'Position',
  'X',
  'UseBreathing',
];
const noise = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      null,
      true,
      'ToggleExpression',
      'MoveModel',
      'ChangeVTSModel',
      'A',
      'LeftControl',
      'FFFFFF00|12345678',
      '__proto__',
      'constructor',
      1e308,
      -1e308,
      -0,
    ),
    fc.double(),
    fc.string(),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie('value'), { maxKeys: 6 }),
  ),
})).value;

describe('whatever a file holds', () => {
  const sections = [
    'ParameterSettings',
    'Hotkeys',
    'FileReferences',
    'PhysicsSettings',
    'SavedModelPosition',
    'ArtMeshDetails',
    'PhysicsCustomizationSettings',
  ];

  it('what comes out is sound', () => {
    const file = fc.dictionary(fc.constantFrom(...sections), fc.oneof(noise, fc.array(noise, { maxLength: 8 })), { minKeys: 1 });
    fc.assert(
      fc.property(file, (json) => {
        const found = take({ ModelID: '', ...json });
        expect(mappingSchema.safeParse({ rows: found.rows }).success).toBe(true);
        for (const binding of found.bindings) expect(bindingSchema.safeParse(binding).error).toBeUndefined();
        if (found.physics !== undefined) expect(physicsSchema.safeParse(found.physics).success).toBe(true);
        for (const tint of found.tints) expect(tintSchema.safeParse(tint).success).toBe(true);
        expect(vtubeReportSchema.safeParse(found.report).success).toBe(true);
        expect(new Set(found.rows.map(({ output }) => output)).size).toBe(found.rows.length);
        expect(new Set(found.bindings.map(({ id }) => id)).size).toBe(found.bindings.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('a real file with anything in any place is read or refused in words', () => {
    const places = pathsOf(JSON.parse(fixture('full')));
    fc.assert(
      fc.property(fc.constantFrom(...places), noise, (path, value) => {
        const file: unknown = JSON.parse(fixture('full'));
        put(file, path, value);
        const found = take(JSON.stringify(file));
        expect(mappingSchema.safeParse({ rows: found.rows }).success).toBe(true);
        for (const binding of found.bindings) expect(bindingSchema.safeParse(binding).error).toBeUndefined();
      }),
      { numRuns: 600 },
    );
  });

  it('a file cut anywhere is read or refused in words', () => {
    const whole = fixture('full');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (length) => {
        try {
          take(whole.slice(0, length));
        } catch (error) {
          expect(error).toMatchObject({ name: 'StudioError', code: 'invalid-input' });
        }
      }),
    );
  });
});

describe('keys', () => {
  it.each([
    [['LeftControl', 'LeftShift', 'A'], 'Control+Shift+A'],
    [['N7', 'RightControl', 'Alt'], 'Control+Alt+7'],
    [['Alt', 'Numpad0'], 'Alt+num0'],
    [['Alt', 'Decimal'], 'Alt+numdec'],
    [['LeftWindows', 'PageDown'], 'Super+PageDown'],
    [['LeftControl', 'RightControl', 'F24'], 'Control+F24'],
    [['', 'Alt', 'None', 'Print'], 'Alt+PrintScreen'],
  ])('%j is %s', (keys, accelerator) => {
    expect(triggerFromKeys(keys, false)).toEqual({ trigger: { type: 'key', accelerator, global: false }, problem: undefined });
  });

  it.each([
    [['A', 'B'], 'key-combination'],
    [['LeftControl'], 'key-combination'],
    [['RightMouseButton'], 'key-unsupported'],
    [['LeftControl', 'CapsLock'], 'key-unsupported'],
    [['toString'], 'key-unsupported'],
  ])('%j cannot be had: %s', (keys, why) => {
    expect(triggerFromKeys(keys, true)).toMatchObject({ trigger: undefined, problem: { why } });
  });
});

type Path = readonly (string | number)[];
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const below = keys.flatMap((key) => pathsOf((value as Record<string | number, unknown>)[key], [...at, key]));
  return at.length === 0 ? below : [at, ...below];
}
function put(root: unknown, path: Path, value: unknown): void {
  const last = path.at(-1)!;
  const holder = path.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string | number, unknown>)[key], root);
  (holder as Record<string | number, unknown>)[last] = value;
}
