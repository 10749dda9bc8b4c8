import { renameSync, rmSync, statSync } from 'node:fs';
import type { SqlConnection } from '#main/platform/sqlite.ts';

const EVERY_MS = 20 * 3_600_000;
const backupOf = (file: string): string => `${file}.backup`;

/** A copy beside the database, renewed at a start when it is older than most of a day. A full disk must not keep the book shut: the old copy stays then. */
export function backUp(connection: SqlConnection, file: string, nowMs: number): void {
  const backup = backupOf(file);
  const madeMs = statSync(backup, { throwIfNoEntry: false })?.mtimeMs;
  if (madeMs !== undefined && nowMs - madeMs < EVERY_MS) return;
  const fresh = `${backup}.new`;
  try {
    rmSync(fresh, { force: true });
    connection.exec(`VACUUM INTO '${fresh.replaceAll("'", "''")}'`);
    renameSync(fresh, backup);
  } catch (error) {
    rmSync(fresh, { force: true });
    // A damaged database shows itself here, before anything was written to it.
    if (error instanceof Error && /malformed|corrupt|not a database/i.test(error.message)) throw error;
  }
}

/** Moves the copy to the place of a database that was set aside (a damaged copy is then set aside in turn); returns when it was made, in ms since the epoch. */
export function restoreBackup(file: string): number | undefined {
  const backup = backupOf(file);
  const madeMs = statSync(backup, { throwIfNoEntry: false })?.mtimeMs;
  if (madeMs === undefined) return undefined;
  renameSync(backup, file);
  return Math.round(madeMs);
}
