import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import type { LocalModelState } from '#shared/inference/local-models.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { defaultSettings, type Settings } from '#shared/settings/settings.ts';
import { createImpatientClock } from '../../../../tests/fakes/impatient-clock.ts';
import { type ModelServer, startModelServer } from '../../../../tests/fakes/model-server.ts';
import { onnxFile, piperFiles } from '../../../../tests/fakes/onnx-files.ts';
import { WITHOUT_DISK } from '../../../../tests/support/test-disk.ts';
import type { InferenceView, ModelRuntime } from '../inference.types.ts';
import type { OpenLocalModelLibrary } from '../library.types.ts';
import { canonicalJson } from './canonical-json.ts';
import { createLocalModelLibrary, type LocalModelLibraryOptions } from './local-model-library.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

let base: string;
let clock: ReturnType<typeof createImpatientClock>;
let library: OpenLocalModelLibrary;
let settings: Settings['inference'];
const runtime = createCell<InferenceView>({ processes: [], models: [], providers: [] });
let unloaded: string[] = [];

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'yingxi-local-models-'));
  clock = createImpatientClock(20_000);
  settings = defaultSettings().inference;
  unloaded = [];
  runtime.set({ processes: [], models: [], providers: [] });
  shipDetector();
  writeLists([voiceManifest()]);
  library = await open();
});
afterEach(async () => {
  await library.close();
  rmSync(base, { recursive: true, force: true });
});

const models = (...path: string[]): string => join(base, 'models', ...path);
const data = (...path: string[]): string => join(base, 'data', 'local-models', ...path);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function open(over: Partial<LocalModelLibraryOptions> = {}): Promise<OpenLocalModelLibrary> {
  const opened = createLocalModelLibrary({
    dataDir: join(base, 'data'),
    modelsDir: models(),
    clock,
    logger: silentLogger,
    settings: () => settings,
    inference: { view: runtime, unload: (key) => void unloaded.push(key) },
    ...over,
  });
  await opened.ready;
  return opened;
}

const DETECTOR = onnxFile({ inputs: ['input', 'state', 'sr'] });
function shipDetector(): void {
  mkdirSync(models('silero-vad'), { recursive: true });
  mkdirSync(models('other-things'), { recursive: true });
  writeFileSync(models('silero-vad', 'vad.onnx'), DETECTOR);
  const file = { path: 'vad.onnx', role: 'model', bytes: DETECTOR.length, sha256: sha256(DETECTOR) };
  const manifest = { ...voiceManifest(), id: 'silero-vad-v5', name: 'Silero', task: 'vad', engine: 'silero-vad', files: [file] };
  writeFileSync(models('silero-vad', 'manifest.json'), JSON.stringify(manifest));
}

const VOICE = piperFiles('zh_CN-test-medium', 'zh_CN', 200_000);
/** A voice of two files, offered by the server. */
function voiceManifest(id = 'piper-test'): ModelManifest {
  const files = Object.entries(VOICE).map(([name, bytes]) => {
    server.put(`/${id}/${name}`, bytes);
    const role = name.endsWith('.json') ? 'config' : 'model';
    return { path: name, role, bytes: bytes.length, sha256: sha256(bytes), url: `${server.origin}/${id}/${name}` };
  });
  return {
    id,
    name: `Piper ${id}`,
    task: 'tts',
    engine: 'piper',
    languages: ['zh'],
    licence: { name: 'CC0', commercialUse: true },
    source: 'https://example.org/',
    files,
    memoryBytes: 100_000_000,
    options: {},
  };
}
function writeLists(offers: readonly unknown[], keys: readonly unknown[] = []): void {
  writeFileSync(models('catalogue.json'), JSON.stringify({ version: 1, name: 'ours', models: offers }));
  writeFileSync(models('keys.json'), JSON.stringify({ version: 1, keys }));
}

