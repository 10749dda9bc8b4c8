import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import type { Track } from '#shared/music/music.ts';
import { type MusicSettings, settingsSchema } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { findTrack } from './find-track.ts';
import { createMusicDesk } from './music-desk.ts';
import { createMusicLibrary } from './music-library.ts';
import { createPlayOrder } from './play-order.ts';
import { namesFromFile } from './track-file.ts';

/** A second of quiet 8 kHz mono sound; `tone` makes files differ. */
function wav(tone: number, seconds = 1): Uint8Array {
  const samples = 8000 * seconds;
  const bytes = Buffer.alloc(44 + samples);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + samples, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(8000, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples, 40);
  bytes.fill(128 + tone, 44);
  return bytes;
}

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

async function setUp(titles: readonly string[] = ['A', 'B', 'C'], change: Partial<MusicSettings> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'yingxi-music-'));
  const clock = createFakeClock();
  const library = createMusicLibrary({ dataDir, clock, logger: silentLogger, report: () => undefined });
  const add = async (name: string, bytes: Uint8Array): Promise<void> => {
    const { id } = await library.begin(name, bytes.length);
    await library.write(id, 0, 0, bytes.subarray(0, 20));
    await library.write(id, 0, 20, bytes.subarray(20));
  };
  for (const [index, title] of titles.entries()) await add(`${title}.wav`, wav(index));
  const performance = createCell(IDLE);
  const settings = { ...settingsSchema.parse({ version: 1 }).music, shuffle: false, ...change };
  let muted = false;
  const desk = createMusicDesk({
    library,
    settings: () => settings,
    urlOf: (fileName) => `/files/k/music/${fileName}`,
    performance,
    muted: () => muted,
    clock,
    random: () => 0.5,
  });
  const report = (
    playerId: string,
    positionSeconds: number,
    state: 'playing' | 'ended' | 'failed' | 'blocked' = 'playing',
  ): void => desk.report({ playerId, turn: desk.orderFor(playerId).turn, state, positionSeconds, seconds: 0 });
  const mute = (): void => {
    muted = true;
    desk.refresh();
  };
  return { dataDir, clock, library, add, performance, settings, desk, report, mute, title: () => desk.view.get().track?.title };
}

describe('the music library', () => {
  it('takes files in by pieces, reads their length, and has them at the next start', async () => {
    const { dataDir, library, clock } = await setUp(['周杰伦 - 晴天']);
    expect(library.tracks.get()).toMatchObject([{ title: '晴天', artist: '周杰伦', seconds: 1 }]);
    expect(library.imports.get()).toMatchObject([{ state: 'done', share: 1 }]);
    await library.close();
    const again = createMusicLibrary({ dataDir, clock, logger: silentLogger, report: () => undefined });
    expect(again.tracks.get()).toEqual(library.tracks.get());
    await again.close();
  });

  it('refuses what is no sound, and the same sound a second time, and leaves nothing of them behind', async () => {
    const { dataDir, library, add } = await setUp(['A']);
    await expect(add('page.html', Buffer.from('<html>'))).rejects.toThrow(/no sound file/);
    await add('evil.mp3', Buffer.from('<script>alert(1)</script>'.repeat(4)));
    await add('copy.wav', wav(0));
    expect(library.imports.get().map(({ state }) => state)).toEqual(['failed', 'failed', 'done']);
    expect(library.imports.get()[0]?.problem).toContain('in the library already');
    expect((await readdir(join(dataDir, 'music'))).filter((name) => !name.startsWith('.'))).toHaveLength(1);
    expect(await readdir(join(dataDir, 'music', '.incoming'))).toEqual([]);
    await library.close();
  });

  it('gives up an upload that falls silent', async () => {
    const { library, clock } = await setUp([]);
    const { id } = await library.begin('a.wav', 100);
    clock.advance(61_000);
    expect(library.imports.get()).toMatchObject([{ state: 'failed' }]);
    await expect(library.write(id, 0, 0, new Uint8Array(4))).rejects.toThrow(/no such upload/);
    await library.close();
  });

  it('takes a removed track out of every playlist', async () => {
    const { dataDir, library } = await setUp(['A', 'B']);
    const ids = library.tracks.get().map(({ id }) => id);
    library.savePlaylist({ id: 'mine', name: 'Mine', trackIds: ids });
    await library.remove(ids[0] ?? '');
    expect(library.list('Mine')?.tracks.map(({ title }) => title)).toEqual(['B']);
    expect((await readdir(join(dataDir, 'music'))).filter((name) => name.endsWith('.wav'))).toHaveLength(1);
    await library.close();
  });

  it('starts anew beside a copy when its list is broken', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'yingxi-music-'));
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, 'music.json'), '{"version":1,"tracks":[{"id":"../../etc"}]}');
    const library = createMusicLibrary({ dataDir, clock: createFakeClock(), logger: silentLogger, report: () => undefined });
    expect(library.tracks.get()).toEqual([]);
    expect((await readdir(dataDir)).some((name) => name.startsWith('music.broken-'))).toBe(true);
    await library.close();
  });
});

