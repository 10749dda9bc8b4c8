import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import type { Pose } from '../layers/pose.ts';

/** Seconds of the low pass between what the studio tells 20 times a second and the pictures. */
const SMOOTH_SECONDS = 0.06;

/** How much of each part a tracked human rules, 0…1, from picture to picture. */
export interface HumanShare {
  /** Parts that are not named are all hers. */
  aim(shares: Readonly<Record<string, number>>): void;
  /** `dt` in seconds. Allocates nothing. */
  step(dt: number): void;
  share(part: BodyPart): number;
}

export function createHumanShare(): HumanShare {
  const targets = new Float64Array(BODY_PARTS.length);
  const now = new Float64Array(BODY_PARTS.length);
  return {
    aim(shares) {
      BODY_PARTS.forEach((part, at) => {
        targets[at] = shares[part] ?? 0;
      });
    },
    step(dt) {
      const share = 1 - Math.exp(-dt / SMOOTH_SECONDS);
      for (let at = 0; at < now.length; at++) now[at] = (now[at] ?? 0) + ((targets[at] ?? 0) - (now[at] ?? 0)) * share;
    },
    share: (part) => now[BODY_PARTS.indexOf(part)] ?? 0,
  };
}

/**
 * What she does by herself gives way where a human rules. Head and gaze give way on the parameter bus already; here is what has no parameter of its own:
 * lids that blink by themselves, and the weight that she shifts.
 */
export function makeRoom(pose: Pose, human: Pick<HumanShare, 'share'>): void {
  pose.blink *= 1 - human.share('eyes');
  pose.weightShift *= 1 - Math.max(human.share('legs'), human.share('upperBody'));
  const body = 1 - human.share('upperBody');
  pose.bodyYaw *= body;
  pose.bodyPitch *= body;
  pose.bodyRoll *= body;
}
