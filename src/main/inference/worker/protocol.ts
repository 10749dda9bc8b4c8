import { z } from 'zod';
import { inferenceEngineSchema, providerSchema } from '#shared/inference/model-manifest.ts';

/**
 * Between main and an inference process. The process does one thing at a time: lowest `priority` first, then oldest.
 * run, load → (loading)?, started, event*, then done or failed. A call that is cancelled while it waits is never heard of again; one that is
 * cancelled while it runs still says done or failed once the process is free of it.
 * open → (loading)?, (taken | event)* until close (then done) or failed. `push` and `tell` are worked off in their order.
 * The process says `ready` once by itself.
 */
export const MAX_WAITING_CALLS = 64;

/** Sound of a stream that may be under way to the process at a time, samples: 0.5 s at 16 kHz. Beyond it main keeps the sound back. */
export const STREAM_CREDIT_SAMPLES = 8000;

const id = z.number().int().nonnegative();
const float32 = z.custom<Float32Array>((value) => value instanceof Float32Array);

export const workerModelSchema = z.object({
  key: z.string(),
  engine: inferenceEngineSchema,
  files: z.record(z.string(), z.string()),
  options: z.record(z.string(), z.unknown()),
  /** In the order in which they are tried. */
  providers: z.array(providerSchema).min(1),
});
export type WorkerModel = z.infer<typeof workerModelSchema>;

const call = { id, priority: z.number(), model: workerModelSchema };

/** Main → process. */
export const inferenceRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), ...call, op: z.string(), input: z.unknown() }),
  z.object({ type: z.literal('load'), ...call }),
  z.object({ type: z.literal('open'), ...call, op: z.string(), input: z.unknown() }),
  z.object({ type: z.literal('push'), id, samples: float32 }),
  z.object({ type: z.literal('tell'), id, message: z.unknown() }),
  z.object({ type: z.literal('close'), id }),
  z.object({ type: z.literal('cancel'), id }),
  z.object({ type: z.literal('unload'), key: z.string() }),
]);
export type InferenceRequest = z.infer<typeof inferenceRequestSchema>;

export const loadedModelSchema = z.object({
  key: z.string(),
  provider: providerSchema,
  loadMs: z.number(),
  memoryBytes: z.number(),
  realTimeFactor: z.number().optional(),
  runs: z.number(),
  failures: z.number(),
});
export type LoadedModel = z.infer<typeof loadedModelSchema>;

/** Codes that a failure in the process keeps; everything else is `voice`: asking again may help. */
export const failureCodeSchema = z.enum(['voice', 'unavailable', 'invalid-input', 'too-large', 'not-found', 'cancelled']);
export type FailureCode = z.infer<typeof failureCodeSchema>;

/** Process → main. */
export const inferenceReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('loading'), id, key: z.string() }),
  z.object({ type: z.literal('started'), id }),
  z.object({ type: z.literal('event'), id, event: z.unknown() }),
  /** So many samples of the stream, and everything told before them, are worked off. */
  z.object({ type: z.literal('taken'), id, samples: z.number().int().nonnegative() }),
  z.object({ type: z.literal('done'), id }),
  z.object({ type: z.literal('failed'), id, code: failureCodeSchema, message: z.string() }),
  /** All models that are loaded, whenever something about them changed. */
  z.object({ type: z.literal('models'), models: z.array(loadedModelSchema) }),
  /** A provider could not load or run a model: the next one is used. */
  z.object({ type: z.literal('fell-back'), key: z.string(), from: providerSchema, to: providerSchema, why: z.string() }),
]);
export type InferenceReply = z.infer<typeof inferenceReplySchema>;
