import { z } from 'zod';
import type { WithoutId } from '#main/platform/database-thread.ts';

/**
 * Between the store's client and its worker thread (see platform/database-thread.ts).
 * Rows travel as one JSON text per table, which SQLite itself takes apart (`json_each`): the worker never parses them.
 */
const id = z.number().int();

export const writeRequestSchema = z.object({
  type: z.literal('write'),
  id,
  /** JSON array of LedgerEntry, at most 500. */
  ledger: z.string(),
  /** JSON array of {id, event}. */
  pendingPut: z.string(),
  /** JSON array of ids. */
  pendingRemove: z.string(),
  /** Runs before `history`. */
  clearHistory: z.boolean(),
  /** JSON array of Exchange. */
  history: z.string(),
  /** The commit must survive a power cut, not only the end of the process. */
  durable: z.boolean(),
});
export const storeRequestSchema = z.discriminatedUnion('type', [
  writeRequestSchema,
  z.object({ type: z.literal('ledger-page'), id, limit: z.number().int(), beforeSeq: z.number().int().optional() }),
  z.object({ type: z.literal('last-seq'), id }),
  z.object({ type: z.literal('pending'), id }),
  z.object({ type: z.literal('history'), id, count: z.number().int() }),
  z.object({ type: z.literal('close'), id }),
]);
export type StoreRequest = z.infer<typeof storeRequestSchema>;
export type StoreTask = WithoutId<StoreRequest>;
export type WriteRequest = z.infer<typeof writeRequestSchema>;

export const storeWorkerDataSchema = z.object({
  file: z.string(),
  maxLedgerRows: z.number().int().positive(),
  stampMs: z.number(),
});
export type StoreWorkerData = z.infer<typeof storeWorkerDataSchema>;
