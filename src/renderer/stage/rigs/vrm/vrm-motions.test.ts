import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { mixamoGlb } from '../../../../../tests/support/vrm/mixamo-glb.ts';
import { vrmInNode } from '../../../../../tests/support/vrm/vrm-in-node.ts';
import { withoutShared } from '../../../../../tests/support/without.ts';
import { createMoment } from '../../layers/moment.ts';
import type { MotionEvent } from '../rig.ts';
import { createMotionClip, type MotionClip } from './motion-clip.ts';
import { motionFromBytes, motionsFromIndex } from './motion-files.ts';
import type { LoadedVrm } from './vrm-load.ts';
import { createVrmMotions } from './vrm-motions.ts';
import { createVrmParameters } from './vrm-parameters.ts';

const ROOT = join(import.meta.dirname, '../../../../..');
const DEFAULT = join(ROOT, 'resources/avatars/default.vrm');
const SHARED = join(ROOT, '../shared/avatars');
const hasShared = existsSync(join(SHARED, 'wave.vrma'));
if (!hasShared) console.warn('../shared/avatars is not there: tests of VRMA and VRM 0.x are skipped');

const bytesOf = (path: string): ArrayBuffer => Uint8Array.from(readFileSync(path)).buffer;

async function clipFor(loaded: LoadedVrm, bytes: ArrayBuffer, file: string): Promise<MotionClip> {
  const tracks = await motionFromBytes(bytes, file, loaded);
  return createMotionClip(tracks, loaded.bones, createVrmParameters(loaded.expressions));
}

/** Where the left hand is, from the shoulder, in shares of the arm's length, while the motion alone poses the model. */
function handAt(loaded: LoadedVrm, clip: MotionClip, time: number, hand: 'leftHand' | 'rightHand' = 'leftHand'): number[] {
  const { bones, vrm } = loaded;
  bones.rotations.fill(0);
  for (let i = 3; i < bones.rotations.length; i += 4) bones.rotations[i] = 1;
  bones.hips.set(0, 0, 0);
  clip.blendBones(time, 1, bones);
  bones.write();
  vrm.scene.updateMatrixWorld(true);
  const at = (bone: 'leftHand' | 'rightHand' | 'leftUpperArm' | 'rightUpperArm' | 'leftLowerArm' | 'rightLowerArm'): Vector3 =>
    vrm.humanoid.getRawBoneNode(bone)?.getWorldPosition(new Vector3()) ?? new Vector3();
  const side = hand === 'leftHand' ? 'left' : 'right';
  const shoulder = at(`${side}UpperArm`);
  const elbow = at(`${side}LowerArm`);
  const reach = at(hand);
  const length = shoulder.distanceTo(elbow) + elbow.distanceTo(reach);
  return reach
    .sub(shoulder)
    .divideScalar(length)
    .toArray()
    .map((value) => Math.round(value * 1000) / 1000);
}

describe('a VRM animation', () => {
  it.skipIf(!hasShared)(
    'moves VRM 0.x and 1.0 alike, along the curve that the file describes',
    withoutShared('avatars'),
    async () => {
      const wave = bytesOf(join(SHARED, 'wave.vrma'));
      const models = ['avatar.vrm', 'avatar-vrm0.vrm'].map((file) => join(SHARED, file));
      const curves = await Promise.all(
        models.map(async (path) => {
          const loaded = await vrmInNode(path);
          const clip = await clipFor(loaded, wave, 'wave.vrma');
          expect(clip.duration).toBeCloseTo(2, 5);
          return [0, 0.25, 0.5, 1, 1.5, 2].map((time) => handAt(loaded, clip, time, 'rightHand'));
        }),
      );
      const [modern = [], legacy = []] = curves;
      modern.forEach((point, i) => {
        point.forEach((value, axis) => {
          expect(legacy[i]?.[axis]).toBeCloseTo(value, 2);
        });
      });
      expect(modern).toMatchInlineSnapshot(`
      [
        [
          -0.362,
          -0.932,
          0,
        ],
        [
          -0.97,
          -0.085,
          0.049,
        ],
        [
          -0.466,
          0.769,
          0.047,
        ],
        [
          -0.764,
          0.637,
          0,
        ],
        [
          -0.466,
          0.769,
          -0.047,
        ],
        [
          -0.362,
          -0.932,
          0,
        ],
      ]
    `);
    },
  );

  it.skipIf(!hasShared)('brings its expressions as parameters', withoutShared('avatars'), async () => {
    const loaded = await vrmInNode(join(SHARED, 'avatar.vrm'));
    const parameters = createVrmParameters(loaded.expressions);
    const clip = await clipFor(loaded, bytesOf(join(SHARED, 'wave.vrma')), 'wave.vrma');
    const values = new Float32Array(parameters.list.length);
    const seen = [0, 0.5, 1, 1.5, 2].map((time) => {
      clip.blendValues(time, 1, values);
      return Math.round((values[parameters.place('happy')] ?? 0) * 100) / 100;
    });
    expect(Math.max(...seen)).toBeGreaterThan(0.5);
    clip.blendValues(1, 0, values.fill(0));
    expect(values.every((value) => value === 0)).toBe(true);
  });
});

