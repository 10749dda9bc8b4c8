import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Vector3 } from 'three';
import { beforeAll, describe, expect, it } from 'vitest';
import { vrmInNode } from '../../../../../tests/support/vrm/vrm-in-node.ts';
import { withoutShared } from '../../../../../tests/support/without.ts';
import { FACE_CONTROLS } from '../../layers/face.ts';
import { createMoment } from '../../layers/moment.ts';
import { createPose, type Pose } from '../../layers/pose.ts';
import { createVrmBody, type VrmBody } from './vrm-body.ts';
import type { LoadedVrm } from './vrm-load.ts';

const ROOT = join(import.meta.dirname, '../../../../..');
const DEFAULT = join(ROOT, 'resources/avatars/default.vrm');
const SHARED = join(ROOT, '../shared/avatars');
const hasShared = existsSync(join(SHARED, 'avatar-vrm0.vrm'));
if (!hasShared) console.warn('../shared/avatars is not there: tests of VRM 0.x are skipped');

interface Subject {
  readonly loaded: LoadedVrm;
  readonly body: VrmBody;
  /** One frame of what `pose` and `set` say; the values as applied. */
  frame(pose?: Partial<Pose>, set?: Readonly<Record<string, number>>, dt?: number): Float32Array;
  weight(expression: string): number;
  world(bone: 'leftHand' | 'rightHand' | 'head' | 'hips'): Vector3;
}

async function subject(path: string): Promise<Subject> {
  const loaded = await vrmInNode(path);
  const body = createVrmBody(loaded);
  const { parameters } = body.description;
  const values = new Float32Array(parameters.length);
  const pose = createPose(FACE_CONTROLS.length);
  const place = (id: string): number => parameters.findIndex((parameter) => parameter.id === id);
  return {
    loaded,
    body,
    frame(posed = {}, set = {}, dt = 0) {
      Object.assign(pose, createPose(FACE_CONTROLS.length), posed);
      body.pose(createMoment(dt), pose, 0, values);
      for (const [id, value] of Object.entries(set)) values[place(id)] = value;
      body.motion(values);
      body.apply(createMoment(dt), values);
      loaded.vrm.scene.updateMatrixWorld(true);
      return values;
    },
    weight: (name) => influence(loaded, name),
    world: (bone) => loaded.vrm.humanoid.getRawBoneNode(bone)?.getWorldPosition(new Vector3()) ?? new Vector3(),
  };
}

/** Influence of the first morph target that an expression moves. */
function influence({ expressions }: LoadedVrm, name: string): number {
  for (const bind of expressions.find(({ expressionName }) => expressionName === name)?.binds ?? [])
    if ('primitives' in bind && 'index' in bind && Array.isArray(bind.primitives))
      return bind.primitives[0]?.morphTargetInfluences?.[Number(bind.index)] ?? Number.NaN;
  return Number.NaN;
}

const mouth = (...weights: number[]): Float32Array => Float32Array.from(weights);
const face = (weights: Partial<Record<(typeof FACE_CONTROLS)[number], number>>): Float32Array =>
  Float32Array.from(FACE_CONTROLS, (control) => weights[control] ?? 0);

describe('the parameters of a VRM', () => {
  let one: Subject;
  beforeAll(async () => {
    one = await subject(DEFAULT);
  });

  it('are posture under the standard ids and ranges, then every expression from 0 to 1', () => {
    const { parameters, expressions } = one.body.description;
    expect(parameters.find(({ id }) => id === 'ParamAngleX')).toMatchObject({ min: -30, max: 30, default: 0 });
    expect(parameters.find(({ id }) => id === 'ParamEyeLOpen')).toMatchObject({ min: 0, max: 1, default: 1 });
    for (const { expressionName } of one.loaded.expressions)
      expect(parameters.find(({ id }) => id === expressionName)).toMatchObject({ min: 0, max: 1, default: 0 });
    expect(expressions).toHaveLength(one.loaded.expressions.length);
    expect(expressions.find(({ name }) => name === 'happy')).toMatchObject({ file: 'happy.exp3.json' });
    expect(new Set(parameters.map(({ id }) => id)).size).toBe(parameters.length);
    expect(one.body.fine).toBe(true);
  });

  it('hold what the pose asks for', () => {
    const values = one.frame({
      headYaw: 12,
      headPitch: -4,
      bodyRoll: 3,
      breath: 0.5,
      gazeYaw: 13,
      blink: 0.25,
      mouth: mouth(0.5, 0, 0, 0, 0.25, 0.6),
    });
    const read = (id: string): number =>
      values[one.body.description.parameters.findIndex((parameter) => parameter.id === id)] ?? Number.NaN;
    expect([read('ParamAngleX'), read('ParamAngleY'), read('ParamBodyAngleZ'), read('ParamBreath')]).toEqual([12, -4, 3, 0.5]);
    expect(read('ParamEyeBallX')).toBeCloseTo(0.5, 6);
    expect(read('ParamEyeLOpen')).toBe(0.75);
    expect([read('aa'), read('oh')]).toEqual([0.5, 0.25]);
    expect(read('ParamMouthOpenY')).toBeCloseTo(0.6, 6);
  });
});

