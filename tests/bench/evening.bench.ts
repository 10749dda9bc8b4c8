import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WHOLE_EVENING } from '../evening/evening.types.ts';
import { writeEvening } from '../evening/evening-file.ts';
import { eveningReport } from '../evening/evening-report.ts';
import { playEvening } from '../evening/evening-room.ts';
import { generateEvening } from '../evening/generate-evening.ts';
import { rounded } from '../support/numbers.ts';
import { ROOT } from '../support/studio-process.ts';
import { hardware } from './support.ts';

export const name = 'evening';
export const description =
  'a recorded evening of 3 hours and 60,000 events in four rooms, replayed twice through all that decides: the same decisions, and what became of what (YINGXI_EVENING_FILE keeps the recording)';

const WITHIN_MS = 15 * 60_000;

export async function run(): Promise<object> {
  const dir = await mkdtemp(join(tmpdir(), 'yingxi-evening-'));
  const file = process.env.YINGXI_EVENING_FILE ?? join(dir, 'evening.jsonl');
  try {
    const evening = generateEvening(WHOLE_EVENING);
    await writeEvening(file, evening);
    const startedAt = performance.now();
    const replay = await playEvening(evening);
    const seconds = (performance.now() - startedAt) / 1000;
    // Another process, which knows the recording only.
    const script = join(ROOT, 'tests/evening/replay-process.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, file], { cwd: ROOT, timeout: WITHIN_MS });
    return {
      hardware: hardware(),
      target: { sameDecisions: true, paidLost: 0 },
      plan: WHOLE_EVENING,
      sameDecisions: stdout.trim() === replay.hash,
      hashes: [replay.hash, stdout.trim()],
      replaySeconds: rounded(seconds),
      timesFasterThanLife: rounded((WHOLE_EVENING.hours * 3600) / seconds, 0),
      ...eveningReport(evening, replay),
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
