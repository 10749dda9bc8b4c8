import { z } from 'zod';
import type { WithoutId } from '#main/platform/database-thread.ts';

/** Between the book and its worker thread (see platform/database-thread.ts). All writes may be repeated: a second time they change nothing. */
const id = z.number().int();
const account = z.string().min(1).max(260);
const ms = z.number().int().nonnegative();
export const MAX_POINTS = 1_000_000_000_000;
const count = z.number().int().nonnegative().max(MAX_POINTS);
/** JSON. */
const documentText = z.string().max(256 * 1024);

const documentChange = z.object({
  collection: z.string().min(1).max(40),
  key: z.string().min(1).max(200),
  expect: z.number().int().nonnegative().optional(),
  /** JSON; absent: delete. */
  value: documentText.optional(),
});
const deedHead = {
  eventId: z.string().min(1).max(300),
  reason: z.string().min(1).max(60),
  atMs: ms,
  note: z.string().max(200),
  documents: z.array(documentChange).max(50),
};
export const deedRequestSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('do'),
    ...deedHead,
    points: z.array(z.object({ viewerKey: account, points: z.number().int().min(-MAX_POINTS).max(MAX_POINTS) })).max(20_000),
    memo: z
      .string()
      .max(16 * 1024)
      .optional(),
    /** Money that came with it. */
    payment: z
      .object({
        account,
        name: z.string().max(200),
        kind: z.string().max(20),
        currency: z.string().length(3),
        micros: z.number().int().nonnegative(),
        estimated: z.boolean(),
        showId: z.number().int(),
      })
      .optional(),
  }),
  /** `reason` is that of the deed whose points go back. */
  z.object({ type: z.literal('refund'), ...deedHead }),
]);
export type DeedRequest = z.infer<typeof deedRequestSchema>;

export const deedReplySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    repeated: z.boolean(),
    memo: z.string().optional(),
    balances: z.record(z.string(), z.number()),
  }),
  z.object({ kind: z.literal('too-poor'), viewerKey: z.string(), balance: z.number() }),
  z.object({ kind: z.literal('stale'), collection: z.string(), key: z.string(), version: z.number() }),
  z.object({ kind: z.literal('unknown') }),
]);
export type DeedReply = z.infer<typeof deedReplySchema>;

/** Points for a line, a like or a follow; each is a deed of its own, done once. */
export interface EarnedRow {
  readonly eventId: string;
  readonly reason: string;
  readonly account: string;
  readonly points: number;
  readonly atMs: number;
}

/** What happened since the last batch; sums, not states. */
export const activitySchema = z.object({
  batchId: z.string(),
  show: z.object({ id: z.number().int(), startedMs: ms, lastMs: ms, title: z.string().max(300) }),
  viewers: z.array(
    z.object({
      account,
      name: z.string().max(200),
      avatar: z.string().max(2000),
      firstMs: ms,
      lastMs: ms,
      messages: count,
      visits: count,
      days: count,
      isNew: z.boolean(),
    }),
  ),
  notes: z.array(z.object({ account, kind: z.string().max(20), text: z.string().max(200), atMs: ms })),
  /** Newest subjects of a viewer, newest first; replaces. */
  topics: z.array(z.object({ account, topics: z.array(z.string().max(80)).max(5) })),
  counts: z.array(z.object({ name: z.string().max(60), count })),
  minutes: z.array(z.object({ minute: z.number().int(), messages: count, viewers: count, paid: count, answered: count })),
  /** Notes kept of one viewer. */
  maxNotes: z.number().int().positive(),
});
export type Activity = z.infer<typeof activitySchema>;
/** On its way, viewers are a JSON array, which SQLite itself takes apart: in a flood there are thousands. */
const sentActivitySchema = activitySchema.extend({ viewers: z.string() });
export type SentActivity = z.infer<typeof sentActivitySchema>;

/** Changes by the streamer or by a viewer's own right. */
export const bookChangeSchema = z.discriminatedUnion('kind', [
  /** Each account now belongs to that person (an account's key; its own: it stands for itself). */
  z.object({
    kind: z.literal('relink'),
    links: z.array(z.object({ account, person: account })).max(200),
    atMs: ms,
  }),
  z.object({ kind: z.literal('consent'), account, consent: z.enum(['agreed', 'refused', 'none']), atMs: ms }),
  z.object({ kind: z.literal('edit-note'), note: z.number().int(), text: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('drop-note'), note: z.number().int() }),
  z.object({ kind: z.literal('add-note'), account, text: z.string().min(1).max(200), atMs: ms }),
  /** All accounts of the person. With `points` their journal and payments go over to `alias`, which names nobody. */
  z.object({ kind: z.literal('forget'), person: account, points: z.boolean(), alias: z.string().max(60) }),
  /** Notes and topics of who has not been seen since. */
  z.object({ kind: z.literal('expire'), beforeMs: ms }),
]);
export const closedReplySchema = z.object({ closed: z.number().int() });
/** Of requests that have no rows to give. */
export const nothingRow = z.never();
export type BookChange = z.infer<typeof bookChangeSchema>;

export const bookRequestSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('write'),
    id,
    deeds: z.array(deedRequestSchema).max(1000),
    /** JSON array of EarnedRow: what is earned by the thousand, which SQLite itself takes apart. */
    earned: z.string().optional(),
    activity: sentActivitySchema.optional(),
  }),
  z.object({ type: z.literal('change'), id, change: bookChangeSchema }),
  /** Replies with one reply of a deed: all points to zero. */
  z.object({ type: z.literal('reset-points'), id, eventId: z.string().max(300), note: z.string().max(200), atMs: ms }),
  /** Replies with `{ closed }`: how many old deeds were closed (closed-deeds.ts). */
  z.object({ type: z.literal('close-deeds'), id, beforeMs: ms, limit: z.number().int().min(1).max(100_000) }),
  z.object({ type: z.literal('balance'), id, viewerKey: account }),
  z.object({ type: z.literal('ranking'), id, limit: z.number().int().min(1).max(1000) }),
  z.object({ type: z.literal('documents'), id, collection: z.string(), key: z.string().optional(), limit: z.number().int() }),
  /** Persons seen last, for the memory of a studio that starts. */
  z.object({ type: z.literal('known'), id, limit: z.number().int() }),
  z.object({ type: z.literal('links'), id }),
  z.object({
    type: z.literal('viewers'),
    id,
    search: z.string().max(100),
    order: z.enum(['last', 'points', 'visits', 'messages']),
    limit: z.number().int().min(1).max(200),
    offset: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('viewer'), id, viewerKey: account }),
  z.object({
    type: z.literal('journal'),
    id,
    viewerKey: account.optional(),
    beforeSeq: z.number().int().optional(),
    limit: z.number().int().min(1).max(500),
  }),
  z.object({ type: z.literal('shows'), id, limit: z.number().int().min(1).max(500) }),
  z.object({ type: z.literal('show'), id, showId: z.number().int() }),
  z.object({ type: z.literal('close'), id }),
]);
export type BookRequest = z.infer<typeof bookRequestSchema>;
export type BookTask = WithoutId<BookRequest>;

export const bookWorkerDataSchema = z.object({ file: z.string(), stampMs: z.number() });
export type BookWorkerData = z.infer<typeof bookWorkerDataSchema>;
