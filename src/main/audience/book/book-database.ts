import { z } from 'zod';
import type { OpenedDatabase } from '#main/platform/database-worker.ts';
import { inTransaction, type SqlConnection } from '#main/platform/sqlite.ts';
import { assertNever } from '#shared/errors.ts';
import type { BookRequest } from './book-protocol.ts';
import { createClosedDeeds } from './closed-deeds.ts';
import { createDeedsTable } from './deeds-table.ts';
import { createQuery } from './rows.ts';
import { createShowsTable } from './shows-table.ts';
import { createViewersTable } from './viewers-table.ts';

type Write = Extract<BookRequest, { type: 'write' }>;

/** Answers every request of the protocol, in SQLite. Synchronous: belongs into a worker thread. */
export function createBookDatabase(connection: SqlConnection): OpenedDatabase<BookRequest> {
  const closed = createClosedDeeds(connection);
  const deeds = createDeedsTable(connection, closed);
  const viewers = createViewersTable(connection);
  const shows = createShowsTable(connection);
  const reads = prepareReads(connection);

  /** Points survive a power cut, counts the end of the process. */
  function durably<T>(task: () => T): T {
    connection.exec('PRAGMA synchronous = FULL');
    try {
      return inTransaction(connection, task);
    } finally {
      connection.exec('PRAGMA synchronous = NORMAL');
    }
  }

  function write(request: Write): readonly string[] {
    const all = (): string[] => {
      if (request.earned !== undefined) deeds.earn(request.earned);
      const replies = request.deeds.map((deed) => JSON.stringify(deeds.run(deed)));
      if (request.activity) shows.take(request.activity);
      return replies;
    };
    return request.deeds.length > 0 ? durably(all) : inTransaction(connection, all);
  }

  function answer(request: BookRequest): readonly unknown[] {
    switch (request.type) {
      case 'reset-points':
        return [durably(() => deeds.reset(request))];
      case 'balance':
        return [deeds.balanceOf(request.viewerKey)];
      case 'ranking':
        return reads.ranking.all(request.limit);
      case 'documents':
        return request.key === undefined
          ? reads.documents.all(request.collection, request.limit)
          : reads.document.all(request.collection, request.key);
      case 'known':
        return reads.known.all(request.limit);
      case 'links':
        return reads.links.all();
      case 'viewers':
        return viewers.search(request);
      case 'viewer':
        return [viewers.card(request.viewerKey)].filter((card) => card !== undefined);
      case 'journal':
        return request.viewerKey === undefined
          ? reads.journal.all(request.beforeSeq ?? Number.MAX_SAFE_INTEGER, request.limit)
          : reads.journalOf.all(
              request.beforeSeq ?? Number.MAX_SAFE_INTEGER,
              request.viewerKey,
              request.viewerKey,
              request.limit,
            );
      case 'shows':
        return shows.list(request.limit);
      case 'show':
        return [shows.report(request.showId)].filter((report) => report !== undefined);
      case 'close-deeds':
        return [{ closed: durably(() => closed.close(request.beforeMs, request.limit)) }];
      case 'change':
        durably(() => viewers.change(request.change));
        return [];
      case 'write':
      case 'close':
        return [];
      default:
        return assertNever(request);
    }
  }

  return {
    answer: (request) => (request.type === 'write' ? write(request) : answer(request).map((row) => JSON.stringify(row))),
    close: () => connection.close(),
  };
}

const int = z.number().int();
/** Row of the journal with who and whether it was given back. */
const JOURNAL = `SELECT j.seq, j.event_id AS eventId, j.reason, coalesce(v.person, j.account) AS viewerKey, coalesce(v.name, '') AS name, j.points,
    j.balance, j.at_ms AS atMs, d.note,
    EXISTS (SELECT 1 FROM deeds r WHERE r.event_id = j.event_id AND r.reason = 'refund:' || j.reason) AS refunded
  FROM journal j JOIN deeds d ON d.event_id = j.event_id AND d.reason = j.reason LEFT JOIN viewers v ON v.account = j.account WHERE j.seq < ?`;
const journalRow = z
  .object({
    seq: int,
    eventId: z.string(),
    reason: z.string(),
    viewerKey: z.string(),
    name: z.string(),
    points: int,
    balance: int,
    atMs: int,
    note: z.string(),
    refunded: int,
  })
  .transform((row) => ({ ...row, refunded: row.refunded === 1 }));

function prepareReads(connection: SqlConnection) {
  const query = <Row>(schema: z.ZodType<Row>, text: string) => createQuery(connection, schema, text);
  const document = z.object({ key: z.string(), version: int, value: z.string() });
  return {
    ranking: query(
      z.object({ viewerKey: z.string(), name: z.string().nullable(), points: int }),
      `SELECT p.person AS viewerKey, p.points,
         (SELECT name FROM viewers n WHERE n.person = p.person AND name <> '' ORDER BY last_ms DESC LIMIT 1) AS name
       FROM (SELECT person, sum(balance) AS points FROM viewers WHERE balance > 0 GROUP BY person ORDER BY 2 DESC, 1 LIMIT ?) p`,
    ),
    document: query(document, 'SELECT key, version, value FROM documents WHERE collection = ? AND key = ?'),
    documents: query(document, 'SELECT key, version, value FROM documents WHERE collection = ? ORDER BY key LIMIT ?'),
    known: query(
      z.object({
        person: z.string(),
        name: z.string().nullable(),
        firstMs: int,
        lastMs: int,
        visits: int,
        days: int,
        messages: int,
        consent: z.string().nullable(),
        paid: z.string(),
        notes: z.string(),
        topics: z.string().nullable(),
      }),
      `SELECT p.person, p.firstMs, p.lastMs, p.visits, p.days, p.messages,
         (SELECT name FROM viewers n WHERE n.person = p.person AND name <> '' ORDER BY last_ms DESC LIMIT 1) AS name,
         (SELECT consent FROM viewers n WHERE n.person = p.person AND consent <> 'none' ORDER BY consent = 'refused' DESC LIMIT 1) AS consent,
         (SELECT json_group_array(json_object('currency', currency, 'micros', micros)) FROM
           (SELECT currency, sum(micros) AS micros FROM payments WHERE account IN (SELECT account FROM viewers n WHERE n.person = p.person) GROUP BY currency)) AS paid,
         (SELECT json_group_array(json_object('kind', kind, 'text', text)) FROM
           (SELECT kind, text FROM notes WHERE account IN (SELECT account FROM viewers n WHERE n.person = p.person) ORDER BY id)) AS notes,
         (SELECT topics FROM viewers n WHERE n.person = p.person AND topics <> '[]' ORDER BY last_ms DESC LIMIT 1) AS topics
       FROM (SELECT person, min(first_ms) AS firstMs, max(last_ms) AS lastMs, sum(visits) AS visits, sum(days) AS days, sum(messages) AS messages
         FROM viewers GROUP BY person ORDER BY 3 DESC LIMIT ?) p`,
    ),
    links: query(
      z.object({ account: z.string(), person: z.string() }),
      'SELECT account, person FROM viewers WHERE account <> person',
    ),
    journal: query(journalRow, `${JOURNAL} ORDER BY j.seq DESC LIMIT ?`),
    journalOf: query(
      journalRow,
      `${JOURNAL} AND j.account IN (SELECT account FROM viewers WHERE person = coalesce((SELECT person FROM viewers WHERE account = ?), ?))
       ORDER BY j.seq DESC LIMIT ?`,
    ),
  };
}
