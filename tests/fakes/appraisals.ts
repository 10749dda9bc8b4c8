import type { Appraisal } from '#shared/live/appraisal.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';

/** What is known of an event of which nothing special is known. */
export function appraisalOf(event: ViewerEvent, more: Partial<Appraisal> = {}): Appraisal {
  return {
    viewerKey: event.user.id === null ? undefined : `${event.platform}:${event.user.id}`,
    shown: event,
    verdict: { action: 'allow' },
    reading: undefined,
    loyalty: 0,
    claimedBy: undefined,
    ...more,
  };
}
