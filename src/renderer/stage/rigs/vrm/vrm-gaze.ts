import type { VRM, VRMExpression } from '@pixiv/three-vrm';
import type { Pose } from '../../layers/pose.ts';
import type { VrmParameters } from './vrm-parameters.ts';

/** Turns the eyes by `ParamEyeBallX/Y`: ±1 is as far as they go. */
export interface VrmGaze {
  /** `cameraPitch`: degrees upwards at which the eyes see the camera. */
  pose(pose: Pose, cameraPitch: number, values: Float32Array): void;
  /** After the weights of expressions are written. */
  apply(values: Float32Array): void;
}

/** Angle at which a look expression is at its full weight, degrees. */
const FULL_YAW = 26;
const FULL_PITCH = 20;

/**
 * By the four look expressions where the model has shapes for them (its author drew how far an iris may go), else by the model's own look-at, as
 * a rule the eye bones. Whoever writes the parameters from outside (eye tracking) replaces her own gaze and its aim at the camera: nothing fights.
 */
export function createVrmGaze(vrm: VRM, parameters: VrmParameters): VrmGaze {
  const x = parameters.place('ParamEyeBallX');
  const y = parameters.place('ParamEyeBallY');
  const turn = byShapes(vrm) ?? byLookAt(vrm);
  return {
    pose({ gazeYaw, gazePitch }, cameraPitch, values) {
      values[x] = limit(gazeYaw / FULL_YAW);
      values[y] = limit((gazePitch + cameraPitch) / FULL_PITCH);
    },
    apply(values) {
      turn(limit(values[x] ?? 0), limit(values[y] ?? 0));
    },
  };
}

function byShapes(vrm: VRM): ((x: number, y: number) => void) | undefined {
  const find = (name: string): VRMExpression | undefined => {
    const expression = vrm.expressionManager?.getExpression(name);
    return expression != null && expression.binds.length > 0 ? expression : undefined;
  };
  const left = find('lookLeft');
  const right = find('lookRight');
  const up = find('lookUp');
  const down = find('lookDown');
  if (left === undefined || right === undefined || up === undefined || down === undefined) return undefined;
  return (x, y) => {
    left.weight = Math.min(1, left.weight + Math.max(0, x));
    right.weight = Math.min(1, right.weight + Math.max(0, -x));
    up.weight = Math.min(1, up.weight + Math.max(0, y));
    down.weight = Math.min(1, down.weight + Math.max(0, -y));
  };
}

function byLookAt({ lookAt }: VRM): (x: number, y: number) => void {
  return (x, y) => {
    if (lookAt === undefined) return;
    lookAt.yaw = x * FULL_YAW;
    // The library counts pitch downwards.
    lookAt.pitch = -y * FULL_PITCH;
  };
}

const limit = (value: number): number => Math.max(-1, Math.min(1, value));
