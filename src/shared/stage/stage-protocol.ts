import { z } from 'zod';
import { itemSchema, throwSchema } from '#shared/avatar/items.ts';
import { avatarSourceSchema, modelDescriptionSchema, modelIdSchema } from '#shared/avatar/model.ts';
import { avatarSceneSchema, bodyPartSchema, placementSchema } from '#shared/avatar/scene.ts';
import { healthSchema } from '#shared/health.ts';
import { stageSettingsSchema } from '#shared/settings/settings.ts';
import { visemeCueSchema, wordCueSchema } from '#shared/speech/cues.ts';
import { emotionSchema, languageSchema, speakerSchema } from '#shared/speech/emotion.ts';

/**
 * The stage socket, `/ws/stage`: JSON text messages below in both directions, and PCM frames (`#shared/frames`) from the studio.
 * One socket carries both so that a stop can never be overtaken by sound sent before it.
 *
 * A *turn* is one answer, numbered upwards; it holds *utterances* (sentences) 0, 1, 2 … played back to back in that order.
 * Positions are ms of an utterance's own sound. Exactly one stage at a time is `sounding`; it plays, and its clock drives everybody.
 * Beside speech, the avatar: `scene`, `placement` and `items` are whole states (sent on welcome too), `motion`, `throw` and `sound` happen once, and
 * parameters come as binary frames under the table sent last.
 * A stage drops every frame and cue of a turn with an id ≤ the last stopped one.
 */
export const STAGE_PROTOCOL_VERSION = 2;

export const stageRoleSchema = z.enum(['sounding', 'following']);
export type StageRole = z.infer<typeof stageRoleSchema>;
/**
 * obs: inside OBS's browser source; window: our own stage window; preview: the studio's live view; browser: any other page; monitor: no picture, plays
 * the voices on another device beside the stage that sounds; captions: an overlay page with her words alone, which never sounds.
 */
export const stageKindSchema = z.enum(['obs', 'window', 'browser', 'preview', 'monitor', 'captions']);
export type StageKind = z.infer<typeof stageKindSchema>;

/** Whose avatar a stage draws: the one that human and AI share, or the AI's own beside the human's. */
export const STAGE_AVATARS = ['main', 'cohost'] as const;
export const stageAvatarSchema = z.enum(STAGE_AVATARS);
export type StageAvatar = z.infer<typeof stageAvatarSchema>;

export const stageConfigSchema = z.object({
  stage: stageSettingsSchema,
  avatar: avatarSourceSchema,
  volume: z.number().min(0).max(1),
  /** Of sounds beside the voices. */
  effectsVolume: z.number().min(0).max(1),
  /** Of a monitor. */
  monitorVolume: z.number().min(0).max(1),
  /** Base expression held between turns. */
  expression: emotionSchema,
  /** The streamer pressed the panic key: nothing of the show is drawn. */
  hidden: z.boolean().optional(),
  /** False: her voice belongs to another avatar; the mouth, the moods and the captions of this one are not hers. */
  speaks: z.boolean().optional(),
  /** The stage that sounds also plays the background music. */
  music: z.boolean().optional(),
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
    speaker: speakerSchema,
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
  z.object({ type: z.literal('scene'), scene: avatarSceneSchema }),
  z.object({ type: z.literal('placement'), modelId: modelIdSchema, placement: placementSchema }),
  z.object({ type: z.literal('items'), items: z.array(itemSchema).max(100) }),
  /** Names the parameters of the frames that follow. `whileSpeaking`: who wins over the mouth while she speaks; null: no mouth parameter. */
  z.object({
    type: z.literal('parameter-table'),
    table: z.number().int().nonnegative(),
    modelId: modelIdSchema,
    parameters: z.array(z.object({ id: z.string(), whileSpeaking: z.enum(['voice', 'source', 'louder']).nullable() })).max(2000),
  }),
  /** Plays a motion of the model once (or over and over until the next). name null: ends the one that plays. */
  z.object({ type: z.literal('motion'), modelId: modelIdSchema, name: z.string().nullable(), loop: z.boolean() }),
  z.object({ type: z.literal('throw'), throw: throwSchema }),
  /** What the streamer says, as it is understood. `final`: it will not change any more; '' takes it away. Data, never markup. */
  z.object({ type: z.literal('streamer-caption'), text: z.string().max(1000), final: z.boolean() }),
  /** A short sound beside her voice; `stop` ends it. Only the sounding stage plays it. */
  z.object({ type: z.literal('sound'), url: z.string(), volume: z.number().min(0).max(1) }),
  /**
   * How much of each body part a tracked human rules, 0…1: her own mood, idle motion and gestures make room. Told when it changes, about 20 times a second;
   * stages glide between. Parts that are not named are all hers.
   */
  z.object({ type: z.literal('driving'), human: z.record(z.string(), z.number().min(0).max(1)) }),
  /** What plugins want to be told: final parameter values (10 a second) and the outline (15 a second). */
  z.object({ type: z.literal('report'), parameters: z.boolean(), outline: z.boolean() }),
]);
export type StageDown = z.infer<typeof stageDownSchema>;

