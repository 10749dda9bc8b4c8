import type { Browser, Page } from 'playwright-core';
import { percentile, rounded } from '../../support/numbers.ts';
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
    const rounds: { ours: number; bare: number; core: number }[] = [];
    for (let round = 0; round < options.rounds; round++) {
      const first = round % 2 === 0 ? ours : bare;
      const one = await measure(first, options.frames);
      const two = await measure(first === ours ? bare : ours, options.frames);
      const [mine, theirs] = first === ours ? [one, two] : [two, one];
      rounds.push({ ours: mine.medianMs, bare: theirs.medianMs, core: mine.coreMs });
      console.log(`${format}: ${rounded(mine.medianMs, 3)} ms, bare ${rounded(theirs.medianMs, 3)} ms`);
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
      ...(options.heapFrames > 0 && { allocation: { ours: await allocationOf('ours'), bare: await allocationOf('bare') } }),
    };
  } finally {
    await ours.close();
    await bare.close();
  }
}

async function measure(page: Page, frames: number): Promise<{ medianMs: number; coreMs: number }> {
  const taken = await page.evaluate((count) => window.rigCost?.measure(count), frames);
  if (taken === undefined) throw new Error('the page went away');
  return { medianMs: percentile(taken.ms, 0.5), coreMs: taken.coreMs };
}
