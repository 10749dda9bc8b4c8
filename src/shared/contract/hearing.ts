import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { CAPTURE_STATES } from '#shared/hearing/capture-protocol.ts';
import { languageSchema } from '#shared/speech/emotion.ts';
import { RECOGNIZERS } from '#shared/speech/lists.ts';

export const recognizerIdSchema = z.enum(RECOGNIZERS);
export const recognizerInfoSchema = z.object({
  id: recognizerIdSchema,
  available: z.boolean(),
  reason: z.string().optional(),
  /** The same as a word that pages translate. */
  cause: z.enum(['no-model', 'switched-off', 'no-address', 'bad-address']).optional(),
  languages: z.array(languageSchema),
  /** Text comes while one speaks. */
  streaming: z.boolean(),
  hotWords: z.boolean(),
  /** Sound leaves this computer. */
  online: z.boolean(),
});
export type RecognizerInfo = z.infer<typeof recognizerInfoSchema>;

/** What her ears do now. */
export const hearingViewSchema = z.object({
  /** off: switched off; waiting: no page has the microphone; asleep: until the wake word or the key; listening; hearing: somebody speaks. */
  state: z.enum(['off', 'waiting', 'asleep', 'listening', 'hearing']),
  /** Why it is waiting or cannot hear, with the next step; '' when all is well. */
  problem: z.string(),
  /** Words of the utterance in progress. */
  partial: z.string(),
  recent: z.array(
    z.object({
      atMs: z.number(),
      text: z.string(),
      became: z.enum(['caption', 'command', 'message', 'wake', 'sleep', 'echo', 'test', 'nothing']),
      detail: z.string(),
    }),
  ),
  recognizer: recognizerIdSchema.nullable(),
  /** Her own voice is being ignored by the echo guard. */
  guarding: z.boolean(),
  /** How the page that has the microphone fares; null: no page has it. */
  capture: z.enum(CAPTURE_STATES).nullable(),
  /** Words are shown and do nothing. */
  testing: z.boolean(),
});
export type HearingView = z.infer<typeof hearingViewSchema>;

export const hearingContract = {
  watch: openProcedure.input(nothing).output(eventIterator(hearingViewSchema)),
  /** Level and probability of speech, about 20 times a second, while somebody watches. */
  watchLevel: studioProcedure
    .input(nothing)
    .output(eventIterator(z.object({ level: z.number(), speech: z.number(), echo: z.number() }))),
  recognizers: studioProcedure.input(nothing).output(z.array(recognizerInfoSchema)),
  /** As holding the key. */
  talk: openProcedure
    .route({ method: 'POST', path: '/hearing/talk', summary: 'Press or let go of push-to-talk' })
    .input(z.object({ held: z.boolean() }))
    .output(done),
  /** Shows what is heard without acting on it, for a minute at most. */
  test: studioProcedure.input(z.object({ on: z.boolean() })).output(done),
};
