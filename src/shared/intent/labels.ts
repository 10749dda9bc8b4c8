import { z } from 'zod';
import { INTENTS } from '#shared/live/appraisal.ts';
import { EMOTIONS } from '#shared/speech/emotion.ts';

export const intentSchema = z.enum(INTENTS);
export const emotionLabelSchema = z.enum(EMOTIONS);

/** Columns of the weights: the intents, then the emotions. */
export const INTENT_COUNT = INTENTS.length;
export const EMOTION_COUNT = EMOTIONS.length;
export const LABEL_COUNT = INTENT_COUNT + EMOTION_COUNT;

/** Longest example, in UTF-16 units: what is read of a line at most. */
export const MAX_EXAMPLE_LENGTH = 300;

/** A line with what it wants and how it feels; a label that is missing teaches nothing of that kind. */
export const labelledLineSchema = z.object({
  text: z.string().trim().min(1).max(MAX_EXAMPLE_LENGTH),
  intent: intentSchema.optional(),
  emotion: emotionLabelSchema.optional(),
  /** How many ordinary lines this one counts for. */
  weight: z.number().positive().max(100).optional(),
  lang: z.string().max(8).optional(),
});
export type LabelledLine = z.infer<typeof labelledLineSchema>;

/** JSON lines, as the shipped data and exports are kept; empty lines are passed over. Throws at the first bad one, with its number. */
export function labelledLinesFrom(jsonLines: string): LabelledLine[] {
  return jsonLines.split('\n').flatMap((row, index) => {
    if (row.trim() === '') return [];
    const parsed = labelledLineSchema.safeParse(JSON.parse(row));
    if (!parsed.success) throw new SyntaxError(`line ${index + 1}: ${parsed.error.issues[0]?.message ?? 'not an example'}`);
    return [parsed.data];
  });
}
