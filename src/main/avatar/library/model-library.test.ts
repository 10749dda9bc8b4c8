import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Host, WorkerLink } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { type ImportJob, isImportOver } from '#shared/avatar/model-import.ts';
import { atOnce } from '../../../../tests/fakes/at-once.ts';
import { createFakeClock, type FakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { live2dFiles, pngFile, tinyVrm, vrmFile, zipFile } from '../../../../tests/fakes/model-files.ts';
import { psdFigure, psdFile } from '../../../../tests/fakes/psd-files.ts';
import { buildImportWorker } from '../../../../tests/support/import-worker.ts';
import type { OpenModelLibrary } from '../library.types.ts';
import { createModelLibrary, type ModelLibraryOptions } from './model-library.ts';

let spawnWorker: Host['spawnWorker'];
beforeAll(async () => {
  spawnWorker = await buildImportWorker('library');
});

let base: string;
let clock: FakeClock;
let library: OpenModelLibrary;
let erased: string[] = [];
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'yingxi-library-'));
  erased = [];
  clock = createFakeClock(Date.now());
  library = open();
  await library.ready;
});
afterEach(async () => {
  await library.close();
  rmSync(base, { recursive: true, force: true });
});

const data = (...path: string[]): string => join(base, 'data', ...path);
function open(over: Partial<ModelLibraryOptions> = {}): OpenModelLibrary {
  return createModelLibrary({
    dataDir: data(),
    resources: join(process.cwd(), 'resources'),
    url: (path) => `/files/key/models/${path}`,
    spawnWorker,
    clock,
    whenCalm: atOnce,
    logger: silentLogger,
    textureLimit: () => 4096,
    takeVtube: (model, fileName) => ({ name: `${model.name} ${fileName}`, taken: [{ what: 'mapping', count: 1 }], left: [] }),
    onErased: (id) => erased.push(id),
    ...over,
  });
}
function file(name: string, bytes: Uint8Array): string {
  mkdirSync(join(base, 'mine'), { recursive: true });
  writeFileSync(join(base, 'mine', name), bytes);
  return join(base, 'mine', name);
}
function jobWhere(id: string, is: (job: ImportJob) => boolean): Promise<ImportJob> {
  return new Promise((resolve) => {
    const check = (): boolean => {
      const job = library.view.get().jobs.find((each) => each.id === id);
      if (job === undefined || !is(job)) return false;
      resolve(job);
      return true;
    };
    if (check()) return;
    const stop = library.view.subscribe(() => check() && stop());
  });
}
const over = (id: string): Promise<ImportJob> => jobWhere(id, isImportOver);
const bring = (name: string, bytes: Uint8Array): Promise<ImportJob> => over(library.importPath(file(name, bytes), undefined));
const imported = () => library.models.get().filter(({ origin }) => origin === 'imported');
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
const leftovers = (): string[] => readdirSync(data('models', '.staging'));

test('has the avatar of a first start before the disk has answered, and its terms soon after', async () => {
  const fresh = open();
  expect(fresh.find(DEFAULT_AVATAR.modelId)).toMatchObject({ origin: 'shipped', url: DEFAULT_AVATAR.url, accepted: true });
  await fresh.ready;
  expect(fresh.find(DEFAULT_AVATAR.modelId)?.meta.author).not.toBe('');
  await fresh.close();
});

test('takes a layered painting in as a puppet, and tells what it understood of it', async () => {
  const job = await bring('Sora.psd', psdFile(psdFigure()));
  expect(job).toMatchObject({ state: 'done', problem: null });
  expect(job.notes).toEqual([{ code: 'rigged-by-names', detail: '9 / 9' }]);
  const [model] = imported();
  expect(model).toMatchObject({ name: 'Sora', format: 'puppet', entry: 'puppet.json' });
  expect(model?.url).toBe(`/files/key/models/${model?.id}/puppet.json`);
  expect(readdirSync(data('models', model?.id ?? ''))).toEqual(expect.arrayContaining(['page-0.png', 'puppet.json']));
});

