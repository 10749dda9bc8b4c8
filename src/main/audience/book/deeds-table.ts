import { z } from 'zod';
import type { SqlConnection } from '#main/platform/sqlite.ts';
import type { DeedReply, DeedRequest } from './book-protocol.ts';
import { CLOSED, type ClosedDeeds } from './closed-deeds.ts';
import { createQuery } from './rows.ts';

type Do = Extract<DeedRequest, { type: 'do' }>;
type Refund = Extract<DeedRequest, { type: 'refund' }>;
type DocumentChange = DeedRequest['documents'][number];

export interface DeedsTable {
  /** Call within a transaction. Leaves everything as it was unless the reply is `done`. */
  run(deed: DeedRequest): DeedReply;
  /** Books rows of a JSON array of EarnedRow, each once. Call within a transaction. */
  earn(rows: string): void;
  /** All points of everybody to zero, as one deed; a refund takes it back. */
  reset(deed: { readonly eventId: string; readonly note: string; readonly atMs: number }): DeedReply;
  balanceOf(viewerKey: string): number;
}

/** Reason of the deed that takes all points back at the end of a season. */
export const RESET_REASON = 'season-reset';

/** Thrown to leave a deed half-way; what it has changed is rolled back. */
class Refused extends Error {
  constructor(readonly reply: DeedReply) {
    super(reply.kind);
  }
}

/**
 * The journal of points. A deed is named by its event and reason, and done once for ever. A viewer pays from the account by which they are named, then from
 * the fullest of their others: so accounts keep what they brought, and splitting a person needs no bookkeeping.
 */
