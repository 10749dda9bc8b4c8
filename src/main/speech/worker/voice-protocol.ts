import { z } from 'zod';
import { visemeCueSchema, wordCueSchema } from '#shared/speech/cues.ts';
import { emotionSchema, languageSchema } from '#shared/speech/emotion.ts';

/**
 * Between main and a voice process. A process serves one engine and answers requests in order of their priority, then of arrival.
 * synthesize → format, (cues, pcm)*, then done or failed; read → reading, then done or failed; nothing more for an id after that or after its cancel.
 * The process says `ready` or `unavailable` once by itself; before that requests wait in its queue, after `unavailable` it leaves.
 */
export const MAX_WAITING_REQUESTS = 64;

const id = z.number().int().nonnegative();

export const synthesisRequestSchema = z.object({
  text: z.string().max(20_000),
  language: languageSchema,
  voice: z.string().max(100),
  rate: z.number().min(0.25).max(4),
  pitch: z.number().min(-24).max(24),
  emotion: emotionSchema,
});

/** How a text is read: eSpeak's IPA (with word boundaries, or with tones), Mandarin syllables with tone numbers, Japanese kana. */
export const readingSchema = z.object({
  text: z.string().max(20_000),
  script: z.enum(['ipa', 'tonal-ipa', 'pinyin', 'kana']),
  /** eSpeak's voice; others ignore it. */
  voice: z.string().max(100),
});
export type ReadingRequest = z.infer<typeof readingSchema>;
/** How [textStart, textEnd) (UTF-16 units) sounds, in the script asked for. Words come in order; what has no sound is left out. */
export const readWordSchema = z.object({ textStart: z.number().int(), textEnd: z.number().int(), sounds: z.string() });
export type ReadWord = z.infer<typeof readWordSchema>;

/** Main → voice process. Lower `priority` goes first: the index of the sentence in its turn. */
export const voiceRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('synthesize'), id, priority: z.number(), request: synthesisRequestSchema }),
  /** Reads without speaking; answered by `reading` and `done`. */
  z.object({ type: z.literal('read'), id, priority: z.number(), reading: readingSchema }),
  z.object({ type: z.literal('cancel'), id }),
  /** Loads what a language needs; answered by `done`. */
  z.object({ type: z.literal('warm-up'), id, language: languageSchema }),
  z.object({ type: z.literal('ping'), id }),
]);
export type VoiceRequest = z.infer<typeof voiceRequestSchema>;

export const voiceDescriptionSchema = z.object({ id: z.string(), name: z.string(), language: languageSchema });

/** Voice process → main. */
export const voiceReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), voices: z.array(voiceDescriptionSchema) }),
  z.object({ type: z.literal('unavailable'), reason: z.string() }),
  z.object({ type: z.literal('format'), id, sampleRateHz: z.number().positive() }),
  z.object({ type: z.literal('pcm'), id, samples: z.custom<Float32Array>((value) => value instanceof Float32Array) }),
  z.object({ type: z.literal('cues'), id, visemes: z.array(visemeCueSchema), words: z.array(wordCueSchema) }),
  z.object({ type: z.literal('reading'), id, words: z.array(readWordSchema) }),
  z.object({ type: z.literal('done'), id }),
  z.object({ type: z.literal('failed'), id, message: z.string() }),
  z.object({ type: z.literal('pong'), id }),
]);
export type VoiceReply = z.infer<typeof voiceReplySchema>;
