import { VRMUtils } from '@pixiv/three-vrm';
import type { Object3D } from 'three';
import type { ModelDescription } from '#shared/avatar/model.ts';
import type { Tint } from '#shared/avatar/scene.ts';
import type { Moment } from '../../layers/moment.ts';
import type { Pose } from '../../layers/pose.ts';
import type { Quality } from '../../render/governor.ts';
import { type BodyMeasure, measureBody } from './body-measure.ts';
import { createExpressionWeights } from './expression-weights.ts';
import { createMotionClip } from './motion-clip.ts';
import { loadMotionTracks } from './motion-files.ts';
import { createTrackedBones, type TrackedBones } from './tracked-bones.ts';
import { createVrmAnchors, type VrmAnchors } from './vrm-anchors.ts';
import { describeVrm } from './vrm-description.ts';
import { createVrmFace } from './vrm-face.ts';
import { createVrmGaze } from './vrm-gaze.ts';
import { createVrmHitTest, type VrmHitTest } from './vrm-hit.ts';
import type { LoadedVrm } from './vrm-load.ts';
import { createVrmMaterials } from './vrm-materials.ts';
import { collectMeshes } from './vrm-meshes.ts';
import { createVrmMotions, type VrmMotions } from './vrm-motions.ts';
import { createVrmOutline, type VrmOutline } from './vrm-outline.ts';
import { createVrmParameters } from './vrm-parameters.ts';
import { createVrmQuality } from './vrm-quality.ts';
import { createVrmSprings, type VrmSprings } from './vrm-springs.ts';
import { createVrmStance } from './vrm-stance.ts';

/** Everything of a VRM that moves or can be asked about; needs no graphics. */
export interface VrmBody {
  readonly description: ModelDescription;
  readonly fine: boolean;
  readonly measure: BodyMeasure;
  readonly motions: VrmMotions;
  readonly tracked: TrackedBones;
  readonly springs: VrmSprings;
  readonly hitTest: VrmHitTest;
  readonly anchors: VrmAnchors;
  readonly outline: VrmOutline;
  /** What of the scene is drawn at this quality. */
  readonly drawn: Object3D;
  setQuality(quality: Quality): void;
  /** Before each picture, after the last change of the pose. */
  beforePicture(): void;
  setTints(tints: readonly Tint[]): void;
  resetPhysics(): void;
  /** `cameraPitch`: degrees upwards at which her eyes see the camera. */
  pose(moment: Moment, pose: Pose, cameraPitch: number, values: Float32Array): void;
  motion(values: Float32Array): void;
  apply(moment: Moment, values: Float32Array): void;
  dispose(): void;
}

export function createVrmBody(loaded: LoadedVrm): VrmBody {
  const { vrm, bones, flip, expressions, halves, source } = loaded;
  vrm.scene.updateMatrixWorld(true);
  const meshes = collectMeshes(vrm);
  const measure = measureBody(vrm, meshes);
  const parameters = createVrmParameters(expressions);
  const all = [...expressions, ...halves.values()];
  const weights = createExpressionWeights(all, parameters.expressionIds);
  const materials = createVrmMaterials(meshes, all);
  const quality = createVrmQuality({ scene: vrm.scene, meshes, materials });
  const stance = createVrmStance(bones, parameters, flip);
  const face = createVrmFace(parameters, [...halves.keys()]);
  const gaze = createVrmGaze({ vrm, expressions, parameters, bones, flip });
  const motions = createVrmMotions({
    list: loaded.motions,
    load: async ({ file }, signal) =>
      createMotionClip(await loadMotionTracks(source.url, file, { bones, flip }, signal), bones, parameters),
  });
  const tracked = createTrackedBones(bones, flip);
  /** Somebody was tracked: till then there is nothing to blend. */
  let tracks = false;
  const anchors = createVrmAnchors(vrm, measure, meshes);
  const hitTest = createVrmHitTest(vrm, measure, meshes);
  // Springs start from her stance; hanging arms are no gust of wind.
  stance.rest();
  bones.write();
  vrm.scene.updateMatrixWorld(true);
  const springs = createVrmSprings(vrm.springBoneManager, loaded.springGroups);
  springs.reset();

  return {
    description: describeVrm(loaded, parameters, meshes),
    fine: face.fine,
    measure,
    motions,
    tracked: {
      ...tracked,
      take(pose, shares) {
        tracks ||= pose !== undefined;
        tracked.take(pose, shares);
      },
    },
    springs,
    hitTest,
    anchors,
    outline: createVrmOutline(meshes),
    get drawn() {
      return quality.drawn;
    },
    setQuality: quality.set,
    beforePicture: quality.beforePicture,
    setTints: materials.setTints,
    resetPhysics() {
      vrm.scene.updateMatrixWorld(true);
      springs.reset();
    },
    pose(moment, pose, cameraPitch, values) {
      motions.update(moment);
      values.set(parameters.defaults);
      stance.pose(pose, values);
      gaze.pose(pose, cameraPitch, values);
      face.pose(pose, values);
      motions.raiseIdleValues(values);
    },
    motion: motions.blendValues,
    apply(moment, values) {
      stance.rest();
      motions.blendIdleBones(bones);
      stance.apply(values, motions.idleWeight);
      if (tracks) tracked.blend(moment.dt);
      motions.blendBones(bones);
      face.apply(values, weights.wanted);
      gaze.apply(values, weights.wanted);
      weights.apply();
      bones.write();
      vrm.nodeConstraintManager?.update();
      vrm.scene.updateMatrixWorld();
      springs.update(moment);
      materials.update(moment, weights.shown);
    },
    dispose() {
      motions.dispose();
      quality.dispose();
      VRMUtils.deepDispose(vrm.scene);
    },
  };
}
