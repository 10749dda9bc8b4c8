import type { VRM, VRMExpression } from '@pixiv/three-vrm';
import type { Pose } from '../../layers/pose.ts';

/** Angle at which a look expression is at its full weight, degrees. */
const FULL_YAW = 26;
const FULL_PITCH = 20;

/**
 * Turns the eyes: by the four look expressions where the model has shapes for them (its author drew how far an iris may go), else by
 * the model's own look-at, as a rule the eye bones. `cameraPitch`: degrees upwards at which the eyes see the camera.
 */
export function createVrmGaze(vrm: VRM): (pose: Pose, cameraPitch: number) => void {
  const find = (name: string): VRMExpression | undefined => {
    const expression = vrm.expressionManager?.getExpression(name);
    return expression != null && expression.binds.length > 0 ? expression : undefined;
  };
  const left = find('lookLeft');
  const right = find('lookRight');
  const up = find('lookUp');
  const down = find('lookDown');
  if (left !== undefined && right !== undefined && up !== undefined && down !== undefined)
    return ({ gazeYaw, gazePitch }, cameraPitch) => {
      const yaw = gazeYaw / FULL_YAW;
      const pitch = (gazePitch + cameraPitch) / FULL_PITCH;
      left.weight = share(yaw);
      right.weight = share(-yaw);
      up.weight = share(pitch);
      down.weight = share(-pitch);
    };
  const { lookAt } = vrm;
  return ({ gazeYaw, gazePitch }, cameraPitch) => {
    if (lookAt === undefined) return;
    lookAt.yaw = gazeYaw;
    // The library counts pitch downwards.
    lookAt.pitch = -(gazePitch + cameraPitch);
  };
}

const share = (x: number): number => Math.max(0, Math.min(1, x));
