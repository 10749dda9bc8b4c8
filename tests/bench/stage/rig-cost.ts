import type { Browser, Page } from 'playwright-core';
import { percentile, rounded } from '../../support/numbers.ts';
import { traceFrames } from '../frame-trace.ts';
import type {} from '../pages/rig-cost/rig-cost.ts';
import { sampleHeap } from './heap-sample.ts';

interface Contest {
  readonly format: 'vrm' | 'live2d' | 'puppet' | 'image';
  readonly model: string;
  readonly what: string;
  readonly bare: string;
}

export const CONTESTS: readonly Contest[] = [
  {
    format: 'vrm',
    model: '/avatars/default.vrm',
    what: 'resources/avatars/default.vrm',
    bare: 'three-vrm: vrm.update and three’s render',
  },
  {
    format: 'live2d',
    model: '/models/live2d/doll.model3.json',
    what: 'a doll of 16 meshes on a fake Cubism Core, physics and pose, no motion; the time inside the Core is left out on both sides',
    bare: 'pixi-live2d-display: Live2DModel.update and pixi’s render',
  },
  {
    format: 'puppet',
    model: '/models/puppet/puppet.json',
    what: 'the test puppet',
    bare: 'pixi.js: one mesh per layer with the same triangles, deformed by the same code; no springs, masks or tints',
  },
  {
    format: 'image',
    model: '/models/image/image.json',
    what: 'pictures of 512×512',
    bare: 'pixi.js: one sprite per picture, one of them visible, which hops',
  },
];

const PICTURE = { width: 480, height: 270 };
const TINY_PICTURE = { width: 32, height: 18 };

export interface RigCostOptions {
  readonly rounds: number;
  readonly frames: number;
  /** In which allocation is sampled; 0: not at all. */
  readonly heapFrames: number;
}

/** One each: a page behind another of the same browser gets no frames. */
export interface Browsers {
  readonly ours: Browser;
  readonly bare: Browser;
}

/** Our loop and the bare one in pages of their own that take turns, ours first in every other round. */
export async function measureRig(browsers: Browsers, url: string, contest: Contest, options: RigCostOptions): Promise<object> {
  const { format, model, what, bare: yardstick } = contest;
  const open = async (side: keyof Browsers, viewport: { width: number; height: number } = PICTURE): Promise<Page> => {
    const page = await browsers[side].newPage({ viewport });
    await page.goto(`${url}?${new URLSearchParams({ side, format, model })}`);
    await page.waitForFunction(() => window.rigCost !== undefined, undefined, { timeout: 60_000 });
    const failed = await page.evaluate(() => window.rigCost?.failed);
    if (failed !== undefined) throw new Error(`${side} ${format}: ${failed}`);
    return page;
  };
  /** In a page of its own: scripts do the same however small the picture is, and thousands of small ones are soon drawn. */
  const allocationOf = async (side: keyof Browsers) => {
    const page = await open(side, TINY_PICTURE);
    try {
      return await sampleHeap(page, options.heapFrames);
    } finally {
      await page.close();
    }
  };
  const bare = await open('bare');
  const ours = await open('ours');
  try {
    const measure = (page: Page): Promise<Taken> =>
      measurePage(page === ours ? browsers.ours : browsers.bare, page, options.frames);
    const rounds: { ours: number; bare: number; core: number; wallRatio: number }[] = [];
    for (let round = 0; round < options.rounds; round++) {
      const first = round % 2 === 0 ? ours : bare;
      const one = await measure(first);
      const two = await measure(first === ours ? bare : ours);
      const [mine, theirs] = first === ours ? [one, two] : [two, one];
      rounds.push({ ours: mine.threadMs, bare: theirs.threadMs, core: mine.coreMs, wallRatio: mine.wallMs / theirs.wallMs });
      console.log(`${format}: ${rounded(mine.threadMs, 3)} ms of the thread, bare ${rounded(theirs.threadMs, 3)} ms`);
    }
    const ratios = rounds.map((row) => row.ours / row.bare);
    const median = (pick: (row: (typeof rounds)[number]) => number): number => rounded(percentile(rounds.map(pick), 0.5), 3);
    return {
      model: what,
      bare: yardstick,
      oursMs: median((row) => row.ours),
      bareMs: median((row) => row.bare),
      ...(format === 'live2d' ? { fakeCoreMs: median((row) => row.core) } : {}),
      ratio: {
        median: rounded(percentile(ratios, 0.5), 3),
        min: rounded(Math.min(...ratios), 3),
        max: rounded(Math.max(...ratios), 3),
      },
      wallRatio: median((row) => row.wallRatio),
      ...(options.heapFrames > 0 && { allocation: { ours: await allocationOf('ours'), bare: await allocationOf('bare') } }),
    };
  } finally {
    await ours.close();
    await bare.close();
  }
}

interface Taken {
  /** Middle of the frames, without what the fake Core took: of the page's own thread, and by the clock, in which others take the core away. */
  readonly threadMs: number;
  readonly wallMs: number;
  readonly coreMs: number;
}

async function measurePage(browser: Browser, page: Page, frames: number): Promise<Taken> {
  const endTrace = await traceFrames(browser);
  const taken = await page.evaluate((count) => window.rigCost?.measure(count), frames);
  const thread = await endTrace();
  if (taken === undefined) throw new Error('the page went away');
  return { threadMs: percentile(thread, 0.5) - taken.coreMs, wallMs: percentile(taken.ms, 0.5), coreMs: taken.coreMs };
}
