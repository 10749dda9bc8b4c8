import { eased } from '#shared/avatar/mapping.ts';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';

/** Seconds in which a part that is seen comes in, and in which one that is lost goes back to what the avatar does by herself. */
const COME_SECONDS = 0.3;
const GO_SECONDS = 0.9;

/** How much each part is there, 0…1 without corners: kept for a moment when it is lost, then it fades. */
export interface PartPresence {
  /** By index of `BODY_PARTS`. */
  readonly values: Float64Array;
  /** `dt` and `holdSeconds` in seconds. False: nothing is there any more. */
  step(dt: number, seen: (part: number) => boolean, holdSeconds: number): boolean;
}

export function createPartPresence(): PartPresence {
  const values = new Float64Array(BODY_PARTS.length);
  const ways = new Float64Array(BODY_PARTS.length);
  const lostFor = new Float64Array(BODY_PARTS.length);
  return {
    values,
    step(dt, seen, holdSeconds) {
      let any = false;
      for (let part = 0; part < values.length; part++) {
        const isSeen = seen(part);
        const way = ways[part] ?? 0;
        const lost = isSeen ? 0 : (lostFor[part] ?? 0) + dt;
        lostFor[part] = lost;
        const next = isSeen ? way + dt / COME_SECONDS : lost <= holdSeconds ? way : way - dt / GO_SECONDS;
        ways[part] = Math.min(1, Math.max(0, next));
        values[part] = eased(ways[part] ?? 0);
        if (isSeen || (ways[part] ?? 0) > 0) any = true;
      }
      return any;
    },
  };
}
