import { z } from 'zod';
import { COMMAND_AUDIENCES, wordTriggerSchema } from '#shared/audience/command.ts';
import { INTENTS } from '#shared/live/appraisal.ts';
import { emotionSchema } from '#shared/speech/emotion.ts';

/**
 * What automation listens for. Viewer text is only ever compared with the streamer's words, never turned into a pattern. Names of scenes and sources are
 * those that the streamer sees in OBS; '' stands for any.
 */
const name = z.string().max(200);
const words = z.array(z.string().trim().min(1).max(40)).max(30);
const share = z.number().min(0.5).max(1);

/** Minutes since midnight, local time. */
const minuteOfDay = z.number().int().min(0).max(1439);
/** 0 is Sunday; empty = every day. A window over midnight belongs to the day on which it begins. */
const days = z.array(z.number().int().min(0).max(6)).max(7);
export const timeWindowSchema = z.object({ from: minuteOfDay, to: minuteOfDay, days });
export type TimeWindow = z.infer<typeof timeWindowSchema>;

export const PAID_CURRENCIES = ['CNY', 'USD', 'JPY', 'EUR'] as const;
export const OBS_OUTPUTS = ['stream', 'record', 'replay'] as const;

export const automationTriggerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('at'), time: minuteOfDay, days }),
  /** When the window begins, and when the program or OBS comes up within it. */
  timeWindowSchema.extend({ type: z.literal('between') }),
  /** `jitterPercent`: each wait is up to so much shorter or longer. */
  z.object({ type: z.literal('every'), minutes: z.number().min(0.5).max(1440), jitterPercent: z.number().min(0).max(90) }),
  z.object({ type: z.literal('scene'), scene: name }),
  z.object({ type: z.literal('chat'), words, match: wordTriggerSchema.shape.match, who: z.enum(COMMAND_AUDIENCES) }),
  /** A viewer's line wants this, as the small classifier reads it. */
  z.object({ type: z.literal('intent'), intent: z.enum(INTENTS), minScore: share }),
  /** A viewer's line sounds like this. */
  z.object({ type: z.literal('mood'), emotion: emotionSchema, minScore: share }),
  /** Her own emotion, when the room begins to hear it. */
  z.object({ type: z.literal('emotion'), emotion: emotionSchema }),
  /** Any of the words in a sentence of hers; once an answer. */
  z.object({ type: z.literal('reply'), words }),
  /** Money of at least this much, of whatever currency it comes in; `gift` '' = any gift or paid message. 0 takes free gifts as well. */
  z.object({
    type: z.literal('paid'),
    minimum: z.number().min(0).max(1_000_000),
    currency: z.enum(PAID_CURRENCIES),
    gift: name,
  }),
  z.object({ type: z.literal('membership') }),
  z.object({ type: z.literal('follow') }),
  z.object({ type: z.literal('raid'), minimumViewers: z.number().int().min(0).max(1_000_000) }),
  /** `title`: words within the title; '' = any. */
  z.object({ type: z.literal('song'), change: z.enum(['begins', 'ends']), title: name }),
  /** chat: nobody wrote; her: she said nothing; both: neither. */
  z.object({ type: z.literal('silence'), of: z.enum(['chat', 'her', 'both']), seconds: z.number().int().min(5).max(7200) }),
  /** A program of one of these names runs on this computer ("eldenring.exe"). */
  z.object({ type: z.literal('game'), processes: words, change: z.enum(['begins', 'ends']) }),
  z.object({ type: z.literal('speech'), change: z.enum(['begins', 'ends']) }),
  z.object({ type: z.literal('stream'), change: z.enum(['begins', 'ends']) }),
  z.object({
    type: z.literal('obs-output'),
    output: z.enum(['record', 'replay']),
    change: z.enum(['begins', 'ends', 'pauses', 'saved']),
  }),
  z.object({ type: z.literal('obs-item'), source: name, visible: z.boolean() }),
  z.object({ type: z.literal('obs-media-ended'), source: name }),
  z.object({ type: z.literal('obs-link'), change: z.enum(['connected', 'lost']) }),
]);
export type AutomationTrigger = z.infer<typeof automationTriggerSchema>;
export const AUTOMATION_TRIGGER_TYPES = automationTriggerSchema.options.map((option) => option.shape.type.value);