test('takes a model in, keeps it over a restart, and knows its address, its terms and its picture', async () => {
  const job = await bring('Tiny.vrm', vrmFile());
  expect(job).toMatchObject({ state: 'done', problem: null });
  const [model] = imported();
  expect(model).toMatchObject({ id: job.modelIds[0], name: 'Tiny', format: 'vrm', accepted: false, meta: { author: 'Aki, Bo' } });
  expect(model?.url).toBe(`/files/key/models/${model?.id}/Tiny.vrm`);
  expect(model?.thumbnailUrl).toMatch(/yingxi-thumbnail\.png\?at=\d+$/u);
  expect(leftovers()).toEqual([]);
  await library.accept(model?.id ?? '');
  await library.rename(model?.id ?? '', '小小');
  await library.close();
  library = open();
  await library.ready;
  expect(imported()).toMatchObject([{ id: model?.id, name: '小小', accepted: true, meta: { author: 'Aki, Bo' } }]);
});

test('keeps what a stage learned beside the model', async () => {
  const [id = ''] = (await bring('Tiny.vrm', vrmFile())).modelIds;
  const before = library.find(id);
  const parameters = [{ id: 'ParamAngleX', name: '', min: -30, max: 30, default: 0 }];
  library.learn(id, { ...(before?.description ?? expect.fail()), parameters });
  expect(library.find(id)?.description.parameters).toEqual(parameters);
  await library.close();
  library = open();
  await library.ready;
  expect(library.find(id)?.description.parameters).toEqual(parameters);
});

test('says why a model was refused, keeps the others, and leaves nothing behind', async () => {
  await bring('Tiny.vrm', vrmFile());
  const bad = await bring('Bad.vrm', vrmFile().subarray(0, 900));
  expect(bad).toMatchObject({ state: 'failed', problem: { code: 'truncated' }, modelIds: [] });
  expect(imported()).toHaveLength(1);
  expect(leftovers()).toEqual([]);
  library.dismissImport(bad.id);
  expect(library.view.get().jobs.map(({ id }) => id)).not.toContain(bad.id);
});

test('removes into a trash that gives it back, and deletes for good after a week or when asked', async () => {
  const [first = ''] = (await bring('Tiny.vrm', vrmFile())).modelIds;
  const [second = ''] = (await bring('Hana.zip', zipFile(live2dFiles()))).modelIds;
  await library.remove(first);
  expect(library.find(first)).toBeUndefined();
  expect(library.view.get().removed).toMatchObject([{ id: first, name: 'Tiny' }]);
  await library.restore(first);
  expect(library.find(first)).toMatchObject({ name: 'Tiny' });
  expect(library.view.get().removed).toEqual([]);
  await library.remove(first);
  await library.erase(first);
  expect(existsSync(data('models', '.trash', first))).toBe(false);
  expect(erased).toEqual([first]);
  await library.remove(second);
  await library.close();
  clock.advance(6 * 24 * 3600 * 1000);
  library = open();
  await library.ready;
  expect(library.view.get().removed).toMatchObject([{ id: second }]);
  await library.close();
  clock.advance(2 * 24 * 3600 * 1000);
  library = open();
  await library.ready;
  expect(library.view.get().removed).toEqual([]);
  expect(existsSync(data('models', '.trash', second))).toBe(false);
});

test('leaves the shipped avatars alone and knows of no strangers', async () => {
  expect(await codeOf(library.remove(DEFAULT_AVATAR.modelId))).toBe('forbidden');
  expect(await codeOf(library.rename(DEFAULT_AVATAR.modelId, 'x'))).toBe('forbidden');
  expect(await codeOf(library.remove('0'.repeat(32)))).toBe('not-found');
  expect(await codeOf(library.restore('0'.repeat(32)))).toBe('not-found');
  expect(await codeOf(library.erase(DEFAULT_AVATAR.modelId))).toBe('not-found');
});

