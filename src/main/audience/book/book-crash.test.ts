import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { builtEntry, temporaryFolder } from '../../../../tests/support/built-entry.ts';
import { mountTestDisk, WITHOUT_DISK } from '../../../../tests/support/test-disk.ts';
import { newBookFile, openBook, queryOf, sumsOf } from './book.testkit.ts';

const workerFile = builtEntry('src/main/audience/book/audience-worker.ts');
const probe = builtEntry('src/main/audience/book/book-kill-probe.fixture.ts');

/** Runs the probe and kills it a little after it has confirmed so many deeds; returns those that were confirmed. */
async function drawAndKill(file: string, round: number, afterDeeds: number): Promise<readonly string[]> {
  const script = `require(${JSON.stringify(probe())}).drawForever(${JSON.stringify(workerFile())}, ${JSON.stringify(file)}, ${round})`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const confirmed: string[] = [];
  await new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      confirmed.push(line);
      if (confirmed.length === afterDeeds) setTimeout(() => child.kill('SIGKILL'), Math.random() * 8);
    });
    child.once('close', () => resolve());
  });
  return confirmed;
}

test('loses no confirmed deed and halves none when the process is killed at any moment', async () => {
  const file = await newBookFile();
  for (let round = 0; round < 4; round += 1) {
    const confirmed = await drawAndKill(file, round, 5 + round * 13);
    const done = new Set(queryOf<{ id: string }>(file, "SELECT event_id || ' ' || reason AS id FROM deeds").map(({ id }) => id));
    for (const id of confirmed) expect([done.has(`${id} draw`), done.has(`${id} gift`)]).toEqual([true, true]);
    const sums = sumsOf(file);
    for (const { balance, journal } of sums) expect(balance).toBe(journal);
    // Each draw is 10 − 3 points and one off the stock; each gift is 2.
    const draws = [...done].filter((id) => id.endsWith(' draw')).length;
    const gifts = [...done].filter((id) => id.endsWith(' gift')).length;
    expect(sums.reduce((sum, { balance }) => sum + balance, 0)).toBe(draws * 7 + gifts * 2);
    expect(queryOf<{ value: string }>(file, 'SELECT value FROM documents').map(({ value }) => JSON.parse(value))).toEqual([
      { drawn: draws },
    ]);
  }
});

/** The real worker behind a few lines that run first in its thread. */
async function sabotagedWorker(lines: string): Promise<string> {
  const file = join(await temporaryFolder(), 'worker.cjs');
  writeFileSync(
    file,
    `const { parentPort } = require('node:worker_threads'); const fs = require('node:fs');\n${lines}\nrequire(${JSON.stringify(workerFile())});\n`,
  );
  return file;
}

test.each([
  ['before it is committed', "parentPort.on('message', (m) => { if (m.type === 'write') once(); });"],
  [
    'after it is committed but before it is confirmed',
    'const post = parentPort.postMessage.bind(parentPort); let write; parentPort.on("message", (m) => { if (m.type === "write") write = m.id; }); parentPort.postMessage = (r) => { if (r.id === write) once(); post(r); };',
  ],
])('does a deed once when the thread dies %s', async (_when, sabotage) => {
  const flag = join(await temporaryFolder(), 'died');
  const worker = await sabotagedWorker(
    `const once = () => { if (!fs.existsSync(${JSON.stringify(flag)})) { fs.writeFileSync(${JSON.stringify(flag)}, ''); process.exit(3); } };\n${sabotage}`,
  );
  const file = await newBookFile();
  const { book, client, health } = openBook(worker, file);
  const [outcome] = await Promise.all([
    book.transact({ eventId: 'e', reason: 'r', points: [{ viewerKey: 'a:1', points: 5 }] }),
    book.credit([{ eventId: 'g', reason: 'gift', viewerKey: 'a:1', points: 2 }]),
  ]);
  expect(existsSync(flag)).toBe(true);
  expect(outcome.ok).toBe(true);
  expect(await book.balance('a:1')).toBe(7);
  await client.close();
  expect(health.filter(({ status }) => status !== 'ready')).toEqual([]);
});

