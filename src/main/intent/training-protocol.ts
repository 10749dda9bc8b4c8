import { z } from 'zod';
import { readingScoreSchema } from '#shared/contract/intent.ts';
import { labelledLineSchema } from '#shared/intent/labels.ts';

/** What the training thread is given. */
export const trainingJobSchema = z.object({
  /** Folder of the model as it ships: intent.bin, rehearsal.jsonl, heldout.jsonl. */
  shippedFolder: z.string(),
  /** The model in use, to compare with; undefined: the shipped one. */
  ownFile: z.string().optional(),
  examples: z.array(labelledLineSchema),
  /** Stamped into the model. */
  trainedAt: z.number(),
});
export type TrainingJob = z.infer<typeof trainingJobSchema>;

const comparisonSchema = z.object({ before: readingScoreSchema, after: readingScoreSchema });

/** What it says: how far it is, then once how it ended. An error ends the thread. */
export const trainingReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), share: z.number() }),
  z.object({
    type: z.literal('done'),
    model: z.instanceof(Uint8Array),
    general: comparisonSchema,
    own: comparisonSchema,
  }),
]);
export type TrainingReply = z.infer<typeof trainingReplySchema>;
