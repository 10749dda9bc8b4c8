import { z } from 'zod';
import type { Exchange } from '#main/dialogue/dialogue.types.ts';
import { type DatabaseThread, DatabaseThreadError } from '#main/platform/database-thread.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { type LedgerEntry, ledgerEntrySchema } from '#shared/live/ledger.ts';
import { type LiveEvent, liveEventSchema } from '#shared/live/live-event.ts';
import type { StoreTask } from './store-protocol.ts';
import type { Batch, WriteBuffer } from './write-buffer.ts';

const exchangeSchema = z.object({
  turnId: z.number(),
  atMs: z.number(),
  viewer: z.string(),
  her: z.string(),
  cutShort: z.boolean(),
});

export interface StoreReader {
  ledgerPage(limit: number, beforeSeq: number | undefined): Promise<readonly LedgerEntry[]>;
  lastSeq(): Promise<number>;
  pending(): Promise<readonly LiveEvent[]>;
  /** Oldest first. */
  recentHistory(count: number): Promise<readonly Exchange[]>;
}

export interface StoreReaderOptions {
  readonly buffer: WriteBuffer;
  readonly thread: DatabaseThread<StoreTask>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly unconfirmed: () => Batch | undefined;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Reads the database and lays over it what was not confirmed when the question was asked. The thread answers in order, so that every
 * row is in one of the two. When the database cannot be read, what memory holds is the answer and health tells why it is short.
 */
export function createStoreReader(options: StoreReaderOptions): StoreReader {
  const { buffer, thread } = options;

  async function rows<T>(task: StoreTask, schema: z.ZodType<T>): Promise<readonly T[]> {
    let texts: readonly string[];
    try {
      // A thread that ended is started again by the second question.
      texts = await thread.ask(task).catch((error: unknown) => {
        if (error instanceof DatabaseThreadError && error.cure === 'thread') return thread.ask(task);
        throw error;
      });
    } catch (error) {
      options.onFailure(error);
      return [];
    }
    return texts.flatMap((text) => {
      const parsed = schema.safeParse(parseJson(text));
      if (parsed.success) return [parsed.data];
      options.logger.error('a stored row is not readable and was left out', {
        task: task.type,
        cause: parsed.error.issues[0]?.message,
      });
      return [];
    });
  }

  function unconfirmedLedger(beforeSeq: number): Map<number, LedgerEntry> {
    const found = new Map<number, LedgerEntry>();
    for (const entry of options.unconfirmed()?.ledger.values() ?? []) if (entry.seq < beforeSeq) found.set(entry.seq, entry);
    for (const entry of buffer.ledgerEntries()) if (entry.seq < beforeSeq) found.set(entry.seq, entry);
    return found;
  }

  return {
    async ledgerPage(limit, beforeSeq) {
      const newer = unconfirmedLedger(beforeSeq ?? Number.POSITIVE_INFINITY);
      const stored = await rows({ type: 'ledger-page', limit, beforeSeq }, ledgerEntrySchema);
      const merged = new Map(stored.map((entry) => [entry.seq, entry] as const));
      for (const [seq, entry] of newer) merged.set(seq, entry);
      return [...merged.values()].sort((a, b) => b.seq - a.seq).slice(0, limit);
    },
    async lastSeq() {
      let newer = 0;
      for (const entry of buffer.ledgerEntries()) newer = Math.max(newer, entry.seq);
      for (const seq of options.unconfirmed()?.ledger.keys() ?? []) newer = Math.max(newer, seq);
      const [stored] = await rows({ type: 'last-seq' }, z.coerce.number());
      // Unknown: go on far above anything counted from 1, so that no older row is overwritten once the database can be reached.
      return Math.max(newer, stored ?? Math.floor(options.clock.now()));
    },
    async pending() {
      const changes = new Map([...(options.unconfirmed()?.pending ?? []), ...buffer.pendingChanges()]);
      const stored = await rows({ type: 'pending' }, liveEventSchema);
      const merged = new Map<string, LiveEvent | undefined>(stored.map((event) => [event.id, event] as const));
      for (const [id, event] of changes) merged.set(id, event);
      return [...merged.values()].filter((event) => event !== undefined);
    },
    async recentHistory(count) {
      const batch = options.unconfirmed();
      const { cleared, added } = buffer.historyChanges();
      const fresh = cleared ? [...added] : [...(batch?.history ?? []), ...added];
      const hidden = cleared || (batch?.clearHistory ?? false);
      const stored = hidden || fresh.length >= count ? [] : await rows({ type: 'history', count }, exchangeSchema);
      const known = new Set(fresh.map(keyOf));
      return [...stored.toReversed().filter((exchange) => !known.has(keyOf(exchange))), ...fresh].slice(-count);
    },
  };
}

function keyOf(exchange: Exchange): string {
  return `${exchange.atMs}:${exchange.turnId}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