test('refuses a price while the disk is full, keeps what was earned, and writes it when there is room', async (context) => {
  const disk = await mountTestDisk(700_000);
  if (!disk) return context.skip(WITHOUT_DISK);
  try {
    const { book, client, health } = openBook(workerFile(), join(disk.folder, 'audience.db'));
    await book.credit([{ eventId: 'e', reason: 'gift', viewerKey: 'a:1', points: 100 }]);
    expect(() => writeFileSync(join(disk.folder, 'ballast'), Buffer.alloc(1_000_000))).toThrow(/ENOSPC/);
    const document = { collection: 'c', key: 'k', value: 'x'.repeat(200_000) };
    const price = { eventId: 'p', reason: 'price', points: [{ viewerKey: 'a:1', points: -60 }], documents: [document] };
    await expect(book.transact(price)).rejects.toMatchObject({ code: 'storage' });
    const earned = book.credit([{ eventId: 'f', reason: 'gift', viewerKey: 'a:1', points: 1 }]);
    expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'disk-full' });
    await rm(join(disk.folder, 'ballast'));
    await earned;
    expect(health.at(-1)).toEqual({ status: 'ready' });
    expect(await book.balance('a:1')).toBe(101);
    expect(await book.transact(price)).toMatchObject({ ok: true, repeated: false, balances: { 'a:1': 41 } });
    await client.close();
  } finally {
    disk.unmount();
  }
});

async function bookWithPoints(): Promise<string> {
  const file = await newBookFile();
  const { book, client } = openBook(workerFile(), file);
  await book.credit([{ eventId: 'e', reason: 'gift', viewerKey: 'a:1', points: 100 }]);
  await client.close();
  return file;
}
const asides = (file: string): string[] =>
  readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}.broken-`));

test('keeps a damaged file, takes up the last copy, and says so', async () => {
  const file = await bookWithPoints();
  // The copy is from the first start, before the points; a later one has them.
  await rm(`${file}.backup`);
  const second = openBook(workerFile(), file);
  expect(await second.book.balance('a:1')).toBe(100);
  await second.client.close();
  const damaged = Buffer.concat([Buffer.from('no database at all '), Buffer.alloc(5000, 7)]);
  writeFileSync(file, damaged);
  const { book, client, health } = openBook(workerFile(), file);
  expect(await book.balance('a:1')).toBe(100);
  await book.credit([{ eventId: 'f', reason: 'gift', viewerKey: 'a:1', points: 1 }]);
  expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'audience-restored' });
  const [aside = ''] = asides(file);
  expect(readFileSync(join(dirname(file), aside))).toEqual(damaged);
  await client.close();
});

test('begins a new book when the copy is damaged too, and still keeps both files', async () => {
  const file = await bookWithPoints();
  for (const one of [file, `${file}.backup`]) writeFileSync(one, 'nonsense'.repeat(1000));
  const { book, client, health } = openBook(workerFile(), file);
  await expect(book.balance('a:1')).rejects.toMatchObject({ code: 'storage' });
  expect(await book.balance('a:1')).toBe(0);
  await book.credit([{ eventId: 'f', reason: 'gift', viewerKey: 'a:1', points: 1 }]);
  expect(await book.balance('a:1')).toBe(1);
  expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'audience-set-aside' });
  expect(asides(file)).toHaveLength(2);
  await client.close();
});

test('leaves the book of a newer program alone and says what to do', async () => {
  const file = await bookWithPoints();
  const newer = new Libsql(file);
  newer.exec('PRAGMA journal_mode = DELETE; PRAGMA user_version = 99');
  newer.close();
  const copy = `${file}.copy`;
  copyFileSync(file, copy);
  const { book, client, health } = openBook(workerFile(), file);
  await expect(book.spend({ eventId: 's', reason: 'r', viewerKey: 'a:1', points: 1 })).rejects.toMatchObject({ code: 'storage' });
  expect(health.at(-1)).toMatchObject({ status: 'failed', reason: 'audience-newer' });
  await client.close();
  expect(asides(file)).toEqual([]);
  const points = queryOf<{ balance: number }>(file, 'SELECT balance FROM viewers');
  expect(points).toEqual([{ balance: 100 }]);
});
