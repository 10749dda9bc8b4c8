import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { HealthReport } from '#shared/health.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../tests/support/built-entry.ts';
import { mountTestDisk, WITHOUT_DISK } from '../../../tests/support/test-disk.ts';
import { createSettingsStore } from './settings-store.ts';

interface Setup {
  readonly text?: string;
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

async function setUp({ text, folder, environment = {} }: Setup = {}) {
  const file = join(folder ?? (await temporaryFolder()), 'settings.json');
  if (text !== undefined) writeFileSync(file, text);
  const health: HealthReport[] = [];
  const clock = createFakeClock();
  const store = createSettingsStore({ file, environment, clock, logger: silentLogger, report: (report) => health.push(report) });
  return {
    store,
    clock,
    health,
    onDisk: (): unknown => JSON.parse(readFileSync(file, 'utf8')),
    files: () => readdirSync(dirname(file)),
    backup: () => {
      const name = readdirSync(dirname(file)).find((entry) => entry.includes('.broken-'));
      return name === undefined ? undefined : readFileSync(join(dirname(file), name), 'utf8');
    },
  };
}

test('starts from defaults without writing anything', async () => {
  const { store, files, health } = await setUp();
  expect(store.current()).toEqual(defaultSettings());
  await store.close();
  expect(files()).toEqual([]);
  expect(health.at(-1)).toEqual({ status: 'ready' });
});

test('saves a change within 100 ms by itself, and gives it back after a restart', async () => {
  const folder = await temporaryFolder();
  const first = await setUp({ folder });
  first.store.update({ voice: { rate: 1.5 }, stage: { captions: { size: 2 } } });
  first.clock.advance(100);
  await first.store.flush();
  expect(first.onDisk()).toMatchObject({ version: 1, voice: { rate: 1.5, volume: 0.9 }, stage: { captions: { size: 2 } } });
  const second = await setUp({ folder });
  expect(second.store.current()).toEqual(first.store.current());
  await Promise.all([first.store.close(), second.store.close()]);
});

test('writes what is pending when it closes, and leaves no temporary file', async () => {
  const { store, onDisk, files } = await setUp();
  for (let index = 0; index <= 50; index += 1) store.update({ brain: { historyTurns: index } });
  await store.close();
  await store.close();
  expect(onDisk()).toMatchObject({ brain: { historyTurns: 50 } });
  expect(files()).toEqual(['settings.json']);
});

test('refuses a wrong value or an unknown setting by name and changes nothing', async () => {
  const { store } = await setUp();
  const seen: number[] = [];
  store.onChange((settings) => seen.push(settings.voice.rate));
  expect(() => store.update({ voice: { rate: 9, pitch: 3 } })).toThrow(/voice\.rate/);
  expect(() => store.update({ voice: { speed: 1 } })).toThrow(/voice\.speed/);
  expect(() => store.update({ persona: { examples: [{ viewer: 'x' }] } })).toThrow(/persona\.examples\.0\.her/);
  expect(() => store.update({ version: 2 })).toThrow(/version/);
  expect(() => store.update(Object([]))).toThrow(/object/);
  expect(store.current()).toEqual(defaultSettings());
  expect(seen).toEqual([]);
  await store.close();
});

test('tells listeners once per visible change, goes on when one of them throws, and freezes what it hands out', async () => {
  const { store } = await setUp();
  const seen: number[] = [];
  store.onChange(() => {
    throw new Error('a listener of somebody else');
  });
  const end = store.onChange((settings) => seen.push(settings.voice.rate));
  store.update({ voice: { rate: 1.2 } });
  store.update({ voice: { rate: 1.2 } });
  end();
  store.update({ voice: { rate: 1.3 } });
  expect(seen).toEqual([1.2]);
  expect(() => Object.assign(store.current().voice, { rate: 2 })).toThrow();
  await store.close();
});

test('heals field by field, keeping a backup of the broken file taken before', async () => {
  const text = JSON.stringify({ version: 1, voice: { rate: 'quick', pitch: 3 }, persona: { name: '影子' }, twitch: 5 });
  const { store, health, backup, clock, onDisk } = await setUp({ text });
  expect(store.current()).toMatchObject({ voice: { rate: 1, pitch: 3 }, persona: { name: '影子' }, twitch: { enabled: false } });
  expect(backup()).toBe(text);
  expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'settings-healed' });
  expect(health.at(-1)?.message).toMatch(/voice\.rate.*twitch/);
  clock.advance(100);
  await store.flush();
  expect(onDisk()).toEqual(store.current());
  await store.close();
});