describe('names of tracks', () => {
  it.each([
    ['周杰伦 - 晴天.mp3', '晴天', '周杰伦'],
    ['03. Lofi_beat.ogg', 'Lofi beat', ''],
    ['A - B - C.flac', 'B - C', 'A'],
    ['.mp3', '.mp3', ''],
  ])('%s', (name, title, artist) => expect(namesFromFile(name)).toEqual({ title, artist }));

  const track = (title: string, artist = ''): Track => ({ id: '0'.repeat(16), title, artist, seconds: 0, fileName: 'x' });
  it('are found by what viewers write, the best first', () => {
    const tracks = [track('晴天'), track('晴天娃娃'), track('Sunny Day', 'Jay'), track('*')];
    expect(findTrack(tracks, ' 晴 天！')?.title).toBe('晴天');
    expect(findTrack(tracks, '晴天娃')?.title).toBe('晴天娃娃');
    expect(findTrack(tracks, 'ＪＡＹ的 sunny day')?.title).toBe('Sunny Day');
    expect(findTrack(tracks, '请放一首晴天吧')?.title).toBe('晴天');
    expect(findTrack(tracks, '.*')).toBeUndefined();
    expect(findTrack(tracks, '七里香')).toBeUndefined();
  });
});

describe('the order of tracks', () => {
  it('brings every track once before any comes again, whatever is shuffled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (count, stream) => {
          const tracks = Array.from(
            { length: count },
            (_, index): Track => ({
              id: String(index).padStart(16, '0'),
              title: `${index}`,
              artist: '',
              seconds: 0,
              fileName: '',
            }),
          );
          const order = createPlayOrder({ shuffle: () => true, random: () => stream.next().value ?? 0 });
          order.begin(tracks, undefined);
          const first = [order.current?.id];
          for (let step = 1; step < count; step += 1) first.push(order.next(true)?.id);
          expect(new Set(first).size).toBe(count);
          const after = order.next(true)?.id;
          if (count > 1) expect(after).not.toBe(first.at(-1));
        },
      ),
    );
  });
});

