import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { modelIdSchema } from '#shared/avatar/model.ts';
import { IMPORT_LIMITS, libraryViewSchema } from '#shared/avatar/model-import.ts';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';

export const modelsViewSchema = libraryViewSchema.extend({
  /** The model that the stages show, or are about to. */
  inUse: modelIdSchema.nullable(),
});
export type ModelsView = z.infer<typeof modelsViewSchema>;

const model = z.object({ id: modelIdSchema });
const job = z.object({ id: z.string().max(64) });
/** Pieces of an upload are this large: each is a request of its own, so that a slow one never hits the server's time limit. */
export const UPLOAD_PIECE_BYTES = 2 * 1024 * 1024;

/** The library of avatar models: what the streamer has, and bringing in more. */
export const modelsContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(modelsViewSchema)),
  /** Brings in a file, folder or archive of this computer. Progress is in the watch. */
  importPath: studioProcedure
    .input(z.object({ path: z.string().min(1).max(4000), into: modelIdSchema.nullable().default(null) }))
    .output(job),
  /**
   * Announces files that a page will send. Each goes up in pieces, in order: `PUT <url>/<index>?offset=<bytes>` with at most
   * `UPLOAD_PIECE_BYTES` as body. When all are there the import begins by itself.
   */
  beginUpload: studioProcedure
    .input(
      z.object({
        name: z.string().min(1).max(300),
        files: z
          .array(z.object({ path: z.string().min(1).max(1000), bytes: z.number().int().min(0) }))
          .min(1)
          .max(IMPORT_LIMITS.files),
        /** Motions join this model; null: a new model. */
        into: modelIdSchema.nullable().default(null),
      }),
    )
    .output(z.object({ id: z.string(), url: z.string() })),
  cancelImport: studioProcedure.input(job).output(done),
  /** Takes an import that is over off the list. */
  dismissImport: studioProcedure.input(job).output(done),
  /** Puts a model on every stage; the old one stays until the new one is drawn. CONFLICT while its terms were not accepted. */
  use: studioProcedure.input(model).output(done),
  rename: studioProcedure.input(z.object({ id: modelIdSchema, name: z.string().trim().min(1).max(200) })).output(done),
  /** The streamer has read the terms and wants to use it. */
  accept: studioProcedure.input(model).output(done),
  /** Into the library's trash; `restore` takes it back for a week. */
  remove: studioProcedure.input(model).output(done),
  restore: studioProcedure.input(model).output(done),
  /** Deletes what was removed, or the remains of a broken model, for good. */
  erase: studioProcedure.input(model).output(done),
  /** A picture of the model as it was drawn: PNG in base64, at most 512 pixels along a side. */
  setThumbnail: studioProcedure.input(z.object({ id: modelIdSchema, png: z.string().max(1_500_000) })).output(done),
};
