import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { healthSchema } from '#shared/health.ts';
import { ledgerEntrySchema } from '#shared/live/ledger.ts';
import { liveEventSchema } from '#shared/live/live-event.ts';

/** The short form that a person or a script may post; the studio fills in the rest. */
export const postedChatSchema = z.object({
  kind: z.literal('chat').optional(),
  text: z.string().min(1).max(2000),
  user: z
    .union([z.string().min(1).max(200), z.object({ id: z.string().max(200).optional(), name: z.string().min(1).max(200) })])
    .optional(),
  id: z.string().max(200).optional(),
});
export const postedEventSchema = z.union([liveEventSchema, postedChatSchema]);
export const postEventsInputSchema = z.union([
  postedEventSchema,
  z.object({ events: z.array(postedEventSchema).min(1).max(1000) }),
]);
export type PostedEvent = z.infer<typeof postedEventSchema>;

export const connectionSchema = z.object({
  /** 'twitch', 'bilibili-open', 'bridge-<id>', …, 'practice', 'replay', 'api'. */
  id: z.string(),
  health: healthSchema,
  /** Room, channel or file. */
  target: z.string(),
  /** She can write into this room's chat. */
  canSend: z.boolean(),
  eventsReceived: z.number().int(),
  /** Messages that could not be understood, by error code. */
  errors: z.record(z.string(), z.number()),
  /** Units of the platform's API used today, as far as is known here, of so many. */
  quota: z.object({ used: z.number().int(), daily: z.number().int() }).optional(),
  /** How far a replay has come. */
  progress: z.object({ events: z.number().int(), totalEvents: z.number().int(), showMs: z.number() }).optional(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const recordingSchema = z.object({
  name: z.string(),
  events: z.number().int(),
  bytes: z.number().int(),
  startedAt: z.number(),
  durationMs: z.number(),
});
export type Recording = z.infer<typeof recordingSchema>;

export const queueCountsSchema = z.object({
  waiting: z.number().int(),
  waitingPaid: z.number().int(),
  received: z.number().int(),
  answered: z.number().int(),
  merged: z.number().int(),
  skipped: z.number().int(),
  dropped: z.number().int(),
});
export type QueueCounts = z.infer<typeof queueCountsSchema>;

/** What `/events` and the studio's feed tell. A feed under flood is thinned: `omitted` says how many messages were left out. */
export const studioEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('live'), events: z.array(liveEventSchema), omitted: z.number().int() }),
  z.object({ type: z.literal('ledger'), entries: z.array(ledgerEntrySchema), omitted: z.number().int() }),
  z.object({ type: z.literal('queue'), counts: queueCountsSchema }),
]);
export type StudioEvent = z.infer<typeof studioEventSchema>;

export const liveContract = {
  /** Takes in one event or a batch, as a connector would. Paid events are on disk when this returns. */
  post: openProcedure
    .route({ method: 'POST', path: '/live-events', summary: 'Hand in live events' })
    .input(postEventsInputSchema)
    .output(z.object({ accepted: z.number().int(), duplicates: z.number().int(), ids: z.array(z.string()) })),
  ledger: openProcedure
    .route({ method: 'GET', path: '/ledger', summary: 'What became of the newest events, newest first' })
    .input(
      z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100), beforeSeq: z.coerce.number().int().optional() }),
    )
    .output(z.object({ entries: z.array(ledgerEntrySchema) })),
  /** Snapshot: the last messages, ledger entries and counts; then changes. */
  watch: openProcedure
    .route({ method: 'GET', path: '/events', summary: 'Server-sent events of the room, the ledger and the queue' })
    .input(nothing)
    .output(eventIterator(studioEventSchema)),
  watchConnections: studioProcedure.input(nothing).output(eventIterator(z.array(connectionSchema))),
  recordings: studioProcedure
    .input(nothing)
    .output(z.object({ recordings: z.array(recordingSchema), current: z.string().optional() })),
  /** Plays a recorded show back into the queue. speed 1 = as it was, 0 = as fast as it goes. */
  startReplay: studioProcedure.input(z.object({ name: z.string().max(200), speed: z.number().min(0).max(1000) })).output(done),
  stopReplay: studioProcedure.input(nothing).output(done),
  /** Writes a line into the chat of one connected room, or of all that allow it. */
  sendChat: studioProcedure
    .input(z.object({ text: z.string().trim().min(1).max(500), connection: z.string().max(60).optional() }))
    .output(z.object({ sentTo: z.array(z.string()), failed: z.array(z.object({ id: z.string(), message: z.string() })) })),
};
