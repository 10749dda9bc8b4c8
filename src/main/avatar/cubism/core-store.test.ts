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
    expect(() => inspectCore('live2dcubismcore.min.js', bytes(trap))).not.toThrow();
    expect(Reflect.has(globalThis, 'wasRun')).toBe(false);
  });

  it('reads the version and the newest model format where the file says them', () => {
    const talkative = `/** Live2D Cubism Core 5.1.0 */ var a; ${fakeCubismCoreScript()}; a.MocVersion_42=4; a.MocVersion_50 = 5;`;
    expect(inspectCore('core.js', bytes(talkative))).toEqual({ version: '5.1.0', reads: 'Cubism 5.0' });
    expect(inspectCore('core.js', core)).toEqual({ version: null, reads: null });
  });

  it.each([
    ['an empty file', bytes(''), 'no script'],
    ['a picture', Uint8Array.from({ length: 3000 }, (_, i) => (i * 7) % 256), 'no script'],
    ['a web page', padded('<!doctype html><title>Sign in</title>'), 'web page'],
    ['another library', padded('var three = {};'), 'does not define Live2DCubismCore'],
    ['the runtime of Cubism 2', padded('var Live2DModelWebGL = {};'), 'Cubism 2'],
    ['a library that only uses the Core', padded('if (!window.Live2DCubismCore) throw 1;'), 'uses the Cubism Core but is not it'],
    ['a Core that was cut short', core.slice(0, core.length - 40), 'cut short'],
    ['nine megabytes', new Uint8Array(9_000_000).fill(32), '9 MB'],
  ])('refuses %s with what it is and which file to choose', (_, content, what) => {
    expect(() => inspectCore('core.js', content)).toThrow(what);
    expect(() => inspectCore('core.js', content)).toThrow('live2dcubismcore.min.js');
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
    expect(record).toMatchObject({ licence: { name: expect.stringContaining('Live2D'), url: expect.stringContaining('live2d.com') } });
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
    await expect(store.add('b.js', padded('nothing'))).rejects.toThrow('does not define');
    expect(store.url()).toBe(url);
  });

  it('removes the file, not only its mention', async () => {
    const store = open();
    await store.add('a.js', core);
    await store.remove();
    expect([store.url(), readdirSync(join(folder, 'cubism'))]).toEqual([null, []]);
    expect(changes).toBe(2);
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
