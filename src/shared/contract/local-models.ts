import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { adviceSchema, localModelsViewSchema, MODEL_LIMITS } from '#shared/inference/local-models.ts';
import { inferenceTaskSchema, modelManifestSchema, providerSchema } from '#shared/inference/model-manifest.ts';
import { languageSchema } from '#shared/speech/emotion.ts';

const modelId = modelManifestSchema.shape.id;
const model = z.object({ id: modelId });
const job = z.object({ id: z.string().max(64) });

/** What a probe of a provider found on this computer. */
export const providerReportSchema = z.object({
  provider: providerSchema,
  state: z.enum(['works', 'wrong-results', 'missing', 'crashed', 'not-probed']),
  detail: z.string(),
  driver: z.string(),
  /** How many times faster than the CPU it was at the probe; null: it did not run. */
  speedup: z.number().nullable(),
  /** ms since the epoch. */
  probedAt: z.number().nullable(),
});
export type ProviderView = z.infer<typeof providerReportSchema>;

/** Processes and models in memory. Times in ms, memory in bytes. */
export const inferenceRuntimeSchema = z.object({
  processes: z.array(
    z.object({
      /** The role, and the component that has a process of its own. */
      name: z.string(),
      role: z.string(),
      pid: z.number().nullable(),
      state: z.string(),
      crashes: z.number().int(),
    }),
  ),
  models: z.array(
    z.object({
      key: z.string(),
      role: z.string(),
      provider: providerSchema,
      loadMs: z.number(),
      memoryBytes: z.number(),
      /** Time of work by time of sound; null: it has not worked yet. */
      realTimeFactor: z.number().nullable(),
      runs: z.number().int(),
      failures: z.number().int(),
    }),
  ),
  providers: z.array(providerReportSchema),
});
export type InferenceRuntime = z.infer<typeof inferenceRuntimeSchema>;

/** Models that run on this computer: what there is, what can be fetched, what runs where. */
export const localModelsContract = {
  list: openProcedure
    .route({ method: 'GET', path: '/models', summary: 'All local models: installed, under way and on offer' })
    .input(nothing)
    .output(localModelsViewSchema),
  watch: studioProcedure.input(nothing).output(eventIterator(localModelsViewSchema)),
  /** Begins, or goes on with what came. Progress is in the watch. */
  download: openProcedure
    .route({ method: 'POST', path: '/models/{id}/download', summary: 'Download a model, or go on with it' })
    .input(model)
    .output(done),
  /** What came is kept until it goes on, over restarts too. */
  pause: openProcedure
    .route({ method: 'POST', path: '/models/{id}/pause', summary: 'Pause the download of a model' })
    .input(model)
    .output(done),
  resume: openProcedure
    .route({ method: 'POST', path: '/models/{id}/resume', summary: 'Go on with the download of a model' })
    .input(model)
    .output(done),
  cancel: openProcedure
    .route({ method: 'POST', path: '/models/{id}/cancel', summary: 'Give up the download of a model and what came of it' })
    .input(model)
    .output(done),
  /** CONFLICT when it is in memory and `evenInUse` is false. */
  remove: openProcedure
    .route({
      method: 'POST',
      path: '/models/{id}/remove',
      summary: 'Remove a model; restore takes it back until the program ends',
    })
    .input(z.object({ id: modelId, evenInUse: z.boolean().default(false) }))
    .output(done),
  restore: openProcedure
    .route({ method: 'POST', path: '/models/{id}/restore', summary: 'Take a removed model back' })
    .input(model)
    .output(done),
  /** Reads all its files again and compares the checksums. */
  check: openProcedure
    .route({ method: 'POST', path: '/models/{id}/check', summary: 'Compare the files of a model with their checksums' })
    .input(model)
    .output(done),
  /** A file, folder or zip of this computer. */
  importPath: studioProcedure.input(z.object({ path: z.string().min(1).max(4000) })).output(job),
  /** Announces files that a page will send in pieces, as `models.beginUpload` does. */
  beginUpload: studioProcedure
    .input(
      z.object({
        name: z.string().min(1).max(300),
        files: z
          .array(z.object({ path: z.string().min(1).max(1000), bytes: z.number().int().min(0) }))
          .min(1)
          .max(4 * MODEL_LIMITS.files),
      }),
    )
    .output(z.object({ id: z.string(), url: z.string() })),
  cancelImport: studioProcedure.input(job).output(done),
  dismissImport: studioProcedure.input(job).output(done),
  /** Fetches the list at `inference.catalogueUrl` anew. */
  refreshCatalogue: studioProcedure.input(nothing).output(done),
  /** Which models suit this computer and this language, and why. */
  advise: openProcedure
    .route({ method: 'GET', path: '/models/advice', summary: 'Which models suit this computer' })
    .input(z.object({ language: languageSchema.optional() }).optional())
    .output(adviceSchema),
  /** The model of a task that is tried first; null: the newest. */
  setModelForTask: studioProcedure.input(z.object({ task: inferenceTaskSchema, id: modelId.nullable() })).output(done),
  watchRuntime: studioProcedure.input(nothing).output(eventIterator(inferenceRuntimeSchema)),
  /** Tries every provider in a throw-away process; takes some seconds. */
  probe: studioProcedure.input(nothing).output(z.array(providerReportSchema)),
};
