import { z } from 'zod';

/** What the studio knows of its viewers. Times are ms since the epoch; points and money (micros of the currency) are integers. */

export const consentSchema = z.enum(['none', 'agreed', 'refused']);
export type Consent = z.infer<typeof consentSchema>;

export const paidSumSchema = z.object({ currency: z.string(), micros: z.number().int(), estimated: z.boolean() });

export const viewerSummarySchema = z.object({
  viewerKey: z.string(),
  /** '' when no name is known (any more). */
  name: z.string(),
  avatarUrl: z.string(),
  /** Their accounts, "<platform>:<id>"; more than one when they were merged. */
  accounts: z.array(z.string()),
  firstSeenMs: z.number().int(),
  lastSeenMs: z.number().int(),
  visits: z.number().int(),
  days: z.number().int(),
  messages: z.number().int(),
  points: z.number().int(),
  consent: consentSchema,
  /** How many notes are kept. */
  notes: z.number().int(),
  /** 0 for a stranger to 1. */
  loyalty: z.number(),
});
export type ViewerSummary = z.infer<typeof viewerSummarySchema>;

/** member: what they do often; name, birthday, likes …: what they said; own: the streamer's note. */
export const NOTE_KINDS = ['name', 'birthday', 'place', 'work', 'likes', 'dislikes', 'pet', 'asked', 'own'] as const;
export const viewerNoteSchema = z.object({
  id: z.number().int(),
  kind: z.enum(NOTE_KINDS),
  text: z.string(),
  atMs: z.number().int(),
});
export type ViewerNote = z.infer<typeof viewerNoteSchema>;

export const accountSchema = z.object({
  account: z.string(),
  name: z.string(),
  points: z.number().int(),
  lastSeenMs: z.number().int(),
});
export type ViewerAccount = z.infer<typeof accountSchema>;

export const journalLineSchema = z.object({
  seq: z.number().int(),
  eventId: z.string(),
  /** Kebab-case; "refund:…" for what was given back. */
  reason: z.string(),
  viewerKey: z.string(),
  name: z.string(),
  points: z.number().int(),
  /** Of that account, afterwards. */
  balance: z.number().int(),
  atMs: z.number().int(),
  note: z.string(),
  /** It was given back since. */
  refunded: z.boolean(),
});
export type JournalLine = z.infer<typeof journalLineSchema>;

export const viewerCardSchema = viewerSummarySchema.omit({ accounts: true, notes: true }).extend({
  accounts: z.array(accountSchema),
  notes: z.array(viewerNoteSchema),
  /** Of their last lines, newest first. */
  topics: z.array(z.string()),
  paid: z.array(paidSumSchema),
  rank: z.number().int().nullable(),
});
export type ViewerCard = z.infer<typeof viewerCardSchema>;

export const rankedViewerSchema = z.object({
  rank: z.number().int(),
  viewerKey: z.string(),
  name: z.string(),
  points: z.number().int(),
});

/** Which person an account belongs to: the key of one of that person's accounts, or its own. */
export const linkSchema = z.object({ account: z.string().max(260), person: z.string().max(260) });
export type AccountLink = z.infer<typeof linkSchema>;
