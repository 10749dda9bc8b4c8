import { z } from 'zod';
import { inTransaction, type OpenConnection, openDatabase, type SqlConnection } from '#main/platform/sqlite.ts';
import type { StoreWorkerData, WriteRequest } from './store-protocol.ts';
import { SQL, STORE_MIGRATIONS } from './store-schema.ts';

export interface StoreDatabase {
  write(batch: Omit<WriteRequest, 'type' | 'id'>): void;
  /** Entries as JSON, newest first. */
  ledgerPage(limit: number, beforeSeq: number): readonly string[];
  lastSeq(): string;
  pending(): readonly string[];
  /** Exchanges as JSON, newest first. */
  recentHistory(count: number): readonly string[];
  close(): void;
}

/** Rows are pruned once in so many written. */
const PRUNE_EVERY = 5000;

/** Opens or makes the database. Throws SQLite's error. Synchronous: belongs into a worker thread. */
export function openStoreDatabase(open: OpenConnection, options: StoreWorkerData): StoreDatabase {
  const connection = openDatabase(open, options.file, STORE_MIGRATIONS);
  let statements: ReturnType<typeof prepareAll>;
  try {
    statements = prepareAll(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  let writtenSincePrune = PRUNE_EVERY;

  function prune(): void {
    if (writtenSincePrune < PRUNE_EVERY) return;
    writtenSincePrune = 0;
    inTransaction(connection, () => {
      // Until it is short enough; a backlog from an earlier run is worked off over the next batches.
      if (statements.prune.run(options.maxLedgerRows).changes >= PRUNE_EVERY) writtenSincePrune = PRUNE_EVERY;
      statements.pruneHistory.run();
    });
  }

  return {
    write(batch) {
      // NORMAL survives the end of the process; money must also survive the end of the power.
      if (batch.durable) connection.exec('PRAGMA synchronous = FULL');
      try {
        inTransaction(connection, () => {
          writtenSincePrune += statements.ledger.run(batch.ledger).changes;
          statements.pendingPut.run(batch.pendingPut);
          statements.pendingRemove.run(batch.pendingRemove);
          if (batch.clearHistory) statements.clearHistory.run();
          statements.history.run(batch.history);
        });
      } finally {
        if (batch.durable) connection.exec('PRAGMA synchronous = NORMAL');
      }
      prune();
    },
    ledgerPage: (limit, beforeSeq) => texts(statements.ledgerPage.all(beforeSeq, limit)),
    lastSeq: () => texts(statements.lastSeq.all())[0] ?? '0',
    pending: () => texts(statements.pending.all()),
    recentHistory: (count) => texts(statements.recentHistory.all(count)),
    close() {
      connection.close();
    },
  };
}

function prepareAll(connection: SqlConnection) {
  return {
    ledger: connection.prepare(SQL.ledger),
    pendingPut: connection.prepare(SQL.pendingPut),
    pendingRemove: connection.prepare(SQL.pendingRemove),
    clearHistory: connection.prepare(SQL.clearHistory),
    history: connection.prepare(SQL.history),
    prune: connection.prepare(SQL.prune),
    pruneHistory: connection.prepare(SQL.pruneHistory),
    ledgerPage: connection.prepare(SQL.ledgerPage).raw(),
    lastSeq: connection.prepare(SQL.lastSeq).raw(),
    pending: connection.prepare(SQL.pending).raw(),
    recentHistory: connection.prepare(SQL.recentHistory).raw(),
  };
}

const textRow = z.tuple([z.string()]);

function texts(rows: readonly unknown[]): string[] {
  return rows.map((row) => textRow.parse(row)[0]);
}
