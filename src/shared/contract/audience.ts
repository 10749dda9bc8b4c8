import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { showReportSchema, showSummarySchema } from '#shared/audience/shows.ts';
import {
  consentSchema,
  journalLineSchema,
  linkSchema,
  rankedViewerSchema,
  viewerCardSchema,
  viewerSummarySchema,
} from '#shared/audience/viewers.ts';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';

const viewerKey = z.string().min(1).max(260);
const noteText = z.string().trim().min(1).max(200);
/** What takes a merge or a split back: hand it to `relink`. */
const before = z.object({ before: z.array(linkSchema) });
const links = z.array(linkSchema).min(1).max(200);

/** Who the viewers are, what they have, and what the show was like. */
export const audienceContract = {
  /** A number that rises when the book has changed, every two seconds at most: ask again. */
  watchChanges: studioProcedure.input(nothing).output(eventIterator(z.number().int())),
  viewers: studioProcedure
    .input(
      z.object({
        search: z.string().max(100).default(''),
        order: z.enum(['last', 'points', 'visits', 'messages']).default('last'),
        limit: z.number().int().min(1).max(200).default(50),
        offset: z.number().int().min(0).max(1_000_000).default(0),
      }),
    )
    .output(z.object({ viewers: z.array(viewerSummarySchema) })),
  /** NOT_FOUND: nobody of this key was ever here, or they were forgotten. */
  viewer: studioProcedure.input(z.object({ viewerKey })).output(viewerCardSchema),
  journal: studioProcedure
    .input(
      z.object({
        viewerKey: viewerKey.optional(),
        beforeSeq: z.number().int().optional(),
        limit: z.number().int().min(1).max(500).default(50),
      }),
    )
    .output(z.object({ lines: z.array(journalLineSchema) })),
  ranking: openProcedure
    .route({ method: 'GET', path: '/audience/ranking' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(1000).default(20) }).prefault({}))
    .output(z.object({ viewers: z.array(rankedViewerSchema) })),

  merge: studioProcedure.input(z.object({ into: viewerKey, other: viewerKey })).output(before),
  split: studioProcedure.input(z.object({ account: viewerKey })).output(before),
  relink: studioProcedure.input(z.object({ links })).output(done),
  /** Notes, name and counts; with `points` also the account. Cannot be undone. */
  forget: studioProcedure.input(z.object({ viewerKey, points: z.boolean() })).output(done),
  setConsent: studioProcedure.input(z.object({ viewerKey, consent: consentSchema })).output(done),
  addNote: studioProcedure.input(z.object({ viewerKey, text: noteText })).output(done),
  editNote: studioProcedure.input(z.object({ viewerKey, note: z.number().int(), text: noteText })).output(done),
  dropNote: studioProcedure.input(z.object({ viewerKey, note: z.number().int() })).output(done),

  /** CONFLICT: more would be taken than they have. */
  grant: studioProcedure
    .input(
      z.object({
        viewerKey,
        points: z.number().int().min(-1_000_000_000).max(1_000_000_000),
        note: z.string().trim().max(200).default(''),
      }),
    )
    .output(z.object({ eventId: z.string(), balance: z.number().int() })),
  /** Turns a change of points back, once. CONFLICT: they have been spent. */
  undo: studioProcedure.input(z.object({ eventId: z.string().max(300), reason: z.string().max(60) })).output(done),
  /** Everybody's points to zero; `undo` with reason "season-reset" takes it back. */
  resetPoints: studioProcedure.input(z.object({ note: z.string().trim().max(200) })).output(z.object({ eventId: z.string() })),

  shows: studioProcedure
    .input(z.object({ limit: z.number().int().min(1).max(500).default(100) }))
    .output(z.object({ shows: z.array(showSummarySchema) })),
  show: studioProcedure.input(z.object({ id: z.number().int() })).output(showReportSchema),
};