test('lists a damaged folder with its reason instead of failing, and clears up after a crash', async () => {
  const [id = ''] = (await bring('Tiny.vrm', vrmFile())).modelIds;
  const [gone = ''] = (await bring('Other.vrm', vrmFile())).modelIds;
  await library.close();
  writeFileSync(data('models', id, '.yingxi.json'), '{"version":1');
  rmSync(data('models', gone, 'Other.vrm'));
  mkdirSync(data('models', '.staging', 'f'.repeat(32), 'files'), { recursive: true });
  mkdirSync(data('models', 'not-an-id'));
  library = open();
  await library.ready;
  expect(
    library.view
      .get()
      .broken.map((each) => each.id)
      .sort(),
  ).toEqual([id, gone].sort());
  expect(imported()).toEqual([]);
  expect(leftovers()).toEqual([]);
  await library.erase(id);
  expect(existsSync(data('models', id))).toBe(false);
});

test('takes uploads piece by piece and begins by itself when all is there', async () => {
  const bytes = vrmFile(tinyVrm('1', pngFile(64, 64)));
  const id = await library.beginUpload('Tiny.vrm', [{ path: 'Tiny.vrm', bytes: bytes.length }], undefined);
  const half = Math.floor(bytes.length / 2);
  expect(await codeOf(library.write(id, 0, half, bytes.subarray(half)))).toBe('conflict');
  await library.write(id, 0, 0, bytes.subarray(0, half));
  expect(library.view.get().jobs[0]).toMatchObject({ state: 'receiving', bytes: half });
  expect(await codeOf(library.write(id, 0, half, Buffer.concat([bytes.subarray(half), Buffer.from('more')])))).toBe('too-large');
  expect(await codeOf(library.write(id, 1, 0, bytes))).toBe('not-found');
  await library.write(id, 0, half, bytes.subarray(half));
  expect((await over(id)).state).toBe('done');
  expect(await codeOf(library.write(id, 0, 0, bytes))).toBe('not-found');
  const [model] = imported();
  expect(readFileSync(data('models', model?.id ?? '', 'Tiny.vrm')).equals(bytes)).toBe(true);
});

test('refuses an upload that leads out of its folder before a byte is sent, and gives up one that falls silent', async () => {
  const bad = await library.beginUpload(
    'x',
    [
      { path: '../../x.vrm', bytes: 5 },
      { path: 'a.vrm', bytes: 5 },
    ],
    undefined,
  );
  expect(await over(bad)).toMatchObject({ state: 'failed', problem: { code: 'unsafe-path' } });
  const id = await library.beginUpload('Tiny.vrm', [{ path: 'Tiny.vrm', bytes: 100 }], undefined);
  clock.advance(59_000);
  await library.write(id, 0, 0, Buffer.alloc(10));
  clock.advance(59_000);
  expect(library.view.get().jobs[0]?.state).toBe('receiving');
  clock.advance(2000);
  expect(await over(id)).toMatchObject({ state: 'failed', problem: { code: 'timeout' } });
  expect(leftovers()).toEqual([]);
});

test('cancels at once, in the middle of an upload and in the middle of the work', async () => {
  const upload = await library.beginUpload('Tiny.vrm', [{ path: 'Tiny.vrm', bytes: 100 }], undefined);
  library.cancelImport(upload);
  expect((await over(upload)).state).toBe('cancelled');
  const work = library.importPath(file('big.vrm', vrmFile(tinyVrm('1', pngFile(3000, 3000)))), undefined);
  await jobWhere(work, ({ state }) => state === 'unpacking' || state === 'checking');
  library.cancelImport(work);
  expect((await over(work)).state).toBe('cancelled');
  expect(imported()).toEqual([]);
  expect(leftovers()).toEqual([]);
});

test('runs two imports at a time and the others after them', async () => {
  await library.close();
  let alive = 0;
  let most = 0;
  library = open({
    spawnWorker: (entry, args) => {
      const link = spawnWorker(entry, args);
      alive += 1;
      most = Math.max(most, alive);
      link.onExit(() => {
        alive -= 1;
      });
      return link;
    },
  });
  await library.ready;
  const ids = Array.from({ length: 5 }, (_, index) => library.importPath(file(`m${index}.vrm`, vrmFile()), undefined));
  expect((await Promise.all(ids.map(over))).map(({ state }) => state)).toEqual(Array(5).fill('done'));
  expect(most).toBe(2);
  expect(imported()).toHaveLength(5);
});

