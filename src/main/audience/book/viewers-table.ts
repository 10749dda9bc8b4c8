import { z } from 'zod';
import type { SqlConnection } from '#main/platform/sqlite.ts';
import { consentSchema, NOTE_KINDS, type ViewerCard, type ViewerSummary } from '#shared/audience/viewers.ts';
import { assertNever } from '#shared/errors.ts';
import type { BookChange, BookRequest } from './book-protocol.ts';
import { createQuery } from './rows.ts';

type ViewersRequest = Extract<BookRequest, { type: 'viewers' }>;
/** Loyalty is the caller's: it needs the money in one currency. */
export type StoredSummary = Omit<ViewerSummary, 'loyalty'>;
export type StoredCard = Omit<ViewerCard, 'loyalty'>;

const int = z.number().int();
const summaryRow = z.object({
  person: z.string(),
  name: z.string().nullable(),
  avatar: z.string().nullable(),
  accounts: z.string(),
  first_ms: int,
  last_ms: int,
  visits: int,
  days: int,
  messages: int,
  points: int,
  consent: consentSchema.nullable(),
  notes: int,
});

/** One row a person. The newest name of theirs that is known stands for all their accounts; an agreement or refusal on one holds for all. */
const SUMMARY = `SELECT v.person AS person,
    (SELECT name FROM viewers n WHERE n.person = v.person AND name <> '' ORDER BY last_ms DESC LIMIT 1) AS name,
    (SELECT avatar FROM viewers n WHERE n.person = v.person AND avatar <> '' ORDER BY last_ms DESC LIMIT 1) AS avatar,
    (SELECT consent FROM viewers n WHERE n.person = v.person AND consent <> 'none' ORDER BY consent = 'refused' DESC LIMIT 1) AS consent,
    (SELECT count(*) FROM notes WHERE account IN (SELECT account FROM viewers n WHERE n.person = v.person)) AS notes,
    json_group_array(v.account) AS accounts, min(v.first_ms) AS first_ms, max(v.last_ms) AS last_ms, sum(v.visits) AS visits,
    sum(v.days) AS days, sum(v.messages) AS messages, sum(v.balance) AS points FROM viewers v`;
const ORDERS = {
  last: 'last_ms DESC, v.person',
  points: 'points DESC, v.person',
  visits: 'visits DESC, v.person',
  messages: 'messages DESC, v.person',
} as const;
const textsSchema = z.array(z.string());

export interface ViewersTable {
  search(request: Omit<ViewersRequest, 'type' | 'id'>): StoredSummary[];
  card(viewerKey: string): StoredCard | undefined;
  change(change: BookChange): void;
}

export function createViewersTable(connection: SqlConnection): ViewersTable {
  const sql = prepareAll(connection);
  const searches = new Map<string, ReturnType<typeof createQuery<z.infer<typeof summaryRow>>>>();

  function search(request: Omit<ViewersRequest, 'type' | 'id'>): StoredSummary[] {
    const order = ORDERS[request.order];
    const query =
      searches.get(order) ??
      createQuery(
        connection,
        summaryRow,
        `${SUMMARY} WHERE v.person IN (SELECT person FROM viewers WHERE name LIKE ? ESCAPE '!' OR account LIKE ? ESCAPE '!')
         GROUP BY v.person ORDER BY ${order} LIMIT ? OFFSET ?`,
      );
    searches.set(order, query);
    const pattern = `%${request.search.replace(/[!%_]/g, '!$&')}%`;
    return query.all(pattern, pattern, request.limit, request.offset).map(summaryFromRow);
  }

  function card(viewerKey: string): StoredCard | undefined {
    const person = sql.person.first(viewerKey)?.person ?? viewerKey;
    const row = sql.summary.first(person);
    if (!row) return undefined;
    const { accounts: _, notes: __, ...summary } = summaryFromRow(row);
    return {
      ...summary,
      accounts: sql.accounts
        .all(person)
        .map(({ account, name, balance, last_ms }) => ({ account, name, points: balance, lastSeenMs: last_ms })),
      notes: sql.notes.all(person).map(({ id, kind, text, at_ms }) => ({ id, kind, text, atMs: at_ms })),
      topics: sql.topics.all(person).flatMap(({ topics }) => textsSchema.parse(JSON.parse(topics))),
      paid: sql.paid.all(person).map(({ estimated, ...sum }) => ({ ...sum, estimated: estimated === 1 })),
      rank: summary.points > 0 ? (sql.rank.first(summary.points)?.above ?? 0) + 1 : null,
    };
  }

  function change(one: BookChange): void {
    switch (one.kind) {
      case 'relink':
        for (const { account, person } of one.links) sql.link.run(account, person, one.atMs, one.atMs);
        return;
      case 'consent':
        sql.open.run(one.account, one.account, one.atMs, one.atMs);
        sql.consent.run(one.consent, one.account);
        return;
      case 'edit-note':
        sql.editNote.run(one.text, one.note);
        return;
      case 'drop-note':
        sql.dropNote.run(one.note);
        return;
      case 'add-note':
        sql.addNote.run(one.account, one.text, one.atMs);
        return;
      case 'forget':
        forget(one.person, one.points ? one.alias : undefined);
        return;
      case 'expire':
        sql.expireNotes.run(one.beforeMs);
        sql.expireTopics.run(one.beforeMs);
        return;
      default:
        assertNever(one);
    }
  }

  function forget(viewerKey: string, alias: string | undefined): void {
    const person = sql.person.first(viewerKey)?.person ?? viewerKey;
    for (const [index, { account }] of sql.accounts.all(person).entries()) {
      sql.forgetNotes.run(account);
      sql.forgetPayer.run(account);
      if (alias === undefined) sql.forgetFacts.run(account);
      else {
        // The journal stays whole, so that the sums of the others remain right; it only names nobody any more.
        const nobody = `${alias}:${index}`;
        sql.renameJournal.run(nobody, account);
        // Deeds are named by what they were for: "sign-in:<viewer>:<day>".
        sql.renameJournalEvents.run(account, nobody, account);
        sql.renameDeeds.run(account, nobody, account);
        sql.renamePayments.run(nobody, account);
        sql.renameShows.run(nobody, account);
        sql.forgetFacts.run(account);
        sql.renameViewer.run(nobody, nobody, account);
      }
    }
  }

  return { search, card, change };
}

