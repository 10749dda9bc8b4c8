import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Libsql from 'libsql';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import { buildEntry, temporaryFolder } from '../../../../tests/support/built-entry.ts';
import { createBook } from './book.ts';
import { createBookClient } from './book-client.ts';

vi.setConfig({ testTimeout: 60_000 });

let workerFile: string;
beforeAll(async () => {
  workerFile = await buildEntry('src/main/audience/book/audience-worker.ts');
}, 60_000);
afterAll(() => rm(dirname(workerFile), { recursive: true, force: true }));

const newFile = async (): Promise<string> => join(await temporaryFolder(), 'audience.db');
function openBook(file: string) {
  const health: HealthReport[] = [];
  const clock = createNodeClock();
  const client = createBookClient({ workerFile, file, clock, logger: silentLogger, report: (one) => health.push(one) });
  return { client, health, book: createBook(client, clock) };
}
const credit = (viewerKey: string, points: number, eventId: string) => ({ viewerKey, points, eventId, reason: 'gift' });

test('pays an event once, however often it is handed in', async () => {
  const { book, client } = openBook(await newFile());
  await book.credit([credit('bilibili:1', 100, 'e1'), credit('bilibili:1', 100, 'e1'), credit('bilibili:2', 30, 'e2')]);
  await book.credit([credit('bilibili:1', 100, 'e1')]);
  expect(await book.balance('bilibili:1')).toBe(100);
  expect(await book.ranking(10)).toEqual([
    { rank: 1, viewerKey: 'bilibili:1', name: '', points: 100 },
    { rank: 2, viewerKey: 'bilibili:2', name: '', points: 30 },
  ]);
  await client.close();
});

test('takes points and a document together or not at all', async () => {
  const { book, client } = openBook(await newFile());
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
