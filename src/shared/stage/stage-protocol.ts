import { z } from 'zod';
import { healthSchema } from '#shared/health.ts';
import { stageSettingsSchema } from '#shared/settings/settings.ts';
import { visemeCueSchema, wordCueSchema } from '#shared/speech/cues.ts';
import { emotionSchema, languageSchema } from '#shared/speech/emotion.ts';

/**
 * The stage socket, `/ws/stage`: JSON text messages below in both directions, and PCM frames (`#shared/frames`) from the studio.
 * One socket carries both so that a stop can never be overtaken by sound sent before it.
 *
 * A *turn* is one answer, numbered upwards; it holds *utterances* (sentences) 0, 1, 2 … played back to back in that order.
 * Positions are ms of an utterance's own sound. Exactly one stage at a time is `sounding`; it plays, and its clock drives everybody.
 * A stage drops every frame and cue of a turn with an id ≤ the last stopped one.
 */
export const STAGE_PROTOCOL_VERSION = 1;

export const stageRoleSchema = z.enum(['sounding', 'following']);
export type StageRole = z.infer<typeof stageRoleSchema>;
/** obs: inside OBS's browser source; window: our own stage window; preview: the studio's live view; browser: any other page. */
export const stageKindSchema = z.enum(['obs', 'window', 'browser', 'preview']);
export type StageKind = z.infer<typeof stageKindSchema>;

export const stageConfigSchema = z.object({
  stage: stageSettingsSchema,
  /** Same-origin path of the avatar file. */
  avatarUrl: z.string(),
  volume: z.number().min(0).max(1),
  /** Base expression held between turns. */
  expression: emotionSchema,
});
export type StageConfig = z.infer<typeof stageConfigSchema>;

const turnId = z.number().int().nonnegative();
const index = z.number().int().nonnegative();

/** Studio → stage. */
export const stageDownSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    protocol: z.number(),
    stageId: z.string(),
    role: stageRoleSchema,
    config: stageConfigSchema,
  }),
  z.object({ type: z.literal('config'), config: stageConfigSchema }),
  z.object({ type: z.literal('role'), role: stageRoleSchema }),
  /** She begins to think (captions may show it) or to speak. */
  z.object({ type: z.literal('turn'), turnId }),
  z.object({ type: z.literal('thinking'), thinking: z.boolean() }),
  z.object({
    type: z.literal('utterance'),
    turnId,
    index,
    /** Caption text; word cues count its UTF-16 units. Data, never markup. */
    text: z.string(),
    language: languageSchema,
    emotion: emotionSchema,
    /** 0 … 1 */
    intensity: z.number().min(0).max(1),
    /** First sample that this stage will receive; above 0 when it takes over in mid-sentence. */
    startSample: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('cues'), turnId, index, visemes: z.array(visemeCueSchema), words: z.array(wordCueSchema) }),
  z.object({ type: z.literal('utterance-end'), turnId, index, totalSamples: z.number().int().nonnegative() }),
  z.object({ type: z.literal('turn-end'), turnId }),
  z.object({ type: z.literal('stop'), turnId }),
  /** For followers: where the sounding stage is. `ageMs`: how old that already was when sent. */
  z.object({ type: z.literal('clock'), turnId, index, positionMs: z.number(), playing: z.boolean(), ageMs: z.number() }),
  /** A hotkey's or button's expression, held for `holdMs` (0 = until the next). */
  z.object({
    type: z.literal('expression'),
    emotion: emotionSchema,
    intensity: z.number().min(0).max(1),
    holdMs: z.number().nonnegative(),
  }),
]);
export type StageDown = z.infer<typeof stageDownSchema>;

/** Stage → studio. */
export const stageUpSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.number(), kind: stageKindSchema, canSound: z.boolean() }),
  /** The browser allowed or withdrew sound (autoplay rules, device lost). */
  z.object({ type: z.literal('sound'), canSound: z.boolean() }),
  /** About 20 times a second while sound plays, and once when it stops. */
  z.object({ type: z.literal('clock'), turnId, index, positionMs: z.number(), playing: z.boolean() }),
  /** The first sample of the utterance that is not silence has gone to the device. `atMs`: ms since the epoch. */
  z.object({ type: z.literal('audible'), turnId, index, atMs: z.number() }),
  z.object({ type: z.literal('finished'), turnId, index }),
  /** Answer to `stop`: the last sample of the turn went out at `atMs`, at `positionMs` of utterance `index` (−1: none was playing). */
  z.object({ type: z.literal('stopped'), turnId, index: z.number().int(), positionMs: z.number(), atMs: z.number() }),
  z.object({
    type: z.literal('stats'),
    framesDrawn: z.number(),
    frameAgeMs: z.number(),
    framesPerSecond: z.number(),
    /** Audio quanta in which a sentence ran dry before its end. */
    underruns: z.number(),
    /** PCM frames and cues that came after their turn's stop. */
    lateFrames: z.number(),
    avatar: healthSchema.pick({ status: true, message: true }),
  }),
]);
export type StageUp = z.infer<typeof stageUpSchema>;

/** What `window.yingxiStage.snapshot()` returns. */
export interface StageSnapshot {
  /** Avatar parameters as last applied: expression weights and head angles (degrees), by name. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly expression: string;
  readonly caption: { readonly text: string; readonly spokenUntil: number } | null;
  readonly audio: { readonly turnId: number | null; readonly positionMs: number; readonly playing: boolean };
  readonly framesDrawn: number;
  readonly frameAgeMs: number;
  readonly role: StageRole | 'unconnected';
}
