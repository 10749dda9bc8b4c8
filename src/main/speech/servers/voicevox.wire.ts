import { z } from 'zod';

/** Replies of VOICEVOX ENGINE and AivisSpeech Engine. Unknown fields stay: a query goes back to the server as it came. */
export const moraSchema = z.looseObject({
  text: z.string(),
  consonant: z.string().nullish(),
  /** Seconds at normal speed. AivisSpeech: always 0. */
  consonant_length: z.number().nullish(),
  vowel: z.string(),
  vowel_length: z.number(),
  /** Natural logarithm of the frequency in Hz; 0: unvoiced. */
  pitch: z.number(),
});
export type Mora = z.infer<typeof moraSchema>;

export const accentPhraseSchema = z.looseObject({
  moras: z.array(moraSchema),
  pause_mora: moraSchema.nullish(),
  is_interrogative: z.boolean().optional(),
});

export const audioQuerySchema = z.looseObject({
  accent_phrases: z.array(accentPhraseSchema),
  speedScale: z.number(),
  prePhonemeLength: z.number(),
  postPhonemeLength: z.number(),
  pauseLength: z.number().nullish(),
  pauseLengthScale: z.number().optional(),
  outputSamplingRate: z.number(),
  outputStereo: z.boolean(),
});
export type AudioQuery = z.infer<typeof audioQuerySchema>;

export const speakersSchema = z.array(
  z.looseObject({
    name: z.string(),
    styles: z.array(z.looseObject({ name: z.string(), id: z.number().int(), type: z.string().optional() })),
  }),
);