describe('a Mixamo motion', () => {
  const times = [0, 0.5, 1];
  const angles = [0, Math.PI / 4, -Math.PI / 3];
  const steps = [new Vector3(0, 0, 0), new Vector3(0.1, 0.05, -0.2), new Vector3(0, -0.1, 0)];
  const motion = mixamoGlb(times, angles, steps);

  const models = [{ version: '1.0', path: DEFAULT }];
  if (hasShared) models.push({ version: '0.x', path: join(SHARED, 'avatar-vrm0.vrm') });
  it.each(models)(
    'turns the arm of VRM $version as it turned that of its own skeleton, whatever angles that rests at',
    async ({ path }) => {
      const loaded = await vrmInNode(path);
      const clip = await clipFor(loaded, motion, 'motion.glb');
      // At rest an arm points to +X (her left); about the world's Z it rises by the angle.
      times.forEach((time, i) => {
        const [x = 0, y = 0] = handAt(loaded, clip, time);
        expect(x).toBeCloseTo(Math.cos(angles[i] ?? 0), 1);
        expect(y).toBeCloseTo(Math.sin(angles[i] ?? 0), 1);
      });
      const half = handAt(loaded, clip, 0.25);
      expect(Math.atan2(half[1] ?? 0, half[0] ?? 1)).toBeCloseTo(Math.PI / 8, 1);
    },
  );

  it('moves the hips by the model’s own size', async () => {
    const loaded = await vrmInNode(DEFAULT);
    const clip = await clipFor(loaded, motion, 'motion.glb');
    const { bones, vrm } = loaded;
    const hips = (time: number): Vector3 => {
      handAt(loaded, clip, time);
      return vrm.humanoid.getRawBoneNode('hips')?.getWorldPosition(new Vector3()) ?? new Vector3();
    };
    // The skeleton's hips rest at one metre.
    const rest = hips(0);
    expect(rest.y).toBeCloseTo(bones.hipsHeight, 4);
    expect(hips(0.5).sub(rest).toArray()).toEqual([0.1, 0.05, -0.2].map((step) => expect.closeTo(step * bones.hipsHeight, 4)));
  });

  it('is refused with a reason when it holds no bone that is known, or is no file of that kind', async () => {
    const loaded = await vrmInNode(DEFAULT);
    await expect(motionFromBytes(new ArrayBuffer(20), 'x.glb', loaded)).rejects.toThrow(/x\.glb cannot be read.*choose/);
    await expect(motionFromBytes(new TextEncoder().encode('no fbx').buffer, 'x.fbx', loaded)).rejects.toThrow(
      /x\.fbx cannot be read/,
    );
    await expect(motionFromBytes(bytesOf(DEFAULT), 'model.glb', loaded)).rejects.toThrow(/holds no animation/);
    const broken = mixamoGlb(times, [0, Number.NaN, 0], steps);
    await expect(motionFromBytes(broken, 'nan.glb', loaded)).rejects.toThrow(/no numbers/);
  });
});

describe('the index of motions', () => {
  it('takes entries that stay in their folder and leaves the rest', () => {
    const good = { name: 'wave', file: 'wave.vrma', group: 'Greeting', duration: 2, loop: false };
    expect(motionsFromIndex([good, { name: 'sub', file: 'a/b.fbx' }])).toEqual([
      good,
      { name: 'sub', file: 'a/b.fbx', group: '', duration: 0, loop: false },
    ]);
    for (const file of [
      '../x.vrma',
      'a/../../x',
      '/etc/passwd',
      'https://evil/x.vrma',
      'C:\\x.fbx',
      'a\\b.fbx',
      '',
      './x',
      'a/..',
    ])
      expect(motionsFromIndex([{ name: 'x', file }])).toEqual([]);
    expect(motionsFromIndex([good, good])).toHaveLength(1);
    expect(motionsFromIndex({ models: [] })).toEqual([]);
    expect(motionsFromIndex([null, 7, { name: 1, file: 'x' }])).toEqual([]);
  });
});

