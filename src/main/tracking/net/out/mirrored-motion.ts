import { emptyPose } from '#shared/tracking/bones.ts';
import { emptyFace } from '#shared/tracking/face-channels.ts';
import { emptyHands } from '#shared/tracking/hand-channels.ts';
import { mirrorFace, mirrorHands, mirrorPose } from '#shared/tracking/mirror.ts';
import type { MergedMotion } from '../../tracking.types.ts';

/** Left and right change places; what it returns is valid until the next call. */
export function createMirroredMotion(): (motion: MergedMotion) => MergedMotion {
  const [face, hands, pose] = [emptyFace(), emptyHands(), emptyPose()];
  return (from) => {
    mirrorFace(from.face, face);
    mirrorHands(from.hands, hands);
    mirrorPose(from.pose, pose);
    return { atMs: from.atMs, found: from.found, face, hands, pose };
  };
}
