import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../support/browser.ts';
import { rounded, summary } from '../support/numbers.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';
import { hardware } from './support.ts';

export const name = 'overlays';
export const description =
  'Two chat overlays of 480×270 in Chromium take 200 events a second for a minute, beside the same page idle';

const PER_SECOND = 200;
const SECONDS = 60;
const IDLE_SECONDS = 20;
const POSTS_PER_SECOND = 10;
const ENV = { YINGXI_BRAIN_MODE: 'offline', YINGXI_UI_WELCOMED: 'true', YINGXI_LANGUAGE: 'en' };

interface Seen {
  /** ms between frames. */
  readonly frames: readonly number[];
  readonly lines: number;
}

/** Counts frames, and every line that is ever put into the page. */
async function openWatched(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('.o-widget[data-theme]').waitFor({ state: 'attached', timeout: 60_000 });
  await page.evaluate(() => {
    const state = { frames: [] as number[], lines: new Set<string>(), last: performance.now() };
    Reflect.set(window, 'bench', state);
    const frame = (now: number): void => {
      state.frames.push(now - state.last);
      state.last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) {
          const number = /bench (\d+)/.exec(node.textContent ?? '')?.[1];
          if (number !== undefined) state.lines.add(number);
        }
    }).observe(document.body, { childList: true, subtree: true });
  });
}

/** What was seen since the last call. */
function take(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const state = Reflect.get(window, 'bench') as { frames: number[]; lines: Set<string> };
    return { frames: state.frames.splice(0).slice(1), lines: state.lines.size };
  });
}

async function memory(session: CDPSession): Promise<{ heapMb: number; nodes: number }> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  return { heapMb: rounded(of('JSHeapUsedSize') / 1024 / 1024, 2), nodes: of('Nodes') };
}

function eventOf(n: number): object {
  const now = Date.now();
  const text = `bench ${n} ${['哈哈哈哈', 'so good 🎉', '今日はどんな歌？', 'مرحبا', '666'][n % 5]}`;
  const user = { id: `u${n % 500}`, name: `viewer ${n % 500}`, masked: false, roles: [] };
  const base = { v: 1, id: `bench:${n}`, platform: 'twitch', source: 'simulator', roomId: 'r', timestamp: now, receivedAt: now };
  return { ...base, kind: 'chat', user, text, segments: [{ type: 'text', text }] };
}

async function flood(studio: StudioProcess): Promise<number> {
  const size = PER_SECOND / POSTS_PER_SECOND;
  const startedAt = performance.now();
  let sent = 0;
  for (let round = 0; round < SECONDS * POSTS_PER_SECOND; round++) {
    await studio.post('/live-events', { events: Array.from({ length: size }, () => eventOf(sent++)) });
    const waitMs = startedAt + ((round + 1) * 1000) / POSTS_PER_SECOND - performance.now();
    if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
  }
  return sent / ((performance.now() - startedAt) / 1000);
}

export async function run(): Promise<object> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yingxi-bench-'));
  let studio = await startStudio({ env: ENV, dataDir });
  const browser = await launchChromium();
  try {
    const address = `${studio.stageUrl.replace('/stage/', '/overlays/')}&show=chat`;
    const pages = await Promise.all([0, 1].map(() => browser.newPage({ viewport: { width: 480, height: 270 } })));
    const [first] = pages as [Page, Page];
    for (const page of pages) await openWatched(page, address);
    const session = await first.context().newCDPSession(first);
    await session.send('Performance.enable');

    for (const page of pages) await take(page);
    await new Promise((done) => setTimeout(done, IDLE_SECONDS * 1000));
    const idle = await take(first);

    const running = flood(studio);
    await new Promise((done) => setTimeout(done, 10_000));
    const early = await memory(session);
    await take(first);
    const perSecond = await running;
    const loaded = await take(first);
    await new Promise((done) => setTimeout(done, 2000));
    const late = await memory(session);
    const seen = await Promise.all(pages.map(take));

    const { port } = studio;
    await studio.stop('SIGKILL');
    await first.locator('body:not(.is-connected)').waitFor({ timeout: 30_000 });
    studio = await startStudio({ env: ENV, dataDir, args: ['--port', String(port)] });
    const readyAt = performance.now();
    await first.locator('body.is-connected').waitFor({ timeout: 30_000 });
    const backMs = performance.now() - readyAt;
    await new Promise((done) => setTimeout(done, 1000));
    return {
      hardware: hardware(),
      eventsPerSecond: rounded(perSecond),
      events: PER_SECOND * SECONDS,
      linesSeenByEachPage: seen.map(({ lines }) => lines),
      frameMs: { idle: summary(idle.frames), loaded: summary(loaded.frames) },
      framesPerSecond: { idle: rounded(rate(idle.frames)), loaded: rounded(rate(loaded.frames)) },
      afterTenSeconds: early,
      atTheEnd: late,
      afterACrash: { backMs: rounded(backMs), linesStillThere: await first.locator('.o-line').count() },
    };
  } finally {
    await browser.close();
    await studio.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const rate = (frames: readonly number[]): number => (1000 * frames.length) / frames.reduce((sum, ms) => sum + ms, 0);
