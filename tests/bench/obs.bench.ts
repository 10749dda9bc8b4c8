import { loadavg } from 'node:os';
import { summary } from '../support/numbers.ts';
import { crashOnce } from '../support/obs-crashes.ts';
import { eventually, linkTo, startRealObs } from '../support/real-obs.ts';
import { hardware } from './support.ts';

export const name = 'obs';
export const description =
  'a real OBS Studio, all events on: how long a change of the scene is answered, and how long until the link is back after a crash with calls in flight';

const PORT = 4493;
const CALLS = 200;
const CRASHES = Number(process.env.YINGXI_BENCH_CRASHES ?? '50');

export async function run(): Promise<object> {
  const obs = await startRealObs(PORT);
  if (obs === undefined) return { skipped: 'OBS Studio is not to be had here' };
  const link = linkTo(obs);
  try {
    const isReady = (): boolean => link.status.get().state === 'ready';
    await eventually(isReady, () => `not connected: ${link.status.get().message}`);
    const letGo = [link.want('volume-meters'), link.want('transforms')];
    let events = 0;
    link.on('InputVolumeMeters', () => {
      events += 1;
    });
    const switching: number[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      const from = performance.now();
      await link.call('SetCurrentProgramScene', { sceneName: call % 2 === 0 ? 'Main' : 'Ending' });
      switching.push(performance.now() - from);
    }
    for (const stop of letGo) stop();
    const crashes = [];
    for (let crash = 0; crash < CRASHES; crash += 1) crashes.push(await crashOnce(link, obs));
    return {
      hardware: hardware(),
      loadAverage: loadavg().map((load) => Math.round(load * 10) / 10),
      obs: link.status.get().obsVersion,
      unit: 'ms',
      target: { setCurrentProgramSceneP95: 8, backMax: 2000 },
      setCurrentProgramScene: summary(switching),
      metersMeanwhile: events,
      crashes: crashes.length,
      callsInFlight: crashes.reduce((sum, { inFlight }) => sum + inFlight, 0),
      callsAnsweredBefore: crashes.reduce((sum, { answered }) => sum + answered, 0),
      settledAfterNotice: summary(crashes.map(({ settledMs }) => settledMs)),
      backAfterPortOpens: summary(crashes.map(({ backMs }) => backMs)),
      longerThanTwoSeconds: crashes.filter(({ backMs }) => !(backMs <= 2000)).length,
    };
  } finally {
    await link.close();
    await obs.stop();
  }
}