const stateOf = (id: string, of = library): LocalModelState | undefined =>
  of.view.get().find(({ manifest }) => manifest.id === id)?.state;
function until(id: string, is: (state: LocalModelState) => boolean, of = library): Promise<LocalModelState> {
  return new Promise((resolve) => {
    const check = (): boolean => {
      const state = stateOf(id, of);
      if (state === undefined || !is(state)) return false;
      resolve(state);
      return true;
    };
    if (check()) return;
    const stop = of.view.subscribe(() => check() && stop());
  });
}
const settled = (id: string, of = library): Promise<LocalModelState> =>
  until(id, ({ name }) => name === 'installed' || name === 'failed', of);
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

test('finds shipped models without asking any network, and offers what the list has', () => {
  const asked = server.requests.length;
  expect(library.installed('vad').map(({ id }) => id)).toEqual(['silero-vad-v5']);
  expect(library.source('silero-vad-v5')).toEqual({
    key: 'silero-vad-v5',
    engine: 'silero-vad',
    files: { model: models('silero-vad', 'vad.onnx') },
    options: {},
    provider: 'auto',
  });
  expect(stateOf('piper-test')).toEqual({ name: 'available' });
  expect(library.source('piper-test')).toBeUndefined();
  expect(server.requests).toHaveLength(asked);
});

test('downloads a model of several files, and has it at the next start without a network', async () => {
  const told: LocalModelState[] = [];
  library.view.subscribe(() => told.push(stateOf('piper-test') ?? { name: 'available' }));
  library.download('piper-test');
  expect(await settled('piper-test')).toEqual({ name: 'installed', origin: 'downloaded' });
  expect(told.some(({ name }) => name === 'downloading')).toBe(true);
  expect(told.some(({ name }) => name === 'verifying')).toBe(true);
  const source = library.source('piper-test');
  expect(readFileSync(source?.files.model ?? '')).toEqual(VOICE['zh_CN-test-medium.onnx']);
  expect(readFileSync(source?.files.config ?? '')).toEqual(VOICE['zh_CN-test-medium.onnx.json']);
  expect(readdirSync(data('.downloads'))).toEqual([]);
  await library.close();
  const asked = server.requests.length;
  library = await open();
  expect(stateOf('piper-test')).toEqual({ name: 'installed', origin: 'downloaded' });
  expect(library.installed('tts').map(({ id }) => id)).toEqual(['piper-test']);
  expect(server.requests).toHaveLength(asked);
  expect(() => library.download('piper-test')).toThrow(/here already/u);
});

test('pauses in the middle, and goes on after a restart of the program from the same byte', async () => {
  const path = '/piper-test/zh_CN-test-medium.onnx';
  server.plan(path, { kind: 'stall', after: 120_000 });
  library.download('piper-test');
  await server.stalled(path);
  await until('piper-test', (state) => state.name === 'downloading' && state.receivedBytes >= 120_000);
  library.pause('piper-test');
  const paused = await until('piper-test', ({ name }) => name === 'paused');
  expect(paused).toMatchObject({ name: 'paused', bytesPerSecond: 0 });
  await library.close();
  library = await open();
  const later = stateOf('piper-test');
  expect(later).toMatchObject({ name: 'paused' });
  const received = later?.name === 'paused' ? later.receivedBytes : 0;
  expect(received).toBeGreaterThanOrEqual(120_000);
  library.download('piper-test');
  expect(await settled('piper-test')).toMatchObject({ name: 'installed' });
  const ranges = server.requests.filter((request) => request.path === path).map(({ range }) => range);
  expect(ranges.at(-1)).toBe('bytes=120000-');
});