describe('motions in layers', () => {
  const entry = (name: string) => ({ name, file: `${name}.vrma`, group: '', duration: 1, loop: false });
  /** A clip that moves one value to a number of its own. */
  const clip = (goal: number, duration = 1): MotionClip => ({
    duration,
    blendBones() {},
    blendValues(_time, weight, values) {
      values[0] = (values[0] ?? 0) + (goal - (values[0] ?? 0)) * weight;
    },
    raiseValues(_time, weight, values) {
      values[0] = Math.max(values[0] ?? 0, goal * weight);
    },
  });
  async function layers(clips: Readonly<Record<string, MotionClip | Error>>) {
    const events: MotionEvent[] = [];
    const motions = createVrmMotions({
      list: Object.keys(clips).map(entry),
      load: async ({ name }) => {
        const found = clips[name];
        if (found === undefined || found instanceof Error) throw found ?? new Error('none');
        return found;
      },
    });
    motions.onEvent((event) => events.push(event));
    const values = new Float32Array(1);
    const run = async (seconds: number): Promise<number[]> => {
      await Promise.resolve();
      await Promise.resolve();
      const seen: number[] = [];
      for (let time = 0; time < seconds - 1e-9; time += 1 / 30) {
        values.fill(0);
        motions.update(createMoment(1 / 30));
        motions.raiseIdleValues(values);
        motions.blendValues(values);
        seen.push(values[0] ?? 0);
      }
      return seen;
    };
    return { motions, events, run, said: () => events.map(({ name, state, idle }) => `${name} ${state}${idle ? ' idle' : ''}`) };
  }
  const biggestStep = (curve: readonly number[]): number =>
    Math.max(...curve.slice(1).map((value, i) => Math.abs(value - (curve[i] ?? 0))));

  it('fades in, plays to its end and returns without a jump', async () => {
    const { motions, run, said } = await layers({ wave: clip(1) });
    expect(motions.play('wave', false)).toBe(true);
    const curve = await run(2);
    expect(Math.max(...curve)).toBe(1);
    expect(curve.at(-1)).toBe(0);
    expect(biggestStep(curve)).toBeLessThan(0.2);
    expect(said()).toEqual(['wave start', 'wave end']);
  });

  it('crosses over to the next motion without passing through the pose', async () => {
    const { motions, run, said } = await layers({ one: clip(1, 5), two: clip(0.8, 5) });
    motions.play('one', false);
    await run(1);
    motions.play('two', false);
    const curve = await run(1);
    expect(Math.min(...curve)).toBeGreaterThanOrEqual(0.799);
    expect(curve.at(-1)).toBeCloseTo(0.8, 5);
    expect(said()).toEqual(['one start', 'one end', 'two start']);
  });

  it('loops until it is stopped', async () => {
    const { motions, run, said } = await layers({ dance: clip(1, 0.5) });
    motions.play('dance', true);
    expect((await run(5)).at(-1)).toBe(1);
    expect(said()).toEqual(['dance start']);
    motions.stop();
    expect((await run(1)).at(-1)).toBe(0);
    expect(said()).toEqual(['dance start', 'dance end']);
  });

  it('loops the idle motion beneath, and tells how much of the body it has', async () => {
    const { motions, run, said } = await layers({ idle: clip(0.5, 1), wave: clip(1) });
    motions.setIdle('idle');
    const curve = await run(3);
    expect(curve.at(-1)).toBe(0.5);
    expect(biggestStep(curve)).toBeLessThan(0.1);
    expect(motions.idleWeight[0]).toBe(1);
    motions.play('wave', false);
    expect(Math.max(...(await run(3)))).toBe(1);
    motions.setIdle(null);
    expect((await run(2)).at(-1)).toBe(0);
    expect(motions.idleWeight[0]).toBe(0);
    expect(said()).toEqual(['idle start idle', 'wave start', 'wave end', 'idle end idle']);
  });

  it('knows no motion that is not there, and says the end of one that cannot be read', async () => {
    const { motions, run, said } = await layers({ broken: new Error('cut short') });
    expect(motions.play('nothing', false)).toBe(false);
    expect(motions.play('broken', false)).toBe(true);
    expect((await run(0.5)).every((value) => value === 0)).toBe(true);
    expect(said()).toEqual(['broken end']);
  });

  it('drops a motion whose file came after another was asked for', async () => {
    const { motions, run, said } = await layers({ late: clip(1), next: clip(0.3, 5) });
    motions.play('late', false);
    motions.play('next', false);
    await run(1);
    expect(said()).toEqual(['next start']);
  });
});
