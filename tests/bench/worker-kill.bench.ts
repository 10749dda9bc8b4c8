import { loadavg } from 'node:os';
import { summary } from '../support/numbers.ts';
import { killVoiceWorker, seededRandom } from '../support/worker-kill.ts';
import { hardware } from './support.ts';

export const name = 'worker-kill';
export const description =
  'kill −9 of the voice’s inference process in the middle of an answer: until sound reaches the stage again; the whole program, a small Piper voice';

const KILLS = Number(process.env.YINGXI_BENCH_KILLS ?? '50');

export async function run(): Promise<object> {
  const { turns, metAtWork, sentences } = await killVoiceWorker(KILLS, seededRandom(1));
  return {
    hardware: hardware(),
    loadAverage: loadavg().map((load) => Math.round(load * 10) / 10),
    unit: 'ms',
    target: { max: 1000, wrong: 0 },
    kills: turns.length,
    killsThatMetTheModelAtWork: metAtWork,
    longestWaitForSoundMs: summary(turns.map(({ longestWaitMs }) => longestWaitMs)),
    longerThanASecond: turns.filter(({ longestWaitMs }) => !(longestWaitMs <= 1000)).length,
    answersWithSentencesLostOrTwice: turns.filter((turn) => turn.sentences !== sentences).length,
    windowsOf20MsThatWereWrong: turns.reduce((sum, { wrongWindows }) => sum + wrongWindows, 0),
  };
}
