import { describe, expect, it } from 'vitest';
import { STANDARD_INPUTS, standardInput } from './input-parameters.ts';
import { mapInput } from './mapping.ts';
import { autoMapping, isMouthParameter, shapeName } from './mapping-auto.ts';
import { withEyePreset, withMotionPreset } from './mapping-presets.ts';
import type { ModelParameter } from './model.ts';
import { type MappingRow, mappingSchema } from './parameters.ts';
import { STANDARD_PARAMETERS } from './standard-parameters.ts';

const parameter = (id: string, min = 0, max = 1): ModelParameter => ({ id, name: '', min, max, default: 0 });
const rowFor = (rows: readonly MappingRow[], output: string): MappingRow => rows.find((row) => row.output === output)!;
const out = (row: MappingRow, raw: number): number => mapInput(row, raw);
const outputsOf = (rows: readonly MappingRow[]): readonly string[] => rows.map(({ output }) => output);

describe('the standard inputs', () => {
  it('are VTube Studio’s, each once, with sound ranges', () => {
    expect(STANDARD_INPUTS).toHaveLength(53 + 6 + 39);
    expect(new Set(STANDARD_INPUTS.map(({ name }) => name)).size).toBe(STANDARD_INPUTS.length);
    for (const { min, max, default: rest } of STANDARD_INPUTS) expect(min < max && min <= rest && rest <= max).toBe(true);
    expect(STANDARD_INPUTS.slice(0, 5).map(({ name }) => name)).toEqual([
      'FacePositionX',
      'FacePositionY',
      'FacePositionZ',
      'FaceAngleX',
      'FaceAngleY',
    ]);
    expect(STANDARD_INPUTS.filter(({ group }) => group === 'controller')).toHaveLength(39);
    expect(standardInput('FaceAngleZ')).toMatchObject({ min: -90, max: 90 });
    expect(standardInput('HandRightFinger_5_Pinky')).toMatchObject({ min: 0, max: 1 });
  });
});

describe('autoMapping', () => {
  it('drives every standard parameter that a face can drive, in Cubism 3’s and Cubism 2’s spelling', () => {
    const modern = autoMapping(STANDARD_PARAMETERS);
    const old = autoMapping(
      STANDARD_PARAMETERS.map((one) => ({ ...one, id: one.id.replace(/(?<!^)([A-Z])/g, '_$1').toUpperCase() })),
    );
    expect(modern).toHaveLength(25);
    expect(outputsOf(old).map((id) => id.replaceAll('_', '').toLowerCase())).toEqual(
      outputsOf(modern).map((id) => id.toLowerCase()),
    );
    expect(mappingSchema.safeParse({ rows: modern }).success).toBe(true);
  });

  it('leaves breath and what physics moves to the rig', () => {
    const outputs = outputsOf(autoMapping(STANDARD_PARAMETERS));
    for (const id of ['ParamBreath', 'ParamHairFront', 'ParamCheek']) expect(outputs).not.toContain(id);
  });

  it('opens a Live2D eye at a relaxed 0.5 and shuts a VRM eye the other way round', () => {
    const rows = autoMapping([parameter('ParamEyeLOpen'), parameter('blinkRight')]);
    expect([0, 0.5, 1].map((raw) => out(rowFor(rows, 'ParamEyeLOpen'), raw))).toEqual([0, 1, 1]);
    expect([0, 0.5, 1].map((raw) => out(rowFor(rows, 'blinkRight'), raw))).toEqual([1, 0, 0]);
  });

  it('takes ARKit’s shapes before presets, and standard ids before both', () => {
    expect(outputsOf(autoMapping([parameter('blinkLeft'), parameter('EyeBlinkLeft')]))).toEqual(['EyeBlinkLeft']);
    expect(outputsOf(autoMapping([parameter('blinkLeft'), parameter('ParamEyeLOpen')]))).toEqual(['ParamEyeLOpen']);
    const mouths = autoMapping([parameter('aa'), parameter('jawOpen')]);
    expect(rowFor(mouths, 'jawOpen').input).toBe('MouthOpen');
    expect(rowFor(mouths, 'aa').input).toBe('VoiceA');
    expect(rowFor(autoMapping([parameter('aa')]), 'aa').input).toBe('MouthOpen');
  });

  it('splits a smile into two shapes that rest at 0.5', () => {
    const rows = autoMapping([parameter('mouthSmileLeft'), parameter('mouthFrownLeft')]);
    expect([0, 0.5, 1].map((raw) => out(rowFor(rows, 'mouthSmileLeft'), raw))).toEqual([0, 0, 1]);
    expect([0, 0.5, 1].map((raw) => out(rowFor(rows, 'mouthFrownLeft'), raw))).toEqual([1, 0, 0]);
  });

  it('links hands and whatever else has an input’s very name', () => {
    const rows = autoMapping([parameter('HandLeftAngleX', -90, 90), parameter('ControllerHome')]);
    expect(rowFor(rows, 'HandLeftAngleX')).toMatchObject({
      input: 'HandLeftAngleX',
      inputMin: -180,
      inputMax: 180,
      outputMin: -90,
      outputMax: 90,
    });
    expect(rowFor(rows, 'ControllerHome').input).toBe('ControllerHome');
  });

  it('drives perfect-sync shapes by inputs of their name in any spelling, and then nothing twice', () => {
    const inputs = [...STANDARD_INPUTS, { name: 'eyeBlinkLeft', min: 0, max: 1 }, { name: 'JawOpen', min: 0, max: 1 }];
    const rows = autoMapping(
      [parameter('ParamEyeLOpen'), parameter('ParamEyeBlinkLeft'), parameter('ParamMouthOpenY'), parameter('jaw_open')],
      inputs,
    );
    expect(outputsOf(rows)).toEqual(['ParamEyeBlinkLeft', 'jaw_open']);
    expect(rowFor(rows, 'jaw_open').input).toBe('JawOpen');
  });

  it('drives a model over its own range when that is of another size', () => {
    const rows = autoMapping([parameter('ParamMouthOpenY', 0, 100), parameter('ParamAngleX', -45, 45)]);
    expect(rowFor(rows, 'ParamMouthOpenY').outputMax).toBe(100);
    expect(rowFor(rows, 'ParamAngleX').outputMax).toBe(30);
  });

  it('keeps ids unique where names are longer than ids may be', () => {
    const long = `Hand${'x'.repeat(80)}`;
    const inputs = [
      { name: `${long}1`, min: 0, max: 1 },
      { name: `${long}2`, min: 0, max: 1 },
    ];
    const rows = autoMapping([parameter(`${long}1`), parameter(`${long}2`), parameter('')], inputs);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
    expect(rows.every(({ id }) => id.length <= 64)).toBe(true);
  });

  it('has nothing for names that nobody knows', () => {
    expect(autoMapping([parameter('Param001'), parameter('toString'), parameter('__proto__')])).toEqual([]);
  });
});

