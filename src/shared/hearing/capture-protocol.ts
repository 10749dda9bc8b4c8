import { z } from 'zod';

/**
 * The ears' socket, `/ws/ears`: the page that has the microphone sends its sound as binary frames (`#shared/frames/microphone-frame.ts`) and says in JSON
 * how it fares. One page captures at a time: the last that came. The one before is told `displaced` and lets go of the microphone.
 *
 *   page ── state* , frame* ──►        ◄── listen | displaced ── studio
 */
export const CAPTURE_STATES = ['starting', 'capturing', 'suspended', 'refused', 'no-device', 'lost', 'failed'] as const;
export type CaptureState = (typeof CAPTURE_STATES)[number];

/** Page → studio. `detail`: for the log, in English. */
export const earsUpSchema = z.object({
  type: z.literal('state'),
  state: z.enum(CAPTURE_STATES),
  /** What the browser calls the microphone; '' while unknown. */
  device: z.string().max(300),
  detail: z.string().max(500),
});
export type EarsUp = z.infer<typeof earsUpSchema>;

/** Studio → page. `listen`: you are the one. */
export const earsDownSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listen') }),
  z.object({ type: z.literal('displaced') }),
]);
export type EarsDown = z.infer<typeof earsDownSchema>;
