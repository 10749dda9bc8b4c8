import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Files,
  imageFiles,
  live2dFiles,
  puppetFiles,
  tinyVrm,
  vrmFile,
  zipFile,
} from '../../../../tests/fakes/model-files.ts';
import { createDice, type Dice, mutateBytes, mutateGlb, mutateJson } from '../../../../tests/fakes/mutations.ts';
import { psdFigure, psdFile } from '../../../../tests/fakes/psd-files.ts';
import { problemFromUnknown } from './import-failure.ts';
import { runImport } from './run-import.ts';

/** Of each kind of seed; more than 2,000 files together. */
const ROUNDS = 290;
/** A single file that takes longer than this hangs, on any machine. */
const HANG_MS = 15_000;

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'yingxi-fuzz-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

interface Outcome {
  readonly code: string;
  readonly message: string;
  readonly ms: number;
}

/** Imports the files as a folder, and clears up as the library does. */
async function bring(files: Files): Promise<Outcome> {
  const staging = join(base, 'staging');
  const source = join(base, 'source');
  for (const folder of [staging, source]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), bytes);
  }
  const startedAt = performance.now();
  const outcome = await runImport(
    { source, owned: false, name: 'dropped', staging, textureLimit: 64 },
    new AbortController().signal,
    () => undefined,
  ).then(
    () => ({ code: 'taken', message: '' }),
    (error: unknown) => {
      const problem = problemFromUnknown(error);
      // A mistake of ours, with the place where it happened.
      return problem.code === 'internal' && error instanceof Error ? { ...problem, message: error.stack ?? '' } : problem;
    },
  );
  return { ...outcome, ms: performance.now() - startedAt };
}

/** What must not grow: heap after a collection, open files. */
function footprint(): { heapMb: number; openFiles: number } {
  // Counted first: the collector would close what was left open.
  const openFiles = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return { heapMb: process.memoryUsage().heapUsed / 1e6, openFiles };
}

const json = (bytes: Uint8Array | undefined): unknown => JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
const bytesOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value) ?? 'null');

/** One file of the folder is broken, its JSON more often by its values than by its bytes. */
function mutateFolder(files: Files, dice: Dice): Files {
  const path = dice.pick(Object.keys(files));
  const bytes = files[path] ?? new Uint8Array(0);
  const isJson = path.endsWith('.json') && dice.roll(4) > 0;
  if (dice.roll(12) === 0) return Object.fromEntries(Object.entries(files).filter(([other]) => other !== path));
  return { ...files, [path]: isJson ? bytesOf(mutateJson(json(bytes), dice)) : mutateBytes(bytes, dice) };
}

const root = resolve(import.meta.dirname, '../../../..');
const shipped = readFileSync(join(root, 'resources/avatars/default.vrm'));
const vtube = bytesOf({
  Version: 1,
  Name: 'Hana',
  FileReferences: { Icon: 'icon.png', Model: 'Hana.model3.json' },
  ParameterSettings: [],
  Hotkeys: [],
});
const live2d: Files = { ...live2dFiles(), 'Hana.vtube.json': vtube };
/** Small: a fuzz round unpacks and rigs it whole. */
const psd = psdFile(
  psdFigure().map(({ at: [x, y, width, height] = [0, 0, 0, 0], ...box }) => ({
    ...box,
    at: [x >> 3, y >> 3, Math.max(1, width >> 3), Math.max(1, height >> 3)] as const,
  })),
  { width: 38, height: 50 },
);
const seeds: Readonly<Record<string, (dice: Dice) => Files>> = {
  'VRM 1.0, bytes': (dice) => ({ 'Tiny.vrm': mutateBytes(vrmFile(), dice) }),
  'VRM 1.0, description': (dice) => ({ 'Tiny.vrm': mutateGlb(vrmFile(), dice) }),
  'VRM 0.x, description': (dice) => ({ 'Tiny.vrm': mutateGlb(vrmFile(tinyVrm('0')), dice) }),
  'Live2D folders': (dice) => mutateFolder(live2d, dice),
  'layered paintings': (dice) => ({ 'Sora.psd': mutateBytes(psd, dice) }),
  puppets: (dice) => mutateFolder(puppetFiles(), dice),
  pictures: (dice) => mutateFolder({ ...imageFiles(), 'image.json': imageJson }, dice),
  archives: (dice) => ({
    'x.zip': mutateBytes(zipFile(dice.pick([live2d, puppetFiles(), { 'Tiny.vrm': vrmFile() }]), 'folder/'), dice),
  }),
};
const imageJson = bytesOf({
  format: 'yingxi-image',
  version: 1,
  name: 'Cat',
  meta: { author: '', licence: '', licenceUrl: '', contact: '', copyright: '', permissions: [] },
  frames: { idle: 'idle.png', speaking: 'talk.png', blink: 'blink.png' },
  sets: [],
  bounce: 0.5,
  silentBrightness: 1,
});

test('takes every seed as long as nobody breaks it', async () => {
  const whole: readonly Files[] = [
    { 'a.vrm': vrmFile() },
    { 'a.vrm': vrmFile(tinyVrm('0')) },
    { 'a.vrm': shipped },
    live2d,
    puppetFiles(),
    { 'Sora.psd': psd },
    { ...imageFiles(), 'image.json': imageJson },
    { 'x.zip': zipFile(live2d) },
  ];
  for (const files of whole) expect(await bring(files)).toMatchObject({ code: 'taken' });
});

test.each(Object.keys(seeds))(
  'survives %s that were broken in many ways: no crash, no hang, no leak, nothing outside',
  async (name) => {
    const dice = createDice(name.length * 7919 + 1);
    const seed = seeds[name];
    for (let warmUp = 0; warmUp < 20; warmUp += 1) await bring(seed?.(dice) ?? {});
    const before = footprint();
    const codes = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { code, message, ms } = await bring(seed?.(dice) ?? {});
      expect(code, `${name}, round ${round}: ${message}`).not.toBe('internal');
      expect(ms, `${name}, round ${round} (${code})`).toBeLessThan(HANG_MS);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(readdirSync(base).sort()).toEqual(['source', 'staging']);
    const after = footprint();
    expect(after.openFiles).toBeLessThanOrEqual(before.openFiles + 2);
    expect(after.heapMb).toBeLessThan(before.heapMb + 30);
    // The mutations bite: something was refused, and for more than one reason.
    expect([...codes.keys()].filter((code) => code !== 'taken').length).toBeGreaterThan(1);
  },
  240_000,
);

test('survives a real avatar whose description or bytes were broken', async () => {
  const dice = createDice(4711);
  for (let round = 0; round < 60; round += 1) {
    const { code, message, ms } = await bring({
      'Ling.vrm': dice.roll(3) === 0 ? mutateBytes(shipped, dice) : mutateGlb(shipped, dice),
    });
    expect(code, `round ${round}: ${message}`).not.toBe('internal');
    expect(ms).toBeLessThan(HANG_MS);
  }
}, 240_000);
