import {
  type VRM,
  type VRMExpression,
  VRMExpressionMorphTargetBind,
  VRMLookAtBoneApplier,
  VRMLookAtExpressionApplier,
  type VRMLookAtRangeMap,
} from '@pixiv/three-vrm';
import { SkinnedMesh } from 'three';
import type { Pose } from '../../layers/pose.ts';
import { premultiply } from './flat-quaternion.ts';
import type { HumanoidBones } from './humanoid-bones.ts';
import { dominantBones } from './skin-points.ts';
import type { VrmParameters } from './vrm-parameters.ts';

/** Turns the eyes by `ParamEyeBallX/Y`: ±1 is as far as they go. */
export interface VrmGaze {
  /** `cameraPitch`: degrees upwards at which the eyes see the camera. */
  pose(pose: Pose, cameraPitch: number, values: Float32Array): void;
  /** After the face has written what expressions are wanted. */
  apply(values: Float32Array, wanted: Float64Array): void;
}

/**
 * Adds what the eyes do. `look`: how far to her left, right, up and down, each −1…1 and the negative of its opposite. In an array: numbers handed from
 * function to function are boxed on their way where the compiler does not join the two.
 */
type EyeTurner = (look: Float64Array, wanted: Float64Array) => void;
const [LEFT, RIGHT, UP, DOWN] = [0, 1, 2, 3] as const;

/** Angle at which a look expression is at its full weight, degrees. */
const FULL_YAW = 26;
const FULL_PITCH = 20;
const RADIANS = Math.PI / 180;

export interface VrmGazeOptions {
  readonly vrm: VRM;
  readonly expressions: readonly VRMExpression[];
  readonly parameters: VrmParameters;
  readonly bones: HumanoidBones;
  readonly flip: 1 | -1;
}

/**
 * By the four look expressions where the model has shapes for them (its author drew how far an iris may go), else by the model's own look-at, as
 * a rule the eye bones. Whoever writes the parameters from outside (eye tracking) replaces her own gaze and its aim at the camera: nothing fights.
 */
export function createVrmGaze(options: VrmGazeOptions): VrmGaze {
  const { parameters } = options;
  const x = parameters.place('ParamEyeBallX');
  const y = parameters.place('ParamEyeBallY');
  const turn = byShapes(options) ?? byLookAt(options);
  const look = new Float64Array(4);
  return {
    pose({ gazeYaw, gazePitch }, cameraPitch, values) {
      values[x] = gazeYaw / FULL_YAW;
      values[y] = (gazePitch + cameraPitch) / FULL_PITCH;
      limit(values, x);
      limit(values, y);
    },
    apply(values, wanted) {
      look[LEFT] = values[x] ?? 0;
      look[UP] = values[y] ?? 0;
      limit(look, LEFT);
      limit(look, UP);
      look[RIGHT] = -(look[LEFT] ?? 0);
      look[DOWN] = -(look[UP] ?? 0);
      turn(look, wanted);
    },
  };
}

function byShapes({ expressions, parameters }: VrmGazeOptions): EyeTurner | undefined {
  const [left = -1, right = -1, up = -1, down = -1] = ['lookLeft', 'lookRight', 'lookUp', 'lookDown'].map((name) => {
    const index = parameters.expression(name);
    return (expressions[index]?.binds.length ?? 0) > 0 ? index : -1;
  });
  if (Math.min(left, right, up, down) < 0) return undefined;
  return (look, wanted) => {
    add(wanted, left, look, LEFT);
    add(wanted, right, look, RIGHT);
    add(wanted, up, look, UP);
    add(wanted, down, look, DOWN);
  };
}

function byLookAt(options: VrmGazeOptions): EyeTurner {
  const applier = options.vrm.lookAt?.applier;
  if (applier instanceof VRMLookAtBoneApplier) return byBones(options, applier);
  if (!(applier instanceof VRMLookAtExpressionApplier)) return () => {};
  const { parameters } = options;
  const [left = -1, right = -1, up = -1, down = -1] = ['lookLeft', 'lookRight', 'lookUp', 'lookDown'].map(parameters.expression);
  const ranged = new Float64Array(4);
  return (look, wanted) => {
    for (let side = 0; side < ranged.length; side++) ranged[side] = (look[side] ?? 0) * (side < UP ? FULL_YAW : FULL_PITCH);
    along(applier.rangeMapHorizontalOuter, ranged, LEFT);
    along(applier.rangeMapHorizontalOuter, ranged, RIGHT);
    along(applier.rangeMapVerticalUp, ranged, UP);
    along(applier.rangeMapVerticalDown, ranged, DOWN);
    add(wanted, left, ranged, LEFT);
    add(wanted, right, ranged, RIGHT);
    add(wanted, up, ranged, UP);
    add(wanted, down, ranged, DOWN);
  };
}

/** Turns degrees into what the author's range makes of them, 0 and more. */
function along({ inputMaxValue, outputScale }: VRMLookAtRangeMap, degrees: Float64Array, at: number): void {
  degrees[at] = outputScale * Math.max(0, Math.min(1, (degrees[at] ?? 0) / inputMaxValue));
}

