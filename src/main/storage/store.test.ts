import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import Libsql from 'libsql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNodeClock } from '#main/node/node-clock.ts';
import type { Clock } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { buildEntry, temporaryFolder } from '../../../tests/support/built-entry.ts';
import { mountTestDisk, WITHOUT_DISK } from '../../../tests/support/test-disk.ts';
import { chatEvent, ledgerEntry } from './kill-probe.fixture.ts';
import { createStore, type Store } from './store.ts';

let workerFile: string;
beforeAll(async () => {
  workerFile = await buildEntry('src/main/storage/store-worker.ts');
});
afterAll(() => rm(dirname(workerFile), { recursive: true, force: true }));

interface Opened {
  readonly store: Store;
  readonly health: HealthReport[];
}
function openStore(
  file: string,
  over: { clock?: Clock; worker?: string; maxLedgerRows?: number; maxWaitingRows?: number } = {},
): Opened {
  const health: HealthReport[] = [];
  const { clock = createNodeClock(), worker = workerFile, ...rest } = over;
  return {
    health,
    store: createStore({
      workerFile: worker,
      file,
      clock,
      logger: silentLogger,
      report: (report) => health.push(report),
      ...rest,
    }),
  };
}
const newFile = async (): Promise<string> => join(await temporaryFolder(), 'deep', 'studio.db');
const exchange = (turnId: number) => ({
  turnId,
  atMs: 1000 + turnId,
  viewer: `viewer ${turnId}`,
  her: '好',
  cutShort: turnId % 2 === 0,
});
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** The real worker behind a few lines that run first in its thread. */
async function sabotagedWorker(lines: string): Promise<string> {
  const file = join(await temporaryFolder(), 'worker.cjs');
  writeFileSync(
    file,
    `const { parentPort } = require('node:worker_threads'); const fs = require('node:fs');\n${lines}\nrequire(${JSON.stringify(workerFile)});\n`,
  );
  return file;
}

test('gives everything back after it was closed and opened again', async () => {
  const file = await newFile();
  const first = openStore(file);
  first.store.ledger.write([ledgerEntry(1), ledgerEntry(2)]);
  first.store.ledger.write([ledgerEntry(2, { decision: 'answered', reason: 'chosen', reply: 'hi 你好 👋', paid: true })]);
  first.store.pendingPaid.put([chatEvent('b'), chatEvent('a'), chatEvent('c')]);
  first.store.pendingPaid.remove(['a', 'unheard of']);
  for (const turnId of [1, 2, 3]) first.store.history.append(exchange(turnId));
  await first.store.close();
  const second = openStore(file);
  expect(await second.store.ledger.lastSeq()).toBe(2);
  expect(await second.store.ledger.page({ limit: 10 })).toEqual([
    ledgerEntry(2, { decision: 'answered', reason: 'chosen', reply: 'hi 你好 👋', paid: true }),
    ledgerEntry(1),
  ]);
  expect((await second.store.pendingPaid.all()).map((event) => event.id)).toEqual(['b', 'c']);
  expect(await second.store.history.recent(2)).toEqual([exchange(2), exchange(3)]);
  await second.store.close();
  expect([...first.health, ...second.health].every((report) => report.status === 'ready')).toBe(true);
});

test('shows readers what is not yet on disk, over older states and in order', async () => {
  const file = await newFile();
  const clock = createFakeClock();
  const { store } = openStore(file, { clock });
  store.ledger.write(range(1, 10).map((seq) => ledgerEntry(seq)));
  store.pendingPaid.put([chatEvent('a'), chatEvent('b')]);
  store.history.append(exchange(1));
  await store.flush();
  // From here on nothing reaches the disk: the clock stands still.
  store.ledger.write([ledgerEntry(4, { decision: 'answered' }), ledgerEntry(11)]);
  store.pendingPaid.remove(['a']);
  store.pendingPaid.put([chatEvent('c')]);
  store.history.append(exchange(2));
  expect((await store.ledger.page({ limit: 3 })).map((entry) => entry.seq)).toEqual([11, 10, 9]);
  expect((await store.ledger.page({ limit: 2, beforeSeq: 5 })).map(({ seq, decision }) => [seq, decision])).toEqual([
    [4, 'answered'],
    [3, 'waiting'],
  ]);
  expect(await store.ledger.lastSeq()).toBe(11);
  expect((await store.pendingPaid.all()).map((event) => event.id)).toEqual(['b', 'c']);
  expect((await store.history.recent(5)).map((one) => one.turnId)).toEqual([1, 2]);
  store.history.clear();
  expect(await store.history.recent(5)).toEqual([]);
  store.history.append(exchange(3));
  await store.flush();
  expect((await store.history.recent(5)).map((one) => one.turnId)).toEqual([3]);
  await store.close();
});

