import { loadavg } from 'node:os';
import type { ObsLink } from '#main/obs/obs.types.ts';
import { percentile, rounded, summary } from '../support/numbers.ts';
import { crashOnce } from '../support/obs-crashes.ts';
import { eventually, linkTo, startRealObs } from '../support/real-obs.ts';
import { answerTimes } from './obs/answer-times.ts';
import { hardware } from './support.ts';

export const name = 'obs';
export const description =
  'a real OBS Studio, all events on: how long a change of the scene is answered, in turns with the bare library and a bare socket, and how long until the link is back after a crash with calls in flight';

const PORT = 4493;
const CALLS = 200;
const CRASHES = Number(process.env.YINGXI_BENCH_CRASHES ?? '50');

export async function run(): Promise<object> {
  const obs = await startRealObs(PORT);
  if (obs === undefined) return { skipped: 'OBS Studio is not to be had here' };
  let link: ObsLink | undefined;
  try {
    const { times, together } = await answerTimes(obs, CALLS);
    link = linkTo(obs);
    await eventually(
      () => link?.status.get().state === 'ready',
      () => `not connected: ${link?.status.get().message}`,
    );
    const crashes = [];
    for (let crash = 0; crash < CRASHES; crash += 1) crashes.push(await crashOnce(link, obs));
    return {
      hardware: hardware(),
      loadAverage: loadavg().map((load) => Math.round(load * 10) / 10),
      obs: link.status.get().obsVersion,
      unit: 'ms',
      target: { setCurrentProgramSceneP95: 8, backMax: 2000 },
      setCurrentProgramScene: {
        ours: summary(times.ours),
        library: summary(times.library),
        bareSocket: summary(times.bare),
        oursToBareSocketP95: ratio(times.ours, times.bare),
        oursToLibraryP95: ratio(times.ours, times.library),
      },
      withThreeReadingsUnderWay: { ours: summary(together.ours), bareSocket: summary(together.bare) },
      crashes: crashes.length,
      callsInFlight: crashes.reduce((sum, { inFlight }) => sum + inFlight, 0),
      callsAnsweredBefore: crashes.reduce((sum, { answered }) => sum + answered, 0),
      settledAfterNotice: summary(crashes.map(({ settledMs }) => settledMs)),
      backAfterPortOpens: summary(crashes.map(({ backMs }) => backMs)),
      longerThanTwoSeconds: crashes.filter(({ backMs }) => !(backMs <= 2000)).length,
    };
  } finally {
    await link?.close();
    await obs.stop();
  }
}

const ratio = (ours: readonly number[], others: readonly number[]): number =>
  rounded(percentile(ours, 0.95) / percentile(others, 0.95), 2);