function summaryFromRow(row: z.infer<typeof summaryRow>): StoredSummary {
  return {
    viewerKey: row.person,
    name: row.name ?? '',
    avatarUrl: row.avatar ?? '',
    accounts: textsSchema.parse(JSON.parse(row.accounts)),
    firstSeenMs: row.first_ms,
    lastSeenMs: row.last_ms,
    visits: row.visits,
    days: row.days,
    messages: row.messages,
    points: row.points,
    consent: row.consent ?? 'none',
    notes: row.notes,
  };
}

const OF_PERSON = '(SELECT account FROM viewers WHERE person = ?)';

function prepareAll(connection: SqlConnection) {
  const query = <Row>(schema: z.ZodType<Row>, text: string) => createQuery(connection, schema, text);
  return {
    person: query(z.object({ person: z.string() }), 'SELECT person FROM viewers WHERE account = ?'),
    summary: query(summaryRow, `${SUMMARY} WHERE v.person = ? GROUP BY v.person`),
    accounts: query(
      z.object({ account: z.string(), name: z.string(), balance: int, last_ms: int }),
      'SELECT account, name, balance, last_ms FROM viewers WHERE person = ? ORDER BY last_ms DESC, account',
    ),
    notes: query(
      z.object({ id: int, kind: z.enum(NOTE_KINDS), text: z.string(), at_ms: int }),
      `SELECT id, kind, text, at_ms FROM notes WHERE account IN ${OF_PERSON} ORDER BY id`,
    ),
    topics: query(
      z.object({ topics: z.string() }),
      "SELECT topics FROM viewers WHERE person = ? AND topics <> '[]' ORDER BY last_ms DESC",
    ),
    paid: query(
      z.object({ currency: z.string(), micros: int, estimated: int }),
      `SELECT currency, sum(micros) AS micros, max(estimated) AS estimated FROM payments WHERE account IN ${OF_PERSON}
       GROUP BY currency ORDER BY micros DESC`,
    ),
    rank: query(
      z.object({ above: int }),
      'SELECT count(*) AS above FROM (SELECT 1 FROM viewers GROUP BY person HAVING sum(balance) > ?)',
    ),
    link: connection.prepare(
      `INSERT INTO viewers (account, person, first_ms, last_ms) VALUES (?, ?, ?, ?)
       ON CONFLICT (account) DO UPDATE SET person = excluded.person`,
    ),
    open: connection.prepare(
      'INSERT INTO viewers (account, person, first_ms, last_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    consent: connection.prepare('UPDATE viewers SET consent = ? WHERE person = (SELECT person FROM viewers WHERE account = ?)'),
    editNote: connection.prepare('UPDATE OR REPLACE notes SET text = ? WHERE id = ?'),
    dropNote: connection.prepare('DELETE FROM notes WHERE id = ?'),
    addNote: connection.prepare("INSERT INTO notes (account, kind, text, at_ms) VALUES (?, 'own', ?, ?) ON CONFLICT DO NOTHING"),
    forgetNotes: connection.prepare('DELETE FROM notes WHERE account = ?'),
    forgetPayer: connection.prepare("UPDATE payments SET name = '' WHERE account = ?"),
    forgetFacts: connection.prepare(
      "UPDATE viewers SET name = '', avatar = '', visits = 0, days = 0, messages = 0, topics = '[]', consent = 'refused', first_ms = last_ms WHERE account = ?",
    ),
    renameJournal: connection.prepare('UPDATE journal SET account = ? WHERE account = ?'),
    renameJournalEvents: connection.prepare('UPDATE journal SET event_id = replace(event_id, ?, ?) WHERE instr(event_id, ?) > 0'),
    renameDeeds: connection.prepare(
      'UPDATE OR REPLACE deeds SET event_id = replace(event_id, ?, ?) WHERE instr(event_id, ?) > 0',
    ),
    renamePayments: connection.prepare('UPDATE payments SET account = ? WHERE account = ?'),
    renameShows: connection.prepare('UPDATE OR REPLACE show_viewers SET account = ? WHERE account = ?'),
    renameViewer: connection.prepare('UPDATE viewers SET account = ?, person = ? WHERE account = ?'),
    expireNotes: connection.prepare('DELETE FROM notes WHERE account IN (SELECT account FROM viewers WHERE last_ms < ?)'),
    expireTopics: connection.prepare("UPDATE viewers SET topics = '[]' WHERE last_ms < ? AND topics <> '[]'"),
  };
}