test('outlives an import process that dies or hangs, and says so', async () => {
  await library.close();
  let started: (link: WorkerLink) => void = () => undefined;
  library = open({
    spawnWorker: (entry, args) => {
      const link = spawnWorker(entry, args);
      started(link);
      // It never hears of its order.
      return { ...link, post: () => undefined };
    },
  });
  await library.ready;
  const begin = async (): Promise<{ id: string; link: WorkerLink }> => {
    const spawned = new Promise<WorkerLink>((resolve) => {
      started = resolve;
    });
    const id = library.importPath(file('Tiny.vrm', vrmFile()), undefined);
    return { id, link: await spawned };
  };
  const dies = await begin();
  process.kill(dies.link.pid ?? 0, 'SIGKILL');
  expect(await over(dies.id)).toMatchObject({ state: 'failed', problem: { code: 'worker-lost' } });
  const hangs = await begin();
  await new Promise<void>((resolve) => hangs.link.onMessage(() => resolve()));
  clock.advance(121_000);
  expect(await over(hangs.id)).toMatchObject({ state: 'failed', problem: { code: 'timeout' } });
  expect(leftovers()).toEqual([]);
});

test('keeps a picture that a page took, and none that is no picture', async () => {
  const [id = ''] = (await bring('Hana.zip', zipFile(live2dFiles()))).modelIds;
  expect(library.find(id)?.thumbnailUrl).toBeNull();
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  for (const bad of [base64(pngFile(600, 4)), base64(pngFile(8, 8).subarray(0, 60)), base64(Buffer.from('<svg/>')), 'x'])
    expect(await codeOf(library.setThumbnail(id, bad))).toBe('invalid-input');
  await library.setThumbnail(id, base64(pngFile(64, 64)));
  expect(library.find(id)?.thumbnailUrl).toContain('yingxi-thumbnail.png');
});

test('hands the settings of VTube Studio on, and takes its name and its picture', async () => {
  const settings = { Version: 1, Name: '花', FileReferences: { Icon: 'icon.png', Model: 'Hana.model3.json' } };
  const files = { ...live2dFiles(), 'Hana.vtube.json': Buffer.from(JSON.stringify(settings)), 'icon.png': pngFile(64, 64) };
  const job = await bring('Hana.zip', zipFile(files, 'Hana/'));
  expect(job.vtube).toEqual([{ name: '花 Hana.vtube.json', taken: [{ what: 'mapping', count: 1 }], left: [] }]);
  expect(imported()).toMatchObject([{ name: '花', thumbnailUrl: expect.stringContaining('yingxi-thumbnail.png') }]);
  expect(library.modelByVtubeFile('Hana.vtube.json')).toBe(job.modelIds[0]);
});

test('adds motions to a VRM and lists them for the stage', async () => {
  const [id = ''] = (await bring('Tiny.vrm', vrmFile())).modelIds;
  const urlOf = (): string => library.find(id)?.url ?? '';
  const addresses = new Set([urlOf()]);
  const job = await over(library.importPath(file('wave.vrma', vrmFile()), id));
  expect(job).toMatchObject({ state: 'done', notes: [{ code: 'motions-added', detail: 'wave.vrma' }] });
  expect(JSON.parse(readFileSync(data('models', id, 'motions', 'index.json'), 'utf8'))).toMatchObject([
    { name: 'wave', file: 'wave.vrma' },
  ]);
  addresses.add(urlOf());
  await over(library.importPath(file('wave.vrma', vrmFile()), id));
  await library.rename(id, 'Tinier');
  addresses.add(urlOf());
  // Each time another address, at which stages load it anew.
  expect([...addresses].map((url) => url.replace(/^.*\//u, ''))).toEqual([
    'Tiny.vrm',
    'Tiny.vrm?revision=1',
    'Tiny.vrm?revision=2',
  ]);
  const bad = await over(library.importPath(file('bad.fbx', Buffer.from('nothing')), id));
  expect(bad).toMatchObject({ state: 'failed', problem: { code: 'damaged' } });
  await library.close();
  library = open();
  await library.ready;
  expect(urlOf()).toContain('?revision=2');
});
