import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ObsNotice } from '#main/obs/obs.types.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import { settingsSchema } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createClips } from './clip-desk.ts';

const OFF = { state: 'stopped', sinceMs: null } as const;
const STATE: ObsState = {
  canvas: { width: 1920, height: 1080, framesPerSecond: 30 },
  scenes: [],
  groups: [],
  programScene: 'Starting',
  previewScene: null,
  inputs: [],
  transitions: [],
  transition: { name: 'Cut', durationMs: null },
  sceneCollection: 'a',
  sceneCollections: ['a'],
  stream: OFF,
  record: OFF,
  replay: OFF,
  virtualCamera: null,
  stats: { cpuPercent: 0, framesPerSecond: 30, droppedFrames: 0, missedFrames: 0, freeDiskMb: 1000 },
};
const SUPERCHAT: LiveEvent = {
  v: 1,
  id: 'x:1',
  platform: 'custom',
  source: 'webhook',
  roomId: '1',
  timestamp: 0,
  receivedAt: 0,
  kind: 'superchat',
  user: { id: '1', name: 'Ann', masked: false, roles: [] },
  text: 'you are great',
  value: { currency: 'CNY', micros: 50_000_000, estimated: false },
};

/** OBS as far as clips see it: outputs that are switched by hand, and files that really appear. */
function setUp(dataDir = mkdtempSync(join(tmpdir(), 'yingxi-clips-'))) {
  const clock = createFakeClock(1_700_000_000_000);
  const state = createCell<ObsState | undefined>(STATE);
  const listeners = new Set<(notice: ObsNotice) => void>();
  const performance = createCell<Performance>({
    state: 'idle',
    turnId: null,
    about: null,
    reply: '',
    spokenUntil: 0,
    emotion: 'neutral',
    mind: 'none',
    quietUntilMs: null,
  });
  const saved = join(dataDir, 'Replay 1.mkv');
  const clips = createClips({
    dataDir,
    obs: {
      state,
      onNotice(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async saveReplay() {
        await writeFile(saved, 'video');
        return { path: saved };
      },
      async replay(verb) {
        state.set({ ...STATE, replay: { state: verb === 'start' ? 'active' : 'stopped', sinceMs: null } });
      },
    },
    performance,
    settings: () => settingsSchema.parse({ version: 1 }).clips,
    clock,
    logger: silentLogger,
    report: () => undefined,
  });
  const notice = (one: ObsNotice): void => {
    for (const listener of listeners) listener(one);
  };
  const says = (text: string): void => {
    const speaking = { ...performance.get(), state: 'speaking', turnId: clock.now(), reply: text } as const;
    performance.set({ ...speaking, spokenUntil: 1 });
    clock.advance(2000);
    performance.set({ ...speaking, spokenUntil: text.length });
    performance.set({ ...speaking, state: 'idle', turnId: null, spokenUntil: text.length });
  };
  return {
    dataDir,
    clock,
    state,
    clips,
    notice,
    says,
    saved,
    listening: () => expect.poll(() => listeners.size).toBe(1),
  };
}
const signal = new AbortController().signal;

describe('clips and recordings', () => {
  it('ties what she says to the recording, without its pauses, and puts subtitles beside the video', async () => {
    const { dataDir, clock, clips, notice, says, listening } = setUp();
    await listening();
    const path = join(dataDir, 'show.mkv');
    await writeFile(path, 'video');
    notice({ type: 'output', output: 'record', state: 'active' });
    clock.advance(10_000);
    says('Hello everyone.');
    notice({ type: 'output', output: 'record', state: 'paused' });
    clock.advance(60_000);
    says('Nobody records this.');
    notice({ type: 'output', output: 'record', state: 'active' });
    clock.advance(3000);
    says('We are back.');
    notice({ type: 'output', output: 'record', state: 'stopped', path });
    await expect
      .poll(() => readFile(join(dataDir, 'show.srt'), 'utf8').catch(() => ''))
      .toBe('1\n00:00:10,000 --> 00:00:12,000\nHello everyone.\n\n2\n00:00:15,000 --> 00:00:17,000\nWe are back.\n');
    const [recording] = clips.view.get().recordings;
    expect(recording).toMatchObject({ kind: 'record', lengthMs: 17_000, path, lines: 2 });
    await clips.close();
  });

  it('puts subtitles beside a video whole, for a player that looks at any moment', async () => {
    const { dataDir, clips, notice, says, listening } = setUp();
    await listening();
    const path = join(dataDir, 'show.mkv');
    await writeFile(path, 'video');
    notice({ type: 'output', output: 'record', state: 'active' });
    says('Hello everyone.');
    notice({ type: 'output', output: 'record', state: 'stopped', path });
    const subtitles = join(dataDir, 'show.srt');
    while (!existsSync(subtitles)) await new Promise(setImmediate);
    expect(readFileSync(subtitles, 'utf8')).toContain('Hello everyone.');
    await clips.close();
  });

  it('never replaces a file that lies beside the video already', async () => {
    const { dataDir, clips, notice, says, listening } = setUp();
    await listening();
    const path = join(dataDir, 'show.mkv');
    await writeFile(path, 'video');
    await writeFile(join(dataDir, 'show.srt'), 'mine');
    notice({ type: 'output', output: 'record', state: 'active' });
    says('Hello.');
    notice({ type: 'output', output: 'record', state: 'stopped', path });
    await expect.poll(() => clips.view.get().recordings[0]?.endedMs).not.toBeNull();
    await clips.close();
    expect(await readFile(join(dataDir, 'show.srt'), 'utf8')).toBe('mine');
  });

  it('goes on with the same log when the program comes back while OBS still records, and passes over a torn line', async () => {
    const first = setUp();
    await first.listening();
    const startedMs = first.clock.now();
    first.notice({ type: 'output', output: 'record', state: 'active' });
    first.says('Before the crash.');
    const [{ id } = { id: '' }] = first.clips.view.get().recordings;
    await first.clips.log(id);
    await appendFile(join(first.dataDir, 'recordings-of-obs', `${id}.jsonl`), '\n{"type":"line","startMs":1');

    const second = setUp(first.dataDir);
    second.clock.advance(30_000);
    second.state.set({ ...STATE, record: { state: 'active', sinceMs: startedMs + 200 } });
    await second.listening();
    second.says('After it.');
    second.notice({ type: 'output', output: 'record', state: 'stopped', path: '/elsewhere/a.mkv' });
    const log = await second.clips.log(id);
    expect(log.lines.map(({ text }) => text)).toEqual(['Before the crash.', 'After it.']);
    expect(log.lines[1]?.startMs).toBeGreaterThanOrEqual(30_000);
    expect(log.recording.path).toBe('/elsewhere/a.mkv');
    await first.clips.close();
    await second.clips.close();
  });

  it('names a clip after what just happened, in the list and on disk', async () => {
    const { dataDir, state, clips, listening } = setUp();
    await listening();
    state.set({ ...STATE, replay: { state: 'active', sinceMs: null } });
    clips.live(SUPERCHAT);
    const clip = await clips.clip('', signal);
    expect(clip.title).toBe('Ann: you are great');
    expect(clip.path).toBe(join(dataDir, 'Replay 1 Ann you are great.mkv'));
    expect(await readFile(clip.path, 'utf8')).toBe('video');
    await clips.close();
    const again = setUp(dataDir);
    expect(again.clips.view.get().clips).toEqual([clip]);
    await again.clips.close();
  });

  it('makes one clip of several cries at once', async () => {
    const { state, clips, listening } = setUp();
    await listening();
    state.set({ ...STATE, replay: { state: 'active', sinceMs: null } });
    const [a, b] = await Promise.all([clips.clip('one', signal), clips.clip('two', signal)]);
    expect(a).toBe(b);
    expect(clips.view.get().clips).toHaveLength(1);
    await clips.close();
  });

  it('says what to do where OBS is away, has no replay buffer, or has it switched off, and then starts it', async () => {
    const { state, clips, listening } = setUp();
    await listening();
    await expect(clips.clip('', signal)).rejects.toThrow(/was off.*clip again/);
    expect(clips.view.get().replay).toBe('on');
    state.set({ ...STATE, replay: null });
    await expect(clips.clip('', signal)).rejects.toThrow(/Settings, Output, Replay Buffer/);
    state.set(undefined);
    await expect(clips.clip('', signal)).rejects.toThrow(/not connected/);
    expect(clips.view.get().replay).toBe('unknown');
    await clips.close();
  });

  it('starts the replay buffer with the show', async () => {
    const { clips, notice, listening } = setUp();
    await listening();
    notice({ type: 'output', output: 'stream', state: 'active' });
    expect(clips.view.get().replay).toBe('on');
    await clips.close();
  });

  it('takes a log away but never while it runs', async () => {
    const { clips, notice, listening } = setUp();
    await listening();
    notice({ type: 'output', output: 'record', state: 'active' });
    const id = clips.view.get().recordings[0]?.id ?? '';
    await expect(clips.removeRecording(id)).rejects.toThrow(/still running/);
    notice({ type: 'output', output: 'record', state: 'stopped' });
    await clips.removeRecording(id);
    expect(clips.view.get().recordings).toEqual([]);
    await expect(clips.log(id)).rejects.toThrow(/gone/);
    await clips.close();
  });

  it('passes over files in its folder that are not logs', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'yingxi-clips-'));
    await mkdir(join(dataDir, 'recordings-of-obs'));
    await writeFile(join(dataDir, 'recordings-of-obs', 'record-abcdefgh.jsonl'), '{"type":"line"}\nnot json');
    const { clips, listening } = setUp(dataDir);
    await listening();
    expect(clips.view.get().recordings).toEqual([]);
    await clips.close();
  });
});
