import { z } from 'zod';

/** The `.onnx.json` file that comes with a Piper voice: what we use of it. */
export const piperConfigSchema = z.object({
  audio: z.object({ sample_rate: z.number().int().min(8000).max(48_000) }),
  espeak: z.object({ voice: z.string().max(40) }).optional(),
  inference: z
    .object({
      noise_scale: z.number().min(0).max(5).default(0.667),
      length_scale: z.number().positive().max(20).default(1),
      noise_w: z.number().min(0).max(5).default(0.8),
    })
    .prefault({}),
  /** How text becomes symbols: eSpeak's IPA, Mandarin syllables, or the letters themselves. */
  phoneme_type: z.string().default('espeak'),
  phoneme_id_map: z.record(z.string(), z.array(z.number().int().nonnegative()).min(1).max(16)),
  num_speakers: z.number().int().min(1).default(1),
  speaker_id_map: z.record(z.string(), z.number().int().nonnegative()).default({}),
  language: z.object({ code: z.string().max(40) }).optional(),
});
export type PiperConfig = z.infer<typeof piperConfigSchema>;
