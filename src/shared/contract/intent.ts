import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';
import { emotionLabelSchema, intentSchema, MAX_EXAMPLE_LENGTH } from '#shared/intent/labels.ts';

/** How well lines were read whose truth is known. Shares, 0 to 1. */
export const readingScoreSchema = z.object({
  lines: z.number().int(),
  intent: z.number(),
  emotion: z.number(),
});

const comparison = z.object({ before: readingScoreSchema, after: readingScoreSchema });

export const trainingResultSchema = z.object({
  /** adopted: in use now; worse: it would have read general lines clearly worse, so nothing was changed. */
  outcome: z.enum(['adopted', 'worse', 'cancelled', 'failed']),
  /** Of a failure. */
  message: z.string(),
  /** ms since the epoch. */
  at: z.number(),
  /** Lines that ship with the program and are never trained with; null: it did not get that far. */
  general: comparison.nullable(),
  /** The streamer's own, which are trained with. */
  own: comparison.nullable(),
});
export type TrainingResult = z.infer<typeof trainingResultSchema>;

export const intentViewSchema = z.object({
  /** own: trained with the streamer's examples. */
  model: z.object({ source: z.enum(['shipped', 'own']), examples: z.number().int(), trainedAt: z.number() }),
  /** There is an earlier model to go back to. */
  canUndo: z.boolean(),
  /** Share that is done; null: no training runs. */
  training: z.number().nullable(),
  last: trainingResultSchema.nullable(),
  examples: z.object({
    count: z.number().int(),
    most: z.number().int(),
    byIntent: z.record(z.string(), z.number()),
    /** Grows with every change. */
    version: z.number().int(),
    /** Some were added, changed or removed since the model in use was trained. */
    unlearned: z.boolean(),
    /** How many the last removal took, which can be brought back. */
    removed: z.number().int(),
  }),
});
export type IntentView = z.infer<typeof intentViewSchema>;

export const exampleSchema = z.object({
  id: z.string(),
  text: z.string(),
  intent: intentSchema.optional(),
  emotion: emotionLabelSchema.optional(),
  addedAt: z.number(),
});
export type IntentExample = z.infer<typeof exampleSchema>;

const text = z.string().trim().min(1).max(MAX_EXAMPLE_LENGTH);
const chance = <L extends z.ZodType>(label: L) => z.array(z.object({ label, probability: z.number() }));

export const intentContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(intentViewSchema)),
  /** What is read in a line, and how sure it is; the likeliest three of each kind. null: nothing can be read in it. */
  read: studioProcedure.input(z.object({ text })).output(
    z
      .object({
        intent: intentSchema,
        emotion: emotionLabelSchema,
        intents: chance(intentSchema),
        emotions: chance(emotionLabelSchema),
        /** What is asked for, '' where nothing is named. */
        argument: z.string(),
      })
      .nullable(),
  ),
  /** Newest first. */
  examples: studioProcedure
    .input(
      z.object({
        search: z.string().max(200).default(''),
        intent: intentSchema.optional(),
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ examples: z.array(exampleSchema), found: z.number().int() })),
  /** A line that is known already gets the new labels. At least one label is needed. */
  addExample: studioProcedure
    .input(
      z
        .object({ text, intent: intentSchema.optional(), emotion: emotionLabelSchema.optional() })
        .refine(({ intent, emotion }) => intent !== undefined || emotion !== undefined, {
          message: 'say what the line wants or how it feels',
        }),
    )
    .output(z.object({ id: z.string(), replaced: z.boolean() })),
  /** Removes those, or all. */
  removeExamples: studioProcedure
    .input(z.object({ ids: z.array(z.string().max(64)).max(5000).optional() }))
    .output(z.object({ removed: z.number().int() })),
  undoRemove: studioProcedure.input(nothing).output(done),
  /** One JSON document a line: { text, intent?, emotion? }. */
  exportExamples: studioProcedure.input(nothing).output(z.object({ fileName: z.string(), text: z.string() })),
  importExamples: studioProcedure
    .input(z.object({ text: z.string().max(4_000_000) }))
    .output(
      z.object({ added: z.number().int(), replaced: z.number().int(), unreadable: z.number().int(), noRoom: z.number().int() }),
    ),
  /** Begins a training in the background; CONFLICT: one runs already. */
  train: studioProcedure.input(nothing).output(done),
  cancelTraining: studioProcedure.input(nothing).output(done),
  /** Back to the model before; again: forth. */
  undoTraining: studioProcedure.input(nothing).output(done),
  /** Back to the model as it ships; can be undone. Examples stay. */
  resetModel: studioProcedure.input(nothing).output(done),
};
