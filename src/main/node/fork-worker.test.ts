import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Logger } from '#main/platform/logger.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { forkWorker } from './fork-worker.ts';

async function script(body: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'yingxi-worker-')), 'worker.cjs');
  writeFileSync(file, body);
  return file;
}
const exitOf = (link: ReturnType<typeof forkWorker>): Promise<number | null> => new Promise((resolve) => link.onExit(resolve));

test('carries typed arrays both ways, in order, and passes the arguments', async () => {
  const link = forkWorker({
    file: await script('process.on("message", (m) => process.send({ ...m, args: process.argv.slice(2) }))'),
    args: ['espeak'],
    logger: silentLogger,
  });
  const got: unknown[] = [];
  const all = new Promise<void>((resolve) =>
    link.onMessage((message) => {
      got.push(message);
      if (got.length === 3) resolve();
    }),
  );
  for (const id of [1, 2, 3]) link.post({ id, samples: new Float32Array([id, -id]) });
  await all;
  expect(got).toEqual([1, 2, 3].map((id) => ({ id, samples: new Float32Array([id, -id]), args: ['espeak'] })));
  const exit = exitOf(link);
  link.kill();
  await exit;
});

test('tells the exit code of a worker that dies, and swallows what is posted to it afterwards', async () => {
  const link = forkWorker({ file: await script('process.on("message", () => process.exit(7))'), args: [], logger: silentLogger });
  const exit = exitOf(link);
  link.post('die');
  expect(await exit).toBe(7);
  link.post('too late');
  link.kill();
  expect(await exitOf(link)).toBe(7);
});

test('reports a file that is not there as an exit, not as an exception', async () => {
  const link = forkWorker({ file: '/nowhere/worker.cjs', args: [], logger: silentLogger });
  expect(await exitOf(link)).toBe(1);
});

test('ends a worker that ignores the polite signal', async () => {
  const link = forkWorker({
    file: await script('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); process.send("up")'),
    args: [],
    logger: silentLogger,
  });
  await new Promise<void>((resolve) => link.onMessage(() => resolve()));
  const exit = exitOf(link);
  link.kill();
  expect(await exit).toBeNull();
});

test('puts what the worker prints into the log', async () => {
  const lines: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (line) => lines.push(`warn ${line}`),
    debug: (line) => lines.push(`debug ${line}`),
  };
  const link = forkWorker({
    file: await script('console.log("said"); console.error("complained\\n\\nagain")'),
    args: [],
    logger,
  });
  await exitOf(link);
  await expect.poll(() => lines.toSorted()).toEqual(['debug said', 'warn again', 'warn complained']);
});
