import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVRMAnimationClip, type VRMAnimation, VRMAnimationLoaderPlugin } from '@pixiv/three-vrm-animation';
import { AnimationMixer, Quaternion, Vector3 } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { frameworkModel, loadFramework } from '#renderer/stage/rigs/live2d/framework.fixture.ts';
import { mapInput } from '#shared/avatar/mapping.ts';
import { autoMapping } from '#shared/avatar/mapping-auto.ts';
import { vrmInNode } from '../../../tests/support/vrm/vrm-in-node.ts';
import { motion3FromPerformance } from './motion3-export.ts';
import { createPerformanceCursor } from './performance-cursor.ts';
import { readPerformance } from './read-performance.ts';
import { vrmaFromPerformance } from './vrma-export.ts';

/** A recorded face: it turns, nods, leans, speaks, blinks and smiles for ten seconds. */
const FACE = readPerformance(readFileSync(new URL('../../../tests/fixtures/performances/face.yxperf', import.meta.url)));
const SECONDS = Array.from({ length: 90 }, (_, at) => 0.5 + at / 10);

/** What was recorded of an input at those times. */
function recorded(name: string): readonly number[] {
  const at = FACE.inputs.findIndex((input) => input.name === name);
  const cursor = createPerformanceCursor(FACE);
  return SECONDS.map((seconds) => {
    cursor.seek(Math.round(seconds * 1000));
    return cursor.values[at] ?? Number.NaN;
  });
}

describe('an exported performance in other programs’ own libraries', () => {
  it('turns and nods a VRM’s head through three-vrm’s own animation player as the person did', async () => {
    const { vrm } = await vrmInNode(join(import.meta.dirname, '../../../resources/avatars/default.vrm'));
    const loader = new GLTFLoader();
    loader.register((parser) => new VRMAnimationLoaderPlugin(parser));
    const gltf = await loader.parseAsync(Uint8Array.from(vrmaFromPerformance(FACE)).buffer, '');
    const [animation] = gltf.userData.vrmAnimations as VRMAnimation[];
    // Our loader keeps them apart; three-vrm's own leaves them in the scene.
    vrm.scene.add(vrm.humanoid.normalizedHumanBonesRoot);
    const mixer = new AnimationMixer(vrm.scene);
    const action = mixer.clipAction(createVRMAnimationClip(animation!, vrm));
    const head = vrm.humanoid.getNormalizedBoneNode('head')!;
    vrm.scene.updateMatrixWorld(true);
    const rest = head.getWorldQuaternion(new Quaternion()).invert();
    action.play();
    const turned: number[] = [];
    for (const seconds of SECONDS) {
      mixer.setTime(seconds);
      vrm.scene.updateMatrixWorld(true);
      const { x, z } = new Vector3(0, 0, 1).applyQuaternion(head.getWorldQuaternion(new Quaternion()).multiply(rest));
      turned.push((Math.atan2(x, z) * 180) / Math.PI);
    }
    const meant = recorded('FaceAngleX');
    expect(correlation(turned, meant)).toBeGreaterThan(0.99);
    expect(Math.max(...turned) - Math.min(...turned)).toBeGreaterThan(0.9 * (Math.max(...meant) - Math.min(...meant)));
  });

  it('moves a Live2D model through Live2D’s own framework as the mapping says', async () => {
    const parameter = (id: string, min: number, max: number) => ({ id, name: '', min, max, default: 0 });
    const parameters = [parameter('ParamAngleX', -30, 30), parameter('ParamAngleZ', -30, 30), parameter('ParamMouthOpenY', 0, 1)];
    const rows = autoMapping(parameters).map((row) => ({ ...row, smoothing: 0 }));
    const framework = motionsOf(await loadFramework());
    const motion = framework.CubismMotion.create(JSON.parse(motion3FromPerformance(FACE, rows, parameters)));
    expect(motion.getDuration()).toBeCloseTo(FACE.lengthMs / 1000, 1);
    const model = frameworkModel({
      ids: parameters.map(({ id }) => id),
      values: new Float32Array(parameters.length),
      minimumValues: Float32Array.from(parameters, ({ min }) => min),
      maximumValues: Float32Array.from(parameters, ({ max }) => max),
      defaultValues: new Float32Array(parameters.length),
    });
    motion.setFadeInTime(0);
    motion.setFadeOutTime(0);
    const entry = new framework.CubismMotionQueueEntry();
    motion.updateParameters(model, entry, 0);
    for (const [index, { id }] of parameters.entries()) {
      const row = rows.find(({ output }) => output === id)!;
      const shown = SECONDS.map((seconds) => {
        entry.setIsFinished(false);
        motion.doUpdateParameters(model, seconds, 1, entry);
        return model.getParameterValueByIndex(index);
      });
      const meant = recorded(row.input).map((value) => mapInput(row, value));
      expect(correlation(shown, meant), id).toBeGreaterThan(0.99);
    }
  });
});

interface FrameworkMotion {
  getDuration(): number;
  setFadeInTime(seconds: number): void;
  setFadeOutTime(seconds: number): void;
  updateParameters(model: unknown, entry: unknown, seconds: number): void;
  doUpdateParameters(model: unknown, seconds: number, weight: number, entry: unknown): void;
}
const made = z.custom<new () => { setIsFinished(finished: boolean): void }>((value) => typeof value === 'function');
const creator = z.custom<{ create(json: unknown): FrameworkMotion }>((value) => typeof value === 'function' && 'create' in value);
const motionsOf = (framework: unknown) =>
  z.object({ CubismMotion: creator, CubismMotionQueueEntry: made }).parse({ ...(framework as object) });

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [at, value] of a.entries()) {
    const [da, db] = [value - ma, (b[at] ?? 0) - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}
