import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { recognizerIdSchema } from '#shared/contract/hearing.ts';
import { nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { languageSchema } from '#shared/speech/emotion.ts';

/** A minute of mono int16 at 16 kHz in base64. */
const MAX_BASE64 = 2_600_000;

export const recognitionStateSchema = z.object({
  /** The one that heard last, or would be asked next; null: none can hear. */
  recognizer: recognizerIdSchema.nullable(),
  /** Why none can hear, or why another than the first choice did; '' when all is well. */
  problem: z.string(),
});

export const transcriptionSchema = z.object({
  ok: z.boolean(),
  /** '' when nothing was said. */
  text: z.string(),
  /** null: the recogniser does not say. */
  language: languageSchema.nullable(),
  /** From the end of the sound to the text, ms. The first time with loading the model. */
  ms: z.number(),
  /** Length of the sound. */
  seconds: z.number(),
  /** What went wrong, with the next step; only when not ok. */
  problem: z.string().optional(),
  /** Its kind: code of a StudioError. */
  code: z.string().optional(),
});
export type Transcription = z.infer<typeof transcriptionSchema>;

export const recognitionContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(recognitionStateSchema)),
  /** Writes one recording down by one recogniser, as the streamer's words would be. */
  transcribe: openProcedure
    .route({ method: 'POST', path: '/recognition/transcribe', summary: 'Write down what is said in a recording' })
    .input(
      z.object({
        recognizer: recognizerIdSchema,
        language: languageSchema.or(z.literal('auto')).default('auto'),
        /** Mono, 16 kHz, signed 16-bit little-endian, base64; at most 60 s. */
        pcm: z.base64().max(MAX_BASE64),
      }),
    )
    .output(transcriptionSchema),
};
