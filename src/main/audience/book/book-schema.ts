/** Numbered steps of the database's form; only ever append. Times are whole ms since the epoch, points and money are integers. */
export const BOOK_MIGRATIONS: readonly string[] = [
  `-- An account is "<platform>:<id>"; those with one person belong to the same human. A person's key is one of their accounts.
   CREATE TABLE viewers (
     account TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL DEFAULT '', avatar TEXT NOT NULL DEFAULT '',
     first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, visits INTEGER NOT NULL DEFAULT 0, days INTEGER NOT NULL DEFAULT 0,
     messages INTEGER NOT NULL DEFAULT 0, consent TEXT NOT NULL DEFAULT 'none', topics TEXT NOT NULL DEFAULT '[]',
     balance INTEGER NOT NULL DEFAULT 0 CHECK (balance >= 0)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX viewers_person ON viewers (person);
   CREATE INDEX viewers_last ON viewers (last_ms);
   CREATE INDEX viewers_balance ON viewers (balance) WHERE balance > 0;
   CREATE TABLE deeds (
     event_id TEXT NOT NULL, reason TEXT NOT NULL, at_ms INTEGER NOT NULL, note TEXT NOT NULL, memo TEXT, PRIMARY KEY (event_id, reason)
   ) STRICT, WITHOUT ROWID;
   -- The sum of an account's lines is its balance; "balance" is what it was after the line.
   CREATE TABLE journal (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, reason TEXT NOT NULL, account TEXT NOT NULL, points INTEGER NOT NULL,
     balance INTEGER NOT NULL, at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX journal_account ON journal (account, seq);
   CREATE INDEX journal_deed ON journal (event_id, reason);
   CREATE TABLE documents (
     collection TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (collection, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE payments (
     event_id TEXT PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, currency TEXT NOT NULL, micros INTEGER NOT NULL,
     estimated INTEGER NOT NULL, at_ms INTEGER NOT NULL, show_id INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX payments_account ON payments (account);
   CREATE INDEX payments_show ON payments (show_id);
   CREATE TABLE notes (
     id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, at_ms INTEGER NOT NULL,
     UNIQUE (account, kind, text)
   ) STRICT;
   CREATE TABLE shows (id INTEGER PRIMARY KEY, started_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, title TEXT NOT NULL) STRICT;
   CREATE TABLE show_viewers (
     show_id INTEGER NOT NULL, account TEXT NOT NULL, messages INTEGER NOT NULL, is_new INTEGER NOT NULL, PRIMARY KEY (show_id, account)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE show_counts (
     show_id INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (show_id, name)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE show_minutes (
     show_id INTEGER NOT NULL, minute INTEGER NOT NULL, messages INTEGER NOT NULL, viewers INTEGER NOT NULL, paid INTEGER NOT NULL,
     answered INTEGER NOT NULL, PRIMARY KEY (show_id, minute)
   ) STRICT, WITHOUT ROWID;
   -- The last batch of counts that was taken in, so that one whose confirmation was lost is not counted twice.
   CREATE TABLE taken_batch (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), id TEXT NOT NULL) STRICT;`,
  `-- Marks of deeds that were closed (closed-deeds.ts).
   CREATE TABLE closed_deeds (mark TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;`,
];
