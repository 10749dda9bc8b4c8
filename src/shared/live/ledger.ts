import { z } from 'zod';
import { INTENTS, MODERATION_CATEGORIES } from '#shared/live/appraisal.ts';
import { livePlatformSchema } from '#shared/live/live-event.ts';

/**
 * What became of one live event.
 *   waiting  in the queue             answering  her turn runs now        answered  she spoke to it
 *   merged   answered as part of another event's turn (`mergedInto`)      skipped   a rule said no answer is due
 *   dropped  no room or too old
 */
export const ledgerDecisionSchema = z.enum(['waiting', 'answering', 'answered', 'merged', 'skipped', 'dropped']);
export type LedgerDecision = z.infer<typeof ledgerDecisionSchema>;

/** Why; the interface translates these. */
export const ledgerReasonSchema = z.enum([
  'queued',
  'chosen',
  'duplicate',
  'flood',
  'same-user',
  'thanked-together',
  /** Different messages of a busy moment, answered in one turn. */
  'summarised',
  'too-old',
  'queue-full',
  'not-a-request',
  'empty',
  'muted-prefix',
  'stop-command',
  'stopped',
  'interrupted',
  'retracted',
  'provider-failed',
  'voice-failed',
  'restored',
  'answers-off',
  'blocked-word',
  /** Moderation: never shown, waits for the streamer's look, and its viewer is not heard for a while. */
  'blocked',
  'held',
  'timed-out',
  /** A command, vote or game took it. */
  'command',
  /** Left in the queue because better ones came. */
  'outranked',
]);
export type LedgerReason = z.infer<typeof ledgerReasonSchema>;

/** The stages of a message's life, in order. Times are ms since the epoch. */
export const TIME_MARKS = [
  'received',
  'decided',
  'llmRequest',
  'firstToken',
  'firstSentence',
  'firstPcm',
  'firstAudible',
  'finished',
] as const;
export type TimeMark = (typeof TIME_MARKS)[number];
export const timeMarksSchema = z.partialRecord(z.enum(TIME_MARKS), z.number());
export type TimeMarks = z.infer<typeof timeMarksSchema>;

export const ledgerEntrySchema = z.object({
  /** Order of receipt, unique within the data folder. */
  seq: z.number().int(),
  eventId: z.string(),
  kind: z.string(),
  platform: livePlatformSchema,
  userName: z.string(),
  text: z.string(),
  paid: z.boolean(),
  /** Higher is sooner; what the director computed on arrival. */
  priority: z.number(),
  /** What the priority is made of, in points by part (money, loyalty, question, mention, novelty, …). */
  score: z.record(z.string(), z.number()).optional(),
  /** Moderation's category, where it was not let pass as it is. */
  moderation: z.enum(MODERATION_CATEGORIES).optional(),
  /** What the line wants, as the small classifier read it. */
  intent: z.enum(INTENTS).optional(),
  decision: ledgerDecisionSchema,
  reason: ledgerReasonSchema,
  mergedInto: z.string().optional(),
  turnId: z.number().int().optional(),
  /** What she said to it and was heard. */
  reply: z.string().optional(),
  marks: timeMarksSchema,
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
