import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createFileLogger } from './file-logger.ts';

const lineSchema = z.object({
  time: z.iso.datetime(),
  level: z.string(),
  part: z.string().optional(),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()).optional(),
  lines: z.number().optional(),
});
const newFolder = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'yingxi-log-')), 'logs');
const open = (folder: string, over: object = {}) =>
  createFileLogger({ folder, clock: createFakeClock(), level: 'info', console: false, ...over });
const read = (folder: string, name = 'yingxi.log') =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => lineSchema.parse(JSON.parse(line)));

test('writes one JSON line per message, with its level, part and fields, in order', async () => {
  const folder = await newFolder();
  const logger = open(folder);
  logger.info('first', { port: 8123 });
  logger.child('voice').child('espeak').warn('second\nline');
  logger.debug('below the level');
  await logger.close();
  expect(read(folder)).toMatchObject([
    { level: 'info', message: 'first', fields: { port: 8123 } },
    { level: 'warn', part: 'voice/espeak', message: 'second\nline' },
  ]);
});

test('writes no key, token or password, whether in a message, a field, an address or an error', async () => {
  const folder = await newFolder();
  const logger = open(folder, { level: 'debug' });
  const secret = 'S3cr3tS3cr3tS3cr3t';
  logger.info(`GET http://127.0.0.1:8080/stage/?token=${secret}&x=1`);
  logger.info(`Authorization: Bearer ${secret}`);
  logger.info(`PASS oauth:${secret.toLowerCase()}`);
  logger.info(`Cookie: SESSDATA=${secret}; bili_jct=${secret}`);
  logger.info(`{"apiKey":"${secret}","access_token": "${secret}"}`);
  logger.info(`sk-${secret} and https://user:${secret}@host/ and eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${secret}`);
  logger.error('nested', {
    headers: { authorization: `Bearer ${secret}` },
    list: [{ apiKey: secret }],
    cookies: [secret],
    url: `ws://h/ws?token=${secret}`,
  });
  logger.error('thrown', { error: new Error(`401 for api_key=${secret}`, { cause: new Error(`token=${secret}`) }) });
  logger.info('kept', { maxTokens: 400, firstToken: 12, name: 'tokenizer', url: 'http://h/?limit=5' });
  await logger.close();
  const text = readFileSync(join(folder, 'yingxi.log'), 'utf8');
  expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  expect(read(folder).at(-1)?.fields).toEqual({ maxTokens: 400, firstToken: 12, name: 'tokenizer', url: 'http://h/?limit=5' });
});

test('never throws, whatever it is given', async () => {
  const folder = await newFolder();
  const logger = open(folder);
  const loop: Record<string, unknown> = { big: 10n, list: new Float32Array(3), call() {} };
  loop.self = loop;
  Object.defineProperty(loop, 'trap', {
    enumerable: true,
    get() {
      throw new Error('no');
    },
  });
  logger.info('odd', loop);
  logger.info('long', { text: 'x'.repeat(100_000) });
  await logger.close();
  expect(read(folder)).toHaveLength(2);
  expect(statSync(join(folder, 'yingxi.log')).size).toBeLessThan(20_000);
});

test('rotates by size and keeps so many files', async () => {
  const folder = await newFolder();
  const logger = open(folder, { maxBytes: 2000, maxFiles: 3 });
  for (let index = 0; index < 60; index += 1) {
    logger.info(`line ${index} ${'x'.repeat(100)}`);
    await logger.flush();
  }
  await logger.close();
  expect(readdirSync(folder).sort()).toEqual(['yingxi.1.log', 'yingxi.2.log', 'yingxi.log']);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(2000);
  const numbers = ['yingxi.2.log', 'yingxi.1.log', 'yingxi.log'].flatMap((name) =>
    read(folder, name).map((line) => Number(line.message.split(' ')[1])),
  );
  expect(numbers).toEqual(numbers.map((_, index) => 59 - numbers.length + 1 + index));
});

test('goes on when the file cannot be written, and tells how many lines were lost once it can', async () => {
  const folder = await newFolder();
  mkdirSync(join(folder, '..'), { recursive: true });
  writeFileSync(folder, 'a file where the folder should be');
  const logger = open(folder);
  for (let index = 0; index < 7; index += 1) logger.error('nobody reads this');
  await logger.flush();
  rmSync(folder);
  logger.info('back');
  await logger.close();
  expect(read(folder)).toMatchObject([{ message: 'log lines were lost', lines: 7 }, { message: 'back' }]);
});

test('makes its folder only when there is something to write', async () => {
  const folder = await newFolder();
  await open(folder).close();
  expect(existsSync(folder)).toBe(false);
});
