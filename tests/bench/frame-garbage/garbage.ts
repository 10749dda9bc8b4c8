import type { HeapProfiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { findSourceMap } from 'node:module';
import { RIGS } from './rigs-without-pictures.ts';
import { createStageWithoutPage, STATES } from './stage-without-page.ts';

// Built into one file, for a runner of modules stands between functions and keeps the compiler from what it does in a page. Run as `garbage.mjs FORMAT
// AVATARS [STATE]`; each format in a process of its own, for a page has one rig.
const [format = '', avatars = '', only] = process.argv.slice(2);

/** The compiler has done its work after so many; so many are then counted. */
const WARM_UP = 8000;
const FRAMES = 2000;
const FRAME_MS = 17;
/** Bytes between two samples, on average. */
const INTERVAL = 64;
/** Functions that are named. */
const MOST = 12;
/** The fake Core is slow JavaScript where the real one is WebAssembly; its garbage is not ours. */
const FAKE = 'cubism-core.ts';

type Node = HeapProfiler.SamplingHeapProfileNode;

async function main(): Promise<void> {
  const make = RIGS[format];
  if (make === undefined) throw new Error(`no rig ${format}: ${Object.keys(RIGS).join(', ')}`);
  const { rig, fine } = await make(avatars);
  const stage = createStageWithoutPage(rig, fine);
  const clock = { nowMs: 0 };
  const run = (count: number): void => {
    for (let i = 0; i < count; i++) {
      clock.nowMs += FRAME_MS;
      stage.frame(clock.nowMs);
    }
  };
  const results: Record<string, object> = {};
  for (const state of STATES) {
    if (only !== undefined && only !== state) continue;
    stage.begin(state);
    // What runs in every fourth picture is compiled late.
    run(state === 'idle' ? 3 * WARM_UP : WARM_UP);
    results[state] = await garbageOf(run);
    console.error(format, state, JSON.stringify(results[state]));
  }
  process.stdout.write(JSON.stringify({ v8: process.versions.v8, bytesPerFrame: results }));
}

/** By V8's sampling; what is written to the heap but still in use counts too. */
async function garbageOf(run: (frames: number) => void): Promise<object> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: INTERVAL,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  } as object);
  run(FRAMES);
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  const sums = { own: 0, libraries: 0 };
  const most = new Map<string, number>();
  const visit = ({ callFrame, selfSize, children }: Node): void => {
    const from = sourceOf(callFrame);
    if (from !== undefined && selfSize > 0 && !from.endsWith(FAKE)) {
      sums[from.includes('node_modules') ? 'libraries' : 'own'] += selfSize;
      const place = `${callFrame.functionName} ${from.slice(from.lastIndexOf('/') + 1)}`;
      most.set(place, (most.get(place) ?? 0) + selfSize);
    }
    for (const child of children) visit(child);
  };
  visit(profile.head);
  const perFrame = (bytes: number): number => Math.round((bytes / FRAMES) * 10) / 10;
  const worst = [...most].sort(([, one], [, two]) => two - one).slice(0, MOST);
  return {
    own: perFrame(sums.own),
    libraries: perFrame(sums.libraries),
    most: Object.fromEntries(worst.map(([place, bytes]) => [place, perFrame(bytes)])),
  };
}

/** The file that a function of this one was built from; undefined: it is Node's own. */
function sourceOf({ url, lineNumber, columnNumber }: Node['callFrame']): string | undefined {
  const entry = findSourceMap(url)?.findEntry(lineNumber, columnNumber);
  return entry !== undefined && 'originalSource' in entry ? entry.originalSource : undefined;
}

await main();
