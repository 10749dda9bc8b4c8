import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';

/** The user's own Cubism Core. null: there is none. */
export const cubismCoreSchema = z.object({
  /** As the user's file was called. */
  fileName: z.string(),
  bytes: z.number().int(),
  /** ms since the epoch, at which the file was added and Live2D's licence accepted. */
  addedAt: z.number(),
  acceptedAt: z.number(),
  /** "5.1.0"; null: the file does not say, it shows once a model is drawn. */
  version: z.string().nullable(),
  /** "Cubism 5.0": the newest models that it reads; null: the file does not say. */
  reads: z.string().nullable(),
});
export type CubismCoreInfo = z.infer<typeof cubismCoreSchema>;
export const cubismViewSchema = z.object({ core: cubismCoreSchema.nullable() });
export type CubismView = z.infer<typeof cubismViewSchema>;

/** What a file is that is no Cubism Core. */
export const coreProblemSchema = z.enum([
  'too-large',
  'no-script',
  /** A page was saved instead of the file: the download asked for something first. */
  'web-page',
  /** The runtime of Cubism 2. */
  'cubism-2',
  /** A script, but another one. */
  'other-script',
  /** A library that needs the Core beside it. */
  'needs-core',
  /** Cut short or changed: it does not even compile. */
  'damaged',
]);
export type CoreProblem = z.infer<typeof coreProblemSchema>;

/** Base64 of the largest Core file that is taken. */
const CONTENT_LETTERS = 12_000_000;

export const cubismContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(cubismViewSchema)),
  /** Takes a live2dcubismcore(.min).js (base64) into the data folder; it is checked, not run. In place of the one before. */
  add: studioProcedure
    .input(
      z.object({ fileName: z.string().max(300), content: z.string().max(CONTENT_LETTERS), licenceAccepted: z.literal(true) }),
    )
    .output(z.object({ problem: coreProblemSchema.nullable() })),
  remove: studioProcedure.input(nothing).output(done),
  /** Takes back the last `remove` since the program started. */
  restore: studioProcedure.input(nothing).output(done),
};
