import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import type { OverlayStates } from '#shared/overlays/overlay-states.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { cut } from './chat-line.ts';
import { createNameVeil } from './name-veil.ts';
import { createOverlayMemory, type OverlayMemory } from './overlay-memory.ts';
import { createPictureFrame } from './pictures/picture-frame.ts';
import { createPictureLibrary } from './pictures/picture-library.ts';
import { createStatusLine } from './status-line.ts';
import { testEvents } from './test-events.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'overlays-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const IDLE: Performance = {
  state: 'idle',
  turnId: null,
  about: null,
  reply: '',
  spokenUntil: 0,
  emotion: 'neutral',
  mind: 'none',
  quietUntilMs: null,
};

describe('status line', () => {
  it('follows what she does, yields to the streamer’s words, and comes back', () => {
    const performance = createCell(IDLE);
    const told: OverlayStates['status'][] = [];
    const line = createStatusLine({ performance, before: '', now: () => 1000, onStatus: (status) => told.push(status) });
    const about = { userName: 'Ann', text: 'hi', kind: 'chat', mergedCount: 1 };
    performance.set({ ...IDLE, state: 'speaking', about });
    line.say(' Break! ');
    performance.set({ ...IDLE, quietUntilMs: 5000 });
    line.say('');
    expect(told).toEqual([
      { deed: 'idle', text: '', about: '' },
      { deed: 'speaking', text: '', about: 'Ann' },
      { deed: 'speaking', text: 'Break!', about: 'Ann' },
      { deed: 'quiet', text: 'Break!', about: '' },
      { deed: 'quiet', text: '', about: '' },
    ]);
  });
});

describe('picture library', () => {
  const png = (width: number): Uint8Array => new Uint8Array(PNG.sync.write(new PNG({ width, height: 2 })));
  const make = (name: string) =>
    createPictureLibrary({ folder: join(folder, name), urlOf: (file) => `/files/${file}`, logger: silent });

  it('takes pictures by what is in them, under names that every system takes', async () => {
    const library = make('a');
    expect(await library.add('../../evil<1>.exe', png(3))).toMatchObject({ fileName: 'evil1.png', width: 3, height: 2 });
    expect((await library.add('evil1.png', png(5))).fileName).toBe('evil1 (2).png');
    await expect(library.add('page.png', new TextEncoder().encode('<svg onload=alert(1)>'))).rejects.toThrow('no PNG');
    await expect(library.add('huge.png', new Uint8Array(11 * 1024 * 1024))).rejects.toThrow('10 MB');
    expect(await readdir(join(folder, 'a'))).toEqual(['evil1 (2).png', 'evil1.png']);
  });

  it('finds what was put into its folder by hand, leaves out what is no picture, and removes', async () => {
    const first = make('b');
    await first.add('one.png', png(1));
    await writeFile(join(folder, 'b', 'notes.png'), 'no picture at all');
    const again = make('b');
    await again.ready;
    expect(again.pictures.get().map(({ fileName }) => fileName)).toEqual(['one.png']);
    await again.remove('one.png');
    await expect(again.remove('one.png')).rejects.toThrow('no picture');
    expect(again.find('one.png')).toBeUndefined();
  });
});

describe('picture frame', () => {
  it('shows a picture for its time, refuses unknown ones, and empties when the picture is removed', () => {
    const clock = createFakeClock();
    const urls = new Map([['a.png', '/a.png']]);
    const told: string[] = [];
    const find = (name: string) => {
      const url = urls.get(name);
      return url === undefined ? undefined : { fileName: name, url, width: 1, height: 1, bytes: 1 };
    };
    const frame = createPictureFrame({ pictures: { find }, clock, before: '', onFrame: ({ url }) => told.push(url) });
    expect(frame.show('no.png', 0)).toBe(false);
    expect(frame.show('a.png', 5)).toBe(true);
    clock.advance(5000);
    expect(frame.show('a.png', 0)).toBe(true);
    urls.clear();
    frame.refresh();
    expect(told).toEqual(['', '/a.png', '', '/a.png', '']);
  });
});

describe('overlay memory', () => {
  const state: OverlayMemory = { lines: [{ a: 1 }], alerts: [], status: 'Break', frame: 'a.png' };
  const make = (file: string, clock = createFakeClock()) => ({
    clock,
    memory: createOverlayMemory({ file: join(folder, file), read: () => state, clock, logger: silent }),
  });

  it('keeps what was changed before a sudden close, and begins empty after a broken file', async () => {
    const { memory } = make('memory.json');
    expect(memory.before).toEqual({ lines: [], alerts: [], status: '', frame: '' });
    memory.changed();
    memory.close();
    expect(make('memory.json').memory.before).toEqual(state);
    await writeFile(join(folder, 'memory.json'), '{"lines": 5');
    expect(make('memory.json').memory.before.lines).toEqual([]);
  });
});

describe('small things', () => {
  it('never cuts a character in two', () => {
    expect(cut('ab😀cd', 3)).toBe('ab…');
    expect(cut('ab😀cd', 4)).toBe('ab😀…');
    expect(cut('short', 10)).toBe('short');
  });

  it('hides names that may not be shown and asks for each once', () => {
    let asked = 0;
    const veil = createNameVeil((text) => {
      asked += 1;
      return text === 'bad' ? undefined : text;
    });
    expect([veil('good'), veil('bad'), veil('good')]).toEqual(['good', '***', 'good']);
    expect(asked).toBe(2);
  });

  it('invents events that are never the same twice and withdraws all of them', () => {
    const ids = ['chat', 'gift', 'raid'].flatMap((event, n) => testEvents(event as 'chat', n, 5, 'en').map(({ id }) => id));
    expect(new Set(ids).size).toBe(3);
    expect(testEvents('retract', 9, 5, 'en').map(({ kind }) => kind)).toEqual(Array(5).fill('retract'));
  });
});
