import { expect, test } from 'vitest';
import { z } from 'zod';
import { builtEntry } from '../../../../tests/support/built-entry.ts';
import { newBookFile, openBook, queryOf, sumsOf } from './book.testkit.ts';
import { deedReplySchema, nothingRow } from './book-protocol.ts';

const workerFile = builtEntry('src/main/audience/book/audience-worker.ts');

const credit = (viewerKey: string, points: number, eventId: string) => ({ viewerKey, points, eventId, reason: 'gift' });
const relink = (links: { account: string; person: string }[]) =>
  ({ type: 'change', change: { kind: 'relink', links, atMs: 1 } }) as const;

test('pays an event once, however often it is handed in, also after a restart', async () => {
  const file = await newBookFile();
  const first = openBook(workerFile(), file);
  await first.book.credit([credit('bilibili:1', 100, 'e1'), credit('bilibili:1', 100, 'e1'), credit('bilibili:2', 30, 'e2')]);
  await first.client.close();
  const { book, client } = openBook(workerFile(), file);
  await book.credit([credit('bilibili:1', 100, 'e1')]);
  expect(await book.balance('bilibili:1')).toBe(100);
  expect(await book.ranking(10)).toEqual([
    { rank: 1, viewerKey: 'bilibili:1', name: '', points: 100 },
    { rank: 2, viewerKey: 'bilibili:2', name: '', points: 30 },
  ]);
  expect(await book.rankOf('bilibili:2')).toEqual({ rank: 2, points: 30 });
  await client.close();
  expect(sumsOf(file)).toEqual([
    { account: 'bilibili:1', balance: 100, journal: 100 },
    { account: 'bilibili:2', balance: 30, journal: 30 },
  ]);
});

test('takes points and a document together or not at all, and tells a repeated deed what came of the first', async () => {
  const { book, client } = openBook(workerFile(), await newBookFile());
  await book.credit([credit('a:1', 500, 'e1')]);
  const draw = (eventId: string, expect: number, price = 300) =>
    book.transact({
      eventId,
      reason: 'lottery',
      points: [
        { viewerKey: 'a:1', points: -price },
        { viewerKey: 'a:1', points: 20 },
      ],
      documents: [{ collection: 'lottery', key: 'stock', expect, value: { left: 5 - expect } }],
      memo: { prize: eventId },
    });
  expect(await draw('d1', 0)).toEqual({ ok: true, repeated: false, memo: { prize: 'd1' }, balances: { 'a:1': 220 } });
  expect(await draw('d1', 0)).toEqual({ ok: true, repeated: true, memo: { prize: 'd1' }, balances: { 'a:1': 220 } });
  expect(await draw('d2', 0, 100)).toEqual({ ok: false, why: 'stale', collection: 'lottery', key: 'stock', version: 1 });
  expect(await draw('d3', 1)).toEqual({ ok: false, why: 'too-poor', viewerKey: 'a:1', balance: 220 });
  expect(await book.document('lottery', 'stock')).toEqual({ key: 'stock', version: 1, value: { left: 5 } });
  expect(await book.balance('a:1')).toBe(220);
  // What was refused left no trace, so that it can be tried again.
  expect(await draw('d2', 1, 100)).toMatchObject({ ok: true, repeated: false, balances: { 'a:1': 140 } });
  await client.close();
});

test('gives a price back once, to the accounts that paid it, and never what was not taken', async () => {
  const { book, client } = openBook(workerFile(), await newBookFile());
  await book.credit([credit('a:1', 100, 'e1')]);
  expect(await book.spend({ viewerKey: 'a:1', points: 60, eventId: 'c1', reason: 'command' })).toEqual({
    ok: true,
    repeated: false,
    balance: 40,
  });
  expect(await book.spend({ viewerKey: 'a:1', points: 60, eventId: 'c2', reason: 'command' })).toMatchObject({
    ok: false,
    balance: 40,
  });
  const documents = [{ collection: 'pending', key: 'c1', value: undefined }];
  expect(await book.refund({ eventId: 'c1', reason: 'command', documents })).toBe('refunded');
  expect(await book.refund({ eventId: 'c1', reason: 'command' })).toBe('repeated');
  expect(await book.refund({ eventId: 'c2', reason: 'command' })).toBe('unknown');
  expect(await book.balance('a:1')).toBe(100);
  // A gift that has been spent cannot be taken back.
  await book.spend({ viewerKey: 'a:1', points: 90, eventId: 'c3', reason: 'command' });
  expect(await book.refund({ eventId: 'e1', reason: 'gift' })).toBe('too-poor');
  await client.close();
});

test('pays from all accounts of a person, and a split leaves each what is left of its own', async () => {
  const file = await newBookFile();
  const { book, client } = openBook(workerFile(), file);
  await book.credit([credit('bilibili:1', 30, 'e1'), credit('twitch:9', 50, 'e2')]);
  await client.ask(relink([{ account: 'twitch:9', person: 'bilibili:1' }]), nothingRow);
  expect(await book.balance('bilibili:1')).toBe(80);
  // A key from before the merge still finds its person, and pays first.
  expect(await book.spend({ viewerKey: 'twitch:9', points: 60, eventId: 'c1', reason: 'command' })).toMatchObject({
    ok: true,
    balance: 20,
  });
  expect(await book.ranking(5)).toEqual([{ rank: 1, viewerKey: 'bilibili:1', name: '', points: 20 }]);
  await client.ask(relink([{ account: 'twitch:9', person: 'twitch:9' }]), nothingRow);
  expect([await book.balance('bilibili:1'), await book.balance('twitch:9')]).toEqual([20, 0]);
  // The refund goes to those who paid, whoever they are now.
  expect(await book.refund({ eventId: 'c1', reason: 'command' })).toBe('refunded');
  expect([await book.balance('bilibili:1'), await book.balance('twitch:9')]).toEqual([30, 50]);
  await client.close();
  for (const { balance, journal } of sumsOf(file)) expect(balance).toBe(journal);
});

