import type { Appraisal } from '#shared/live/appraisal.ts';
import { type LiveEvent, textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import type { Audience } from './audience/audience.types.ts';
import type { Appraised } from './director/appraise.types.ts';
import type { IntentDesk } from './intent/intent.types.ts';
import type { Moderation } from './moderation/moderation.types.ts';
import type { PlaySide } from './play-side.ts';

/** Everything between the connectors and the director: who it is, whether it is fit to be shown, what it wants, and which game takes it. */
export interface RoomSide {
  appraise(event: ViewerEvent, nowMs: number): Appraisal;
  /** Events that the director took in, each once: points, commands, statistics, moderation queue. Returns at once. */
  taken(fresh: readonly Appraised[]): void;
}

export interface RoomSideOptions {
  readonly audience: Pick<Audience, 'keyOf' | 'loyaltyOf' | 'taken'>;
  readonly moderation: Pick<Moderation, 'judge' | 'taken'>;
  readonly intent: Pick<IntentDesk, 'read'>;
  readonly play: Pick<PlaySide, 'claim' | 'unwanted' | 'taken'>;
}

export function createRoomSide({ audience, moderation, intent, play }: RoomSideOptions): RoomSide {
  return {
    appraise(event, nowMs) {
      const viewerKey = audience.keyOf(event);
      const { verdict, shown } = moderation.judge(event, viewerKey, nowMs);
      const reading = intent.read(textOfEvent(shown));
      return {
        viewerKey,
        shown,
        verdict,
        reading,
        loyalty: audience.loyaltyOf(viewerKey),
        claimedBy: play.claim(shown, reading, verdict),
        unwanted: play.unwanted(shown, viewerKey, nowMs),
      };
    },
    taken(fresh) {
      // First, so that visits are counted when others ask for them.
      audience.taken(fresh);
      moderation.taken(fresh);
      play.taken(fresh);
    },
  };
}

/** The event as others may see it; none when it is held or blocked. */
export function shownOf({ event, appraisal }: Appraised): LiveEvent[] {
  if (appraisal === undefined) return [event];
  return appraisal.verdict.action === 'hold' || appraisal.verdict.action === 'block' ? [] : [appraisal.shown];
}