describe('presets', () => {
  const rows = autoMapping(STANDARD_PARAMETERS);

  it('change the reach of the head, come back exactly, and leave rows of one’s own alone', () => {
    const own = { ...rowFor(rows, 'ParamAngleX'), id: 'own', input: 'EyeLeftX', output: 'ParamTail' };
    const lively = withMotionPreset([...rows, own], rows, 'lively');
    expect(Math.abs(out(rowFor(lively, 'ParamAngleX'), 10))).toBeGreaterThan(Math.abs(out(rowFor(rows, 'ParamAngleX'), 10)));
    expect(rowFor(lively, 'ParamTail')).toBe(own);
    expect(withMotionPreset(withMotionPreset(lively, rows, 'gentle'), rows, 'normal')).toEqual([...rows, own]);
  });

  it('say where a relaxed eye is, without touching wide eyes', () => {
    const eyes = autoMapping([parameter('ParamEyeLOpen'), parameter('blinkRight'), parameter('eyeWideLeft')]);
    const full = withEyePreset(eyes, 'full');
    expect(out(rowFor(full, 'ParamEyeLOpen'), 0.5)).toBeCloseTo(0.5, 5);
    expect(out(rowFor(full, 'blinkRight'), 1)).toBe(0);
    expect(rowFor(full, 'eyeWideLeft')).toEqual(rowFor(eyes, 'eyeWideLeft'));
    expect(withEyePreset(full, 'half')).toEqual(eyes);
  });
});

describe('names', () => {
  it.each(['eyeBlinkLeft', 'EyeBlinkLeft', 'eyeBlink_L', 'ParamEyeBlinkLeft', 'PARAM_EYE_BLINK_LEFT'])(
    '%s is the same shape',
    (id) => {
      expect(shapeName(id)).toBe('eyeblinkleft');
    },
  );

  it('know a mouth', () => {
    for (const id of [
      'ParamMouthOpenY',
      'PARAM_MOUTH_FORM',
      'ParamA',
      'ParamSilence',
      'aa',
      'jawOpen',
      'mouthSmileLeft',
      'tongueOut',
      'cheekPuff',
    ])
      expect([id, isMouthParameter(id)]).toEqual([id, true]);
    for (const id of ['ParamAngleX', 'ParamEyeLOpen', 'happy', 'ParamArmLA', 'ParamBodyAngleX'])
      expect([id, isMouthParameter(id)]).toEqual([id, false]);
  });
});
