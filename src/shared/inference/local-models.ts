import { z } from 'zod';
import { inferenceTaskSchema, modelManifestSchema, providerSchema } from '#shared/inference/model-manifest.ts';
import { languageSchema } from '#shared/speech/emotion.ts';

/** Bounds on models that are fetched or imported, in bytes: far above what speech needs, far below what fills a disk. */
export const MODEL_LIMITS = {
  fileBytes: 4_000_000_000,
  modelBytes: 6_000_000_000,
  textBytes: 64_000_000,
  files: 500,
  pathLength: 240,
} as const;

/** Why a model could not be fetched, taken or used. The interface has words for each; `detail` names the file or the number. */
export const MODEL_PROBLEMS = [
  'offline',
  'not-found',
  'refused',
  'server-error',
  'portal',
  'redirects',
  'insecure',
  'timeout',
  'too-slow',
  'wrong-length',
  'wrong-checksum',
  'disk-full',
  'not-writable',
  'not-readable',
  'no-source',
  'nothing-known',
  'missing-files',
  'damaged',
  'external-data',
  'unsafe-path',
  'too-large',
  'too-many-files',
  'archive-broken',
  'archive-bomb',
  'archive-encrypted',
  'already-here',
  'not-a-list',
  'cancelled',
  'internal',
] as const;
export const modelProblemCodeSchema = z.enum(MODEL_PROBLEMS);
export type ModelProblemCode = z.infer<typeof modelProblemCodeSchema>;

const bytes = z.number().nonnegative();
const progress = { receivedBytes: bytes, totalBytes: bytes };

/** What is here of a model. `message`: English, what failed and what to do next. */
export const localModelStateSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('available') }),
  z.object({
    name: z.literal('downloading'),
    ...progress,
    bytesPerSecond: bytes,
    /** null: cannot be told yet. */
    etaSeconds: bytes.nullable(),
    /** Others come first. */
    waiting: z.boolean(),
  }),
  z.object({ name: z.literal('paused'), ...progress, bytesPerSecond: bytes }),
  z.object({ name: z.literal('verifying') }),
  z.object({ name: z.literal('installed'), origin: z.enum(['shipped', 'downloaded', 'imported']) }),
  z.object({
    name: z.literal('failed'),
    message: z.string(),
    problem: modelProblemCodeSchema,
    detail: z.string(),
    /** Of a download: what came is kept and the rest can be fetched later. Both 0: the files on disk are at fault. */
    ...progress,
  }),
]);
export type LocalModelState = z.infer<typeof localModelStateSchema>;

/** Who vouches for a manifest. unsigned: a list that the streamer added; only the checksums in that list protect its files. */
export const modelTrustSchema = z.enum(['built-in', 'signed', 'unsigned', 'imported']);
export type ModelTrust = z.infer<typeof modelTrustSchema>;

export const localModelSchema = z.object({
  manifest: modelManifestSchema,
  state: localModelStateSchema,
  trust: modelTrustSchema,
  /** A process holds it in memory. */
  inUse: z.boolean(),
});
export type LocalModel = z.infer<typeof localModelSchema>;

/** An import under way or over. */
export const modelImportSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['receiving', 'unpacking', 'checking', 'storing', 'done', 'failed', 'cancelled']),
  /** 0 … 1 */
  share: z.number(),
  /** The model that came of it. */
  modelId: z.string().nullable(),
  problem: modelProblemCodeSchema.nullable(),
  detail: z.string(),
  message: z.string(),
});
export type ModelImport = z.infer<typeof modelImportSchema>;

/** The list that the streamer added, as it was when last fetched. */
export const extraCatalogueSchema = z.object({
  url: z.string(),
  name: z.string(),
  /** ms since the epoch; null: never fetched. */
  fetchedAt: z.number().nullable(),
  models: z.number().int(),
  /** Entries that were left out: not understood, or signed wrongly. */
  leftOut: z.number().int(),
  busy: z.boolean(),
  problem: modelProblemCodeSchema.nullable(),
  message: z.string(),
});
export type ExtraCatalogue = z.infer<typeof extraCatalogueSchema>;

export const localModelsViewSchema = z.object({
  models: z.array(localModelSchema),
  /** Removed ones that can be taken back until the program ends. */
  removed: z.array(z.object({ id: z.string(), name: z.string(), bytes })),
  imports: z.array(modelImportSchema),
  /** null: the disk does not say. */
  freeBytes: bytes.nullable(),
  catalogue: extraCatalogueSchema,
});
export type LocalModelsView = z.infer<typeof localModelsViewSchema>;

/** Why a model is proposed for this computer, or is not. */
export const ADVICE_REASONS = [
  'already-here',
  'speaks-language',
  'many-languages',
  'streams',
  'light',
  'measured-fast',
  'measured-slow',
  'gpu-helps',
  'heavy-for-cores',
  'memory-tight',
  'memory-short',
  'disk-short',
  'no-commercial-use',
  'other-language',
] as const;
export const adviceReasonSchema = z.enum(ADVICE_REASONS);
export type AdviceReason = z.infer<typeof adviceReasonSchema>;

export const adviceSchema = z.object({
  machine: z.object({
    cores: z.number().int(),
    memoryBytes: bytes,
    freeDiskBytes: bytes.nullable(),
    /** Best provider that was probed and works. */
    provider: providerSchema,
  }),
  language: languageSchema,
  /** By task, best first; at most three each. */
  proposals: z.array(
    z.object({
      task: inferenceTaskSchema,
      modelId: z.string(),
      /** False: it would not run well here; the reasons say why. */
      fits: z.boolean(),
      reasons: z.array(adviceReasonSchema),
    }),
  ),
});
export type Advice = z.infer<typeof adviceSchema>;
