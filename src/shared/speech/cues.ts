import { z } from 'zod';
import { VISEMES } from '#shared/speech/lists.ts';

export { VISEMES };
export const visemeSchema = z.enum(VISEMES);
export type Viseme = z.infer<typeof visemeSchema>;

/**
 * One mouth shape over [startMs, endMs) of its utterance's own sound (0 = the utterance's first sample).
 * `open` is the target openness of the lips, 0 (closed) … 1 (widest), before smoothing.
 * Cues of an utterance are sorted by start and do not overlap. A stop's cue begins at the closure, not at the burst.
 */
export const visemeCueSchema = z.object({
  startMs: z.number(),
  endMs: z.number(),
  viseme: visemeSchema,
  open: z.number().min(0).max(1),
});
export type VisemeCue = z.infer<typeof visemeCueSchema>;

/** The time in which [textStart, textEnd) of the utterance's caption text is spoken; offsets in UTF-16 units. */
export const wordCueSchema = z.object({
  startMs: z.number(),
  endMs: z.number(),
  textStart: z.number().int(),
  textEnd: z.number().int(),
});
export type WordCue = z.infer<typeof wordCueSchema>;
