import type { Appraisal } from '#shared/live/appraisal.ts';
import type { LiveEvent, ViewerEvent } from '#shared/live/live-event.ts';
import type { Appraised } from './director/appraise.types.ts';

/** Everything between the connectors and the director: who it is, whether it is fit to be shown, what it wants, and which game takes it. */
export interface RoomSide {
  appraise(event: ViewerEvent, nowMs: number): Appraisal;
  /** Events that the director took in, each once: points, commands, statistics, moderation queue. Returns at once. */
  taken(fresh: readonly Appraised[]): void;
}

export function createRoomSide(): RoomSide {
  return {
    appraise: (event) => ({
      viewerKey: event.user.id === null ? undefined : `${event.platform}:${event.user.id}`,
      shown: event,
      verdict: { action: 'allow' },
      reading: undefined,
      loyalty: 0,
      claimedBy: undefined,
    }),
    taken() {},
  };
}

/** The event as others may see it; none when it is held or blocked. */
export function shownOf({ event, appraisal }: Appraised): LiveEvent[] {
  if (appraisal === undefined) return [event];
  return appraisal.verdict.action === 'hold' || appraisal.verdict.action === 'block' ? [] : [appraisal.shown];
}
