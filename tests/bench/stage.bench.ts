import { launchChromium } from '../support/browser.ts';
import { writeBenchModels } from './stage/bench-models.ts';
import { measureModelSwitch } from './stage/model-switch.ts';
import { measureParameterAge } from './stage/parameter-age.ts';
import { CONTESTS, measureRig } from './stage/rig-cost.ts';
import { serveRigCost } from './stage/rig-page-server.ts';
import { hardware } from './support.ts';

export const name = 'stage';
export const description =
  "each rig's script time (thread time) and allocation per frame against a bare loop with the same model, the age of parameters when drawn, and blank frames while the model is switched";

/** A part's length: `YINGXI_BENCH_STAGE_<NAME>`, 0 leaves the part out. */
function amount(part: 'ROUNDS' | 'FRAMES' | 'HEAP_FRAMES' | 'AGE_FRAMES' | 'SWITCHES', fallback: number): number {
  const value = Number(process.env[`YINGXI_BENCH_STAGE_${part}`] ?? fallback);
  if (!Number.isInteger(value) || value < 0) throw new Error(`YINGXI_BENCH_STAGE_${part} must be a whole number`);
  return value;
}

export async function run(): Promise<object> {
  const rounds = amount('ROUNDS', 5);
  const frames = amount('FRAMES', 60);
  const heapFrames = amount('HEAP_FRAMES', 300);
  const ageFrames = amount('AGE_FRAMES', 600);
  const switches = amount('SWITCHES', 4);
  const wanted = process.env.YINGXI_BENCH_STAGE_RIGS?.split(',');
  const models = await writeBenchModels();
  const pages = await serveRigCost(models.folder);
  const browser = await launchChromium();
  const second = await launchChromium();
  const rigs: Record<string, object> = {};
  try {
    if (rounds > 0)
      for (const contest of CONTESTS)
        if (wanted === undefined || wanted.includes(contest.format))
          rigs[contest.format] = await measured(contest.format, () =>
            measureRig({ ours: browser, bare: second }, pages.url, contest, { rounds, frames, heapFrames }),
          );
    const parameterAge =
      ageFrames === 0 ? undefined : await measured('age', () => measureParameterAge(browser, models.folder, ageFrames));
    const modelSwitch = switches === 0 ? undefined : await measured('switch', () => measureModelSwitch(browser, switches));
    return {
      hardware: hardware(),
      picture: '480×270, drawn by the processor',
      target: { ratio: 1.1, allocationBytesPerFrame: 0, parameterAgeP99Ms: 20, blankFrames: 0 },
      rounds,
      framesPerRound: frames,
      rigs,
      parameterAge,
      modelSwitch,
    };
  } finally {
    await browser.close();
    await second.close();
    await pages.close();
    await models.close();
  }
}

/** A part that fails says so and leaves the others their turn. */
async function measured(part: string, measure: () => Promise<object>): Promise<object> {
  try {
    const result = await measure();
    console.log(`${part}: ${JSON.stringify(result)}`);
    return result;
  } catch (error) {
    console.error(`${part} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
