import { expect, test } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { builtEntry } from '../../../../tests/support/built-entry.ts';
import { keepBookSmall, OPEN_MS } from '../book-keeping.ts';
import { newBookFile, openBook, queryOf, sumsOf } from './book.testkit.ts';
import { closedReplySchema } from './book-protocol.ts';

const workerFile = builtEntry('src/main/audience/book/audience-worker.ts');

type Opened = ReturnType<typeof openBook>;
const credit = (viewerKey: string, points: number, eventId: string) => ({ viewerKey, points, eventId, reason: 'gift' });
const close = async ({ client }: Opened, limit = 1000): Promise<number> =>
  (await client.ask({ type: 'close-deeds', beforeMs: Date.now() + 60_000, limit }, closedReplySchema))[0]?.closed ?? 0;

test('pays nothing twice after its deed was closed, in a new process too, and keeps every balance', async () => {
  const file = await newBookFile();
  const first = openBook(workerFile(), file);
  const pays = [credit('a:1', 100, 'e1'), credit('a:1', 20, 'e2'), credit('b:2', 7, 'e3')];
  await first.book.credit(pays);
  await first.book.transact({ eventId: 'e4', reason: 'command-cost', points: [{ viewerKey: 'a:1', points: -50 }] });
  expect(await close(first)).toBe(4);
  await first.client.close();
  const second = openBook(workerFile(), file);
  await second.book.credit(pays);
  const again = await second.book.transact({
    eventId: 'e4',
    reason: 'command-cost',
    points: [{ viewerKey: 'a:1', points: -50 }],
  });
  expect(again).toMatchObject({ ok: true, repeated: true, balances: { 'a:1': 70 } });
  // One that was never seen still counts.
  await second.book.credit([credit('b:2', 1, 'e5')]);
  await second.client.close();
  expect(sumsOf(file)).toEqual([
    { account: 'a:1', balance: 70, journal: 70 },
    { account: 'b:2', balance: 8, journal: 8 },
  ]);
  expect(queryOf(file, "SELECT event_id, points, balance FROM journal WHERE account = 'a:1'")).toEqual([
    { event_id: 'closed', points: 70, balance: 70 },
  ]);
  expect(queryOf(file, "SELECT count(*) AS deeds FROM deeds WHERE event_id <> 'closed'")).toEqual([{ deeds: 1 }]);
});

test('closes what is earned by the thousand once, batch by batch, into one line a viewer', async () => {
  const file = await newBookFile();
  const opened = openBook(workerFile(), file);
  const rows = Array.from({ length: 300 }, (_, n) => ({ eventId: `m${n}`, reason: 'chat', viewerKey: `a:${n % 3}`, points: 1 }));
  opened.book.earn(rows);
  await opened.client.flush();
  expect(await close(opened, 120)).toBe(120);
  expect(await close(opened, 120)).toBe(120);
  expect(await close(opened, 120)).toBe(60);
  expect(await close(opened, 120)).toBe(0);
  opened.book.earn([...rows, { eventId: 'new', reason: 'chat', viewerKey: 'a:1', points: 1 }]);
  await opened.client.flush();
  expect(await opened.book.balance('a:1')).toBe(101);
  await opened.client.close();
  expect(sumsOf(file).map(({ balance, journal }) => [balance, journal])).toEqual([
    [100, 100],
    [101, 101],
    [100, 100],
  ]);
  expect(queryOf<{ lines: number }>(file, 'SELECT count(*) AS lines FROM journal')[0]?.lines).toBe(4);
});

test('leaves what is younger, and what has something to tell when it comes again', async () => {
  const opened = openBook(workerFile(), await newBookFile());
  await opened.book.credit([credit('a:1', 500, 'young')]);
  const draw = { eventId: 'd1', reason: 'lottery', points: [{ viewerKey: 'a:1', points: -100 }], memo: { prize: 'key' } };
  await opened.book.transact(draw);
  expect(
    (await opened.client.ask({ type: 'close-deeds', beforeMs: Date.now() - 60_000, limit: 10 }, closedReplySchema))[0],
  ).toEqual({ closed: 0 });
  expect(await close(opened)).toBe(1);
  expect(await opened.book.transact(draw)).toMatchObject({ repeated: true, memo: { prize: 'key' } });
  await opened.client.close();
});

test('gives back nothing that was closed: neither a deed, nor the line that stands for many', async () => {
  const opened = openBook(workerFile(), await newBookFile());
  await opened.book.credit([credit('a:1', 100, 'e1')]);
  await close(opened);
  for (const [eventId, reason] of [
    ['e1', 'gift'],
    ['closed', 'closed'],
  ] as const)
    expect(await opened.book.refund({ eventId, reason })).toBe('unknown');
  expect(await opened.book.balance('a:1')).toBe(100);
  await opened.client.close();
});

test('is done some minutes after the start, until nothing old is left, and then once a day', async () => {
  const clock = createFakeClock();
  const asked: number[] = [];
  const left = [2000, 2000, 10, 0];
  const ask = async (request: { beforeMs?: number }): Promise<{ closed: number }[]> => {
    asked.push(request.beforeMs ?? 0);
    return [{ closed: left.shift() ?? 0 }];
  };
  const end = keepBookSmall({ ask: ask as never }, clock, silentLogger);
  const after = async (ms: number): Promise<number> => {
    clock.advance(ms);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    return asked.length;
  };
  expect(await after(299_000)).toBe(0);
  expect(await after(1000)).toBe(1);
  expect(asked[0]).toBe(clock.now() - OPEN_MS);
  expect(await after(500)).toBe(2);
  expect(await after(500)).toBe(3);
  expect(await after(60_000)).toBe(3);
  expect(await after(86_400_000)).toBe(4);
  end();
  expect(await after(86_400_000 * 2)).toBe(4);
});
