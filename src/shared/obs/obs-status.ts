import { z } from 'zod';

/**
 * The connection to OBS as the interface shows it. `reason` is a stable code that the interface translates, `message` plain English that ends with the
 * next step.
 */
export const OBS_STATES = ['off', 'searching', 'connecting', 'ready', 'waiting', 'refused'] as const;
export const obsStatusSchema = z.object({
  /**
   * off         the streamer does not use OBS here
   * searching   looks where OBS may be
   * connecting  two connections are being made
   * ready       both are up, and the mirror is whole
   * waiting     OBS is not there; it is tried again by itself
   * refused     OBS said no; nothing is tried before the streamer changes something
   */
  state: z.enum(OBS_STATES),
  reason: z.string(),
  message: z.string(),
  /** Of the present or last server; '' unknown. */
  url: z.string(),
  obsVersion: z.string(),
  /** Of obs-websocket. */
  socketVersion: z.string(),
  /** ms since the epoch. */
  sinceMs: z.number(),
  /** What this OBS lacks that parts of the program want: 'browser-source', or the name of a request. */
  lacks: z.array(z.string()),
});
export type ObsStatus = z.infer<typeof obsStatusSchema>;
