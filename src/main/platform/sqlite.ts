import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { codeFromError, fileStampFromMs } from '#main/platform/disk-problem.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** The part of libsql that is used here. Everything in this file is synchronous: it belongs into a worker thread. */
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

/** The database was written by a newer program. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
  readonly code = 'NEWER_DATABASE';
}

/**
 * Opens or makes a database in WAL mode and brings it to the form of the last migration; `PRAGMA user_version` counts those that have run. Throws SQLite's
 * error. NORMAL survives the end of the process; who writes money sets FULL, which also survives the end of the power.
 */
export function openDatabase(open: OpenConnection, file: string, migrations: readonly string[]): SqlConnection {
  mkdirSync(dirname(file), { recursive: true });
  const connection = open(file);
  try {
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;');
    migrate(connection, migrations);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

export function inTransaction<T>(connection: SqlConnection, task: () => T): T {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = task();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

const versionRow = z.tuple([z.number().int()]);

function migrate(connection: SqlConnection, migrations: readonly string[]): void {
  const [version] = versionRow.parse(connection.prepare('PRAGMA user_version').raw().all()[0]);
  if (version > migrations.length) throw new NewerDatabaseError(`it was written by a newer Yingxi (version ${version})`);
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    inTransaction(connection, () => {
      connection.exec(step);
      connection.exec(`PRAGMA user_version = ${index + 1}`);
    });
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

/** True for a file that no retry will mend: damaged, no database, of a newer program, or of another form. */
export function isHopeless(error: unknown): boolean {
  return (
    error instanceof NewerDatabaseError ||
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
