import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createFakeClock, type FakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createWindowStateStore, type Placement } from './window-state.ts';

const placementAt = (x: number): Placement => ({ bounds: { x, y: 20, width: 1200, height: 700 }, maximized: false });

describe('window state', () => {
  let folder: string;
  let file: string;
  let clock: FakeClock;
  const open = (path = file) => createWindowStateStore({ file: path, clock, logger: silentLogger });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingxi-windows-'));
    file = join(folder, 'windows.json');
    clock = createFakeClock();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives a window its place back after a restart', () => {
    const store = open();
    store.remember('studio', 'desk', placementAt(10));
    store.close();
    expect(open().placement('studio', 'desk')).toEqual(placementAt(10));
  });

  it('keeps a place for each desk, and offers the last one at a desk it does not know', () => {
    const store = open();
    store.remember('stage', 'home', placementAt(1));
    store.remember('stage', 'studio', placementAt(2));
    expect(store.placement('stage', 'home')).toEqual(placementAt(1));
    expect(store.placement('stage', 'train')).toEqual(placementAt(2));
    expect(store.placement('studio', 'home')).toBeUndefined();
  });

  it('writes once for a whole drag', () => {
    let timers = 0;
    const counting = {
      ...clock,
      after: (delayMs: number, task: () => void) => {
        timers += 1;
        return clock.after(delayMs, task);
      },
    };
    const store = createWindowStateStore({ file, clock: counting, logger: silentLogger });
    for (let x = 0; x < 100; x += 1) store.remember('stage', 'desk', placementAt(x));
    expect(() => readFileSync(file)).toThrow();
    clock.advance(500);
    expect(timers).toBe(1);
    expect(JSON.parse(readFileSync(file, 'utf8')).windows.stage.last).toEqual(placementAt(99));
  });

  it('forgets the desk that was not used for longest when there are too many', () => {
    const store = open();
    for (let desk = 0; desk < 9; desk += 1) store.remember('stage', `desk ${desk}`, placementAt(desk));
    expect(store.placement('stage', 'desk 0')).toEqual(placementAt(8));
    expect(store.placement('stage', 'desk 1')).toEqual(placementAt(1));
    store.close();
    expect(open().placement('stage', 'desk 1')).toEqual(placementAt(1));
  });

  it.each([
    ['half a file', '{"version":1,"win'],
    ['another version', '{"version":2,"windows":{},"theme":"auto"}'],
    [
      'bounds that are no numbers',
      '{"version":1,"theme":"auto","windows":{"studio":{"last":{"bounds":{"x":null,"y":0,"width":1,"height":1},"maximized":false},"layouts":[]}}}',
    ],
    [
      'a window of no size',
      '{"version":1,"theme":"auto","windows":{"studio":{"last":{"bounds":{"x":0,"y":0,"width":0,"height":0},"maximized":false},"layouts":[]}}}',
    ],
    ['a list', '[]'],
  ])('opens windows at their first places when the file holds %s', (_what, text) => {
    writeFileSync(file, text);
    const store = open();
    expect(store.placement('studio', 'desk')).toBeUndefined();
    store.remember('studio', 'desk', placementAt(3));
    store.close();
    expect(open().placement('studio', 'desk')).toEqual(placementAt(3));
  });

  it('goes on when the folder cannot be written', () => {
    const store = open(join(folder, 'missing', 'windows.json'));
    store.remember('studio', 'desk', placementAt(4));
    expect(() => store.close()).not.toThrow();
    expect(store.placement('studio', 'desk')).toEqual(placementAt(4));
  });

  it('remembers the theme for the colour of the next start', () => {
    const store = open();
    expect(store.theme()).toBe('auto');
    store.rememberTheme('dark');
    store.close();
    expect(open().theme()).toBe('dark');
  });
});