function byBones(options: VrmGazeOptions, applier: VRMLookAtBoneApplier): EyeTurner {
  const { bones, flip } = options;
  const leftEye = bones.index('leftEye');
  const rightEye = bones.index('rightEye');
  const turn = new Float64Array(4);
  const { rangeMapHorizontalInner: inner, rangeMapHorizontalOuter: outer } = applier;
  const to = { yaw: 0, pitch: 0 };
  const degrees = new Float64Array(1);
  const turnEye = (bone: number): void => {
    if (bone < 0) return;
    const { yaw, pitch } = to;
    // Yaw last, as the library has it: pitch turns about the eye's own axis.
    // Written out: as arguments of a function the angles would be boxed.
    turn[0] = Math.sin((pitch * RADIANS * flip) / 2);
    turn[1] = 0;
    turn[3] = Math.cos((pitch * RADIANS * flip) / 2);
    premultiply(bones.rotations, bone * 4, turn, 0);
    turn[0] = 0;
    turn[1] = Math.sin((yaw * RADIANS) / 2);
    turn[3] = Math.cos((yaw * RADIANS) / 2);
    premultiply(bones.rotations, bone * 4, turn, 0);
  };
  const follow = lidFollower(options);
  return (look, wanted) => {
    const x = look[LEFT] ?? 0;
    const y = look[UP] ?? 0;
    degrees[0] = Math.abs(y) * FULL_PITCH;
    along(y < 0 ? applier.rangeMapVerticalDown : applier.rangeMapVerticalUp, degrees, 0);
    to.pitch = (degrees[0] ?? 0) * (y < 0 ? 1 : -1);
    degrees[0] = Math.abs(x) * FULL_YAW;
    along(x < 0 ? inner : outer, degrees, 0);
    to.yaw = (degrees[0] ?? 0) * (x < 0 ? -1 : 1);
    turnEye(leftEye);
    degrees[0] = Math.abs(x) * FULL_YAW;
    along(x < 0 ? outer : inner, degrees, 0);
    to.yaw = (degrees[0] ?? 0) * (x < 0 ? -1 : 1);
    turnEye(rightEye);
    follow(look, wanted);
  };
}

/** Perfect-sync models shape lids with the gaze (`eyeLookDownLeft` and so on). Shapes that turn the eyeball itself would turn it twice and stay out. */
function lidFollower({ expressions, parameters, bones }: VrmGazeOptions): EyeTurner {
  const eyes = new Set([bones.node(bones.index('leftEye')), bones.node(bones.index('rightEye'))]);
  const place = (name: string): number => {
    const index = parameters.expression(name);
    const expression = expressions[index];
    return expression === undefined || movesSkinOf(expression, (bone) => eyes.has(bone)) ? -1 : index;
  };
  const [upLeft = -1, upRight = -1, downLeft = -1, downRight = -1] = [
    'eyeLookUpLeft',
    'eyeLookUpRight',
    'eyeLookDownLeft',
    'eyeLookDownRight',
  ].map(place);
  const [outLeft = -1, inRight = -1, inLeft = -1, outRight = -1] = [
    'eyeLookOutLeft',
    'eyeLookInRight',
    'eyeLookInLeft',
    'eyeLookOutRight',
  ].map(place);
  return (look, wanted) => {
    add(wanted, upLeft, look, UP);
    add(wanted, upRight, look, UP);
    add(wanted, downLeft, look, DOWN);
    add(wanted, downRight, look, DOWN);
    add(wanted, outLeft, look, LEFT);
    add(wanted, inRight, look, LEFT);
    add(wanted, inLeft, look, RIGHT);
    add(wanted, outRight, look, RIGHT);
  };
}

function movesSkinOf(expression: VRMExpression, wanted: (bone: SkinnedMesh['skeleton']['bones'][number]) => boolean): boolean {
  return expression.binds.some(
    (bind) =>
      bind instanceof VRMExpressionMorphTargetBind &&
      bind.primitives.some((mesh) => {
        const offsets = mesh.geometry.morphAttributes.position?.[bind.index];
        if (!(mesh instanceof SkinnedMesh) || offsets === undefined) return false;
        const owners = dominantBones(mesh);
        for (let i = 0; i < offsets.count; i++) {
          const bone = mesh.skeleton.bones[owners[i] ?? 0];
          if (bone !== undefined && Math.abs(offsets.getX(i)) + Math.abs(offsets.getY(i)) > 1e-5 && wanted(bone)) return true;
        }
        return false;
      }),
  );
}

function add(wanted: Float64Array, index: number, amounts: Float64Array, side: number): void {
  const amount = amounts[side] ?? 0;
  if (index >= 0 && amount > 0) wanted[index] = (wanted[index] ?? 0) + amount;
}

function limit(numbers: Float32Array | Float64Array, at: number): void {
  const value = numbers[at] ?? 0;
  numbers[at] = value >= -1 ? Math.min(1, value) : value < -1 ? -1 : 0;
}
