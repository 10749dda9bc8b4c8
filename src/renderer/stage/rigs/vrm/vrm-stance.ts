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
  /** Adds what the parameters ask for. `idle`: one number, 0…1: how much an idle motion moves the body, which then does the shifting of weight itself. */
  apply(values: Float32Array, idle: Float64Array): void;
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
  /** Degrees that `turn` turns by. In an array: numbers handed from function to function are boxed on their way. */
  const by = new Float64Array(3);
  const turn = (index: number): void => {
    if (index < 0) return;
    setEuler(delta, 0, (by[0] ?? 0) * RADIANS * flip, (by[1] ?? 0) * RADIANS, (by[2] ?? 0) * RADIANS * flip);
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
  /** Of this frame, in the order of POSTURE. */
  const posture = new Float64Array(POSTURE.length);
  const write = (values: Float32Array, index: number, value: number): void => {
    values[places[index] ?? 0] = value;
  };
  /** Of this frame: how far she would shift her weight, how far it is shifted, and degrees. In an object: numbers in a closure are boxed with each change. */
  const now = { weightShift: 0, shift: 0, spread: 0, hipsRoll: 0, chestLift: 0 };

  function turnLegs(): void {
    const { spread } = now;
    const legZ = (-SHIFT_OF_LEG / RADIANS) * now.shift - now.hipsRoll;
    by[0] = 0;
    by[1] = now.shift * 1.5;
    by[2] = now.hipsRoll;
    turn(hips);
    by[1] = -now.shift * 1.5;
    by[2] = legZ + spread;
    turn(leftLeg);
    by[2] = legZ - spread;
    turn(rightLeg);
  }

  function turnTrunk(): void {
    const yaw = posture[3] ?? 0;
    const pitch = posture[4] ?? 0;
    const roll = posture[5] ?? 0;
    by[0] = -pitch * 0.4;
    by[1] = yaw * 0.35 - now.shift;
    by[2] = -roll * 0.4 - now.hipsRoll * 0.8;
    turn(spine);
    by[0] = -pitch * 0.3 + now.chestLift;
    by[1] = yaw * 0.35;
    by[2] = -roll * 0.3 - now.hipsRoll * 0.3;
    turn(chest);
    by[0] = -pitch * 0.3;
    by[1] = yaw * 0.3;
    by[2] = -roll * 0.3;
    turn(upperChest);
    by[0] = by[1] = 0;
    by[2] = 1.6 * (posture[6] ?? 0);
    turn(leftShoulder);
    by[2] = -1.6 * (posture[6] ?? 0);
    turn(rightShoulder);
  }

  /** Against the body: neck and head go the rest of the way. */
  function turnHead(): void {
    const yaw = (posture[0] ?? 0) - (posture[3] ?? 0);
    const pitch = (posture[1] ?? 0) - (posture[4] ?? 0);
    const roll = (posture[2] ?? 0) - (posture[5] ?? 0);
    by[0] = -pitch * 0.4 - now.chestLift * 0.5;
    by[1] = yaw * 0.4;
    by[2] = -roll * 0.4;
    turn(neck);
    by[0] = -pitch * 0.6 - now.chestLift * 0.5;
    by[1] = yaw * 0.6;
    by[2] = -roll * 0.6;
    turn(head);
  }

  return {
    pose(pose, values) {
      now.weightShift = pose.weightShift;
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
      const own = 1 - (idle[0] ?? 0);
      for (let i = 0; i < posture.length; i++) {
        const value = values[places[i] ?? 0] ?? 0;
        // A plugin's NaN must not reach a bone: it would never leave the springs again.
        posture[i] = Number.isFinite(value) ? value : 0;
      }
      now.shift = now.weightShift * own;
      now.hipsRoll = now.shift * -1.6;
      now.chestLift = -1.3 * (posture[6] ?? 0);
      bones.hips.x += now.shift * SHIFT_OF_LEG * bones.hipsHeight * flip;
      now.spread = LEG_SPREAD * own;
      turnLegs();
      turnTrunk();
      turnHead();
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
