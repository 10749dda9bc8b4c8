import type { Browser, Page } from 'playwright-core';
import { summary } from '../../support/numbers.ts';
import { connectStudioApi } from '../../support/studio-api.ts';
import { startStudio } from '../../support/studio-process.ts';
import { modelId, openWatchedStage } from './studio-models.ts';

interface Watched {
  readonly frames: number;
  /** Animation frames at whose end no canvas of the avatar had anything drawn on it. */
  readonly blank: number;
  /** Of the frames, the least share of the picture that was covered. */
  readonly leastCovered: number;
}

declare global {
  interface Window {
    switchWatch: { start(): void; stop(): Watched };
  }
}

/** Switches default → hana → default … through the contract, and looks at the avatar's pixels at the end of every animation frame. */
export async function measureModelSwitch(browser: Browser, switches: number): Promise<object> {
  const studio = await startStudio({ env: { YINGXI_BRAIN_MODE: 'offline' } });
  const { api, close } = await connectStudioApi(studio);
  try {
    const page = await openWatchedStage(browser, studio.stageUrl, watchPixels);
    const used: string[] = [];
    const milliseconds: number[] = [];
    await page.evaluate(() => window.switchWatch.start());
    for (let i = 0; i < switches; i++) {
      const name = i % 2 === 0 ? 'hana' : 'default';
      milliseconds.push(await switchTo(page, api, await modelId(api, name)));
      used.push(name);
    }
    const { frames, blank, leastCovered } = await page.evaluate(() => window.switchWatch.stop());
    await page.close();
    return {
      switches: used,
      animationFrames: frames,
      blankFrames: blank,
      leastShareOfThePictureCovered: leastCovered,
      msFromCallToPicture: summary(milliseconds),
      control: `a frame counts as blank below ${BLANK_BELOW} of the picture; an emptied page counts as blank (${await control(browser)})`,
    };
  } finally {
    close();
    await studio.stop();
  }
}

type Api = Awaited<ReturnType<typeof connectStudioApi>>['api'];
const BLANK_BELOW = 0.01;
/** After each switch she is watched a little longer. */
const AFTER_MS = 1000;

async function switchTo(page: Page, api: Api, id: string): Promise<number> {
  const start = Date.now();
  await api.models.use({ id });
  await page.waitForFunction((wanted) => window.yingxiStage.snapshot().modelId === wanted, id, { timeout: 60_000 });
  const taken = Date.now() - start;
  await page.waitForTimeout(AFTER_MS);
  return taken;
}

/** The detector on a page without any avatar: it must call every frame blank. */
async function control(browser: Browser): Promise<string> {
  const page = await browser.newPage({ viewport: { width: 480, height: 270 } });
  try {
    await page.addInitScript(watchPixels);
    await page.goto('data:text/html,<div id=picture><canvas></canvas></div>');
    await page.evaluate(() => window.switchWatch.start());
    await page.waitForTimeout(500);
    const { frames, blank } = await page.evaluate(() => window.switchWatch.stop());
    return `${blank} of ${frames} frames`;
  } finally {
    await page.close();
  }
}

/** Runs in the page, before its code: canvases keep what was drawn, so that every frame can be looked at, drawn anew or not. */
function watchPixels(): void {
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = new Proxy(getContext, {
    apply: (target, canvas, [kind, options]) =>
      Reflect.apply(target, canvas, kind === 'webgl2' ? [kind, { ...options, preserveDrawingBuffer: true }] : [kind, options]),
  });
  const [width, height] = [48, 27];
  const seen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  let running = false;
  let frames = 0;
  let blank = 0;
  let least = 1;
  const look = (): void => {
    if (!running || seen === null) return;
    seen.clearRect(0, 0, width, height);
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('#picture canvas'))
      if (canvas.width > 0 && canvas.height > 0) seen.drawImage(canvas, 0, 0, width, height);
    const { data } = seen.getImageData(0, 0, width, height);
    let covered = 0;
    for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 0) covered++;
    const share = covered / (width * height);
    frames++;
    if (share < 0.01) blank++;
    least = Math.min(least, share);
    requestAnimationFrame(look);
  };
  window.switchWatch = {
    start() {
      running = true;
      requestAnimationFrame(look);
    },
    stop() {
      running = false;
      return { frames, blank, leastCovered: Math.round(least * 1000) / 1000 };
    },
  };
}
