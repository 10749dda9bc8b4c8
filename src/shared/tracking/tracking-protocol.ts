import { z } from 'zod';
import { sourceReportSchema } from '#shared/tracking/source-state.ts';

/**
 * The trackers' socket, `/ws/tracking?token=…` (studio token; remote token for `controls` only): a page that has a camera or controls sends what it sees as
 * binary motion frames (`#shared/frames/motion-frame.ts`) and says in JSON how it fares. One page is the webcam: the last that came; the one before is told
 * `displaced` and lets go of the camera.
 *
 *   page ── hello, report*, frame* ──►        ◄── accepted | displaced | recenter | pace* ── studio
 */
export const trackingUpSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), kind: z.enum(['webcam', 'controls']), name: z.string().max(100) }),
  z.object({ type: z.literal('report'), report: sourceReportSchema }),
]);
export type TrackingUp = z.infer<typeof trackingUpSchema>;

export const trackingDownSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('accepted') }),
  z.object({ type: z.literal('displaced') }),
  /** "I look straight now": the next moment's pose is the rest pose. */
  z.object({ type: z.literal('recenter') }),
  /** To a webcam: no more pictures a second than these are worth looking at. */
  z.object({ type: z.literal('pace'), picturesHz: z.number().positive() }),
]);
export type TrackingDown = z.infer<typeof trackingDownSchema>;
