import { SourceMap } from 'node:module';
import type { Page } from 'playwright-core';

interface HeapNode {
  /** Line and column from 0. */
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly selfSize: number;
  readonly children: readonly HeapNode[];
}

export interface HeapSample {
  /** All of it. */
  readonly bytesPerFrame: number;
  /** By the page's own code; by libraries; by the browser for both (numbers and objects that cross into the page, the bench's own call). */
  readonly own: number;
  readonly libraries: number;
  readonly browser: number;
  /** Own functions that allocate most, bytes per frame. */
  readonly most: Readonly<Record<string, number>>;
}

/** Bytes between two samples, on average. */
const INTERVAL = 128;
const FAKE_CORE = '/core.js';
/** Functions that are named. */
const MOST = 4;
/** Until the compiler has done its work, numbers that it will keep in registers lie on the heap. */
const WARM_UP_FRAMES = 6000;

/** What scripts allocate per frame while `frames` are drawn, garbage included, by V8's sampling; the fake Core's own allocations are left out. */
export async function sampleHeap(page: Page, frames: number): Promise<HeapSample> {
  await page.evaluate((count) => window.rigCost?.warmUp(count), WARM_UP_FRAMES);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.startSampling', {
    samplingInterval: INTERVAL,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await page.evaluate((count) => window.rigCost?.measure(count), frames);
  const { profile } = await session.send('HeapProfiler.stopSampling');
  await session.detach();
  const sums = { own: 0, libraries: 0, browser: 0 };
  const byFunction = new Map<string, number>();
  const placeOf = await readSources(profile.head);
  forEach(profile.head, ({ callFrame, selfSize }) => {
    const place = placeOf(callFrame);
    if (place === undefined) return;
    sums[place] += selfSize;
    const name = callFrame.functionName || '(anonymous)';
    if (place === 'own') byFunction.set(name, (byFunction.get(name) ?? 0) + selfSize);
  });
  const perFrame = (bytes: number): number => Math.round(bytes / frames);
  const sorted = [...byFunction].sort(([, one], [, two]) => two - one);
  return {
    bytesPerFrame: perFrame(sums.own + sums.libraries + sums.browser),
    own: perFrame(sums.own),
    libraries: perFrame(sums.libraries),
    browser: perFrame(sums.browser),
    most: Object.fromEntries(sorted.slice(0, MOST).map(([name, bytes]) => [name, perFrame(bytes)])),
  };
}

type Place = 'own' | 'libraries' | 'browser';

/** Whose code a function is, by the source maps of the page's files; undefined: the fake Core's, which does not count. */
async function readSources(head: HeapNode): Promise<(frame: HeapNode['callFrame']) => Place | undefined> {
  const urls = new Set<string>();
  forEach(head, ({ callFrame: { url } }) => urls.add(url));
  const maps = new Map<string, SourceMap>();
  for (const url of urls) {
    if (!url.endsWith('.js') || url.endsWith(FAKE_CORE)) continue;
    const answer = await fetch(`${url}.map`);
    if (answer.ok) maps.set(url, new SourceMap(await answer.json()));
  }
  return ({ url, lineNumber, columnNumber }) => {
    if (url.endsWith(FAKE_CORE)) return undefined;
    const entry = maps.get(url)?.findEntry(lineNumber, columnNumber);
    if (entry === undefined || !('originalSource' in entry)) return 'browser';
    return entry.originalSource.includes('node_modules') ? 'libraries' : 'own';
  };
}

function forEach(node: HeapNode, visit: (node: HeapNode) => void): void {
  visit(node);
  for (const child of node.children) forEach(child, visit);
}
