import type { BodyPart } from '#shared/tracking/body-parts.ts';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import type { Driver, DrivingView, HandoverReason } from '#shared/tracking/driving.ts';

/** Who holds a part: whoever has the larger share. */
export const holderOf = (weight: number): Driver => (weight >= 0.5 ? 'human' : 'ai');

export interface DrivingSentence {
  readonly who: 'ai' | 'human' | 'both';
  readonly reason: HandoverReason;
}

/**
 * Why the avatar is where it is: who holds it by the shares of this moment (all, none, or some of the parts), and what made it so. In mode `both` an
 * automatic hand-over is told as "for now", for the parts come back.
 */
export function drivingSentence(view: Pick<DrivingView, 'mode' | 'weights' | 'reason' | 'automatic'>): DrivingSentence {
  const held = BODY_PARTS.filter((part) => holderOf(view.weights[part] ?? 0) === 'human').length;
  const all = held === 0 ? 'ai' : held === BODY_PARTS.length ? 'human' : 'both';
  return { who: view.mode === 'both' ? 'both' : all, reason: view.reason };
}

/** Parts that are worth a chip: hands and legs only where something drives them. */
export const CHIP_PARTS: readonly BodyPart[] = ['head', 'eyes', 'mouth', 'expression', 'upperBody', 'hands'];
