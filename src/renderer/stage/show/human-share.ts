import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import type { Moment } from '../layers/moment.ts';
import type { Pose } from '../layers/pose.ts';

/** Seconds of the low pass between what the studio tells 20 times a second and the pictures. */
const SMOOTH_SECONDS = 0.06;

/** How much of each part a tracked human rules, from picture to picture. */
export interface HumanShare {
  /** 0…1 per part, in the places of `HUMAN`. An array, for a number that is returned is boxed on its way. */
  readonly shares: Float64Array;
  /** Parts that are not named are all hers. */
  aim(shares: Readonly<Record<string, number>>): void;
  step(moment: Moment): void;
}

const place = (part: BodyPart): number => BODY_PARTS.indexOf(part);
export const HUMAN = {
  eyes: place('eyes'),
  mouth: place('mouth'),
  expression: place('expression'),
  upperBody: place('upperBody'),
  legs: place('legs'),
} as const;

export function createHumanShare(): HumanShare {
  const targets = new Float64Array(BODY_PARTS.length);
  const shares = new Float64Array(BODY_PARTS.length);
  return {
    shares,
    aim(next) {
      BODY_PARTS.forEach((part, at) => {
        targets[at] = next[part] ?? 0;
      });
    },
    step({ dt }) {
      const way = 1 - Math.exp(-dt / SMOOTH_SECONDS);
      for (let at = 0; at < shares.length; at++) shares[at] = (shares[at] ?? 0) + ((targets[at] ?? 0) - (shares[at] ?? 0)) * way;
    },
  };
}

/**
 * What she does by herself gives way where a human rules. Head and gaze give way on the parameter bus already; here is what has no parameter of its own:
 * lids that blink by themselves, and the weight that she shifts.
 */
export function makeRoom(pose: Pose, shares: Float64Array): void {
  pose.blink *= 1 - (shares[HUMAN.eyes] ?? 0);
  pose.weightShift *= 1 - Math.max(shares[HUMAN.legs] ?? 0, shares[HUMAN.upperBody] ?? 0);
  const body = 1 - (shares[HUMAN.upperBody] ?? 0);
  pose.bodyYaw *= body;
  pose.bodyPitch *= body;
  pose.bodyRoll *= body;
}