test('sets everybody to zero as one deed, which can be taken back', async () => {
  const { book, client } = openBook(workerFile(), await newBookFile());
  await book.credit([credit('a:1', 100, 'e1'), credit('a:2', 7, 'e2')]);
  const reset = { type: 'reset-points', eventId: 'season:1', note: 'spring', atMs: 5 } as const;
  await client.ask(reset, deedReplySchema);
  await client.ask(reset, deedReplySchema);
  expect(await book.ranking(5)).toEqual([]);
  expect(await book.refund({ eventId: 'season:1', reason: 'season-reset' })).toBe('refunded');
  expect((await book.ranking(5)).map(({ points }) => points)).toEqual([100, 7]);
  const lines = await client.ask({ type: 'journal', limit: 10 }, z.object({ reason: z.string(), refunded: z.boolean() }));
  expect(lines.filter(({ reason }) => reason === 'season-reset')).toEqual([
    { reason: 'season-reset', refunded: true },
    { reason: 'season-reset', refunded: true },
  ]);
  await client.close();
});

test('refuses what could not be kept, before anything is changed', async () => {
  const { book, client } = openBook(workerFile(), await newBookFile());
  await expect(book.transact({ eventId: 'x', reason: 'r', points: [{ viewerKey: 'a:1', points: 1.5 }] })).rejects.toThrow(
    /points/,
  );
  await expect(book.transact({ eventId: 'x'.repeat(301), reason: 'r' })).rejects.toThrow(/eventId/);
  const big = [{ collection: 'c', key: 'k', value: 'x'.repeat(300 * 1024) }];
  await expect(book.transact({ eventId: 'x', reason: 'r', documents: big })).rejects.toThrow(/documents/);
  await expect(book.spend({ viewerKey: 'a:1', points: -5, eventId: 'x', reason: 'r' })).rejects.toThrow(/price/);
  expect(await book.balance('a:1')).toBe(0);
  await client.close();
  await expect(book.transact({ eventId: 'x', reason: 'r' })).rejects.toMatchObject({ code: 'unavailable' });
});

test('answers a question with all that was handed in before, however much goes on being handed in', async () => {
  const { book, client } = openBook(workerFile(), await newBookFile());
  const credits = Array.from({ length: 2000 }, (_, index) => credit('a:1', 1, `e${index}`));
  const settled = book.credit(credits);
  let flooding = true;
  const flood = (async () => {
    for (let index = 0; flooding; index += 1) await book.credit([credit('a:2', 1, `f${index}`)]);
  })();
  expect(await book.balance('a:1')).toBe(2000);
  flooding = false;
  await Promise.all([settled, flood]);
  await client.close();
});

test('books small earnings by the thousand, each once, with the balance after every line', async () => {
  const file = await newBookFile();
  const { book, client } = openBook(workerFile(), file);
  const earning = (index: number) => ({
    eventId: `chat:${index}`,
    reason: 'chat',
    viewerKey: `a:${index % 3}`,
    points: 1 + (index % 2),
  });
  book.earn(Array.from({ length: 900 }, (_, index) => earning(index)));
  book.earn([earning(5), earning(5), earning(901)]);
  await client.flush();
  book.earn(Array.from({ length: 905 }, (_, index) => earning(index)));
  const expected = [0, 1, 2].map((viewer) =>
    Array.from({ length: 905 }, (_, index) => (index % 3 === viewer ? 1 + (index % 2) : 0)).reduce(
      (sum, points) => sum + points,
      0,
    ),
  );
  expect(await Promise.all([0, 1, 2].map((viewer) => book.balance(`a:${viewer}`)))).toEqual(expected);
  await client.close();
  for (const { balance, journal } of sumsOf(file)) expect(balance).toBe(journal);
  const last =
    'SELECT account FROM viewers v WHERE balance <> (SELECT j.balance FROM journal j WHERE j.account = v.account ORDER BY seq DESC LIMIT 1)';
  expect(queryOf(file, last)).toEqual([]);
  const gaps =
    'SELECT seq FROM (SELECT seq, points, balance, lag(balance, 1, 0) OVER (PARTITION BY account ORDER BY seq) AS before FROM journal) WHERE before + points <> balance';
  expect(queryOf(file, gaps)).toEqual([]);
});

test('keeps money, whatever floods beside it', async () => {
  const { book, client } = openBook(workerFile(), await newBookFile());
  const payment = { account: 'a:1', name: 'Mia', kind: 'gift', currency: 'CNY', micros: 5, estimated: false, showId: 1 };
  for (let event = 0; event < 120; event += 1) {
    const small = Array.from({ length: 1000 }, (_, index) => ({
      eventId: `${event}:${index}`,
      reason: 'chat',
      viewerKey: 'a:2',
      points: 1,
    }));
    book.earn([...small, { eventId: `gift:${event}`, reason: 'gift', viewerKey: 'a:1', points: 3, payment }]);
  }
  expect(await book.balance('a:1')).toBe(360);
  // Small change is given up beyond its bound.
  expect(await book.balance('a:2')).toBeLessThan(120_000);
  await client.close();
});