test('survives a kill in the middle: nothing is installed that is not whole', async () => {
  const path = '/piper-test/zh_CN-test-medium.onnx';
  server.plan(path, { kind: 'stall', after: 60_000 });
  library.download('piper-test');
  await server.stalled(path);
  await until('piper-test', (state) => state.name === 'downloading' && state.receivedBytes >= 60_000);
  // As after a power cut: another run opens the same folder while this one never said good-bye.
  const next = await open();
  expect(stateOf('piper-test', next)).toMatchObject({ name: 'paused' });
  expect(next.installed('tts')).toEqual([]);
  await library.close();
  next.download('piper-test');
  expect(await settled('piper-test', next)).toMatchObject({ name: 'installed' });
  expect(readFileSync(next.source('piper-test')?.files.model ?? '')).toEqual(VOICE['zh_CN-test-medium.onnx']);
  await next.close();
});

test('gives up a download with all that came of it', async () => {
  const path = '/piper-test/zh_CN-test-medium.onnx';
  server.plan(path, { kind: 'stall', after: 50_000 });
  library.download('piper-test');
  await server.stalled(path);
  await library.cancel('piper-test');
  expect(stateOf('piper-test')).toEqual({ name: 'available' });
  expect(readdirSync(data('.downloads'))).toEqual([]);
  expect(await codeOf(library.cancel('piper-test'))).toBe('not-found');
});

test('says why a download failed, and goes on when asked again', async () => {
  server.plan('/piper-test/zh_CN-test-medium.onnx', { kind: 'corrupt' });
  library.download('piper-test');
  const failed = await settled('piper-test');
  expect(failed).toMatchObject({ name: 'failed', problem: 'wrong-checksum' });
  expect(failed.name === 'failed' && failed.message).toMatch(/mirror/u);
  library.download('piper-test');
  expect(await settled('piper-test')).toMatchObject({ name: 'installed' });
});

test('stops when the disk has no room, before anything is asked for', async () => {
  await library.close();
  library = await open({ freeBytes: async () => 1000 });
  const asked = server.requests.length;
  library.download('piper-test');
  expect(await settled('piper-test')).toMatchObject({ name: 'failed', problem: 'disk-full' });
  expect(server.requests).toHaveLength(asked);
});

test('says that the disk is full when it really is, keeps what came and goes on with more room', async (context) => {
  const disk = join(base, 'small-disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return context.skip(WITHOUT_DISK);
  }
  try {
    const small = await open({ dataDir: disk, freeBytes: async () => undefined });
    small.download('piper-test');
    const failed = await settled('piper-test', small);
    expect(failed).toMatchObject({ name: 'failed', problem: 'disk-full' });
    expect(failed.name === 'failed' && failed.receivedBytes).toBeGreaterThan(20_000);
    execFileSync('mount', ['-o', 'remount,size=2m', disk], { stdio: 'ignore' });
    small.download('piper-test');
    expect(await settled('piper-test', small)).toMatchObject({ name: 'installed' });
    await small.close();
  } finally {
    execFileSync('umount', [disk], { stdio: 'ignore' });
  }
});

test('fetches from the mirror that the streamer set, and from nowhere else', async () => {
  const bytes = VOICE['zh_CN-test-medium.onnx'] ?? Buffer.alloc(0);
  server.put('/mirror/rhasspy/x.onnx', bytes);
  const file = {
    path: 'x.onnx',
    role: 'model',
    bytes: bytes.length,
    sha256: sha256(bytes),
    url: 'https://huggingface.co/rhasspy/x.onnx',
  };
  writeLists([{ ...voiceManifest('mirrored'), files: [file] }]);
  await library.close();
  library = await open();
  settings = { ...settings, mirror: `${server.origin}/mirror/` };
  library.download('mirrored');
  expect(await settled('mirrored')).toMatchObject({ name: 'installed' });
  settings = { ...settings, mirror: 'http://mirror.example.com' };
  await library.remove('mirrored', false);
  library.download('mirrored');
  expect(await settled('mirrored')).toMatchObject({ name: 'failed', problem: 'insecure' });
});