describe('the face of a VRM', () => {
  let one: Subject;
  beforeAll(async () => {
    one = await subject(DEFAULT);
  });

  it('shuts both lids with a blink, and only what is left of them beside a wink', () => {
    one.frame({ blink: 1 });
    expect([one.weight('blinkLeft'), one.weight('blinkRight')]).toEqual([1, 1]);
    one.frame({ blink: 1, face: face({ eyeBlinkLeft: 1 }) });
    // Both mean the same shape of this model: together they shut it once.
    expect([one.weight('blinkRight'), one.weight('eyeBlinkLeft')]).toEqual([1, 1]);
    one.frame({ blink: 0.5, face: face({ eyeBlinkLeft: 0.5 }) });
    expect([one.weight('blinkRight'), one.weight('eyeBlinkLeft')]).toEqual([0.5, 0.75]);
  });

  it('takes the lids from a tracker instead of her own blinking', () => {
    one.frame({ blink: 1 }, { ParamEyeLOpen: 1, ParamEyeROpen: 0.25 });
    expect(one.weight('blinkLeft')).toBe(0);
    expect(one.weight('blinkRight')).toBeCloseTo(0.75, 6);
  });

  it('lets a tracker shut the mouth that the voice opens, and open it wider', () => {
    const speaking = { mouth: mouth(0.2, 0, 0, 0.4, 0, 0.5) };
    one.frame(speaking);
    expect([one.weight('aa'), one.weight('ee')].map((weight) => weight.toFixed(4))).toEqual(['0.2000', '0.4000']);
    one.frame(speaking, { ParamMouthOpenY: 0 });
    expect([one.weight('aa'), one.weight('ee')]).toEqual([0, 0]);
    one.frame(speaking, { ParamMouthOpenY: 0.9 });
    expect(one.weight('ee')).toBeCloseTo(0.4, 6);
    expect(one.weight('aa')).toBeCloseTo(0.6, 6);
    one.frame({}, { ParamMouthOpenY: 0.7 });
    expect(one.weight('aa')).toBeCloseTo(0.7, 6);
  });

  it('smiles and frowns by the mouth’s form', () => {
    one.frame({}, { ParamMouthForm: 0.8 });
    expect([one.weight('mouthSmileLeft'), one.weight('mouthSmileRight')].map((weight) => weight.toFixed(4))).toEqual([
      '0.8000',
      '0.8000',
    ]);
    one.frame({}, { ParamMouthForm: -0.5 });
    expect([one.weight('mouthSmileLeft'), one.weight('mouthFrownLeft')]).toEqual([0, 0.5]);
  });

  it('obeys the file’s rule that an expression overrides blinking', () => {
    const happy = one.loaded.expressions.find(({ expressionName }) => expressionName === 'happy');
    expect(happy?.overrideBlink).toBe('block');
    one.frame({}, { happy: 0.5, blinkLeft: 1 });
    expect(one.weight('blinkLeft')).toBe(0);
    one.frame({}, { happy: 0, blinkLeft: 1 });
    expect(one.weight('blinkLeft')).toBe(1);
  });

  it('gives the mouth half of an emotion to speech, the eyes not', () => {
    one.frame({ face: face({ sad: 1 }), faceMouth: 0.25 });
    const half = one.loaded.halves.get('sad')?.binds[0];
    expect(one.weight('sad')).toBe(1);
    expect(half !== undefined && 'index' in half ? Number(half.index) : -1).toBeGreaterThanOrEqual(0);
    const shown = [...one.loaded.halves.values()].map((expression) =>
      influence({ ...one.loaded, expressions: [expression] }, expression.expressionName),
    );
    expect(shown.filter((weight) => weight > 0)).toEqual([0.25]);
  });

  it('survives numbers that are none', () => {
    const before = one.world('head').clone();
    one.frame(
      {},
      { ParamAngleX: Number.NaN, happy: Number.NaN, ParamEyeBallX: Number.NaN, ParamMouthOpenY: Number.POSITIVE_INFINITY },
      1 / 60,
    );
    expect(one.weight('happy')).toBe(0);
    expect(one.world('head').toArray().every(Number.isFinite)).toBe(true);
    one.frame();
    expect(one.world('head').distanceTo(before)).toBeLessThan(1e-6);
  });
});

