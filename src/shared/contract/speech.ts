import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { emotionSchema, languageSchema, speakerSchema } from '#shared/speech/emotion.ts';
import { VOICE_ENGINES } from '#shared/speech/lists.ts';

export const voiceSchema = z.object({ id: z.string(), name: z.string(), language: languageSchema });
export const voiceEngineIdSchema = z.enum(VOICE_ENGINES);
/** built-in: comes with the program or the system; local-model: runs in the inference worker; server: a program that the streamer runs; online: leaves this computer. */
export const voiceEngineKindSchema = z.enum(['built-in', 'local-model', 'server', 'online']);
/** Why a voice does not speak, in a word that each language has a sentence for; `detail` is the server's own words or the value that is wrong. */
export const voiceProblemSchema = z.object({
  code: z.enum([
    'off',
    'no-address',
    'unreachable',
    'unauthorized',
    'slow',
    'refused',
    'not-sound',
    'cut-off',
    'silent',
    'too-long',
    'needs-reference',
    'needs-voice',
    'language',
    'other',
  ]),
  detail: z.string(),
  /** In English, with the next step. */
  message: z.string(),
});
export type VoiceProblem = z.infer<typeof voiceProblemSchema>;

export const voiceEngineSchema = z.object({
  id: voiceEngineIdSchema,
  kind: voiceEngineKindSchema,
  available: z.boolean(),
  reason: z.string().optional(),
  problem: voiceProblemSchema.optional(),
  languages: z.array(languageSchema),
  voices: z.array(voiceSchema),
  /** Exact word and phoneme times; without them the lip-sync model listens. */
  exactTiming: z.boolean(),
  /** Sound begins before the sentence is made. */
  streaming: z.boolean(),
  /** Speaks like a recording that it is given. */
  cloning: z.boolean(),
  /** Changes its voice with the mood by itself or by a reference per mood. */
  emotion: z.boolean(),
  speed: z.boolean(),
  pitch: z.boolean(),
  licence: z.string(),
});
export type VoiceEngineInfo = z.infer<typeof voiceEngineSchema>;

/** What she is doing now. */
export const performanceSchema = z.object({
  state: z.enum(['idle', 'thinking', 'speaking']),
  turnId: z.number().int().nullable(),
  /** Who or what she answers, for people. */
  about: z.object({ userName: z.string(), text: z.string(), kind: z.string(), mergedCount: z.number().int() }).nullable(),
  /** Her words so far; `spokenUntil` counts the UTF-16 units already heard. */
  reply: z.string(),
  spokenUntil: z.number().int(),
  emotion: emotionSchema,
  /** Whether the words come from a language model or the offline persona. */
  mind: z.enum(['model', 'offline', 'none']),
  /** Set until the pause after a stop is over. */
  quietUntilMs: z.number().nullable(),
});
export type Performance = z.infer<typeof performanceSchema>;

export const speechContract = {
  say: openProcedure
    .route({ method: 'POST', path: '/speech/say', summary: 'Make her say a text' })
    .input(
      z.object({
        text: z.string().min(1).max(5000),
        emotion: emotionSchema.optional(),
        /** assistant: the second voice, which moves no mouth. */
        speaker: speakerSchema.default('her'),
        /** queue: after what she is saying; interrupt: at once, ending that. */
        mode: z.enum(['queue', 'interrupt']).default('queue'),
      }),
    )
    .output(z.object({ eventId: z.string() })),
  /** Silence, now: ends the turn that runs and drops unpaid messages received so far. */
  stop: openProcedure
    .route({ method: 'POST', path: '/speech/stop', summary: 'Silence, now' })
    .input(nothing)
    .output(z.object({ stoppedTurnId: z.number().int().nullable(), droppedMessages: z.number().int() })),
  watch: openProcedure.input(nothing).output(eventIterator(performanceSchema)),
  engines: studioProcedure.input(nothing).output(z.array(voiceEngineSchema)),
  /** Lets one engine say a text that nobody hears, and tells how long it took. Also asks a server anew who speaks there. */
  testEngine: studioProcedure
    .input(z.object({ engine: voiceEngineIdSchema, text: z.string().min(1).max(300), language: languageSchema }))
    .output(
      z.object({
        ok: z.boolean(),
        /** Until the first sound, ms. */
        firstSoundMs: z.number().nullable(),
        totalMs: z.number(),
        soundSeconds: z.number(),
        problem: voiceProblemSchema.nullable(),
      }),
    ),
  /** A voice to listen to in the studio; the stage stays silent. */
  preview: studioProcedure
    .input(
      z.object({
        engine: voiceEngineIdSchema,
        /** '' = the one that the settings name. */
        voice: z.string().max(300),
        language: languageSchema,
        text: z.string().min(1).max(300),
        emotion: emotionSchema.default('neutral'),
      }),
    )
    /** Mono WAV of 16 bits, 20 s at most, as base64. */
    .output(z.object({ wav: z.string().nullable(), problem: voiceProblemSchema.nullable() })),
};
