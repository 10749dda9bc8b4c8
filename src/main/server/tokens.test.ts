import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createTokenStore } from './tokens.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'yingxi-tokens-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = (folder = dataDir) => createTokenStore({ dataDir: folder, logger: silentLogger });
const file = (): string => join(dataDir, 'tokens.json');

test('makes three different tokens of 32 random bytes in a file only its owner reads', () => {
  const tokens = open();
  const all = [tokens.studio, tokens.stage, tokens.plugin];
  for (const token of all) expect(token).toMatch(/^[\w-]{43}$/u);
  expect(new Set(all).size).toBe(3);
  expect(tokens.persisted).toBe(true);
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('keeps the tokens between starts', () => {
  const { studio, stage, plugin } = open();
  expect(open()).toMatchObject({ studio, stage, plugin, persisted: true });
});

test('knows whose token it is, and nobody else', () => {
  const tokens = open();
  expect(tokens.scopeOf(tokens.studio)).toBe('studio');
  expect(tokens.scopeOf(tokens.stage)).toBe('stage');
  expect(tokens.scopeOf(tokens.plugin)).toBe('plugin');
  for (const wrong of ['', 'x', tokens.studio.slice(1), `${tokens.studio} `, tokens.studio.toUpperCase()])
    expect(tokens.scopeOf(wrong)).toBeUndefined();
});

test.each([['{'], ['{}'], ['[]'], ['{"studio":"short","stage":"short","plugin":"short"}'], ['']])(
  'replaces the broken file %j and keeps a copy of it',
  (broken) => {
    writeFileSync(file(), broken);
    const { stage } = open();
    expect(readFileSync(`${file()}.broken`, 'utf8')).toBe(broken);
    expect(open().stage).toBe(stage);
  },
);

test('goes on with tokens for this run when they cannot be kept', () => {
  const folder = join(dataDir, 'file');
  writeFileSync(folder, 'in the way');
  const tokens = open(folder);
  expect(tokens.persisted).toBe(false);
  expect(tokens.scopeOf(tokens.stage)).toBe('stage');
});

test('makes the data folder when it is missing', () => {
  const folder = join(dataDir, 'a', 'b');
  expect(open(folder).persisted).toBe(true);
  expect(existsSync(join(folder, 'tokens.json'))).toBe(true);
  mkdirSync(folder, { recursive: true });
});
