import { z } from 'zod';

/** How she welcomes and thanks, by what happened and how big it was. */

export const REACTION_TIERS = {
  welcome: ['new', 'returning', 'regular'],
  follow: ['usual'],
  share: ['usual'],
  like: ['usual'],
  gift: ['free', 'small', 'medium', 'large'],
  superchat: ['small', 'medium', 'large'],
  membership: ['new', 'renewed', 'given'],
  raid: ['small', 'large'],
} as const;
export type ReactionKind = keyof typeof REACTION_TIERS;
export type ReactionTier = (typeof REACTION_TIERS)[ReactionKind][number];

export const REACTION_NAMES: readonly string[] = Object.entries(REACTION_TIERS).flatMap(([kind, tiers]) =>
  tiers.map((tier) => `${kind}.${tier}`),
);

export const reactionRuleSchema = z.object({
  /** think: in her own words; template: one of the streamer's lines; off: nothing. */
  mode: z.enum(['think', 'template', 'off']).default('think'),
  /** Gaps: {viewer} {gift} {count} {amount} {tier} {viewers} {text} {visits}. */
  templates: z.array(z.string().trim().min(1).max(300)).max(30).default([]),
  /** What she should keep in mind when she thinks of words herself. */
  hint: z.string().trim().max(300).default(''),
});
export type ReactionRule = z.infer<typeof reactionRuleSchema>;
export const USUAL_RULE: ReactionRule = { mode: 'think', templates: [], hint: '' };

/** Money in millionths of the base currency (CNY). */
export const reactionSettingsSchema = z
  .object({
    /** By name; those that are not here are as shipped: in her own words. */
    rules: z.record(z.string().max(40), reactionRuleSchema).default({}),
    mediumMicros: z.number().int().min(0).default(20_000_000),
    largeMicros: z.number().int().min(0).default(150_000_000),
    largeRaidViewers: z.number().int().min(1).default(30),
    /** From so many visits on a viewer is a regular. */
    regularVisits: z.number().int().min(2).max(1000).default(5),
    /** Likes are thanked for at most this often. */
    likeEverySeconds: z.number().min(0).max(3600).default(10),
    /** Names or viewer keys that are never welcomed: other bots, the streamer's second account. */
    notWelcomed: z.array(z.string().trim().min(1).max(200)).max(500).default([]),
  })
  .prefault({});
export type ReactionSettings = z.infer<typeof reactionSettingsSchema>;