export function createDeedsTable(connection: SqlConnection, closed: ClosedDeeds): DeedsTable {
  const sql = prepareAll(connection);

  function run(deed: DeedRequest): DeedReply {
    connection.exec('SAVEPOINT deed');
    try {
      const reply = deed.type === 'do' ? perform(deed) : refund(deed);
      connection.exec('RELEASE deed');
      return reply;
    } catch (error) {
      // Any other error ends the whole transaction, and SQLite may have ended it already.
      if (!(error instanceof Refused)) throw error;
      connection.exec('ROLLBACK TO deed; RELEASE deed');
      return error.reply;
    }
  }

  function perform(deed: Do): DeedReply {
    const viewers = [...new Set(deed.points.map((line) => line.viewerKey))];
    const balances = (): Record<string, number> => Object.fromEntries(viewers.map((key) => [key, balanceOf(key)]));
    if (!begin(deed, deed.reason, deed.memo)) {
      const memo = sql.memo.first(deed.eventId, deed.reason)?.memo;
      return { kind: 'done', repeated: true, ...(memo == null ? {} : { memo }), balances: balances() };
    }
    for (const change of deed.documents) changeDocument(change);
    for (const { viewerKey, points } of deed.points) {
      if (points < 0) debit(deed, viewerKey, -points);
      else if (points > 0) book(deed, deed.reason, viewerKey, points);
    }
    if (deed.payment) keepPayment(deed, deed.payment);
    return { kind: 'done', repeated: false, ...(deed.memo === undefined ? {} : { memo: deed.memo }), balances: balances() };
  }

  function refund(deed: Refund): DeedReply {
    // What was closed cannot be told apart any more, let alone be given back.
    if (deed.reason === CLOSED || !sql.memo.first(deed.eventId, deed.reason)) throw new Refused({ kind: 'unknown' });
    const reason = `refund:${deed.reason}`;
    if (!begin(deed, reason, undefined)) return { kind: 'done', repeated: true, balances: {} };
    for (const change of deed.documents) changeDocument(change);
    // What was taken goes back first, so that a deed that gave and took at once can be undone with an empty account.
    const lines = sql.lines.all(deed.eventId, deed.reason).sort((a, b) => a.points - b.points);
    for (const { account, points } of lines) book(deed, reason, account, -points);
    return { kind: 'done', repeated: false, balances: {} };
  }

  function reset(deed: { eventId: string; note: string; atMs: number }): DeedReply {
    const points = sql.rich.all().map(({ account, balance }) => ({ account, points: -balance }));
    if (!begin(deed, RESET_REASON, undefined)) return { kind: 'done', repeated: true, balances: {} };
    for (const line of points) book(deed, RESET_REASON, line.account, line.points);
    return { kind: 'done', repeated: false, balances: {} };
  }

  /** False when it had been done before. */
  function begin(deed: { eventId: string; atMs: number; note: string }, reason: string, memo: string | undefined): boolean {
    if (closed.has(deed.eventId, reason)) return false;
    return sql.begin.run(deed.eventId, reason, deed.atMs, deed.note, memo ?? null).changes === 1;
  }

  function debit(deed: Do, viewerKey: string, price: number): void {
    let left = price;
    for (const { account, balance } of sql.members.all(viewerKey, viewerKey, viewerKey)) {
      const part = Math.min(left, balance);
      if (part > 0) book(deed, deed.reason, account, -part);
      left -= part;
      if (left === 0) return;
    }
    throw new Refused({ kind: 'too-poor', viewerKey, balance: price - left });
  }

  /** One line of the journal, with the balance that it leaves. */
  function book(deed: { eventId: string; atMs: number }, reason: string, account: string, points: number): void {
    sql.open.run(account, account, deed.atMs, deed.atMs);
    const before = sql.balance.first(account)?.balance ?? 0;
    const after = Math.min(before + points, Number.MAX_SAFE_INTEGER);
    if (after < 0) throw new Refused({ kind: 'too-poor', viewerKey: account, balance: before });
    sql.setBalance.run(after, account);
    sql.line.run(deed.eventId, reason, account, after - before, after, deed.atMs);
  }

  function changeDocument(change: DocumentChange): void {
    const { collection, key } = change;
    const version = sql.version.first(collection, key)?.version ?? 0;
    if (change.expect !== undefined && change.expect !== version) throw new Refused({ kind: 'stale', collection, key, version });
    if (change.value === undefined) sql.dropDocument.run(collection, key);
    else sql.putDocument.run(collection, key, version + 1, change.value);
  }

  function keepPayment(deed: Do, payment: NonNullable<Do['payment']>): void {
    const { account, name, kind, currency, micros, estimated, showId } = payment;
    sql.payment.run(deed.eventId, account, name, kind, currency, micros, estimated ? 1 : 0, deed.atMs, showId);
  }

  function balanceOf(viewerKey: string): number {
    return sql.members.all(viewerKey, viewerKey, viewerKey).reduce((sum, { balance }) => sum + balance, 0);
  }

  /** By the thousand in a handful of statements; those that were done before are left out first. */
  function earn(rows: string): void {
    sql.clearEarned.run();
    sql.gatherEarned.run(rows);
    if (closed.any)
      for (const { event_id, reason } of sql.earned.all()) if (closed.has(event_id, reason)) sql.dropEarned.run(event_id, reason);
    sql.beginEarned.run();
    sql.openEarned.run();
    sql.bookEarned.run();
    sql.addEarned.run();
  }

  return { run, earn, reset, balanceOf };
}

