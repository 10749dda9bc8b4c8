import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';
import { MODERATION_ACTIONS, MODERATION_CATEGORIES } from '#shared/live/appraisal.ts';
import { livePlatformSchema } from '#shared/live/live-event.ts';

const category = z.enum(MODERATION_CATEGORIES);
const viewerKey = z.string().min(1).max(300);

/** A message that waits for the streamer's look. Text and names come from strangers: for showing, never markup. */
export const heldMessageSchema = z.object({
  id: z.string(),
  /** ms since the epoch. */
  at: z.number(),
  platform: livePlatformSchema,
  kind: z.string(),
  userName: z.string(),
  /** null where the platform hides who it is. */
  viewerKey: z.string().nullable(),
  userId: z.string().nullable(),
  text: z.string(),
  category,
  evidence: z.string(),
});
export type HeldMessage = z.infer<typeof heldMessageSchema>;

export const timedOutViewerSchema = z.object({
  viewerKey: z.string(),
  platform: livePlatformSchema,
  userName: z.string(),
  until: z.number(),
});
export type TimedOut = z.infer<typeof timedOutViewerSchema>;

export const panicViewSchema = z.object({
  /** ms since the epoch; null: it is off. */
  since: z.number().nullable(),
  /** What became of the scene. none: none is set; no-program: nothing that switches scenes is connected. */
  scene: z.enum(['none', 'no-program', 'switched', 'failed']),
});
export type PanicView = z.infer<typeof panicViewSchema>;

export const moderationViewSchema = z.object({
  held: z.array(heldMessageSchema),
  timedOut: z.array(timedOutViewerSchema),
  /** Messages that the language model still looks at. */
  checking: z.number().int(),
  /** Patterns of the streamer that are not used, by their place in the settings. */
  patternTroubles: z.array(z.object({ index: z.number().int(), problem: z.enum(['invalid', 'too-slow']), message: z.string() })),
  /** Since the program started. */
  counts: z.object({
    judged: z.number(),
    masked: z.number(),
    held: z.number(),
    blocked: z.number(),
    replies: z.number(),
    lost: z.number(),
  }),
  panic: panicViewSchema,
});
export type ModerationView = z.infer<typeof moderationViewSchema>;

/** What happened and why; kept in the streamer's data folder only. */
export const EVIDENCE_DEEDS = [
  'mask',
  'hold',
  'block',
  /** A paid message: thanked for, but without its words. */
  'cut',
  'approved',
  'rejected',
  'timed-out',
  'time-out-lifted',
  'reply-replaced',
  'reply-dropped',
  'reply-ended',
  'panic-on',
  'panic-off',
] as const;
export const evidenceSchema = z.object({
  id: z.string(),
  at: z.number(),
  deed: z.enum(EVIDENCE_DEEDS),
  by: z.enum(['rules', 'model', 'streamer']),
  /** null: it was no viewer. */
  platform: livePlatformSchema.nullable(),
  userName: z.string(),
  viewerKey: z.string().nullable(),
  userId: z.string().nullable(),
  text: z.string(),
  category: category.nullable(),
  evidence: z.string(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const evidencePageSchema = z.object({
  /** The newest first. */
  records: z.array(evidenceSchema),
  /** Days that have a log, the newest first: YYYY-MM-DD in local time. */
  days: z.array(z.string()),
  hasMore: z.boolean(),
});
export type EvidencePage = z.infer<typeof evidencePageSchema>;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const lineTrialSchema = z.object({
  action: z.enum(MODERATION_ACTIONS),
  /** As it would be shown. */
  shown: z.string(),
  findings: z.array(z.object({ category, evidence: z.string(), from: z.number().int(), to: z.number().int() })),
  /** How long the look took. */
  ms: z.number(),
});
export type LineTrial = z.infer<typeof lineTrialSchema>;

export const moderationContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(moderationViewSchema)),
  /** The message goes on as if it had just come. NOT_FOUND: somebody else has decided, or it was withdrawn. */
  approve: studioProcedure.input(z.object({ id: z.string().max(400) })).output(done),
  reject: studioProcedure.input(z.object({ id: z.string().max(400) })).output(done),
  /** She does not hear the viewer for so long; where the settings want it the platform is asked, too. */
  timeOut: studioProcedure
    .input(
      z.object({
        viewerKey,
        /** The platform's own, for a time-out there. */
        userId: z.string().max(200).nullable().default(null),
        platform: livePlatformSchema,
        userName: z.string().max(200),
        seconds: z.number().int().min(10).max(1_209_600).optional(),
      }),
    )
    .output(done),
  liftTimeOut: studioProcedure.input(z.object({ viewerKey })).output(done),
  /** What would become of a line, without any consequence. */
  tryLine: studioProcedure
    .input(z.object({ text: z.string().max(2000), platform: livePlatformSchema.default('custom') }))
    .output(lineTrialSchema),
  /** Whether a regular expression can be used, and what it finds. */
  tryPattern: studioProcedure
    .input(z.object({ pattern: z.string().max(500), text: z.string().max(2000) }))
    .output(
      z.object({ problem: z.string().nullable(), matches: z.array(z.object({ from: z.number().int(), to: z.number().int() })) }),
    ),
  evidence: studioProcedure
    .input(
      z.object({
        limit: z.number().int().min(1).max(500).default(100),
        /** One day; without it all of them. */
        day: day.optional(),
        category: category.optional(),
        deed: z.enum(EVIDENCE_DEEDS).optional(),
        /** In the name, the text or the evidence. */
        search: z.string().max(100).default(''),
        skip: z.number().int().min(0).max(100_000).default(0),
      }),
    )
    .output(evidencePageSchema),
  /** One day, or all. */
  eraseEvidence: studioProcedure.input(z.object({ day: day.nullable() })).output(done),
  panic: studioProcedure.input(z.object({ on: z.boolean() })).output(panicViewSchema),
};
