import { z } from 'zod';
import { actionSchema } from '#shared/avatar/bindings.ts';
import { INTENTS } from '#shared/live/appraisal.ts';
import { languageSchema } from '#shared/speech/emotion.ts';

/**
 * Commands of the chat as data: which lines are one, who may say it, what it costs and what it does. Viewer text is only ever compared with the words
 * here, never turned into a pattern; what a command does is the streamer's choice alone.
 */

export const wordTriggerSchema = z.object({
  type: z.literal('word'),
  word: z.string().trim().min(1).max(40),
  /**
   * whole     the line is the word, apart from punctuation behind it
   * start     the word, then a gap, then the argument: "搜索 猫"
   * joined    as `start`, and the argument may follow without a gap: "点歌晴天"; lines that read on as a sentence are left alone
   * anywhere  wherever it stands: for rare words only, ordinary sentences fire it
   */
  match: z.enum(['whole', 'start', 'joined', 'anywhere']),
});
export const intentTriggerSchema = z.object({
  type: z.literal('intent'),
  intent: z.enum(INTENTS),
  /** How sure the classifier must be, 0 to 1. */
  minScore: z.number().min(0.5).max(1),
});
export const commandTriggerSchema = z.discriminatedUnion('type', [wordTriggerSchema, intentTriggerSchema]);
export type CommandTrigger = z.infer<typeof commandTriggerSchema>;

/** Text with gaps: {user} {argument} {points} {cost} {rank} {name}; unknown gaps stay as they are. */
const template = z.string().trim().min(1).max(500);
const bindingAction = z.object({ type: z.literal('binding'), bindingId: z.string().regex(/^[0-9a-f]{32}$/) });
export const deedSchema = z.union([bindingAction, actionSchema]);
export type Deed = z.infer<typeof deedSchema>;

/** Wishes that another part of the studio will carry out; until it is there she answers them in her own words. */
export const WISHES = ['sing', 'draw', 'search', 'picture', 'dance', 'scene'] as const;
export type Wish = (typeof WISHES)[number];

export const commandActionSchema = z.discriminatedUnion('type', [
  /** She says it as it stands. */
  z.object({ type: z.literal('say'), text: template }),
  /** She answers in her own words, led by the streamer's instruction. */
  z.object({ type: z.literal('ask'), instruction: template }),
  /** A line in the room's chat. */
  z.object({ type: z.literal('chat'), text: template }),
  z.object({ type: z.literal('wish'), wish: z.enum(WISHES) }),
  z.object({ type: z.literal('points'), show: z.enum(['balance', 'ranking']) }),
  z.object({ type: z.literal('lottery') }),
  z.object({ type: z.literal('wheel') }),
  z.object({ type: z.literal('vote') }),
  z.object({ type: z.literal('predict') }),
  /** Puts points into the goal that takes them. */
  z.object({ type: z.literal('contribute') }),
  /** The viewer's own rights: one person on two platforms, and what she keeps of them. */
  z.object({ type: z.literal('self'), verb: z.enum(['link', 'remember', 'forget', 'recall']) }),
  /** skip: ends the answer that runs; stop: that, and drops what waits. */
  z.object({ type: z.literal('control'), verb: z.enum(['stop', 'skip']) }),
  z.object({ type: z.literal('perform'), deed: deedSchema }),
  /** The argument chooses among these; other arguments are no command. */
  z.object({
    type: z.literal('choose'),
    choices: z.array(z.object({ words: z.array(z.string().trim().min(1).max(40)).min(1).max(10), deed: deedSchema })).max(60),
    /** Also takes 随机, random and the like. */
    random: z.boolean(),
  }),
]);
export type CommandAction = z.infer<typeof commandActionSchema>;

export const COMMAND_AUDIENCES = ['everyone', 'members', 'moderators', 'owner'] as const;
export type CommandAudience = (typeof COMMAND_AUDIENCES)[number];
/** none: nothing may follow; number: nothing or a whole number; required: a line without one is ordinary talk. */
export const COMMAND_ARGUMENTS = ['none', 'optional', 'number', 'required'] as const;

export const commandSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** For the streamer's eyes; '' = the interface's name of a shipped command. */
  name: z.string().trim().max(60),
  enabled: z.boolean(),
  triggers: z.array(commandTriggerSchema).min(1).max(30),
  /** Lines in other languages are no command; empty = any. */
  languages: z.array(languageSchema).max(3),
  argument: z.enum(COMMAND_ARGUMENTS),
  who: z.enum(COMMAND_AUDIENCES),
  /** Points, taken when it begins and given back when it fails. */
  cost: z.number().int().min(0).max(1_000_000),
  cooldownSeconds: z.number().min(0).max(86_400),
  viewerCooldownSeconds: z.number().min(0).max(86_400),
  /** auto: into the chat where the room lets her write, else she says it. */
  reply: z.enum(['auto', 'say', 'chat', 'none']),
  action: commandActionSchema,
});
export type Command = z.infer<typeof commandSchema>;
export const COMMAND_LIMIT = 300;

/** What the settings keep: commands that differ from the shipped ones, and the streamer's own. */
export const commandSettingsSchema = z
  .object({
    enabled: z.boolean().default(true),
    changed: z.array(commandSchema).max(COMMAND_LIMIT).default([]),
  })
  .prefault({});
export type CommandSettings = z.infer<typeof commandSettingsSchema>;

/** A file of commands, for sharing between streamers. */
export const commandFileSchema = z.object({
  format: z.literal('yingxi-commands'),
  version: z.literal(1),
  commands: z.array(commandSchema).max(COMMAND_LIMIT),
});

/** The shipped commands with the streamer's changes laid over them, their own ones behind. */
export function mergeCommands(shipped: readonly Command[], changed: readonly Command[]): readonly Command[] {
  const byId = new Map(changed.map((command) => [command.id, command]));
  const own = changed.filter(({ id }) => !shipped.some((command) => command.id === id));
  return [...shipped.map((command) => byId.get(command.id) ?? command), ...own];
}
