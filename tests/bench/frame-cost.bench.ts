import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { launchChromium } from '../support/browser.ts';
import { percentile, rounded } from '../support/numbers.ts';
import { ROOT, startStudio } from '../support/studio-process.ts';
import { traceFrames } from './frame-trace.ts';
import { hardware } from './support.ts';

export const name = 'frame-cost';
export const description =
  "the stage's main-thread work (thread time) and allocation per drawn frame while she speaks, against a bare three-vrm loop in the same run";

const ROUNDS = amount('ROUNDS', 4);
const FRAMES = amount('FRAMES', 240);
const PATIENCE_MS = 120_000;

/** `YINGXI_BENCH_FRAME_COST_<NAME>`, for shorter or longer runs. */
function amount(name: 'ROUNDS' | 'FRAMES', fallback: number): number {
  const value = Number(process.env[`YINGXI_BENCH_FRAME_COST_${name}`] ?? fallback);
  if (!Number.isInteger(value) || value < 1) throw new Error(`YINGXI_BENCH_FRAME_COST_${name} must be a whole number above 0`);
  return value;
}

/**
 * What a frame's callback took: `cpuMs` of its own thread, `wallMs` by the clock. The target is held against the first. By the clock a frame also pays for
 * whoever took the core away from it, and that is not alike on both sides: on two cores that draw by themselves, only our page has a voice process, a socket,
 * a worker and an audio thread beside it, all of which must come before drawing.
 */
interface Sample {
  readonly cpuMs: number[];
  readonly wallMs: number[];
  readonly bytesPerFrame: number;
}

/** Times every animation-frame callback that draws, from outside the page's code, and marks it in the browser's trace. */
async function instrument(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const store = { work: [] as number[], draws: 0 };
    Object.assign(window, { __frames: store });
    const draw = WebGL2RenderingContext.prototype.drawElements;
    // One triangle a call: what is compared is the page's own thread, whose work does not depend on how many follow. Where the processor draws, whole
    // pictures would take a third of a second each, on both sides alike, and the cores from the thread that is timed.
    WebGL2RenderingContext.prototype.drawElements = function (mode, count, type, offset) {
      store.draws++;
      draw.call(this, mode, Math.min(count, 3), type, offset);
    };
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) =>
      request((time) => {
        const draws = store.draws;
        const start = performance.now();
        callback(time);
        if (store.draws === draws) return;
        store.work.push(performance.now() - start);
        performance.mark('drawn');
      });
  });
}

async function sample(browser: Browser, url: string, prepare?: () => Promise<void>): Promise<Sample> {
  const page = await browser.newPage({ viewport: { width: 480, height: 270 } });
  try {
    await instrument(page);
    await page.goto(url);
    const drawn = (count: number) =>
      page.waitForFunction((n) => (window as unknown as { __frames: { work: number[] } }).__frames.work.length >= n, count, {
        timeout: PATIENCE_MS,
        polling: 200,
      });
    await drawn(30);
    await prepare?.();
    await drawn(40);
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const heap = () =>
      page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize);
    const start = await page.evaluate(() => {
      const { work } = (window as unknown as { __frames: { work: number[] } }).__frames;
      work.length = 0;
      return 0;
    });
    const heapBefore = await heap();
    const endTrace = await traceFrames(browser);
    await drawn(start + FRAMES);
    const cpuMs = await endTrace();
    const heapAfter = await heap();
    const wallMs = await page.evaluate(() => (window as unknown as { __frames: { work: number[] } }).__frames.work);
    return { cpuMs, wallMs, bytesPerFrame: (heapAfter - heapBefore) / wallMs.length };
  } finally {
    await page.close();
  }
}

/** Builds the bare page and serves it with the avatar. */
async function serveBare(): Promise<{ url: string; close(): void }> {
  const outDir = join(tmpdir(), `yingxi-bare-${process.pid}`);
  await build({
    root: join(ROOT, 'tests/bench/pages/bare-vrm'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'chrome103' },
  });
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const file = path.startsWith('/avatars/') ? join(ROOT, 'resources', path) : join(outDir, path === '/' ? 'index.html' : path);
    try {
      const body = await readFile(file);
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

export async function run(): Promise<object> {
  const bare = await serveBare();
  // A fixed cap draws the full picture, as the bare loop does; 'auto' would draw a plainer one on this machine.
  const studio = await startStudio({ env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_STAGE_FRAME_RATE_CAP: '60' } });
  const browser = await launchChromium();
  const text =
    'She speaks all the while, so that her mouth, her captions and her face have work to do in every frame that is drawn. '.repeat(
      12,
    );
  try {
    const ratios: number[] = [];
    const wallRatios: number[] = [];
    const rows: object[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const one = await sample(browser, bare.url);
      const two = await sample(browser, studio.stageUrl, async () => {
        await studio.post('/speech/say', { text, mode: 'interrupt' });
      });
      const bareMs = middleMean(one.cpuMs);
      const stageMs = middleMean(two.cpuMs);
      const bareWallMs = middleMean(one.wallMs);
      const stageWallMs = middleMean(two.wallMs);
      ratios.push(stageMs / bareMs);
      wallRatios.push(stageWallMs / bareWallMs);
      rows.push({
        bareMs: rounded(bareMs, 3),
        stageMs: rounded(stageMs, 3),
        bareWallMs: rounded(bareWallMs, 3),
        stageWallMs: rounded(stageWallMs, 3),
        bareBytes: Math.round(one.bytesPerFrame),
        stageBytes: Math.round(two.bytesPerFrame),
      });
    }
    return {
      hardware: hardware(),
      target: { ratio: 1.1 },
      frames: ROUNDS * FRAMES,
      what: "thread time of each drawn frame's callback; by the clock, with what other threads took of it, in wallRatio",
      ratio: spread(ratios),
      wallRatio: spread(wallRatios),
      rounds: rows,
    };
  } finally {
    await browser.close();
    await studio.stop();
    bare.close();
  }
}

function spread(values: readonly number[]): object {
  return {
    median: rounded(percentile(values, 0.5), 3),
    min: rounded(Math.min(...values), 3),
    max: rounded(Math.max(...values), 3),
  };
}

/** Mean of the middle 80 %: the page's clock counts in tenths of a millisecond, too coarse for a median. */
function middleMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.floor(sorted.length * 0.1), Math.ceil(sorted.length * 0.9));
  return middle.reduce((sum, one) => sum + one, 0) / middle.length;
}
