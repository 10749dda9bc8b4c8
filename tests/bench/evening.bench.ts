import { WHOLE_EVENING } from '../evening/evening.types.ts';
import { eveningReport } from '../evening/evening-report.ts';
import { playEvening } from '../evening/evening-room.ts';
import { generateEvening } from '../evening/generate-evening.ts';
export const name = 'evening';
export const description = 'x';
export async function run(): Promise<object> {
  const t0 = performance.now();
  const evening = generateEvening(WHOLE_EVENING);
  const t1 = performance.now();
  const replay = await playEvening(evening);
  const t2 = performance.now();
  return { gen: t1 - t0, replayMs: t2 - t1, hash: replay.hash, ...eveningReport(evening, replay) };
}
