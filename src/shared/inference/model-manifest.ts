import { z } from 'zod';
import { languageSchema } from '#shared/speech/emotion.ts';

/** What a local model is for. */
export const inferenceTaskSchema = z.enum(['tts', 'asr', 'vad', 'lip-sync', 'denoise', 'embedding']);
export type InferenceTask = z.infer<typeof inferenceTaskSchema>;

/** The code that runs a model: one engine of the inference worker each. */
export const inferenceEngineSchema = z.enum([
  'piper',
  'kokoro',
  'kitten',
  'silero-vad',
  'lip-sync',
  'sherpa-tts',
  'sherpa-asr',
  'moonshine',
  'probe',
]);
export type InferenceEngineId = z.infer<typeof inferenceEngineSchema>;

/** Execution providers in the order in which they are tried. */
export const PROVIDERS = ['webgpu', 'dml', 'coreml', 'cuda', 'cpu'] as const;
export const providerSchema = z.enum(PROVIDERS);
export type Provider = z.infer<typeof providerSchema>;

/** A path inside a model's folder: relative, with forward slashes, no `..`, no drive, no scheme. */
const modelPath = z
  .string()
  .min(1)
  .max(300)
  .regex(/^(?![a-zA-Z]:)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^/\\:*?"<>|\0][^\\:*?"<>|\0]*$/u);

export const modelFileSchema = z.object({
  path: modelPath,
  /** What the engine calls it: model, config, voices, tokens, encoder, decoder, … */
  role: z.string().min(1).max(60),
  bytes: z.number().int().positive(),
  /** Lower-case hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  /** Where it can be fetched; absent: it ships with the program or is imported by hand. */
  url: z.url().optional(),
});
export type ModelFile = z.infer<typeof modelFileSchema>;

/** A model that Yingxi can run: what it is, may be used for, weighs, and where it comes from. */
export const modelManifestSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/u),
  name: z.string().min(1).max(120),
  task: inferenceTaskSchema,
  engine: inferenceEngineSchema,
  languages: z.array(languageSchema.or(z.literal('any'))).max(20),
  licence: z.object({ name: z.string().max(120), url: z.url().optional(), commercialUse: z.boolean() }),
  /** Home page of its makers. */
  source: z.url(),
  files: z.array(modelFileSchema).min(1).max(500),
  /** Memory that it takes while loaded, about. */
  memoryBytes: z.number().int().positive(),
  /** Seconds of work a second of sound takes on one slow core, about; undefined: not measured. */
  realTimeFactor: z.number().positive().optional(),
  /** Engine-specific: sample rate, speakers, phoneme table, languages of the front end. Checked by the engine. */
  options: z.record(z.string(), z.unknown()).default({}),
  /** Base64 Ed25519 over the canonical JSON without this field; absent: the checksums alone vouch for it. */
  signature: z.string().max(200).optional(),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;
