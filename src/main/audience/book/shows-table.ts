import { z } from 'zod';
import type { SqlConnection } from '#main/platform/sqlite.ts';
import type { ShowReport, ShowSummary } from '#shared/audience/shows.ts';
import type { SentActivity } from './book-protocol.ts';
import { createQuery } from './rows.ts';

export interface ShowsTable {
  /** Adds what happened; a batch that was taken in before is left out. Call within a transaction. */
  take(activity: SentActivity): void;
  /** Newest first. */
  list(limit: number): ShowSummary[];
  report(showId: number): ShowReport | undefined;
}

const int = z.number().int();
const LISTED = 20;

/** Visits, lines, counts of kinds and the curve of each show. */
export function createShowsTable(connection: SqlConnection): ShowsTable {
  const sql = prepareAll(connection);

  function take(activity: SentActivity): void {
    if (sql.batch.run(activity.batchId).changes === 0) return;
    const { show } = activity;
    sql.show.run(show.id, show.startedMs, show.lastMs, show.title);
    sql.viewers.run(activity.viewers);
    sql.showViewers.run(show.id, activity.viewers);
    for (const { account, kind, text, atMs } of activity.notes) {
      // Of whom one has only one, the newest holds.
      if (kind === 'name' || kind === 'birthday') sql.dropKind.run(account, kind);
      sql.note.run(account, kind, text, atMs);
      sql.trimNotes.run(account, account, activity.maxNotes);
    }
    for (const { account, topics } of activity.topics) sql.topics.run(JSON.stringify(topics), account);
    for (const { name, count } of activity.counts) sql.count.run(show.id, name, count);
    for (const one of activity.minutes) sql.minute.run(show.id, one.minute, one.messages, one.viewers, one.paid, one.answered);
  }

  function summary(row: z.infer<typeof showRow>): ShowSummary {
    const { id, started_ms, last_ms, title, viewers, new_viewers, messages } = row;
    const paid = sql.paid.all(id).map(({ estimated, ...sum }) => ({ ...sum, estimated: estimated === 1 }));
    return { id, startedMs: started_ms, lastMs: last_ms, title, viewers, newViewers: new_viewers, messages, paid };
  }

  function report(showId: number): ShowReport | undefined {
    const row = sql.one.first(showId);
    if (!row) return undefined;
    return {
      ...summary(row),
      counts: Object.fromEntries(sql.counts.all(showId).map(({ name, count }) => [name, count])),
      minutes: sql.minutes.all(showId),
      talkers: sql.talkers
        .all(showId, LISTED)
        .map(({ person, name, messages }) => ({ viewerKey: person, name: name ?? '', messages })),
      patrons: sql.patrons
        .all(showId, LISTED)
        .map(({ person, name, currency, micros }) => ({ viewerKey: person, name: name ?? '', currency, micros })),
    };
  }

  return { take, list: (limit) => sql.list.all(limit).map(summary), report };
}

const showRow = z.object({
  id: int,
  started_ms: int,
  last_ms: int,
  title: z.string(),
  viewers: int,
  new_viewers: int,
  messages: int,
});
/** Persons, not accounts: who wrote on two platforms is one viewer. */
const SHOWS = `SELECT s.id, s.started_ms, s.last_ms, s.title,
    (SELECT count(DISTINCT coalesce(v.person, w.account)) FROM show_viewers w LEFT JOIN viewers v ON v.account = w.account WHERE w.show_id = s.id) AS viewers,
    (SELECT count(*) FROM show_viewers w WHERE w.show_id = s.id AND w.is_new = 1) AS new_viewers,
    (SELECT coalesce(sum(messages), 0) FROM show_viewers w WHERE w.show_id = s.id) AS messages FROM shows s`;
const NAME = "(SELECT name FROM viewers n WHERE n.person = p.person AND name <> '' ORDER BY last_ms DESC LIMIT 1) AS name";

