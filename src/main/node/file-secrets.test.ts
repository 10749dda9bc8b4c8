import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createFileSecrets } from './file-secrets.ts';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'yingxi-secrets-'));
const open = (folder: string) => createFileSecrets({ folder, logger: silentLogger, clock: createFakeClock() });
const broken = (folder: string): string[] => readdirSync(folder).filter((name) => name.includes('.broken-'));

test('gives a secret back after a restart, and nothing of it can be read in the files', async () => {
  const folder = await newFolder();
  open(folder).set('llm.apiKey', 'sk-very-secret-值');
  expect(open(folder).get('llm.apiKey')).toBe('sk-very-secret-值');
  for (const name of readdirSync(folder))
    expect(readFileSync(join(folder, name)).toString('latin1')).not.toContain('very-secret');
});

test('lets nobody else read its files', async () => {
  const folder = await newFolder();
  open(folder).set('a', 'b');
  for (const name of ['secrets.key', 'secrets.json']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test('forgets a secret that is set to nothing', async () => {
  const folder = await newFolder();
  const secrets = open(folder);
  secrets.set('a', 'one');
  secrets.set('b', 'two');
  secrets.set('a', '');
  expect(secrets.get('a')).toBeUndefined();
  expect([open(folder).get('a'), open(folder).get('b')]).toEqual([undefined, 'two']);
});

test('moves a broken file aside, starts empty and works on', async () => {
  const folder = await newFolder();
  open(folder).set('a', 'one');
  writeFileSync(join(folder, 'secrets.json'), '{"version":1,"secrets":{"a":');
  const secrets = open(folder);
  expect(secrets.get('a')).toBeUndefined();
  expect(broken(folder)).toHaveLength(1);
  secrets.set('a', 'two');
  expect(open(folder).get('a')).toBe('two');
});

test('refuses a secret that was tampered with or passed off under another name', async () => {
  const folder = await newFolder();
  open(folder).set('a', 'one');
  const file = join(folder, 'secrets.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"a"', '"b"'));
  expect(open(folder).get('b')).toBeUndefined();
  expect(broken(folder)).toHaveLength(1);
});

test('keeps the sealed file aside when its key is gone, and makes a new key', async () => {
  const folder = await newFolder();
  open(folder).set('a', 'one');
  rmSync(join(folder, 'secrets.key'));
  const secrets = open(folder);
  expect(secrets.get('a')).toBeUndefined();
  expect(broken(folder)).toHaveLength(1);
  secrets.set('a', 'two');
  expect(open(folder).get('a')).toBe('two');
});

test('throws and keeps the old value when the secret cannot be stored', async () => {
  const folder = await newFolder();
  const secrets = open(folder);
  secrets.set('a', 'one');
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file where the folder was');
  expect(() => secrets.set('a', 'two')).toThrow(expect.objectContaining({ code: 'storage' }));
  expect(secrets.get('a')).toBe('one');
});
