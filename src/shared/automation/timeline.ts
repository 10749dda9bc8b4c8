import { z } from 'zod';
import { AUTOMATION_TRIGGER_TYPES } from './trigger.ts';

/** What automation did and did not do, and why: kept for the last show. */
export const REFUSAL_REASONS = [
  'cooling',
  'viewer-cooling',
  'once',
  'condition',
  'chance',
  'outranked',
  /** It fired again and again in a few seconds: rules that fire each other. */
  'flood',
  /** The panic button is pressed. */
  'panic',
] as const;
export const refusalReasonSchema = z.enum(REFUSAL_REASONS);
export type RefusalReason = z.infer<typeof refusalReasonSchema>;

/** `run`: by the API or a button. */
export const firedBySchema = z.enum([...AUTOMATION_TRIGGER_TYPES, 'run']);
export type RuleFiredBy = z.infer<typeof firedBySchema>;

/**
 * waiting   its turn has not come        done      carried out        problem   failed, in `problem`
 * held      OBS was away; tried again when it is back                 stopped   something more important, or the streamer, ended it
 * would     dry run
 */
export const STEP_STATES = ['waiting', 'done', 'problem', 'held', 'stopped', 'would'] as const;
export const stepOutcomeSchema = z.object({
  type: z.string().max(40),
  /** The scene, source, text … in short. */
  what: z.string().max(200),
  state: z.enum(STEP_STATES),
  problem: z.string().max(500),
});
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;

export const timelineEntrySchema = z.object({
  seq: z.number().int(),
  /** ms since the epoch; of the newest where several are counted together. */
  atMs: z.number(),
  ruleId: z.string().max(40),
  ruleName: z.string().max(200),
  kind: z.enum(['fired', 'would', 'refused']),
  by: firedBySchema,
  /** Who or what: a viewer and the words, a scene, a song. Text for showing, never markup. */
  cause: z.object({ user: z.string().max(200), text: z.string().max(200) }),
  reason: refusalReasonSchema.nullable(),
  /** Which condition did not hold; −1 none. */
  condition: z.number().int(),
  /** It may fire again at, ms since the epoch; 0 unknown. */
  untilMs: z.number(),
  /** Equal refusals in a row are one entry. */
  count: z.number().int().min(1),
  steps: z.array(stepOutcomeSchema).max(20),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
export const TIMELINE_LIMIT = 500;
