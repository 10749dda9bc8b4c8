import { expect, it } from 'vitest';
import { killVoiceWorker, seededRandom } from '../support/worker-kill.ts';

const KILLS = Number(process.env.YINGXI_KILLS ?? '4');

it(`goes on when the voice’s process is killed in mid-sentence, ${KILLS} times: no sentence is lost, none said twice`, async () => {
  const report = await killVoiceWorker(KILLS, seededRandom(7));
  for (const turn of report.turns) expect(turn).toMatchObject({ sentences: report.sentences, wrongWindows: 0 });
  expect(report.metAtWork).toBeGreaterThan(0);
  expect(report.crashesShown).toBeGreaterThan(0);
  expect(report.turns.every(({ longestWaitMs }) => longestWaitMs > 0)).toBe(true);
}, 300_000);