test('removes into a trash that lasts until the next start, and never a model in use without a word', async () => {
  library.download('piper-test');
  await settled('piper-test');
  runtime.set({ ...runtime.get(), models: [loaded('piper-test#fast')] });
  expect(library.view.get().find(({ manifest }) => manifest.id === 'piper-test')?.inUse).toBe(true);
  expect(await codeOf(library.remove('piper-test', false))).toBe('conflict');
  await library.remove('piper-test', true);
  expect(unloaded).toEqual(['piper-test']);
  expect(library.source('piper-test')).toBeUndefined();
  expect(library.state.get().removed).toMatchObject([{ id: 'piper-test' }]);
  await library.restore('piper-test');
  expect(stateOf('piper-test')).toMatchObject({ name: 'installed' });
  await library.remove('piper-test', true);
  await library.close();
  library = await open();
  expect(await codeOf(library.restore('piper-test'))).toBe('not-found');
  expect(readdirSync(data('.trash'))).toEqual([]);
  expect(stateOf('piper-test')).toEqual({ name: 'available' });
  expect(await codeOf(library.remove('silero-vad-v5', false))).toBe('forbidden');
});

const loaded = (key: string): ModelRuntime => ({
  key,
  role: 'voice',
  provider: 'cpu',
  loadMs: 1,
  memoryBytes: 1,
  realTimeFactor: undefined,
  runs: 0,
  failures: 0,
});

test('finds damaged files at the start and by a check, and mends them with a download', async () => {
  library.download('piper-test');
  await settled('piper-test');
  const file = data('piper-test', 'zh_CN-test-medium.onnx');
  const bytes = readFileSync(file);
  bytes[100] = 255 - (bytes[100] ?? 0);
  writeFileSync(file, bytes);
  await library.check('piper-test');
  expect(stateOf('piper-test')).toMatchObject({ name: 'failed', problem: 'damaged' });
  expect(library.installed('tts')).toEqual([]);
  library.download('piper-test');
  expect(await until('piper-test', ({ name }) => name === 'installed')).toMatchObject({ origin: 'downloaded' });
  await library.check('piper-test');
  expect(stateOf('piper-test')).toMatchObject({ name: 'installed' });
  writeFileSync(file, bytes.subarray(0, 50));
  await library.close();
  library = await open();
  expect(stateOf('piper-test')).toMatchObject({ name: 'failed', problem: 'damaged', detail: 'zh_CN-test-medium.onnx' });
  rmSync(file);
  await library.close();
  library = await open();
  expect(stateOf('piper-test')).toMatchObject({ name: 'failed', problem: 'missing-files' });
});

test('tries the chosen model of a task first, then the newest', async () => {
  writeLists([voiceManifest('one'), { ...voiceManifest('two'), files: voiceManifest('two').files.slice(0, 1) }]);
  await library.close();
  library = await open();
  library.download('one');
  await settled('one');
  clock.advance(1000);
  library.download('two');
  await settled('two');
  expect(library.installed('tts').map(({ id }) => id)).toEqual(['two', 'one']);
  settings = { ...settings, models: { tts: 'one' } };
  expect(library.installed('tts').map(({ id }) => id)).toEqual(['one', 'two']);
});

test('lets three files come at a time, of all models together', async () => {
  const offers = ['a', 'b', 'c'].map((id) => voiceManifest(id));
  writeLists(offers);
  await library.close();
  library = await open();
  for (const { id, files } of offers) {
    for (const { url } of files) server.plan(new URL(url ?? '').pathname, { kind: 'hang' });
    library.download(id);
  }
  const began = server.requests.length;
  await until('c', (state) => state.name === 'downloading' && state.waiting);
  await expect.poll(() => server.requests.length - began).toBe(3);
  for (const { id } of offers) await library.cancel(id);
  expect(offers.map(({ id }) => stateOf(id))).toEqual([{ name: 'available' }, { name: 'available' }, { name: 'available' }]);
});

