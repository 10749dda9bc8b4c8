import type { Page } from 'playwright-core';

interface HeapNode {
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly selfSize: number;
  readonly children: readonly HeapNode[];
}

export interface HeapSample {
  readonly bytesPerFrame: number;
  /** The functions that allocate most, bytes per frame. */
  readonly most: Readonly<Record<string, number>>;
}

/** Bytes between two samples, on average. */
const INTERVAL = 128;
/** Until the compiler has done its work, numbers that it will keep in registers lie on the heap. */
const WARM_UP_MS = 10_000;

/** What scripts allocate per frame while `frames` are drawn, garbage included, by V8's sampling; the fake Core's own allocations are left out. */
export async function sampleHeap(page: Page, frames: number): Promise<HeapSample> {
  for (const until = Date.now() + WARM_UP_MS; Date.now() < until; )
    await page.evaluate((count) => window.rigCost?.measure(count), Math.ceil(frames / 4));
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
  const byFunction = new Map<string, number>();
  collect(profile.head, byFunction);
  const sorted = [...byFunction].sort(([, one], [, two]) => two - one);
  return {
    bytesPerFrame: Math.round(sorted.reduce((sum, [, bytes]) => sum + bytes, 0) / frames),
    most: Object.fromEntries(sorted.slice(0, 4).map(([name, bytes]) => [name, Math.round(bytes / frames)])),
  };
}

function collect({ callFrame, selfSize, children }: HeapNode, into: Map<string, number>): void {
  if (callFrame.url.endsWith('/core.js')) return;
  if (selfSize > 0) {
    const name = callFrame.functionName || '(anonymous)';
    into.set(name, (into.get(name) ?? 0) + selfSize);
  }
  for (const child of children) collect(child, into);
}