function prepareAll(connection: SqlConnection) {
  const query = <Row>(schema: z.ZodType<Row>, text: string) => createQuery(connection, schema, text);
  const person = z.object({ person: z.string(), name: z.string().nullable() });
  return {
    batch: connection.prepare(
      'INSERT INTO taken_batch (only_row, id) VALUES (1, ?) ON CONFLICT (only_row) DO UPDATE SET id = excluded.id WHERE id <> excluded.id',
    ),
    show: connection.prepare(
      `INSERT INTO shows (id, started_ms, last_ms, title) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET last_ms = max(last_ms, excluded.last_ms), title = excluded.title`,
    ),
    /** A row that only points have made knows no visit yet: its times are those of the deed. */
    viewers: connection.prepare(
      `INSERT INTO viewers (account, person, name, avatar, first_ms, last_ms, visits, days, messages)
       SELECT value ->> 'account', value ->> 'account', value ->> 'name', value ->> 'avatar', value ->> 'firstMs', value ->> 'lastMs',
         value ->> 'visits', value ->> 'days', value ->> 'messages' FROM json_each(?) WHERE true
       ON CONFLICT (account) DO UPDATE SET name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END,
         avatar = CASE excluded.avatar WHEN '' THEN avatar ELSE excluded.avatar END, first_ms = CASE visits WHEN 0 THEN excluded.first_ms ELSE min(first_ms, excluded.first_ms) END,
         last_ms = CASE visits WHEN 0 THEN excluded.last_ms ELSE max(last_ms, excluded.last_ms) END,
         visits = visits + excluded.visits, days = days + excluded.days, messages = messages + excluded.messages`,
    ),
    showViewers: connection.prepare(
      `INSERT INTO show_viewers (show_id, account, messages, is_new)
       SELECT ?, value ->> 'account', value ->> 'messages', value ->> 'isNew' FROM json_each(?) WHERE true
       ON CONFLICT (show_id, account) DO UPDATE SET messages = messages + excluded.messages, is_new = max(is_new, excluded.is_new)`,
    ),
    note: connection.prepare(
      'INSERT INTO notes (account, kind, text, at_ms) VALUES (?, ?, ?, ?) ON CONFLICT (account, kind, text) DO UPDATE SET at_ms = excluded.at_ms',
    ),
    dropKind: connection.prepare('DELETE FROM notes WHERE account = ? AND kind = ?'),
    /** The streamer's own notes stay. */
    trimNotes: connection.prepare(
      `DELETE FROM notes WHERE account = ? AND kind <> 'own' AND id NOT IN
         (SELECT id FROM notes WHERE account = ? AND kind <> 'own' ORDER BY at_ms DESC, id DESC LIMIT ?)`,
    ),
    topics: connection.prepare('UPDATE viewers SET topics = ? WHERE account = ?'),
    count: connection.prepare(
      'INSERT INTO show_counts (show_id, name, count) VALUES (?, ?, ?) ON CONFLICT (show_id, name) DO UPDATE SET count = count + excluded.count',
    ),
    minute: connection.prepare(
      `INSERT INTO show_minutes (show_id, minute, messages, viewers, paid, answered) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (show_id, minute) DO UPDATE SET messages = messages + excluded.messages, viewers = viewers + excluded.viewers,
         paid = paid + excluded.paid, answered = answered + excluded.answered`,
    ),
    list: query(showRow, `${SHOWS} ORDER BY s.started_ms DESC LIMIT ?`),
    one: query(showRow, `${SHOWS} WHERE s.id = ?`),
    paid: query(
      z.object({ currency: z.string(), micros: int, estimated: int }),
      `SELECT currency, sum(micros) AS micros, max(estimated) AS estimated FROM payments WHERE show_id = ? GROUP BY currency ORDER BY currency`,
    ),
    counts: query(
      z.object({ name: z.string(), count: int }),
      'SELECT name, count FROM show_counts WHERE show_id = ? ORDER BY name',
    ),
    minutes: query(
      z.object({ minute: int, messages: int, viewers: int, paid: int, answered: int }),
      'SELECT minute, messages, viewers, paid, answered FROM show_minutes WHERE show_id = ? ORDER BY minute',
    ),
    talkers: query(
      person.extend({ messages: int }),
      `SELECT p.person, p.messages, ${NAME} FROM (
         SELECT coalesce(v.person, w.account) AS person, sum(w.messages) AS messages FROM show_viewers w
         LEFT JOIN viewers v ON v.account = w.account WHERE w.show_id = ? GROUP BY 1 HAVING sum(w.messages) > 0
         ORDER BY 2 DESC, 1 LIMIT ?) p`,
    ),
    patrons: query(
      person.extend({ currency: z.string(), micros: int }),
      `SELECT p.person, p.currency, p.micros, ${NAME} FROM (
         SELECT coalesce(v.person, y.account) AS person, y.currency, sum(y.micros) AS micros FROM payments y
         LEFT JOIN viewers v ON v.account = y.account WHERE y.show_id = ? GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT ?) p`,
    ),
  };
}