describe('the music desk', () => {
  it('waits without a page that plays, and goes on at the very place when one comes, leaves, and another takes over', async () => {
    const { desk, clock, report, title } = await setUp();
    desk.play('');
    clock.advance(5000);
    expect(desk.view.get()).toMatchObject({ state: 'playing', player: 'none' });
    const leave = desk.attach('one', 'overlay', () => undefined);
    desk.attach('two', 'overlay', () => undefined);
    expect([desk.orderFor('one').playing, desk.orderFor('two').playing]).toEqual([true, false]);
    expect(desk.orderFor('one').startSeconds).toBe(0);
    report('one', 0.4);
    clock.advance(2000);
    leave();
    expect(desk.orderFor('two')).toMatchObject({ active: true, playing: true, startSeconds: 2.4 });
    expect(title()).toBe('A');
  });

  it('goes through the list, repeats it, and stops at its end where it should not', async () => {
    const { desk, report, title, settings } = await setUp();
    desk.attach('p', 'overlay', () => undefined);
    desk.play('');
    const heard = [title()];
    for (let step = 0; step < 3; step += 1) {
      report('p', 1, 'ended');
      heard.push(title());
    }
    expect(heard).toEqual(['A', 'B', 'C', 'A']);
    Object.assign(settings, { repeat: 'none' });
    report('p', 1, 'ended');
    report('p', 1, 'ended');
    report('p', 1, 'ended');
    expect(desk.view.get()).toMatchObject({ state: 'stopped', track: null });
  });

  it('believes no page about a track that is over', async () => {
    const { desk, report, title } = await setUp();
    desk.attach('p', 'overlay', () => undefined);
    desk.play('');
    const { turn } = desk.orderFor('p');
    report('p', 1, 'ended');
    desk.report({ playerId: 'p', turn, state: 'ended', positionSeconds: 1, seconds: 0 });
    desk.report({ playerId: 'stranger', turn: turn + 1, state: 'ended', positionSeconds: 1, seconds: 0 });
    expect(title()).toBe('B');
  });

  it('passes over a file that cannot be played, and gives up when none can', async () => {
    const { desk, report, title } = await setUp();
    desk.attach('p', 'overlay', () => undefined);
    desk.play('');
    report('p', 0, 'failed');
    expect(title()).toBe('B');
    expect(desk.view.get().problem).toContain('A');
    for (let step = 0; step < 3; step += 1) report('p', 0, 'failed');
    expect(desk.view.get()).toMatchObject({ state: 'stopped' });
    expect(desk.view.get().problem).toContain('Several tracks');
  });

  it('is lowered while she speaks, at the speed that was set, and silent under panic', async () => {
    const { desk, performance, mute } = await setUp();
    desk.attach('p', 'overlay', () => undefined);
    desk.play('');
    performance.set({ ...IDLE, state: 'speaking', turnId: 1 });
    expect(desk.orderFor('p').gain).toBeCloseTo(0.35 * 0.3);
    expect(desk.orderFor('p').gainMs).toBe(150);
    performance.set(IDLE);
    expect(desk.orderFor('p')).toMatchObject({ gain: 0.35, gainMs: 900 });
    mute();
    expect(desk.orderFor('p').gain).toBe(0);
  });

  it('plays wishes before the list goes on, one for each viewer, none twice', async () => {
    const { desk, report, title } = await setUp(undefined, { requests: { enabled: true, maxWaiting: 2, perViewer: 1 } });
    desk.attach('p', 'overlay', () => undefined);
    desk.play('');
    const ask = (text: string, viewerKey: string) => desk.request({ text, by: viewerKey, viewerKey }).outcome;
    expect(ask('A', 'x')).toBe('playing');
    expect(ask('C', 'x')).toBe('queued');
    expect(ask('B', 'x')).toBe('full');
    expect(ask('C', 'y')).toBe('already');
    expect(ask('Q', 'y')).toBe('unknown');
    report('p', 1, 'ended');
    expect(title()).toBe('C');
    report('p', 1, 'ended');
    expect(title()).toBe('B');
  });

  it('changes its list with the scene; a pause stays one, and what was stopped by hand stays stopped', async () => {
    const { desk, library, title } = await setUp(undefined, { scenes: [{ scene: 'Night', playlist: 'night' }] });
    library.savePlaylist({ id: 'night', name: 'Night', trackIds: [library.tracks.get()[2]?.id ?? ''] });
    desk.play('');
    desk.sceneChanged('Elsewhere');
    expect(title()).toBe('A');
    desk.sceneChanged('Night');
    expect([title(), desk.view.get().state]).toEqual(['C', 'playing']);
    desk.play('all');
    desk.pause();
    desk.sceneChanged('Night');
    expect([title(), desk.view.get().state]).toEqual(['C', 'paused']);
    desk.stop();
    desk.play('all');
    desk.stop();
    desk.sceneChanged('Night');
    expect(desk.view.get().state).toBe('stopped');
  });

  it('goes on with the next when the track that plays is removed', async () => {
    const { desk, library, title } = await setUp();
    desk.play('');
    await library.remove(library.tracks.get()[0]?.id ?? '');
    expect(title()).toBe('B');
  });

  it('says so when the page may not make a sound, and does not run on meanwhile', async () => {
    const { desk, clock, report } = await setUp();
    desk.attach('p', 'overlay', () => undefined);
    desk.play('');
    report('p', 0, 'blocked');
    clock.advance(9000);
    expect(desk.view.get()).toMatchObject({ blocked: true });
    report('p', 0.1);
    expect(desk.view.get()).toMatchObject({ blocked: false, positionSeconds: 0.1 });
  });
});
