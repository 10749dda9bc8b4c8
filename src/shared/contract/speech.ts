import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { emotionSchema, languageSchema, speakerSchema } from '#shared/speech/emotion.ts';
import { VOICE_ENGINES } from '#shared/speech/lists.ts';

export const voiceSchema = z.object({ id: z.string(), name: z.string(), language: languageSchema });
export const voiceEngineIdSchema = z.enum(VOICE_ENGINES);
/** built-in: comes with the program or the system; local-model: runs in the inference worker; server: a program that the streamer runs; online: leaves this computer. */
export const voiceEngineKindSchema = z.enum(['built-in', 'local-model', 'server', 'online']);
export const voiceEngineSchema = z.object({
  id: voiceEngineIdSchema,
  kind: voiceEngineKindSchema,
  available: z.boolean(),
  reason: z.string().optional(),
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
};
