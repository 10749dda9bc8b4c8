import { z } from 'zod';
import { throwSchema } from '#shared/avatar/items.ts';
import { modelIdSchema } from '#shared/avatar/model.ts';
import { bodyPartSchema, placementSchema } from '#shared/avatar/scene.ts';
import { showActionSchema } from '#shared/show/show-actions.ts';
import { emotionSchema } from '#shared/speech/emotion.ts';
import { DRIVING_MODES } from '#shared/tracking/driving.ts';
import { HAND_GESTURES } from '#shared/tracking/hand-channels.ts';

/**
 * Bindings: when this happens (a trigger), do that (actions). Hotkeys are bindings with a key. Those of a model are its own; those without a model
 * hold for all.
 */
const short = z.string().max(200);

/** What she does with what she says, as far as a few words tell. */
export const INTENTS = [
  'greeting',
  'farewell',
  'thanks',
  'apology',
  'laughter',
  'question',
  'agreement',
  'refusal',
  'celebration',
] as const;
export const intentSchema = z.enum(INTENTS);
export type Intent = z.infer<typeof intentSchema>;

export const VIEWER_DEEDS = ['follow', 'member', 'raid', 'reward'] as const;
export type ViewerDeed = (typeof VIEWER_DEEDS)[number];

export const GESTURE_HANDS = ['left', 'right', 'either', 'both'] as const;
export const BINDABLE_GESTURES = HAND_GESTURES.filter((gesture) => gesture !== 'none');

export const triggerSchema = z.discriminatedUnion('type', [
  /** An Electron accelerator. Global keys work while a game has the focus; keys that the game needs are never swallowed (single keys are refused). */
  z.object({ type: z.literal('key'), accelerator: z.string().max(60), global: z.boolean() }),
  z.object({ type: z.literal('mouse'), button: z.enum(['middle', 'back', 'forward']) }),
  /** Of the standard gamepad layout. */
  z.object({ type: z.literal('gamepad'), button: z.number().int().min(0).max(31) }),
  z.object({
    type: z.literal('midi'),
    kind: z.enum(['note', 'control']),
    number: z.number().int().min(0).max(127),
    channel: z.number().int().min(1).max(16).nullable(),
  }),
  /** One of the buttons on the live page and on the remote page; 1 is the top one. */
  z.object({ type: z.literal('button'), slot: z.number().int().min(1).max(32) }),
  z.object({
    type: z.literal('chat'),
    word: z.string().min(1).max(100),
    match: z.enum(['exact', 'starts', 'contains']),
    who: z.enum(['everyone', 'members', 'moderators', 'owner']),
  }),
  /** The streamer says it, alone or in a sentence; what the recogniser wrote is compared without punctuation. An empty phrase, not yet written, is never said. */
  z.object({ type: z.literal('voice'), phrase: z.string().max(100) }),
  /** A gift or paid message of at least this much, in millionths of a unit of its currency; `name` '' for any gift. */
  z.object({ type: z.literal('gift'), minimumMicros: z.number().int().min(0), name: short }),
  /** A viewer does something that is no message: follows, becomes or stays a member, brings viewers along, spends points. `name`: of the reward; '' for any. */
  z.object({ type: z.literal('viewer'), deed: z.enum(VIEWER_DEEDS), name: short }),
  z.object({ type: z.literal('emotion'), emotion: emotionSchema }),
  z.object({ type: z.literal('intent'), intent: intentSchema }),
  z.object({ type: z.literal('touch'), part: bodyPartSchema }),
  /** A sign of the tracked person's own hand, made for so long. */
  z.object({
    type: z.literal('gesture'),
    hand: z.enum(GESTURE_HANDS),
    gesture: z.enum(BINDABLE_GESTURES),
    holdSeconds: z.number().min(0).max(10),
  }),
  /** Only by a program: VTube Studio's API or HTTP. */
  z.object({ type: z.literal('api') }),
]);
export type Trigger = z.infer<typeof triggerSchema>;

const fade = z.number().min(0).max(10);
export const actionSchema = z.discriminatedUnion('type', [
  ...showActionSchema.options,
  z.object({
    type: z.literal('expression'),
    name: short,
    /** hold: as long as the key is down (or `seconds` where a trigger has no end). */
    mode: z.enum(['toggle', 'on', 'off', 'hold', 'timed']),
    seconds: z.number().min(0).max(3600),
    fade: fade.nullable(),
    /** Switching one on switches the others of its group off; '' for none. */
    group: short,
  }),
  z.object({ type: z.literal('clear-expressions') }),
  z.object({ type: z.literal('motion'), name: short, loop: z.boolean() }),
  z.object({ type: z.literal('idle-motion'), name: short }),
  z.object({
    type: z.literal('emotion'),
    emotion: emotionSchema,
    intensity: z.number().min(0).max(1),
    seconds: z.number().min(0).max(3600),
  }),
  z.object({ type: z.literal('item'), fileName: short, mode: z.enum(['toggle', 'on', 'off']), pinTo: bodyPartSchema.nullable() }),
  z.object({ type: z.literal('throw'), fileName: short, count: throwSchema.shape.count, from: throwSchema.shape.from }),
  z.object({ type: z.literal('clear-items') }),
  z.object({ type: z.literal('model'), modelId: modelIdSchema }),
  z.object({ type: z.literal('placement'), placement: placementSchema, seconds: z.number().min(0).max(2) }),
  z.object({ type: z.literal('sound'), fileName: short, volume: z.number().min(0).max(1) }),
  /** Hands the avatar over. toggle: between the AI and the human; cycle: AI, both, human. `fader` null: it stays where it is. */
  z.object({
    type: z.literal('drive'),
    mode: z.enum([...DRIVING_MODES, 'toggle', 'cycle']),
    fader: z.number().min(0).max(1).nullable(),
  }),
  /** "I look straight now": how the streamer sits becomes straight ahead, for every tracker that sees a face. */
  z.object({ type: z.literal('look-straight') }),
  z.object({ type: z.literal('say'), text: z.string().min(1).max(1000) }),
  z.object({ type: z.literal('stop') }),
]);
export type Action = z.infer<typeof actionSchema>;

export const bindingSchema = z.object({
  /** 32 hexadecimal digits: VTube Studio's plugins know it as the hotkey's id. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  name: short,
  modelId: modelIdSchema.nullable(),
  enabled: z.boolean(),
  triggers: z.array(triggerSchema).max(10),
  /** One after the other, each `delay` seconds after the one before. */
  actions: z
    .array(z.object({ delay: z.number().min(0).max(600), action: actionSchema }))
    .min(1)
    .max(20),
  /** Seconds in which it cannot fire again. */
  cooldown: z.number().min(0).max(3600),
});
export type Binding = z.infer<typeof bindingSchema>;

export const BINDING_LIMIT = 1000;
