import type { VRM, VRMHumanBoneName } from '@pixiv/three-vrm';
import type { Object3D } from 'three';
import type { Pose } from '../../layers/pose.ts';
import type { VrmParameters } from './vrm-parameters.ts';

/** Turns posture parameters into rotations of the humanoid's normalised bones. */
export interface VrmStance {
  pose(pose: Pose, values: Float32Array): void;
  apply(values: Float32Array): void;
}

type Angles = readonly [x: number, y: number, z: number];
/**
 * The avatar at rest, degrees, left side (+X); the right side is its mirror image. Models come with arms stretched out: these hang them down
 * a little off the body, elbows slightly bent, fingers curled as relaxed fingers are.
 */
const REST_LEFT = [
  ['UpperArm', [4, -6, -70]],
  ['LowerArm', [0, -16, -6]],
  ['Hand', [0, -4, -4]],
  ['IndexProximal', [0, 0, -14]],
  ['IndexIntermediate', [0, 0, -18]],
  ['IndexDistal', [0, 0, -10]],
  ['MiddleProximal', [0, 0, -18]],
  ['MiddleIntermediate', [0, 0, -22]],
  ['MiddleDistal', [0, 0, -12]],
  ['RingProximal', [0, 0, -22]],
  ['RingIntermediate', [0, 0, -26]],
  ['RingDistal', [0, 0, -14]],
  ['LittleProximal', [0, 0, -26]],
  ['LittleIntermediate', [0, 0, -30]],
  ['LittleDistal', [0, 0, -16]],
  ['ThumbMetacarpal', [0, 10, -6]],
  ['ThumbProximal', [0, 12, 0]],
  ['UpperLeg', [0, 0, 1.5]],
  ['Foot', [0, 4, -1.5]],
] as const satisfies readonly (readonly [bone: string, angles: Angles])[];
type SideBone = (typeof REST_LEFT)[number][0];
/** In the order in which `pose` writes and `apply` reads. */
const POSTURE_PLACES = [
  'ParamAngleX',
  'ParamAngleY',
  'ParamAngleZ',
  'ParamBodyAngleX',
  'ParamBodyAngleY',
  'ParamBodyAngleZ',
  'ParamBreath',
] as const;
const RADIANS = Math.PI / 180;
/** Share of the hips' way to the side, of a leg's length. */
const SHIFT_OF_LEG = 0.028;

export function createVrmStance(vrm: VRM, parameters: VrmParameters): VrmStance {
  const { humanoid } = vrm;
  // VRM 0.x looks the other way: half a turn about Y turns the axes X and Z round.
  const flip = vrm.meta.metaVersion === '0' ? -1 : 1;
  const bone = (name: VRMHumanBoneName): Object3D | undefined => humanoid.getNormalizedBoneNode(name) ?? undefined;
  const turn = (node: Object3D | undefined, x: number, y: number, z: number): void => {
    node?.rotation.set(x * RADIANS * flip, y * RADIANS, z * RADIANS * flip);
  };
  const side = (name: SideBone, mirrored: boolean): Object3D | undefined => bone(`${mirrored ? 'right' : 'left'}${name}`);
  for (const [name, [x, y, z]] of REST_LEFT) {
    turn(side(name, false), x, y, z);
    turn(side(name, true), x, -y, -z);
  }

  const hips = bone('hips');
  const spine = bone('spine');
  const chest = bone('chest');
  const upperChest = bone('upperChest');
  const neck = bone('neck');
  const head = bone('head');
  const leftShoulder = bone('leftShoulder');
  const rightShoulder = bone('rightShoulder');
  const leftLeg = bone('leftUpperLeg');
  const rightLeg = bone('rightUpperLeg');
  const hipsX = hips?.position.x ?? 0;
  const legLength = hips?.position.y ?? 0;

  const places = POSTURE_PLACES.map((id) => parameters.place(id));
  const read = (values: Float32Array, index: number): number => values[places[index] ?? 0] ?? 0;
  const write = (values: Float32Array, index: number, value: number): void => {
    values[places[index] ?? 0] = value;
  };
  let weightShift = 0;

  return {
    pose(pose, values) {
      weightShift = pose.weightShift;
      write(values, 0, pose.headYaw);
      write(values, 1, pose.headPitch);
      write(values, 2, pose.headRoll);
      write(values, 3, pose.bodyYaw);
      write(values, 4, pose.bodyPitch);
      write(values, 5, pose.bodyRoll);
      write(values, 6, pose.breath);
    },
    apply(values) {
      const bodyYaw = read(values, 3);
      const bodyPitch = read(values, 4);
      const bodyRoll = read(values, 5);
      const breath = read(values, 6);
      const hipsRoll = weightShift * -1.6;
      if (hips !== undefined) hips.position.x = hipsX + weightShift * SHIFT_OF_LEG * legLength * flip;
      turn(hips, 0, weightShift * 1.5, hipsRoll);
      const legZ = (-SHIFT_OF_LEG / RADIANS) * weightShift - hipsRoll;
      turn(leftLeg, 0, -weightShift * 1.5, legZ + 1.5);
      turn(rightLeg, 0, -weightShift * 1.5, legZ - 1.5);

      const chestLift = -1.3 * breath;
      turn(spine, -bodyPitch * 0.4, bodyYaw * 0.35 - weightShift, -bodyRoll * 0.4 - hipsRoll * 0.8);
      turn(chest, -bodyPitch * 0.3 + chestLift, bodyYaw * 0.35, -bodyRoll * 0.3 - hipsRoll * 0.3);
      turn(upperChest, -bodyPitch * 0.3, bodyYaw * 0.3, -bodyRoll * 0.3);
      turn(leftShoulder, 0, 0, 1.6 * breath);
      turn(rightShoulder, 0, 0, -1.6 * breath);

      const yaw = read(values, 0) - bodyYaw;
      const pitch = read(values, 1) - bodyPitch;
      const roll = read(values, 2) - bodyRoll;
      turn(neck, -pitch * 0.4 - chestLift * 0.5, yaw * 0.4, -roll * 0.4);
      turn(head, -pitch * 0.6 - chestLift * 0.5, yaw * 0.6, -roll * 0.6);
    },
  };
}
