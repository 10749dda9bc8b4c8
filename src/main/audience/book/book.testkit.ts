import { join } from 'node:path';
import Libsql from 'libsql';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import { temporaryFolder } from '../../../../tests/support/built-entry.ts';
import { createBook } from './book.ts';
import { createBookClient } from './book-client.ts';

export const newBookFile = async (): Promise<string> => join(await temporaryFolder(), 'audience.db');

/** A book on a real file, with its thread. */
export function openBook(workerFile: string, file: string) {
  const health: HealthReport[] = [];
  const clock = createNodeClock();
  const client = createBookClient({ workerFile, file, clock, logger: silentLogger, report: (one) => health.push(one) });
  return { client, health, book: createBook(client, clock) };
}

interface Sums {
  readonly account: string;
  readonly balance: number;
  readonly journal: number;
}

/** What the file itself says: of every account its balance and the sum of its journal, which must agree. */
export function sumsOf(file: string): readonly Sums[] {
  return queryOf<Sums>(
    file,
    'SELECT account, balance, (SELECT coalesce(sum(points), 0) FROM journal j WHERE j.account = v.account) AS journal FROM viewers v ORDER BY account',
  );
}

/** Rows of the file, read by SQLite itself. */
export function queryOf<Row>(file: string, sql: string): readonly Row[] {
  const database = new Libsql(file);
  try {
    return database.prepare(sql).all() as Row[];
  } finally {
    database.close();
  }
}
