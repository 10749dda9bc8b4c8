import { z } from 'zod';
import { languageSchema } from '#shared/speech/emotion.ts';

/**
 * What a manifest of a recogniser says in its `options` beside its files. File roles: `tokens` always; `model` for models of one file,
 * `encoder`, `decoder` and `joiner` for others (Moonshine 1 by sherpa: `preprocessor`, `encoder`, `uncached-decoder`, `cached-decoder`);
 * `bpe-vocab` where hot words need it.
 */
export const SHERPA_ASR_KINDS = [
  'sense-voice',
  'paraformer',
  'whisper',
  'transducer',
  'zipformer-ctc',
  'wenet-ctc',
  'nemo-ctc',
  'dolphin',
  'fire-red',
  'moonshine',
  'streaming-transducer',
  'streaming-paraformer',
  'streaming-ctc',
] as const;
export type SherpaAsrKind = (typeof SHERPA_ASR_KINDS)[number];

export const sherpaAsrOptionsSchema = z.object({
  kind: z.enum(SHERPA_ASR_KINDS),
  /** Language to listen for, as the model names it; 'auto' = it finds out. SenseVoice: set by the studio before loading. */
  language: z.string().max(20).default('auto'),
  /** Numbers, dates and punctuation as one writes them; SenseVoice. */
  itn: z.boolean().default(true),
  /** Unit of hot words: `cjkchar`, `bpe` or `cjkchar+bpe`; transducers. */
  modelingUnit: z.enum(['', 'cjkchar', 'bpe', 'cjkchar+bpe']).default(''),
  /** How much a hot word is preferred. */
  hotWordsScore: z.number().min(0).max(20).default(1.5),
  /** For streaming models, whose hot words are part of the load. Set by the studio. */
  hotWords: z.array(z.string()).max(200).default([]),
});
export type SherpaAsrOptions = z.infer<typeof sherpaAsrOptionsSchema>;

/** Text comes while one speaks. */
export function isStreamingKind(kind: SherpaAsrKind): boolean {
  return kind.startsWith('streaming-');
}
/** Hot words are looked for while decoding. */
export function takesHotWords(kind: SherpaAsrKind): boolean {
  return kind === 'transducer' || kind === 'streaming-transducer';
}
/** The language is part of the load; Whisper takes it with each utterance. */
export function loadsByLanguage(kind: SherpaAsrKind): boolean {
  return kind === 'sense-voice';
}

export const moonshineOptionsSchema = z.object({
  /** Tokens that a second of speech can make: more are an engine that runs in circles. 6.5 in English, 13 in Chinese and Japanese. */
  tokensPerSecond: z.number().min(1).max(50).default(6.5),
  /** Attention heads of the decoder. */
  heads: z.number().int().min(1).max(64).default(8),
});

/** What the worker is asked: mono float32, 16 kHz. */
export const asrInputSchema = z.object({
  samples: z.custom<Float32Array>((value) => value instanceof Float32Array),
  hotWords: z.array(z.string()).max(200),
  /** What is spoken; auto: the model finds out. */
  language: languageSchema.or(z.literal('auto')),
  /** Taken when it finds a language that nobody here speaks. */
  usualLanguage: languageSchema,
});
export type AsrInput = z.infer<typeof asrInputSchema>;

/** What it answers: partial texts, then one final. `language` as the model names it. */
export const asrEventSchema = z.object({ final: z.boolean(), text: z.string(), language: z.string().optional() });
export type AsrEvent = z.infer<typeof asrEventSchema>;
