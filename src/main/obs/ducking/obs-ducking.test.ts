import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import { settingsSchema } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createObsVolumes, type ObsVolumes } from '../../../../tests/fakes/obs-volumes.ts';
import { createFaders } from '../control/faders.ts';
import { createObsDucking } from './obs-ducking.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ducking-'));
  file = join(folder, 'obs-lowered.json');
});
// What a run still writes may come in between.
afterEach(() => rm(folder, { recursive: true, maxRetries: 20, retryDelay: 50 }));

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

function open(obs: ObsVolumes) {
  const clock = createFakeClock();
  const lowered = createCell<ReadonlyMap<string, number>>(new Map());
  const heard = relayed(obs.state);
  const faders = createFaders({ link: obs.link, state: heard.state, clock, lowered });
  const performance = createCell<Performance>(IDLE);
  const settings = {
    ...settingsSchema.parse({ version: settingsSchema.shape.version.value }).obs.ducking,
    enabled: true,
    sources: ['music'],
    byDb: 12,
  };
  // Once its file is read, it looks at OBS for the first time.
  let hasRead = (): void => undefined;
  const read = new Promise<void>((resolve) => {
    hasRead = resolve;
  });
  const state = {
    ...heard.state,
    get() {
      hasRead();
      return heard.state.get();
    },
  };
  const parts = { link: obs.link, state, faders, performance, file, clock, logger: silentLogger };
  const ducking = createObsDucking({ ...parts, settings: () => settings });
  /** The mirror comes up. */
  obs.connect(false);
  obs.connect(true);
  const pass = async (ms: number): Promise<void> => {
    // Reading the file is real.
    await read;
    for (let left = ms; left > 0; left -= 10) {
      clock.advance(10);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    ducking,
    abandon: heard.end,
    settings,
    pass,
    say: (state: Performance['state']) => performance.set({ ...IDLE, state }),
  };
}

/** The mirror of one run of the program, which ends with it. */
function relayed(source: ObsVolumes['state']) {
  const state = createCell(source.get());
  return { state, end: source.subscribe((now) => state.set(now)) };
}

it('lowers the chosen sound for as long as she speaks', async () => {
  const obs = createObsVolumes({ music: -10, game: -6 });
  const { say, pass } = open(obs);
  await pass(50);
  say('thinking');
  await pass(300);
  expect(obs.volumeOf('music')).toBeCloseTo(-10, 2);
  say('speaking');
  await pass(400);
  expect(obs.volumeOf('music')).toBeCloseTo(-22, 1);
  say('idle');
  await pass(1500);
  expect(obs.volumeOf('music')).toBeCloseTo(-10, 2);
  expect(obs.volumeOf('game')).toBeCloseTo(-6, 3);
});

it('does not pump between two sentences', async () => {
  const obs = createObsVolumes({ music: -10 });
  const { say, pass } = open(obs);
  say('speaking');
  await pass(400);
  const steps = obs.asked.length;
  say('idle');
  await pass(100);
  say('speaking');
  await pass(1000);
  expect(obs.asked).toHaveLength(steps);
  expect(obs.volumeOf('music')).toBeCloseTo(-22, 1);
});

it('comes back when it is switched off while she speaks', async () => {
  const obs = createObsVolumes({ music: -10 });
  const { ducking, settings, say, pass } = open(obs);
  say('speaking');
  await pass(400);
  settings.enabled = false;
  ducking.settingsChanged();
  await pass(1200);
  expect(obs.volumeOf('music')).toBeCloseTo(-10, 2);
});

it('brings back what a crash of ours left lowered, at the next start', async () => {
  const obs = createObsVolumes({ music: -10 });
  const first = open(obs);
  first.say('speaking');
  await first.pass(400);
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('"music":-');
  // The program is gone without a word: nothing of it hears or runs any more.
  first.abandon();
  expect(obs.volumeOf('music')).toBeCloseTo(-22, 1);

  open(obs);
  await expect.poll(() => obs.volumeOf('music')).toBeCloseTo(-10, 1);
  await expect.poll(() => readFile(file, 'utf8')).toBe('null');
});

it('leaves a volume alone that the streamer set after such a crash', async () => {
  await writeFile(file, JSON.stringify({ collection: 'Test', byDb: 12, volumes: { music: -10 } }));
  const obs = createObsVolumes({ music: -40 });
  const { pass } = open(obs);
  await pass(100);
  expect(obs.asked).toEqual([]);
});

it('takes no harm from a file that is not its own', async () => {
  await writeFile(file, '{"volumes": 7');
  const obs = createObsVolumes({ music: -10 });
  const { say, pass } = open(obs);
  say('speaking');
  await pass(400);
  expect(obs.volumeOf('music')).toBeCloseTo(-22, 1);
});

it('puts everything back when the studio closes', async () => {
  const obs = createObsVolumes({ music: -10 });
  const { ducking, say, pass } = open(obs);
  say('speaking');
  await pass(400);
  const closed = ducking.close();
  await pass(400);
  await closed;
  expect(obs.volumeOf('music')).toBeCloseTo(-10, 2);
});
