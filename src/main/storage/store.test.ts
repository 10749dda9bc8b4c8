import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { createStore } from './store.ts';
import { buildStoreWorker, temporaryFolder } from './store-worker.fixture.ts';

let workerFile: string;
beforeAll(async () => {
  workerFile = await buildStoreWorker();
}, 60_000);
afterAll(() => rm(dirname(workerFile), { recursive: true, force: true }));

const entry = (seq: number, over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  seq,
  eventId: `e${seq}`,
  kind: 'chat',
  platform: 'custom',
  userName: 'u',
  text: `text ${seq}`,
  paid: false,
  priority: 1,
  decision: 'waiting',
  reason: 'queued',
  marks: { received: 1000 + seq },
  ...over,
});

test('gives back what was written after the store was closed and opened again', async () => {
  const file = join(await temporaryFolder(), 'store.db');
  const health: HealthReport[] = [];
  const open = () =>
    createStore({ workerFile, file, logger: silentLogger, report: (r) => health.push(r), clock: createNodeClock() });
  const first = open();
  first.ledger.write([entry(1), entry(2)]);
  first.ledger.write([entry(2, { decision: 'answered', reason: 'chosen', reply: 'hi 你好' })]);
  await first.flush();
  await first.close();
  const second = open();
  expect(await second.ledger.lastSeq()).toBe(2);
  const page = await second.ledger.page({ limit: 10 });
  expect(page.map((e) => e.seq)).toEqual([2, 1]);
  expect(page[0]).toEqual(entry(2, { decision: 'answered', reason: 'chosen', reply: 'hi 你好' }));
  await second.close();
  expect(health.every((r) => r.status === 'ready')).toBe(true);
});