function prepareAll(connection: SqlConnection) {
  connection.exec(
    'CREATE TEMP TABLE IF NOT EXISTS earned (event_id TEXT NOT NULL, reason TEXT NOT NULL, account TEXT NOT NULL, points INTEGER NOT NULL, at_ms INTEGER NOT NULL); CREATE INDEX IF NOT EXISTS temp.earned_account ON earned (account)',
  );
  const balanceRow = z.object({ account: z.string(), balance: z.number().int() });
  return {
    begin: connection.prepare(
      'INSERT INTO deeds (event_id, reason, at_ms, note, memo) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    memo: createQuery(
      connection,
      z.object({ memo: z.string().nullable() }),
      'SELECT memo FROM deeds WHERE event_id = ? AND reason = ?',
    ),
    /** The account that was named comes first, then the fullest. */
    members: createQuery(
      connection,
      balanceRow,
      `SELECT account, balance FROM viewers WHERE person = coalesce((SELECT person FROM viewers WHERE account = ?), ?)
       ORDER BY account = ? DESC, balance DESC, account`,
    ),
    open: connection.prepare(
      'INSERT INTO viewers (account, person, first_ms, last_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    balance: createQuery(connection, z.object({ balance: z.number().int() }), 'SELECT balance FROM viewers WHERE account = ?'),
    setBalance: connection.prepare('UPDATE viewers SET balance = ? WHERE account = ?'),
    line: connection.prepare('INSERT INTO journal (event_id, reason, account, points, balance, at_ms) VALUES (?, ?, ?, ?, ?, ?)'),
    lines: createQuery(
      connection,
      z.object({ account: z.string(), points: z.number().int() }),
      'SELECT account, points FROM journal WHERE event_id = ? AND reason = ? ORDER BY seq',
    ),
    rich: createQuery(connection, balanceRow, 'SELECT account, balance FROM viewers WHERE balance > 0 ORDER BY account'),
    clearEarned: connection.prepare('DELETE FROM temp.earned'),
    gatherEarned: connection.prepare(
      `INSERT INTO temp.earned SELECT value ->> 'eventId', value ->> 'reason', value ->> 'account', value ->> 'points', value ->> 'atMs' FROM json_each(?)
       WHERE NOT EXISTS (SELECT 1 FROM deeds d WHERE d.event_id = value ->> 'eventId' AND d.reason = value ->> 'reason')
       GROUP BY value ->> 'eventId', value ->> 'reason' ORDER BY min(key)`,
    ),
    earned: createQuery(
      connection,
      z.object({ event_id: z.string(), reason: z.string() }),
      'SELECT event_id, reason FROM temp.earned',
    ),
    dropEarned: connection.prepare('DELETE FROM temp.earned WHERE event_id = ? AND reason = ?'),
    beginEarned: connection.prepare(
      "INSERT INTO deeds (event_id, reason, at_ms, note) SELECT event_id, reason, at_ms, '' FROM temp.earned",
    ),
    openEarned: connection.prepare(
      'INSERT INTO viewers (account, person, first_ms, last_ms) SELECT account, account, at_ms, at_ms FROM temp.earned WHERE true ON CONFLICT DO NOTHING',
    ),
    bookEarned: connection.prepare(
      `INSERT INTO journal (event_id, reason, account, points, balance, at_ms)
       SELECT e.event_id, e.reason, e.account, e.points, v.balance + sum(e.points) OVER (PARTITION BY e.account ORDER BY e.rowid), e.at_ms
       FROM temp.earned e JOIN viewers v ON v.account = e.account ORDER BY e.rowid`,
    ),
    addEarned: connection.prepare(
      `UPDATE viewers SET balance = balance + (SELECT sum(points) FROM temp.earned e WHERE e.account = viewers.account)
       WHERE account IN (SELECT account FROM temp.earned)`,
    ),
    version: createQuery(
      connection,
      z.object({ version: z.number().int() }),
      'SELECT version FROM documents WHERE collection = ? AND key = ?',
    ),
    putDocument: connection.prepare(
      `INSERT INTO documents (collection, key, version, value) VALUES (?, ?, ?, ?)
       ON CONFLICT (collection, key) DO UPDATE SET version = excluded.version, value = excluded.value`,
    ),
    dropDocument: connection.prepare('DELETE FROM documents WHERE collection = ? AND key = ?'),
    payment: connection.prepare(
      `INSERT INTO payments (event_id, account, name, kind, currency, micros, estimated, at_ms, show_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
  };
}
