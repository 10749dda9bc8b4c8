import fc from 'fast-check';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { openDatabase } from '#main/platform/sqlite.ts';
import { createBookDatabase } from './book-database.ts';
import { type DeedReply, type DeedRequest, deedReplySchema } from './book-protocol.ts';
import { BOOK_MIGRATIONS } from './book-schema.ts';

const viewer = fc.constantFrom('a:1', 'a:2', 'b:1', 'b:2');
const eventId = fc.nat(40).map((number) => `e${number}`);
const reason = fc.constantFrom('gift', 'price');
const line = fc.record({ viewerKey: viewer, points: fc.integer({ min: -60, max: 80 }) });
const document = fc.record({
  collection: fc.constant('c'),
  key: fc.constantFrom('x', 'y'),
  expect: fc.option(fc.nat(3), { nil: undefined }),
  value: fc.option(fc.nat(9).map(String), { nil: undefined }),
});
const head = {
  eventId,
  reason,
  atMs: fc.constant(1),
  note: fc.constant(''),
  documents: fc.oneof(
    { weight: 3, arbitrary: fc.array(document, { maxLength: 0 }) },
    { weight: 1, arbitrary: fc.array(document, { maxLength: 2 }) },
  ),
};
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('do' as const), ...head, points: fc.array(line, { maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('refund' as const), ...head }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('b:1', 'b:2')
      .chain((account) =>
        fc.record({ type: fc.constant('link' as const), account: fc.constant(account), person: fc.constantFrom('a:1', account) }),
      ),
  },
);
type Step = DeedRequest | { readonly type: 'link'; readonly account: string; readonly person: string };

/** The book as a few maps: what it promises, written a second time. */
function createModel() {
  let state = { balances: new Map<string, number>(), documents: new Map<string, number>() };
  const persons = new Map<string, string>();
  const deeds = new Map<string, readonly { account: string; points: number }[]>();
  const personOf = (account: string): string => persons.get(account) ?? account;
  const total = (viewerKey: string): number =>
    [...state.balances]
      .filter(([account]) => personOf(account) === personOf(viewerKey))
      .reduce((sum, [, points]) => sum + points, 0);

  function run(deed: DeedRequest): DeedReply['kind'] {
    const name = deed.type === 'do' ? `${deed.eventId} ${deed.reason}` : `${deed.eventId} refund:${deed.reason}`;
    const original = deeds.get(`${deed.eventId} ${deed.reason}`);
    if (deed.type === 'refund' && !original) return 'unknown';
    if (deeds.has(name)) return 'done';
    const before = structuredClone(state);
    const lines: { account: string; points: number }[] = [];
    const refuse = (kind: DeedReply['kind']): DeedReply['kind'] => {
      state = before;
      return kind;
    };
    for (const change of deed.documents) {
      const version = state.documents.get(change.key) ?? 0;
      if (change.expect !== undefined && change.expect !== version) return refuse('stale');
      if (change.value === undefined) state.documents.delete(change.key);
      else state.documents.set(change.key, version + 1);
    }
    const book = (account: string, points: number): void => {
      state.balances.set(account, (state.balances.get(account) ?? 0) + points);
      lines.push({ account, points });
    };
    if (deed.type === 'do') {
      for (const { viewerKey, points } of deed.points) {
        if (points > 0) book(viewerKey, points);
        if (points >= 0) continue;
        if (total(viewerKey) < -points) return refuse('too-poor');
        let left = -points;
        const members = [...state.balances]
          .filter(([account]) => personOf(account) === personOf(viewerKey))
          .sort(([a, x], [b, y]) => Number(b === viewerKey) - Number(a === viewerKey) || y - x || (a < b ? -1 : 1));
        for (const [account, balance] of members) {
          const part = Math.min(left, balance);
          if (part > 0) book(account, -part);
          left -= part;
        }
      }
    } else {
      for (const one of [...(original ?? [])].sort((a, b) => a.points - b.points)) {
        book(one.account, -one.points);
        if ((state.balances.get(one.account) ?? 0) < 0) return refuse('too-poor');
      }
    }
    deeds.set(name, lines);
    return 'done';
  }
  return {
    run,
    total,
    balanceOf: (account: string) => state.balances.get(account) ?? 0,
    link: (account: string, person: string) => void persons.set(account, person),
    versionOf: (key: string) => state.documents.get(key) ?? 0,
  };
}

test('books what a few maps would, and the sum of every journal is its balance', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), (steps: readonly Step[]) => {
      const connection = openDatabase(() => new Libsql(':memory:'), ':memory:', BOOK_MIGRATIONS);
      const book = createBookDatabase(connection);
      const model = createModel();
      try {
        for (const one of steps) {
          if (one.type === 'link') {
            const links = [{ account: one.account, person: one.person }];
            book.answer({ type: 'change', id: 1, change: { kind: 'relink', links, atMs: 1 } });
            model.link(one.account, one.person);
            continue;
          }
          const [reply = ''] = book.answer({ type: 'write', id: 1, deeds: [one] });
          expect(deedReplySchema.parse(JSON.parse(reply)).kind).toBe(model.run(one));
        }
        for (const key of ['a:1', 'a:2', 'b:1', 'b:2'])
          expect(book.answer({ type: 'balance', id: 1, viewerKey: key })).toEqual([String(model.total(key))]);
        const rows = connection.prepare('SELECT account, balance FROM viewers').all() as { account: string; balance: number }[];
        for (const { account, balance } of rows) expect([account, balance]).toEqual([account, model.balanceOf(account)]);
        const wrong = connection
          .prepare(
            'SELECT account FROM viewers v WHERE balance <> (SELECT coalesce(sum(points), 0) FROM journal j WHERE j.account = v.account)',
          )
          .all();
        expect(wrong).toEqual([]);
        const versions = connection.prepare('SELECT key, version FROM documents ORDER BY key').all();
        const expected = ['x', 'y'].map((key) => ({ key, version: model.versionOf(key) })).filter(({ version }) => version > 0);
        expect(versions).toEqual(expected);
      } finally {
        book.close();
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
});