test('commits by itself, without a flush', async () => {
  const file = await newFile();
  const clock = createFakeClock();
  const { store } = openStore(file, { clock });
  store.ledger.write([ledgerEntry(1)]);
  clock.advance(50);
  await store.ledger.lastSeq();
  const reader = new Libsql(file);
  expect(reader.prepare('SELECT seq FROM ledger').raw().all()).toEqual([[1]]);
  reader.close();
  await store.close();
});

test('loses nothing confirmed when the process is killed between batches', async () => {
  const probe = await buildEntry('src/main/storage/kill-probe.fixture.ts');
  const file = await newFile();
  for (let round = 0; round < 3; round += 1) {
    const script = `require(${JSON.stringify(probe)}).writeForever(${JSON.stringify(workerFile)}, ${JSON.stringify(file)})`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let confirmed = 0;
    await new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        confirmed = Math.max(confirmed, Number(line));
        if (confirmed >= 300 + round * 140) child.kill('SIGKILL');
      });
      child.once('close', () => resolve());
    });
    const { store, health } = openStore(file);
    const seqs = new Set((await store.ledger.page({ limit: 1_000_000 })).map((entry) => entry.seq));
    expect(range(1, confirmed).filter((seq) => !seqs.has(seq))).toEqual([]);
    const paid = new Set((await store.pendingPaid.all()).map((event) => event.id));
    for (let seq = 1; seq < confirmed; seq += 20) expect(paid.has(`paid:${seq}`)).toBe(true);
    await store.close();
    expect(health.at(-1)).toEqual({ status: 'ready' });
  }
  await rm(dirname(probe), { recursive: true, force: true });
});

test.each([
  ['before the batch is committed', "parentPort.on('message', (m) => { if (m.type === 'write') once(); });"],
  [
    'after it was committed but before it is confirmed',
    'const post = parentPort.postMessage.bind(parentPort); let write; parentPort.on("message", (m) => { if (m.type === "write") write = m.id; }); parentPort.postMessage = (r) => { if (r.id === write) once(); post(r); };',
  ],
])('sends the batch again when the thread dies %s', async (_when, sabotage) => {
  const flag = join(await temporaryFolder(), 'died');
  const worker = await sabotagedWorker(
    `const once = () => { if (!fs.existsSync(${JSON.stringify(flag)})) { fs.writeFileSync(${JSON.stringify(flag)}, ''); process.exit(3); } };\n${sabotage}`,
  );
  const file = await newFile();
  const { store, health } = openStore(file, { worker });
  store.ledger.write(range(1, 5).map((seq) => ledgerEntry(seq)));
  store.history.append(exchange(1));
  store.pendingPaid.put([chatEvent('paid')]);
  await store.flush();
  expect(existsSync(flag)).toBe(true);
  expect((await store.ledger.page({ limit: 10 })).map((entry) => entry.seq)).toEqual([5, 4, 3, 2, 1]);
  await store.close();
  const reader = new Libsql(file);
  expect(
    reader
      .prepare('SELECT (SELECT count(*) FROM ledger), (SELECT count(*) FROM history), (SELECT count(*) FROM pending_paid)')
      .raw()
      .all(),
  ).toEqual([[5, 1, 1]]);
  reader.close();
  expect(health.at(-1)).toEqual({ status: 'ready' });
});

test('says so when the thread cannot live at all, keeps everything in memory, and still closes in time', async () => {
  const clock = createFakeClock();
  const { store, health } = openStore(await newFile(), { worker: await sabotagedWorker('process.exit(1);'), clock });
  store.ledger.write([ledgerEntry(1)]);
  const flushed = store.flush().then(
    () => 'on disk',
    (error: unknown) => error,
  );
  while (health.at(-1)?.status !== 'degraded') {
    clock.advance(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await flushed).toMatchObject({ code: 'storage' });
  expect(health.at(-1)).toMatchObject({ reason: 'storage-thread' });
  expect((await store.ledger.page({ limit: 5 })).map((entry) => entry.seq)).toEqual([1]);
  await store.close();
});

test('closes within two seconds although the thread never answers', async () => {
  const clock = createFakeClock();
  const { store } = openStore(await newFile(), { worker: await sabotagedWorker('parentPort.postMessage = () => {};'), clock });
  store.ledger.write([ledgerEntry(1)]);
  const closing = store.close();
  expect(store.close()).toBe(closing);
  clock.advance(2000);
  await closing;
});

test.each([
  ['not a database', 'hello '.repeat(2000)],
  ['a database whose pages are overwritten', undefined],
])('moves %s aside and begins a new one', async (_name, content) => {
  const file = await newFile();
  const first = openStore(file);
  first.store.ledger.write(range(1, 400).map((seq) => ledgerEntry(seq)));
  await first.store.close();
  const bytes = readFileSync(file);
  writeFileSync(file, content ?? Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0xab)]));
  const { store, health } = openStore(file);
  expect(await store.ledger.lastSeq()).toBe(0);
  store.ledger.write([ledgerEntry(1)]);
  await store.flush();
  expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'database-set-aside' });
  expect(readdirSync(dirname(file)).some((name) => name.startsWith('studio.db.broken-'))).toBe(true);
  await store.close();
});

