import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SqlConnection } from '#main/platform/sqlite.ts';
import { createQuery } from './rows.ts';

/** Event and reason of the one line of an account that stands for all its lines that were closed. */
export const CLOSED = 'closed';

/**
 * Old deeds, of which nothing is left but a mark of 8 bytes that they were done, so that they are still done once for ever. Their lines of the journal
 * become one line for each account, which keeps their sum. What a deed has to tell when it comes again (its memo) is never closed.
 */
export interface ClosedDeeds {
  /** There are any at all. */
  readonly any: boolean;
  has(eventId: string, reason: string): boolean;
  /** Closes deeds from before `beforeMs`, `limit` at most; returns how many. Call within a transaction. */
  close(beforeMs: number, limit: number): number;
}

const HASH_BYTES = 8;
/** Two deeds share a mark once in 10^12 books of ten million deeds. */
const markOf = (eventId: string, reason: string): string =>
  createHash('sha1').update(`${reason}\n${eventId}`).digest().subarray(0, HASH_BYTES).toString('base64url');

export function createClosedDeeds(connection: SqlConnection): ClosedDeeds {
  connection.exec(
    'CREATE TEMP TABLE IF NOT EXISTS closing (event_id TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (event_id, reason)) WITHOUT ROWID',
  );
  const sql = prepareAll(connection);
  let any = sql.any.first() !== undefined;

  return {
    get any() {
      return any;
    },
    has: (eventId, reason) => any && sql.has.first(markOf(eventId, reason)) !== undefined,
    close(beforeMs, limit) {
      sql.clear.run();
      sql.gather.run(CLOSED, beforeMs, limit);
      const deeds = sql.closing.all();
      if (deeds.length === 0) return 0;
      for (const { event_id, reason } of deeds) sql.mark.run(markOf(event_id, reason));
      any = true;
      sql.deed.run(CLOSED, CLOSED, beforeMs);
      for (const { account, points, last } of sql.sums.all(CLOSED, CLOSED)) {
        sql.drop.run(account, CLOSED, CLOSED, last);
        sql.carry.run(CLOSED, CLOSED, points, last);
      }
      sql.forget.run();
      return deeds.length;
    },
  };
}

/** A line that is closed now, or that stands for those that were before. */
const GOES = `(event_id = ? AND reason = ?) OR EXISTS (SELECT 1 FROM temp.closing c WHERE c.event_id = journal.event_id AND c.reason = journal.reason)`;

function prepareAll(connection: SqlConnection) {
  const whole = z.number().int();
  return {
    any: createQuery(connection, z.object({ mark: z.string() }), 'SELECT mark FROM closed_deeds LIMIT 1'),
    has: createQuery(connection, z.object({ mark: z.string() }), 'SELECT mark FROM closed_deeds WHERE mark = ?'),
    clear: connection.prepare('DELETE FROM temp.closing'),
    gather: connection.prepare(
      'INSERT INTO temp.closing SELECT event_id, reason FROM deeds WHERE memo IS NULL AND reason <> ? AND at_ms < ? LIMIT ?',
    ),
    closing: createQuery(
      connection,
      z.object({ event_id: z.string(), reason: z.string() }),
      'SELECT event_id, reason FROM temp.closing',
    ),
    mark: connection.prepare('INSERT INTO closed_deeds (mark) VALUES (?) ON CONFLICT DO NOTHING'),
    deed: connection.prepare(
      "INSERT INTO deeds (event_id, reason, at_ms, note) VALUES (?, ?, ?, '') ON CONFLICT (event_id, reason) DO UPDATE SET at_ms = excluded.at_ms",
    ),
    /** The newest of an account's lines that go is the one that stays for all of them: its balance is what it was after them. */
    sums: createQuery(
      connection,
      z.object({ account: z.string(), points: whole, last: whole }),
      `SELECT account, sum(points) AS points, max(seq) AS last FROM journal
       WHERE account IN (SELECT j.account FROM journal j JOIN temp.closing c ON c.event_id = j.event_id AND c.reason = j.reason) AND (${GOES})
       GROUP BY account`,
    ),
    drop: connection.prepare(`DELETE FROM journal WHERE account = ? AND (${GOES}) AND seq <> ?`),
    carry: connection.prepare('UPDATE journal SET event_id = ?, reason = ?, points = ? WHERE seq = ?'),
    forget: connection.prepare(
      'DELETE FROM deeds WHERE EXISTS (SELECT 1 FROM temp.closing c WHERE c.event_id = deeds.event_id AND c.reason = deeds.reason)',
    ),
  };
}
