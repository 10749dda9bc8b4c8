import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { fakeCubismCoreScript } from '../../../../tests/fakes/cubism-core.ts';
import { createCoreStore } from './core-store.ts';
import { inspectCore } from './inspect-core.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const padded = (text: string): Uint8Array => bytes(text + ' '.repeat(2000));
const core = bytes(fakeCubismCoreScript());

let folder: string;
let changes: number;
const open = () =>
  createCoreStore({
    folder: join(folder, 'cubism'),
    urlOf: (file) => `/files/key/cubism/${file}`,
    now: () => 1234,
    logger: silentLogger,
    changed: () => {
      changes += 1;
    },
  });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-core-'));
  changes = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the look at a Core file', () => {
  it('takes a script that defines Live2DCubismCore, and never runs it', () => {
    const trap = `${fakeCubismCoreScript()}; globalThis.wasRun = true;`;
    expect(inspectCore(bytes(trap))).toEqual({ version: null, reads: null });
    expect(Reflect.has(globalThis, 'wasRun')).toBe(false);
  });

  it('reads the version and the newest model format where the file says them', () => {
    const talkative = `/** Live2D Cubism Core 5.1.0 */ var a; ${fakeCubismCoreScript()}; a.MocVersion_42=4; a.MocVersion_50 = 5;`;
    expect(inspectCore(bytes(talkative))).toEqual({ version: '5.1.0', reads: 'Cubism 5.0' });
  });

  it.each([
    ['an empty file', bytes(''), 'no-script'],
    ['a picture', Uint8Array.from({ length: 3000 }, (_, i) => (i * 7) % 256), 'no-script'],
    ['a web page', padded('<!doctype html><title>Sign in</title>'), 'web-page'],
    ['another library', padded('var three = {};'), 'other-script'],
    ['the runtime of Cubism 2', padded('var Live2DModelWebGL = {};'), 'cubism-2'],
    ['a library that only uses the Core', padded('if (!window.Live2DCubismCore) throw 1;'), 'needs-core'],
    ['a Core that was cut short', core.slice(0, core.length - 40), 'damaged'],
    ['nine megabytes', new Uint8Array(9_000_000).fill(32), 'too-large'],
  ])('tells %s from a Core', (_, content, problem) => {
    expect(inspectCore(content)).toBe(problem);
  });
});

describe('the store of the Core', () => {
  it('keeps the file and the accepted licence over a restart, and tells stages', async () => {
    const store = open();
    expect([store.url(), store.view.get().core]).toEqual([null, null]);
    await store.add('live2dcubismcore.min.js', core);
    expect(changes).toBe(1);
    const again = open();
    expect(again.view.get().core).toMatchObject({ fileName: 'live2dcubismcore.min.js', bytes: core.length, acceptedAt: 1234 });
    const file = again.url()?.split('/').at(-1) ?? '';
    expect(readFileSync(join(folder, 'cubism', file)).equals(core)).toBe(true);
    const record: unknown = JSON.parse(readFileSync(join(folder, 'cubism', 'core.json'), 'utf8'));
    expect(record).toMatchObject({
      licence: { name: expect.stringContaining('Live2D'), url: expect.stringContaining('live2d.com') },
    });
  });

  it('gives another file another address and keeps only the newest', async () => {
    const store = open();
    await store.add('a.js', core);
    const first = store.url();
    await store.add('b.js', bytes(`${fakeCubismCoreScript()} //`));
    expect(store.url()).not.toBe(first);
    expect(readdirSync(join(folder, 'cubism')).filter((name) => name.endsWith('.js'))).toHaveLength(1);
  });

  it('keeps the Core that is there when the next one is none', async () => {
    const store = open();
    await store.add('a.js', core);
    const url = store.url();
    expect(await store.add('b.js', padded('nothing'))).toBe('other-script');
    expect(store.url()).toBe(url);
  });

  it('removes it, brings it back on second thoughts, and forgets the file for good with the next start', async () => {
    const store = open();
    await store.add('a.js', core);
    const url = store.url();
    store.remove();
    expect([store.url(), store.view.get().core]).toEqual([null, null]);
    expect(store.restore()).toBe(true);
    expect(store.url()).toBe(url);
    expect(store.restore()).toBe(false);
    store.remove();
    expect(open().url()).toBeNull();
    expect(readdirSync(join(folder, 'cubism'))).toEqual([]);
    expect(changes).toBe(4);
  });

  it('does not serve a file that somebody changed behind its back', async () => {
    const store = open();
    await store.add('a.js', core);
    const file = join(folder, 'cubism', store.url()?.split('/').at(-1) ?? '');
    writeFileSync(file, 'alert(1)');
    expect(open().url()).toBeNull();
    expect(existsSync(join(folder, 'cubism', 'core.json'))).toBe(false);
  });
});
