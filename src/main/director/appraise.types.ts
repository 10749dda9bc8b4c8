import type { Appraisal } from '#shared/live/appraisal.ts';
import type { LiveEvent, ViewerEvent } from '#shared/live/live-event.ts';

/** Looks at a viewer's event before the director decides. Synchronous, well under a millisecond, never throws. */
export type Appraise = (event: ViewerEvent, nowMs: number) => Appraisal;

/** An event that was taken in for the first time, with what is known of it (events about the room have no appraisal). */
export interface Appraised {
  readonly event: LiveEvent;
  readonly appraisal: Appraisal | undefined;
}
