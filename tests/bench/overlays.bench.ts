import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import type { ChatEvent } from '#shared/live/live-event.ts';
import { launchChromium } from '../support/browser.ts';
import { rounded, summary } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { startStudio } from '../support/studio-process.ts';
import { hardware } from './support.ts';

export const name = 'overlays';
export const description =
  'Two chat overlays of 480×270 in Chromium take 200 events a second for a minute, beside the same page idle';

const PER_SECOND = 200;
const SECONDS = 60;
const IDLE_SECONDS = 20;
const POSTS_PER_SECOND = 10;
/** She is silent: it is the overlays that are measured, not her voice. */
const ENV = {
  YINGXI_BRAIN_MODE: 'offline',
  YINGXI_DIRECTOR_ANSWERS_CHAT: 'false',
  YINGXI_UI_WELCOMED: 'true',
  YINGXI_LANGUAGE: 'en',
};

/** A page whose frames and messages are counted. */
interface Watched {
  readonly page: Page;
  readonly session: CDPSession;
  /** Numbers of the lines that its socket brought. */
  readonly told: ReadonlySet<number>;
}

async function openWatched(page: Page, url: string): Promise<Watched> {
  const session = await page.context().newCDPSession(page);
  const told = new Set<number>();
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    for (const match of response.payloadData.matchAll(/bench (\d+)/gu)) told.add(Number(match[1]));
  });
  await session.send('Network.enable');
  await session.send('Performance.enable');
  await page.goto(url);
  await page.locator('.o-widget[data-theme]').waitFor({ state: 'attached', timeout: 60_000 });
  await page.evaluate(() => {
    const frames: number[] = [];
    Reflect.set(window, 'frames', frames);
    let last = performance.now();
    const frame = (now: number): void => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return { page, session, told };
}

/** ms between the frames since the last call. */
function framesOf({ page }: Watched): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0).slice(1));
}

async function memory({ session }: Watched): Promise<{ heapMb: number; nodes: number }> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  return { heapMb: rounded(of('JSHeapUsedSize') / 1024 / 1024, 2), nodes: of('Nodes') };
}

function eventOf(n: number): ChatEvent {
  const now = Date.now();
  // Without eights and nines: some numbers are held by moderation, and rightly so.
  const text = `bench ${n.toString(7)} ${['哈哈哈哈', 'so good 🎉', '今日はどんな歌？', 'مرحبا', '666'][n % 5]}`;
  const user = { id: `u${n % 500}`, name: `viewer ${n % 500}`, masked: false, roles: [] };
  const base = {
    v: 1 as const,
    id: `bench:${n}`,
    platform: 'twitch' as const,
    source: 'simulator' as const,
    roomId: 'r',
    timestamp: now,
    receivedAt: now,
  };
  return { ...base, kind: 'chat', user, text, segments: [{ type: 'text', text }] };
}

/** Posts in time, whether or not the answers to earlier ones have come. */
async function flood(api: StudioApi): Promise<number> {
  const size = PER_SECOND / POSTS_PER_SECOND;
  const startedAt = performance.now();
  const answers: Promise<unknown>[] = [];
  let sent = 0;
  for (let round = 0; round < SECONDS * POSTS_PER_SECOND; round++) {
    answers.push(api.live.post({ events: Array.from({ length: size }, () => eventOf(sent++)) }));
    const waitMs = startedAt + ((round + 1) * 1000) / POSTS_PER_SECOND - performance.now();
    if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
  }
  await Promise.all(answers);
  return sent / ((performance.now() - startedAt) / 1000);
}

export async function run(): Promise<object> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yingxi-bench-'));
  let studio = await startStudio({ env: ENV, dataDir });
  const browser = await launchChromium();
  try {
    const address = `${studio.stageUrl.replace('/stage/', '/overlays/')}&show=chat`;
    const open = async (): Promise<Watched> =>
      openWatched(await browser.newPage({ viewport: { width: 480, height: 270 } }), address);
    const first = await open();
    const second = await open();

    await framesOf(first);
    await new Promise((done) => setTimeout(done, IDLE_SECONDS * 1000));
    const idle = await framesOf(first);

    const { api, close } = await connectStudioApi(studio);
    const running = flood(api);
    await new Promise((done) => setTimeout(done, 10_000));
    const early = await memory(first);
    await framesOf(first);
    const perSecond = await running;
    close();
    const loaded = await framesOf(first);
    await new Promise((done) => setTimeout(done, 3000));
    const late = await memory(first);

    const { port } = studio;
    await studio.stop('SIGKILL');
    await first.page.locator('body:not(.is-connected)').waitFor({ timeout: 30_000 });
    studio = await startStudio({ env: ENV, dataDir, args: ['--port', String(port)] });
    const readyAt = performance.now();
    await first.page.locator('body.is-connected').waitFor({ timeout: 30_000 });
    const backMs = performance.now() - readyAt;
    await new Promise((done) => setTimeout(done, 1000));
    return {
      hardware: hardware(),
      eventsPerSecond: rounded(perSecond),
      events: PER_SECOND * SECONDS,
      toldToEachPage: [first.told.size, second.told.size],
      frameMs: { idle: summary(idle), loaded: summary(loaded) },
      framesPerSecond: { idle: rounded(rate(idle)), loaded: rounded(rate(loaded)) },
      afterTenSeconds: early,
      atTheEnd: late,
      afterACrash: { backMs: rounded(backMs), linesStillThere: await first.page.locator('.o-line').count() },
    };
  } finally {
    await browser.close();
    await studio.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const rate = (frames: readonly number[]): number => (1000 * frames.length) / frames.reduce((sum, ms) => sum + ms, 0);
