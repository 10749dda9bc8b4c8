import { loadavg } from 'node:os';
import type { ObsLink } from '#main/obs/obs.types.ts';
import { percentile, rounded, summary } from '../support/numbers.ts';
import { crashOnce } from '../support/obs-crashes.ts';
import { eventually, linkTo, startRealObs } from '../support/real-obs.ts';
import { type Answers, answerTimes } from './obs/answer-times.ts';
import { type AutomationOverCrashes, automationOverCrashes } from './obs/automation-over-crashes.ts';
import { hardware } from './support.ts';

export const name = 'obs';
export const description =
  'a real OBS Studio, all events on: how long a change of the scene is answered, in turns with the bare library and a bare socket, how long until the link is back after a crash with calls in flight, and whether automation loses anything over it';

const PORT = 4493;
const CALLS = 200;
const CRASHES = Number(process.env.YINGXI_BENCH_CRASHES ?? '50');

export async function run(): Promise<object> {
  const obs = await startRealObs(PORT);
  if (obs === undefined) return { skipped: 'OBS Studio is not to be had here' };
  let link: ObsLink | undefined;
  let automation: AutomationOverCrashes | undefined;
  try {
    const answers = await answerTimes(obs, CALLS);
    link = linkTo(obs);
    await eventually(
      () => link?.status.get().state === 'ready',
      () => `not connected: ${link?.status.get().message}`,
    );
    automation = await automationOverCrashes(obs, link);
    const crashes = [];
    for (let crash = 0; crash < CRASHES; crash += 1) {
      await automation.beforeCrash();
      crashes.push(await crashOnce(link, obs, automation.whileAway));
      await automation.afterReturn();
    }
    return {
      hardware: hardware(),
      loadAverage: loadavg().map((load) => Math.round(load * 10) / 10),
      obs: link.status.get().obsVersion,
      unit: 'ms',
      target: { setCurrentProgramSceneP95: 8, backMax: 2000 },
      setCurrentProgramScene: {
        ours: summary(answers.ours.alone),
        library: summary(answers.library.alone),
        bareSocket: summary(answers.bare.alone),
        oursToBareSocketP95: ratio(answers.ours, answers.bare),
        oursToLibraryP95: ratio(answers.ours, answers.library),
      },
      withThreeReadingsUnderWay: {
        ours: summary(answers.ours.withReadings),
        bareSocket: summary(answers.bare.withReadings),
      },
      obsWorkedForEachSwitch: {
        ours: mean(answers.ours.processor),
        library: mean(answers.library.processor),
        bareSocket: mean(answers.bare.processor),
      },
      crashes: crashes.length,
      callsInFlight: crashes.reduce((sum, { inFlight }) => sum + inFlight, 0),
      callsAnsweredBefore: crashes.reduce((sum, { answered }) => sum + answered, 0),
      settledAfterNotice: summary(crashes.map(({ settledMs }) => settledMs)),
      backAfterPortOpens: summary(crashes.map(({ backMs }) => backMs)),
      longerThanTwoSeconds: crashes.filter(({ backMs }) => !(backMs <= 2000)).length,
      automation: automation.tally(),
    };
  } finally {
    await automation?.close();
    await link?.close();
    await obs.stop();
  }
}

const ratio = (ours: Answers, others: Answers): number =>
  rounded(percentile(ours.alone, 0.95) / percentile(others.alone, 0.95), 2);
const mean = (values: readonly number[]): number => rounded(values.reduce((sum, value) => sum + value, 0) / values.length);
