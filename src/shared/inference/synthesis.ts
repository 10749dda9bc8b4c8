import { z } from 'zod';

/**
 * Between a voice in main and its engine in the worker: op 'synthesize' turns one part of a sentence (a clause or so) into one 'sound' event.
 * Symbols are those of the model's own table, one string each; a text is for engines that read by themselves.
 */
export const synthesisInputSchema = z.object({
  /** What is said: symbols in order, or plain text. */
  said: z.union([z.object({ symbols: z.array(z.string().max(16)).max(4000) }), z.object({ text: z.string().max(20_000) })]),
  /** Speaker of the model by name; '' = its first. */
  voice: z.string().max(120),
  /** Times the model's normal speed. */
  speed: z.number().min(0.2).max(5),
  /** 1 = as the model was made; more is a livelier melody, less a calmer one. Models without such a control ignore it. */
  liveliness: z.number().min(0.3).max(2),
});
export type SynthesisInput = z.infer<typeof synthesisInputSchema>;

const isFloats = z.custom<Float32Array>((value) => value instanceof Float32Array);

export const synthesisSoundSchema = z.object({
  type: z.literal('sound'),
  sampleRateHz: z.number().int().min(4000).max(192_000),
  /** Mono, −1…1, without the silence that the model put around it. */
  samples: isFloats,
  /** Where each symbol begins, and where the last ends: symbols + 1 rising times in ms from the first sample. Absent: the model tells no times. */
  symbolStartsMs: isFloats.optional(),
  /** Symbols that the model has no sound for, each once: they were left out. */
  unknown: z.array(z.string()),
});
export type SynthesisSound = z.infer<typeof synthesisSoundSchema>;