test.each([
  ['half a document', '{"version":1,"voice":{"ra'],
  ['no JSON', '\u0000\u0000\u0000'],
  ['an empty file', ''],
  ['a list', '[1,2]'],
])('starts with defaults from %s, keeps it as a backup and says so', async (_name, text) => {
  const { store, health, backup } = await setUp({ text });
  expect(store.current()).toEqual(defaultSettings());
  expect(backup()).toBe(text);
  expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'settings-healed' });
  await store.close();
});

test('does not touch a file of a newer program, keeps a copy before its own first change, and says what to do', async () => {
  const text = JSON.stringify({ version: 999, voice: { rate: 2 } });
  const { store, health, backup, onDisk } = await setUp({ text });
  expect(store.current()).toEqual(defaultSettings());
  expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'settings-from-newer-version' });
  await store.flush();
  expect(onDisk()).toEqual(JSON.parse(text));
  store.update({ theme: 'dark' });
  await store.close();
  expect(backup()).toBe(text);
  expect(onDisk()).toMatchObject({ version: 1, theme: 'dark' });
});

test('shows the environment’s values but never writes them', async () => {
  const { store, onDisk, health } = await setUp({ environment: { YINGXI_VOICE_RATE: '1.9', YINGXI_SERVER_PORT: 'web' } });
  expect(store.current().voice.rate).toBe(1.9);
  expect(store.fixedByEnvironment).toEqual(['voice.rate']);
  expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'environment-invalid' });
  expect(health.at(-1)?.message).toContain('YINGXI_SERVER_PORT');
  expect(store.update({ voice: { rate: 0.7, pitch: 1 } }).voice).toMatchObject({ rate: 1.9, pitch: 1 });
  await store.close();
  expect(onDisk()).toMatchObject({ voice: { rate: 0.7, pitch: 1 } });
});

test('goes on in memory on a full disk, says so, leaves the old file whole, and saves when there is room', async (context) => {
  const disk = await mountTestDisk(64 * 1024);
  if (!disk) return context.skip(WITHOUT_DISK);
  try {
    const { store, health, onDisk, clock } = await setUp({
      folder: disk.folder,
      text: JSON.stringify({ version: 1, theme: 'dark' }),
    });
    const filler = join(disk.folder, 'filler');
    writeFileSync(filler, Buffer.alloc(60 * 1024));
    store.update({ persona: { faq: 'x'.repeat(20_000) } });
    await expect(store.flush()).rejects.toMatchObject({ code: 'storage' });
    expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'disk-full' });
    expect(store.current().persona.faq).toHaveLength(20_000);
    expect(onDisk()).toEqual({ version: 1, theme: 'dark' });
    writeFileSync(filler, '');
    clock.advance(5000);
    await store.flush();
    expect(health.at(-1)).toEqual({ status: 'ready' });
    expect(onDisk()).toMatchObject({ theme: 'dark', persona: { faq: 'x'.repeat(20_000) } });
    await store.close();
  } finally {
    disk.unmount();
  }
});

test('goes on in memory when the folder may not be written, and names the folder', async (context) => {
  const disk = await mountTestDisk(64 * 1024);
  if (!disk) return context.skip(WITHOUT_DISK);
  try {
    const { store, health } = await setUp({ folder: disk.folder, text: JSON.stringify({ version: 1, theme: 'dark' }) });
    disk.readOnly(true);
    store.update({ language: 'ja' });
    await expect(store.flush()).rejects.toThrow(disk.folder);
    expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'not-writable' });
    expect(store.current().language).toBe('ja');
    await store.close();
  } finally {
    disk.unmount();
  }
});

test('never replaces a file that it could not read', async () => {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, 'settings.json'));
  const { store, health } = await setUp({ folder });
  expect(health.at(-1)).toMatchObject({ status: 'degraded', reason: 'settings-unreadable' });
  store.update({ theme: 'dark' });
  await expect(store.flush()).rejects.toMatchObject({ code: 'storage' });
  await store.close();
  expect(readdirSync(folder)).toEqual(['settings.json']);
});
