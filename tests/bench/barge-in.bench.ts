import { bargeInLatency } from '../support/barge-in-latency.ts';
import { caughtOf, createScene, falseAlarms, ROOMS, runTrial } from '../support/echo-trial.ts';
import { summary } from '../support/numbers.ts';
import { createSyntheticVoices } from '../support/synthetic-voices.ts';
import { hardware } from './support.ts';

export const name = 'barge-in';
export const description =
  'her own synthetic voice through simulated loudspeakers: self-triggers in 30 minutes, interruptions caught at −10 … +10 dB, and confirmation → silence in the whole program';

const MINUTES = Number(process.env.YINGXI_BENCH_MINUTES ?? '30');
const SCENE_SECONDS = Number(process.env.YINGXI_BENCH_SCENE_SECONDS ?? '45');
const STOPS = Number(process.env.YINGXI_BENCH_STOPS ?? '20');
const LEVELS_DB = [-10, -5, 0, 5, 10];
/** Levels of the streamer's voice in the microphone, from quiet to loud. */
const STREAMER_DB = [-34, -28, -24];

// The engines load parts of themselves at need, which must happen while this module is being loaded.
const voices = await createSyntheticVoices();
await voices.say({ engine: 'espeak', voice: 'ja+Annie', language: 'ja' }, 'こんにちは。');
const wait = await voices.say(
  { engine: 'flite', voice: 'rms', language: 'en' },
  'Wait a moment, please, I want to say something.',
);

export async function run(): Promise<object> {
  return {
    hardware: hardware(),
    target: { selfTriggers: 0, caughtShare: 0.95, confirmationToSilenceMs: 150 },
    alone: await alone(),
    interruptions: await interruptions(),
    wholeProgram: await bargeInLatency(
      STOPS,
      wait.map((sample) => sample * 0.4),
    ),
  };
}

async function alone(): Promise<object> {
  const perRoom = (MINUTES * 60) / ROOMS.length;
  let selfTriggers = 0;
  let utterancesBegun = 0;
  const work: number[] = [];
  for (const room of ROOMS) {
    const scene = await createScene({ voices, room, seconds: perRoom, levelDb: undefined, streamerDb: 0 });
    const result = await runTrial(scene);
    selfTriggers += result.confirmed.length;
    utterancesBegun += result.begun.length;
    work.push(result.guardMsPerSecond);
  }
  return { minutes: MINUTES, rooms: ROOMS.length, selfTriggers, utterancesBegun, guardMsPerSecondOfSound: summary(work) };
}

async function interruptions(): Promise<object> {
  const byLevel: Record<string, object> = {};
  let all = 0;
  let caughtAll = 0;
  let alarms = 0;
  for (const levelDb of LEVELS_DB) {
    const times: number[] = [];
    let count = 0;
    for (const [i, room] of ROOMS.entries()) {
      const streamerDb = STREAMER_DB[i % STREAMER_DB.length] ?? -28;
      const scene = await createScene({ voices, room, seconds: SCENE_SECONDS, levelDb, streamerDb });
      const result = await runTrial(scene);
      const caught = caughtOf(scene, result.confirmed);
      count += caught.length;
      times.push(...caught.filter((ms) => ms !== undefined));
      alarms += falseAlarms(scene, result.confirmed);
      const missed = scene.interruptions.filter((_, at) => caught[at] === undefined).map(({ voice }) => voice);
      if (missed.length > 0) console.log(`${levelDb} dB, room ${room.seed}: missed ${missed.join(', ')}`);
    }
    all += count;
    caughtAll += times.length;
    byLevel[`${levelDb} dB`] = { interruptions: count, caught: times.length, onsetToConfirmationMs: summary(times) };
  }
  return { interruptions: all, caught: caughtAll, caughtShare: caughtAll / all, falseAlarms: alarms, byLevel };
}
