import type { HistoryStore } from '#main/dialogue/dialogue.types.ts';
import { createDatabaseThread } from '#main/platform/database-thread.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { StoreTask, StoreWorkerData } from './store-protocol.ts';
import { createStoreReader } from './store-reader.ts';
import { createStoreWriter } from './store-writer.ts';
import { createWriteBuffer } from './write-buffer.ts';

export interface LedgerStore {
  /** Upserts by `seq`. Returns at once; see `flush`. */
  write(entries: readonly LedgerEntry[]): void;
  /** Newest first, with what is not yet on disk. */
  page(query: { readonly limit: number; readonly beforeSeq?: number | undefined }): Promise<readonly LedgerEntry[]>;
  /** Highest `seq` ever written here, 0 when none: numbering goes on from it. */
  lastSeq(): Promise<number>;
}

/** Paid events that have not been spoken to: kept until removed, through crashes and power cuts. */
export interface PendingPaidStore {
  put(events: readonly LiveEvent[]): void;
  remove(ids: readonly string[]): void;
  /** In the order in which they came. */
  all(): Promise<readonly LiveEvent[]>;
}

export interface Store {
  readonly ledger: LedgerStore;
  readonly pendingPaid: PendingPaidStore;
  readonly history: HistoryStore;
  /** Ledger rows given up because the disk could not take them and memory was full. */
  readonly droppedRows: number;
  /** Resolves when all handed in so far is on disk; rejects `storage` at the first failure (it is still kept and tried again). */
  flush(): Promise<void>;
  /** Flushes and ends within 2 s. Idempotent, never rejects. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Built `store-worker.cjs`. */
  readonly workerFile: string;
  /** The database; its folder is made. */
  readonly file: string;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
  readonly clock: Clock;
  /** Older ledger rows are deleted beyond this. */
  readonly maxLedgerRows?: number;
  /** Ledger rows that may wait for the disk: so many unpaid, so many paid. */
  readonly maxWaitingRows?: number;
}

const CLOSE_WITHIN_MS = 2000;

/**
 * Ledger, history and unspoken paid events in SQLite (WAL), owned by a thread of its own. Writes are gathered for at most 25 ms and committed
 * together; reads merge what is not yet committed. When the disk fails the show goes on in bounded memory, health says so, and all is retried.
 */
export function createStore(options: StoreOptions): Store {
  const { clock, logger } = options;
  let setAside: HealthReport | undefined;
  const buffer = createWriteBuffer(options.maxWaitingRows ?? 50_000);
  const thread = createDatabaseThread<StoreTask>({
    workerFile: options.workerFile,
    data: {
      file: options.file,
      maxLedgerRows: options.maxLedgerRows ?? 500_000,
      stampMs: clock.now(),
    } satisfies StoreWorkerData,
    logger,
    onSetAside({ file, why }) {
      setAside = {
        status: 'degraded',
        reason: 'database-set-aside',
        message: `The database could not be used (${why}); it is kept as ${file} and a new one was begun. Earlier messages are not listed.`,
      };
      logger.error('database set aside', { file, why });
      writer.reportHealth();
    },
  });
  const writer = createStoreWriter({
    buffer,
    thread,
    clock,
    logger,
    file: options.file,
    report: (problem) => options.report(problem ?? setAside ?? { status: 'ready' }),
  });
  const reader = createStoreReader({
    buffer,
    thread,
    logger,
    clock,
    unconfirmed: writer.unconfirmed,
    onFailure: writer.noteFailure,
  });
  let closing: Promise<void> | undefined;
  void reader.lastSeq().then(() => writer.noteOpened());

  async function end(): Promise<void> {
    const flushed = writer.flush().catch(() => undefined);
    await withinMs(
      clock,
      CLOSE_WITHIN_MS,
      flushed.then(() => thread.ask({ type: 'close' })).catch(() => undefined),
    );
    const left = writer.close();
    if (left > 0) logger.error('closed before all was on disk', { rowsLost: left });
    await thread.terminate();
  }
  const open = (): void => {
    if (closing) throw new StudioError('unavailable', 'The store is closed.');
  };
  const changed = (): void => {
    open();
    writer.wake();
  };

  return {
    get droppedRows() {
      return buffer.dropped;
    },
    ledger: {
      write(entries) {
        if (entries.length === 0) return;
        buffer.ledger(entries);
        changed();
      },
      page: (query) => reader.ledgerPage(query.limit, query.beforeSeq),
      lastSeq: () => reader.lastSeq(),
    },
    pendingPaid: {
      put(events) {
        if (events.length === 0) return;
        buffer.putPending(events);
        changed();
      },
      remove(ids) {
        if (ids.length === 0) return;
        buffer.removePending(ids);
        changed();
      },
      all: () => reader.pending(),
    },
    history: {
      recent: (count) => reader.recentHistory(count),
      append(exchange) {
        buffer.appendHistory(exchange);
        changed();
      },
      clear() {
        buffer.clearHistory();
        changed();
      },
    },
    async flush() {
      open();
      await writer.flush();
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}

function withinMs(clock: Clock, limitMs: number, task: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(limitMs, resolve);
    void task.then(() => {
      cancel();
      resolve();
    });
  });
}
