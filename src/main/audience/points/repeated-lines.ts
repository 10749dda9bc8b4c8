import type { Appraised } from '#main/director/appraise.types.ts';
import { isPaid } from '#shared/live/live-event.ts';
import { type EarningRules, isHeard } from './earnings.ts';

/** Knows the lines of a viewer who was given all that lines of this interval bring: most lines of a busy room, which need not be looked at closely. */
export interface RepeatedLines {
  /** True when the line can bring nothing that an earlier one has not brought. Ask once for each event, in their order. */
  isRepeat(appraised: Appraised, rules: EarningRules): boolean;
}

interface Given {
  readonly points: EarningRules['points'];
  readonly day: string;
  readonly interval: number;
}
const KEPT = 20_000;

export function createRepeatedLines(): RepeatedLines {
  const given = new Map<string, Given>();
  return {
    isRepeat({ event, appraisal }, { points, day }) {
      if (event.kind !== 'chat' || appraisal?.viewerKey === undefined || isPaid(event)) return false;
      // With no interval every line brings something.
      if (points.chatEverySeconds === 0) return false;
      const viewer = appraisal.viewerKey;
      const interval = Math.floor(event.timestamp / (points.chatEverySeconds * 1000));
      const before = given.get(viewer);
      if (before !== undefined && before.points === points && before.day === day && before.interval === interval) return true;
      if (!isHeard(appraisal)) return false;
      given.set(viewer, { points, day, interval });
      if (given.size > KEPT) given.delete(given.keys().next().value ?? '');
      return false;
    },
  };
}
