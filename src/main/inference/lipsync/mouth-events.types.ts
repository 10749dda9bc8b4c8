import { z } from 'zod';
import { visemeCueSchema } from '#shared/speech/cues.ts';

/** The lip-sync engine's operation for sound that is played later than it is known: `open` with this input, push sound, `tell` the word 'end'. */
export const MOUTH_OP = 'mouth';
export const mouthInputSchema = z.object({ sampleRateHz: z.number().min(8000).max(192_000) });

/** One answer to each push, in order, and a last one, `ended`, to 'end'. */
export const mouthEventSchema = z.object({
  /** Later than those of the answers before; times from the stream's first sample. */
  visemes: z.array(visemeCueSchema),
  /** Where the cues given so far end. */
  untilMs: z.number().nonnegative(),
  ended: z.boolean(),
});
export type MouthEvent = z.infer<typeof mouthEventSchema>;
