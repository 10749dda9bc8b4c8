import type { VRMHumanBoneName } from '@pixiv/three-vrm';
import type { Pose } from '../../layers/pose.ts';
import { premultiply, setEuler } from './flat-quaternion.ts';
import type { HumanoidBones } from './humanoid-bones.ts';
import type { VrmParameters } from './vrm-parameters.ts';

/** Turns posture parameters into rotations of the humanoid's bones. */
export interface VrmStance {
  pose(pose: Pose, values: Float32Array): void;
  /** Arms hang, fingers are curled: where everything else begins. */
  rest(): void;
  /** Adds what the parameters ask for. `idle` 0…1: how much an idle motion moves the body, which then does the shifting of weight itself. */
  apply(values: Float32Array, idle: number): void;
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
  ['Foot', [0, 4, -1.5]],
] as const satisfies readonly (readonly [bone: string, angles: Angles])[];
/** Legs stand this far apart, degrees. */
const LEG_SPREAD = 1.5;
/** In the order in which `pose` writes and `apply` reads. */
const POSTURE = [
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

/** `flip` −1: VRM 0.x, which looks the other way: half a turn about Y turns the axes X and Z round. */
export function createVrmStance(bones: HumanoidBones, parameters: VrmParameters, flip: 1 | -1): VrmStance {
  const { rotations } = bones;
  const resting = restingRotations(bones, flip);
  const delta = new Float64Array(4);
  const turn = (index: number, x: number, y: number, z: number): void => {
    if (index < 0) return;
    setEuler(delta, 0, x * RADIANS * flip, y * RADIANS, z * RADIANS * flip);
    premultiply(rotations, index * 4, delta, 0);
  };
  const hips = bones.index('hips');
  const spine = bones.index('spine');
  const chest = bones.index('chest');
  const upperChest = bones.index('upperChest');
  const neck = bones.index('neck');
  const head = bones.index('head');
  const leftShoulder = bones.index('leftShoulder');
  const rightShoulder = bones.index('rightShoulder');
  const leftLeg = bones.index('leftUpperLeg');
  const rightLeg = bones.index('rightUpperLeg');
  const places = POSTURE.map((id) => parameters.place(id));
  const read = (values: Float32Array, index: number): number => finite(values[places[index] ?? 0] ?? 0);
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
    rest() {
      rotations.set(resting);
      bones.hips.set(0, 0, 0);
    },
    apply(values, idle) {
      const bodyYaw = read(values, 3);
      const bodyPitch = read(values, 4);
      const bodyRoll = read(values, 5);
      const breath = read(values, 6);
      const shift = weightShift * (1 - idle);
      const hipsRoll = shift * -1.6;
      bones.hips.x += shift * SHIFT_OF_LEG * bones.hipsHeight * flip;
      turn(hips, 0, shift * 1.5, hipsRoll);
      const spread = LEG_SPREAD * (1 - idle);
      const legZ = (-SHIFT_OF_LEG / RADIANS) * shift - hipsRoll;
      turn(leftLeg, 0, -shift * 1.5, legZ + spread);
      turn(rightLeg, 0, -shift * 1.5, legZ - spread);

      const chestLift = -1.3 * breath;
      turn(spine, -bodyPitch * 0.4, bodyYaw * 0.35 - shift, -bodyRoll * 0.4 - hipsRoll * 0.8);
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

function restingRotations(bones: HumanoidBones, flip: number): Float64Array {
  const resting = Float64Array.from(bones.rotations);
  for (const [name, [x, y, z]] of REST_LEFT)
    for (const side of ['left', 'right'] as const) {
      const bone: VRMHumanBoneName = `${side}${name}`;
      const index = bones.index(bone);
      const mirror = side === 'left' ? 1 : -1;
      if (index >= 0) setEuler(resting, index * 4, x * RADIANS * flip, y * RADIANS * mirror, z * RADIANS * flip * mirror);
    }
  return resting;
}

/** A plugin's NaN must not reach a bone: it would never leave the springs again. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