test('moves the database of a newer program aside, unharmed', async () => {
  const file = await newFile();
  const first = openStore(file);
  first.store.ledger.write([ledgerEntry(7)]);
  await first.store.close();
  const newer = new Libsql(file);
  newer.exec('PRAGMA user_version = 999');
  newer.close();
  const { store, health } = openStore(file);
  expect(await store.ledger.lastSeq()).toBe(0);
  await store.close();
  expect(health.at(-1)?.message).toMatch(/newer Yingxi/);
  const aside = readdirSync(dirname(file)).find((name) => /\.broken-[\dTZ-]+$/.test(name));
  const reader = new Libsql(join(dirname(file), aside ?? ''));
  expect(reader.prepare('SELECT seq FROM ledger').raw().all()).toEqual([[7]]);
  reader.close();
});

test('keeps all rows through a full disk and writes them when there is room', async (context) => {
  const disk = await mountTestDisk(1024 * 1024);
  if (!disk) return context.skip(WITHOUT_DISK);
  try {
    const clock = createFakeClock();
    const file = join(disk.folder, 'studio.db');
    const { store, health } = openStore(file, { clock });
    store.ledger.write([ledgerEntry(1)]);
    await store.flush();
    const filler = join(disk.folder, 'filler');
    fill(filler);
    store.ledger.write(range(2, 900).map((seq) => ledgerEntry(seq)));
    store.pendingPaid.put([chatEvent('paid')]);
    await expect(store.flush()).rejects.toMatchObject({ code: 'storage' });
    expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'disk-full' });
    expect(await store.ledger.page({ limit: 1000 })).toHaveLength(900);
    expect(await store.pendingPaid.all()).toHaveLength(1);
    writeFileSync(filler, '');
    clock.advance(2000);
    await store.flush();
    expect(health.at(-1)).toEqual({ status: 'ready' });
    await store.close();
    const reader = new Libsql(file);
    expect(reader.prepare('SELECT count(*) FROM ledger').raw().all()).toEqual([[900]]);
    reader.close();
  } finally {
    disk.unmount();
  }
});

test('starts in memory when the folder may not be written, never reuses numbers, and writes when it may', async (context) => {
  const disk = await mountTestDisk(1024 * 1024);
  if (!disk) return context.skip(WITHOUT_DISK);
  try {
    const clock = createFakeClock();
    const file = join(disk.folder, 'studio.db');
    const earlier = openStore(file, { clock });
    earlier.store.ledger.write(range(1, 20).map((seq) => ledgerEntry(seq)));
    await earlier.store.close();
    disk.readOnly(true);
    const { store, health } = openStore(file, { clock });
    const from = await store.ledger.lastSeq();
    store.ledger.write([ledgerEntry(from + 1)]);
    await expect(store.flush()).rejects.toMatchObject({ code: 'storage' });
    expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'not-writable' });
    disk.readOnly(false);
    clock.advance(2000);
    await store.flush();
    expect(await store.ledger.page({ limit: 100 })).toHaveLength(21);
    await store.close();
  } finally {
    disk.unmount();
  }
});

test('goes on in memory where SQLite cannot be loaded, and says what to do', async () => {
  // Outside the repository there is no libsql to be found.
  const lonely = join(await temporaryFolder(), 'store-worker.cjs');
  copyFileSync(workerFile, lonely);
  const { store, health } = openStore(await newFile(), { worker: lonely });
  store.ledger.write([ledgerEntry(1), ledgerEntry(2)]);
  store.pendingPaid.put([chatEvent('paid')]);
  store.history.append(exchange(1));
  await expect(store.flush()).rejects.toMatchObject({ code: 'storage' });
  expect(health.at(-1)).toMatchObject({ status: 'failed', reason: 'database-unavailable' });
  expect((await store.ledger.page({ limit: 5 })).map((entry) => entry.seq)).toEqual([2, 1]);
  expect(await store.pendingPaid.all()).toHaveLength(1);
  expect(await store.history.recent(5)).toEqual([exchange(1)]);
  await store.close();
});

test('forgets the oldest ledger rows beyond its bound', async () => {
  const file = await newFile();
  const { store } = openStore(file, { maxLedgerRows: 1000 });
  for (let from = 1; from <= 12_000; from += 400) {
    store.ledger.write(range(from, from + 399).map((seq) => ledgerEntry(seq)));
    await store.flush();
  }
  const left = await store.ledger.page({ limit: 100_000 });
  expect(left.length).toBeGreaterThanOrEqual(1000);
  expect(left.length).toBeLessThanOrEqual(6500);
  expect(left[0]?.seq).toBe(12_000);
  await store.close();
});

/** Writes until the disk has no room at all. */
function fill(file: string): void {
  try {
    for (let size = 4096; ; size += 4096) writeFileSync(file, Buffer.alloc(size));
  } catch {
    // Full: writeFileSync leaves what fitted.
  }
}