describe('the stance of a VRM', () => {
  it('hangs the arms and turns the head to her left for a positive angle', async () => {
    const one = await subject(DEFAULT);
    one.frame();
    expect(one.world('leftHand').y).toBeLessThan(one.body.measure.chest - 0.05);
    expect(one.world('leftHand').x).toBeCloseTo(-one.world('rightHand').x, 4);
    one.frame({}, { ParamAngleX: 30 });
    const head = one.loaded.vrm.humanoid.getRawBoneNode('head');
    const nose = head?.localToWorld(new Vector3(0, 0, 1)).sub(one.world('head'));
    expect(nose?.x).toBeGreaterThan(0.3);
  });

  it.skipIf(!hasShared)('is the same in VRM 0.x, whose axes point the other way', withoutShared('avatars'), async () => {
    const [modern, legacy] = await Promise.all([subject(join(SHARED, 'avatar.vrm')), subject(join(SHARED, 'avatar-vrm0.vrm'))]);
    const posture = {
      headYaw: 14,
      headPitch: 6,
      headRoll: -8,
      bodyYaw: 5,
      bodyPitch: 4,
      bodyRoll: 3,
      weightShift: 0.7,
      breath: 1,
    };
    for (const pose of [{}, posture]) {
      modern.frame(pose);
      legacy.frame(pose);
      for (const bone of ['leftHand', 'rightHand', 'head', 'hips'] as const)
        expect(modern.world(bone).distanceTo(legacy.world(bone))).toBeLessThan(1e-4);
    }
  });
});

describe('places on a VRM', () => {
  it('knows where head and hands are, how they lean, and every mesh by its name', async () => {
    const one = await subject(DEFAULT);
    const { createVrmCamera } = await import('./vrm-camera.ts');
    const { camera, setView, resize } = createVrmCamera(one.body.measure);
    resize(480, 270);
    setView({ framing: 'full', zoom: 1, offsetX: 0, offsetY: 0, rotation: 0, background: 'transparent' });
    one.frame();
    const anchor = { x: 0, y: 0, angle: 0, size: 0 };
    expect(one.body.anchors.read('head', camera, anchor)).toBe(true);
    expect(anchor.x).toBeCloseTo(0, 3);
    expect(anchor.y).toBeGreaterThan(0.5);
    expect(anchor.angle).toBeCloseTo(0, 3);
    expect(anchor.size).toBeGreaterThan(0.05);
    expect(anchor.size).toBeLessThan(0.3);
    expect(one.body.hitTest.at(anchor.x, anchor.y, camera)?.part).toBe('face');
    one.frame({}, { ParamAngleZ: 20 });
    one.body.anchors.read('head', camera, anchor);
    expect(anchor.angle).toBeCloseTo(20, 0);
    expect(anchor.x).toBeGreaterThan(0.01);
    for (const { id } of one.body.description.meshes) expect(one.body.anchors.read({ mesh: id }, camera, anchor)).toBe(true);
    expect(one.body.anchors.read({ mesh: 'nothing' }, camera, anchor)).toBe(false);
    one.frame();
    one.body.anchors.read('leftHand', camera, anchor);
    expect(anchor.x).toBeGreaterThan(0);
    expect(one.body.hitTest.at(anchor.x, anchor.y, camera)?.part).toBe('leftHand');
    expect(one.body.hitTest.at(0.95, 0.9, camera)).toBeUndefined();
    const hull = one.body.outline.read(camera);
    expect(hull.length).toBeGreaterThan(8);
    expect(hull.length).toBeLessThanOrEqual(64);
    expect(Math.max(...hull.map(({ y }) => y))).toBeGreaterThan(0.85);
    expect(Math.min(...hull.map(({ y }) => y))).toBeLessThan(-0.85);
  });
});