test('adds a list of somebody else: signed entries are known as such, wrongly signed ones left out, and it works offline later', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const signed = { ...voiceManifest('signed-one'), novelty: 1 };
  const signature = sign(null, Buffer.from(canonicalJson(signed)), privateKey).toString('base64');
  const list = {
    version: 1,
    name: 'Friends',
    models: [
      { ...signed, signature },
      { ...voiceManifest('forged'), signature },
      voiceManifest('unsigned-one'),
      { ...voiceManifest('piper-test'), name: 'Not ours' },
      { ...voiceManifest('escapes'), files: [{ ...voiceManifest('escapes').files[0], path: '../../x.onnx' }] },
      'nonsense',
    ],
  };
  server.put('/list.json', Buffer.from(JSON.stringify(list)));
  writeLists([voiceManifest()], [{ name: 'Friend', key: raw }]);
  await library.close();
  settings = { ...settings, catalogueUrl: `${server.origin}/list.json` };
  library = await open();
  expect(library.state.get().catalogue).toMatchObject({ fetchedAt: null, models: 0 });
  await library.refreshCatalogue();
  const trust = (): Record<string, string> =>
    Object.fromEntries(library.view.get().map((model) => [model.manifest.id, model.trust]));
  const expected = { 'piper-test': 'built-in', 'signed-one': 'signed', 'unsigned-one': 'unsigned', 'silero-vad-v5': 'built-in' };
  expect(trust()).toEqual(expected);
  expect(library.state.get().catalogue).toMatchObject({ name: 'Friends', models: 3, leftOut: 3, problem: null });
  await library.close();
  const asked = server.requests.length;
  library = await open();
  expect(trust()).toEqual(expected);
  expect(server.requests).toHaveLength(asked);
});

test('says what is wrong with a list, and keeps the last good one', async () => {
  settings = { ...settings, catalogueUrl: `${server.origin}/lists/mine.json` };
  server.put('/lists/mine.json', Buffer.from(JSON.stringify({ version: 1, models: [voiceManifest('friend')] })));
  await library.refreshCatalogue();
  for (const [bytes, problem] of [
    ['<html>', 'not-a-list'],
    ['{"version":2,"models":[]}', 'not-a-list'],
    [' '.repeat(4_100_000), 'not-a-list'],
  ] as const) {
    server.put('/lists/mine.json', Buffer.from(bytes));
    await library.refreshCatalogue();
    expect(library.state.get().catalogue).toMatchObject({ problem, models: 1, busy: false });
    expect(stateOf('friend')).toEqual({ name: 'available' });
  }
  settings = { ...settings, catalogueUrl: 'http://lists.example.com/x' };
  await library.refreshCatalogue();
  expect(library.state.get().catalogue).toMatchObject({ problem: 'insecure', models: 0 });
  settings = { ...settings, catalogueUrl: '' };
  expect(await codeOf(library.refreshCatalogue())).toBe('invalid-input');
});

test('starts with a damaged folder, list and download beside healthy models', async () => {
  library.download('piper-test');
  await settled('piper-test');
  await library.close();
  mkdirSync(data('half'), { recursive: true });
  mkdirSync(data('.downloads', 'odd'), { recursive: true });
  writeFileSync(data('.downloads', 'odd', 'download.json'), '{"version":1');
  writeFileSync(data('catalogue.json'), '{');
  mkdirSync(data('.staging', 'f'.repeat(32)), { recursive: true });
  writeFileSync(models('keys.json'), 'x');
  settings = { ...settings, catalogueUrl: 'https://example.org/list.json' };
  library = await open();
  expect(stateOf('piper-test')).toMatchObject({ name: 'installed' });
  expect(existsSync(data('.downloads', 'odd'))).toBe(false);
  expect(readdirSync(data('.staging'))).toEqual([]);
  rmSync(models('catalogue.json'));
  await library.close();
  library = await open();
  expect(library.installed('tts')).toHaveLength(1);
  expect(statSync(data('half')).isDirectory()).toBe(true);
});
