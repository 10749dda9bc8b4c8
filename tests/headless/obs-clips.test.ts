import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClipsView } from '#shared/contract/clips.ts';
import { eventually as soon } from '../support/numbers.ts';
import { type RealObs, startRealObs, WITHOUT_OBS } from '../support/real-obs.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const PORT = 4497;
const WITHIN_MS = 60_000;
let obs: RealObs | undefined;
let studio: StudioProcess | undefined;
let connection: Awaited<ReturnType<typeof connectStudioApi>> | undefined;

beforeAll(async () => {
  obs = await startRealObs(PORT);
  if (obs === undefined) return;
  studio = await startStudio({
    env: {
      YINGXI_BRAIN_MODE: 'offline',
      YINGXI_LANGUAGE: 'en',
      YINGXI_OBS_ENABLED: 'true',
      YINGXI_OBS_URL: obs.url,
      YINGXI_OBS_PASSWORD: obs.password,
    },
  });
  connection = await connectStudioApi(studio);
});
afterAll(async () => {
  connection?.close();
  await studio?.stop();
  await obs?.stop();
});

it('a real OBS records her, and the video gets her words as subtitles and its scenes as chapters; a clip takes its name from them', async (context) => {
  if (obs === undefined || studio === undefined || connection === undefined) return context.skip(WITHOUT_OBS);
  const { api } = connection;
  const view = async (): Promise<ClipsView> => {
    for await (const one of await api.clips.watch({})) return one;
    throw new Error('the watch ended');
  };
  let last: ClipsView | undefined;
  const tell = (): string => `${JSON.stringify(last)}; ${studio?.tell()}`;
  const eventually = <T>(probe: (now: ClipsView) => Promise<T | undefined> | T | undefined): Promise<T> =>
    soon(
      async () => {
        last = await view();
        return probe(last);
      },
      WITHIN_MS,
      20,
      tell,
    );
  await eventually((now) => (now.replay === 'unknown' ? undefined : true));
  await api.obsControl.setScene({ scene: 'Main' });
  await api.obsControl.record({ verb: 'start' });
  await eventually((now) => (now.running.length === 1 ? true : undefined));
  await api.speech.say({ text: 'Hello everyone. Welcome to the show.', mode: 'queue' });
  await eventually((now) => (now.recordings[0]?.lines === 2 ? true : undefined));

  // The replay buffer runs while OBS records; a clip needs it to have held something.
  await eventually((now) => (now.replay === 'on' ? true : undefined));
  const clip = await api.clips.clip({ title: '' });
  expect(clip.title).toBe('Welcome to the show.');
  expect(clip.path).toMatch(/Welcome to the show\.?\.\w+$/u);
  expect(await readdir(dirname(clip.path))).toContain(clip.path.slice(dirname(clip.path).length + 1));

  await api.obsControl.record({ verb: 'stop' });
  const recording = await eventually((now) => now.recordings.find(({ endedMs }) => endedMs !== null));
  const srt = await eventually(() => readFile(recording.path.replace(/\.\w+$/u, '.srt'), 'utf8').catch(() => undefined));
  expect(srt).toMatch(/^1\n00:00:\d\d,\d{3} --> 00:00:\d\d,\d{3}\nHello everyone\.\n\n2\n.*\nWelcome to the show\.\n$/u);
  expect(await readdir(join(obs.recordings))).toContain(recording.path.slice(dirname(recording.path).length + 1));
  const { text } = await api.clips.export({ id: recording.id, format: 'youtube' });
  expect(text).toBe('0:00 Main\n');
});
