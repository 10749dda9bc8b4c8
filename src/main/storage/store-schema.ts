/** Numbered steps of the database's form; `PRAGMA user_version` counts those that have run. Only ever append. */
export const STORE_MIGRATIONS: readonly string[] = [
  `CREATE TABLE ledger (
     seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL, decision TEXT NOT NULL, paid INTEGER NOT NULL, received_ms REAL, entry TEXT NOT NULL
   ) STRICT;
   CREATE INDEX ledger_event ON ledger (event_id);
   CREATE TABLE pending_paid (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, event TEXT NOT NULL) STRICT;
   CREATE TABLE history (
     position INTEGER PRIMARY KEY AUTOINCREMENT, at_ms REAL NOT NULL, turn_id INTEGER NOT NULL, exchange TEXT NOT NULL, UNIQUE (at_ms, turn_id)
   ) STRICT;`,
];

/** Every write is an upsert by key, so that a batch whose confirmation was lost can be sent again. `?` is a JSON array. */
export const SQL = {
  ledger: `INSERT INTO ledger (seq, event_id, decision, paid, received_ms, entry)
    SELECT value ->> 'seq', value ->> 'eventId', value ->> 'decision', value ->> 'paid', value ->> '$.marks.received', value FROM json_each(?) WHERE true
    ON CONFLICT (seq) DO UPDATE SET event_id = excluded.event_id, decision = excluded.decision, paid = excluded.paid,
      received_ms = excluded.received_ms, entry = excluded.entry`,
  pendingPut: `INSERT INTO pending_paid (id, event) SELECT value ->> 'id', value -> 'event' FROM json_each(?) WHERE true
    ON CONFLICT (id) DO UPDATE SET event = excluded.event`,
  pendingRemove: 'DELETE FROM pending_paid WHERE id IN (SELECT value FROM json_each(?))',
  clearHistory: 'DELETE FROM history',
  history: `INSERT INTO history (at_ms, turn_id, exchange) SELECT value ->> 'atMs', value ->> 'turnId', value FROM json_each(?) WHERE true
    ON CONFLICT (at_ms, turn_id) DO UPDATE SET exchange = excluded.exchange`,
  ledgerPage: 'SELECT entry FROM ledger WHERE seq < ? ORDER BY seq DESC LIMIT ?',
  lastSeq: 'SELECT CAST(coalesce(max(seq), 0) AS TEXT) FROM ledger',
  pending: 'SELECT event FROM pending_paid ORDER BY position',
  recentHistory: 'SELECT exchange FROM history ORDER BY position DESC LIMIT ?',
  /** At most 5000 rows a time, so that one commit stays short. */
  prune:
    'DELETE FROM ledger WHERE seq IN (SELECT seq FROM ledger ORDER BY seq LIMIT min(5000, max(0, (SELECT count(*) FROM ledger) - ?)))',
  pruneHistory: 'DELETE FROM history WHERE position <= (SELECT max(position) FROM history) - 10000',
} as const;
