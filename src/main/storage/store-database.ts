import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { codeFromError, fileStampFromMs } from '#main/platform/disk-problem.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { StoreWorkerData, WriteRequest } from './store-protocol.ts';
import { SQL, STORE_MIGRATIONS } from './store-schema.ts';

/** The part of libsql that is used here. */
export interface SqlStatement {
  run(...parameters: unknown[]): { readonly changes: number };
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
  raw(): this;
}
export interface SqlConnection {
  exec(sql: string): unknown;
  prepare(sql: string): SqlStatement;
  close(): void;
}
export type OpenConnection = (file: string) => SqlConnection;

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
  mkdirSync(dirname(options.file), { recursive: true });
  const connection = open(options.file);
  let statements: ReturnType<typeof prepareAll>;
  try {
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;');
    migrate(connection);
    statements = prepareAll(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  let writtenSincePrune = PRUNE_EVERY;

  function inTransaction(task: () => void): void {
    connection.exec('BEGIN IMMEDIATE');
    try {
      task();
      connection.exec('COMMIT');
    } catch (error) {
      rollBack(connection);
      throw error;
    }
  }

  function prune(): void {
    if (writtenSincePrune < PRUNE_EVERY) return;
    writtenSincePrune = 0;
    inTransaction(() => {
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
        inTransaction(() => {
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

const versionRow = z.tuple([z.number().int()]);
const textRow = z.tuple([z.string()]);

export class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError';
}

function migrate(connection: SqlConnection): void {
  const [version] = versionRow.parse(connection.prepare('PRAGMA user_version').raw().all()[0]);
  if (version > STORE_MIGRATIONS.length) throw new NewerStoreError(`it was written by a newer Yingxi (version ${version})`);
  for (const [index, step] of STORE_MIGRATIONS.entries()) {
    if (index < version) continue;
    connection.exec('BEGIN IMMEDIATE');
    try {
      connection.exec(step);
      connection.exec(`PRAGMA user_version = ${index + 1}`);
      connection.exec('COMMIT');
    } catch (error) {
      rollBack(connection);
      throw error;
    }
  }
}

/** SQLite has already rolled back by itself after some errors (full disk). */
function rollBack(connection: SqlConnection): void {
  try {
    connection.exec('ROLLBACK');
  } catch {
    // Nothing is open any more.
  }
}

function texts(rows: readonly unknown[]): string[] {
  return rows.map((row) => textRow.parse(row)[0]);
}

/** True for a file that no retry will mend: damaged, no database, of a newer program, or of another form. */
export function isHopeless(error: unknown): boolean {
  return (
    error instanceof NewerStoreError ||
    /^SQLITE_(CORRUPT|NOTADB)/.test(codeFromError(error)) ||
    /no such (table|column)|already exists/.test(messageFromUnknown(error))
  );
}

/** Moves the database and its journal out of the way; returns its new name. */
export function setAsideDatabase(file: string, nowMs: number): string {
  const aside = `${file}.broken-${fileStampFromMs(nowMs)}`;
  renameSync(file, aside);
  for (const suffix of ['-wal', '-shm']) {
    try {
      renameSync(file + suffix, aside + suffix);
    } catch {
      // A left-over journal would be played into the new database.
      rmSync(file + suffix, { force: true });
    }
  }
  return aside;
}