/** Stage → studio. */
export const stageUpSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.number(),
    kind: stageKindSchema,
    canSound: z.boolean(),
    avatar: stageAvatarSchema.default('main'),
  }),
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
    /** The model that is drawn; null before the first. */
    modelId: modelIdSchema.nullable(),
    /** Age of the newest parameter frame at the moment of drawing, 99th percentile of the last second, ms; −1: none came. */
    parameterAgeMs: z.number(),
    /** Pictures a second that it means to draw, where the processor draws them; 0: a graphics card does. */
    paceHz: z.number().nonnegative(),
    /** Of the picture, CSS pixels. */
    width: z.number().int().nonnegative(),
    height: z.number().int().nonnegative(),
  }),
  /** A model was loaded. What the stage learned of it completes what its files say. */
  z.object({
    type: z.literal('model'),
    modelId: modelIdSchema,
    loadMs: z.number().nonnegative(),
    description: modelDescriptionSchema,
  }),
  /** Final values in the order of the description's parameters. */
  z.object({ type: z.literal('parameter-values'), modelId: modelIdSchema, values: z.array(z.number()).max(2000) }),
  /** Convex hull of the avatar in window coordinates. */
  z.object({
    type: z.literal('outline'),
    modelId: modelIdSchema,
    hull: z.array(z.object({ x: z.number(), y: z.number() })).max(64),
    windowSize: z.object({ x: z.number(), y: z.number() }),
  }),
  /** A click or tap on the stage, in window coordinates; `button` as the DOM counts; meshes from the nearest to the farthest. */
  z.object({
    type: z.literal('touch'),
    x: z.number(),
    y: z.number(),
    button: z.number().int().min(0).max(4),
    part: bodyPartSchema.nullable(),
    meshes: z.array(z.string()).max(50),
    itemId: z.string().nullable(),
    windowSize: z.object({ x: z.number(), y: z.number() }),
  }),
  /** A motion began or ended by itself. */
  z.object({
    type: z.literal('motion'),
    modelId: modelIdSchema,
    name: z.string(),
    state: z.enum(['start', 'end']),
    idle: z.boolean(),
    duration: z.number(),
  }),
  /** A thrown thing hit her, or an animation's item came to its end. */
  z.object({ type: z.literal('item'), instanceId: z.string().nullable(), event: z.enum(['hit', 'ended']) }),
]);
export type StageUp = z.infer<typeof stageUpSchema>;

/** The avatar's share of the protocol. */
export type AvatarDown = Extract<
  StageDown,
  {
    type:
      | 'scene'
      | 'placement'
      | 'items'
      | 'parameter-table'
      | 'motion'
      | 'throw'
      | 'sound'
      | 'report'
      | 'streamer-caption'
      | 'driving';
  }
>;
export type AvatarUp = Extract<StageUp, { type: 'model' | 'parameter-values' | 'outline' | 'touch' | 'motion' | 'item' }>;

/** What `window.yingxiStage.snapshot()` returns. */
export interface StageSnapshot {
  /** Avatar parameters as last applied: expression weights and head angles (degrees), by name. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly expression: string;
  readonly caption: { readonly text: string; readonly spokenUntil: number } | null;
  /** `positionMs` of sentence `index`. */
  readonly audio: {
    readonly turnId: number | null;
    readonly index: number;
    readonly positionMs: number;
    readonly playing: boolean;
  };
  readonly framesDrawn: number;
  readonly frameAgeMs: number;
  readonly role: StageRole | 'unconnected';
  /** The model that is drawn. */
  readonly modelId: string | null;
}
