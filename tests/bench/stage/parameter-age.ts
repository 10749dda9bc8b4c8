import type { Browser, Page } from 'playwright-core';
import { percentile, rounded, summary } from '../../support/numbers.ts';
import { connectStudioApi } from '../../support/studio-api.ts';
import { startStudio } from '../../support/studio-process.ts';
import '../../support/stage-globals.ts';
import { modelId, openWatchedStage } from './studio-models.ts';

const EVERY_MS = 1000 / 60;
/** A machine that draws five pictures a second must not hold up the rest. */
const LONGEST_MS = 90_000;

interface Ages {
  readonly atStart: number[];
  readonly atEnd: number[];
  readonly seconds: number;
}

/**
 * A real studio mixes parameters that are injected at 60 Hz and sends them to a real page. A frame's age counts from the mixer's stamp on it to the page's
 * drawing of it: when that begins, and when its last command was given.
 */
export async function measureParameterAge(browser: Browser, models: string, frames: number): Promise<object> {
  const studio = await startStudio({ env: { YINGXI_BRAIN_MODE: 'offline' } });
  const { api, close } = await connectStudioApi(studio);
  try {
    const page = await openAgePage(browser, studio.stageUrl);
    const vrm = await sampleAges(page, api, frames);
    await use(page, api, await modelId(api, 'puppet'));
    const puppet = await sampleAges(page, api, frames);
    await api.models.importPath({ path: `${models}/image`, into: null });
    const image = await modelId(api, 'image');
    await api.models.accept({ id: image });
    await use(page, api, image);
    const light = await sampleAges(page, api, frames);
    await page.close();
    return {
      'default.vrm, automatic frame rate': vrm,
      'Momo the puppet, automatic frame rate': puppet,
      'pictures, automatic frame rate': light,
      note: 'a frame waits for the next picture: where the processor draws, the page misses beats while it works, and age grows with what a picture costs',
    };
  } finally {
    close();
    await studio.stop();
  }
}

async function use(page: Page, api: Api, id: string): Promise<void> {
  await api.models.use({ id });
  await page.waitForFunction((wanted) => window.yingxiStage.snapshot().modelId === wanted, id, { timeout: 60_000 });
}

type Api = Awaited<ReturnType<typeof connectStudioApi>>['api'];

async function sampleAges(page: Page, api: Api, frames: number): Promise<object> {
  const inject = startInjecting(api);
  const told: number[] = [];
  const poll = setInterval(() => {
    void api.stage.get().then(({ stages }) => {
      const age = stages[0]?.parameterAgeMs ?? -1;
      if (age >= 0) told.push(age);
    });
  }, 1000);
  try {
    // The first second belongs to the frame rate that finds its level.
    await new Promise((done) => setTimeout(done, 3000));
    const { atStart, atEnd, seconds } = await page.evaluate(({ count, longest }) => window.parameterAges.take(count, longest), {
      count: frames,
      longest: LONGEST_MS,
    });
    const ages = {
      whenDrawingBegins: summary(atStart),
      whenDrawingIsDone: summary(atEnd),
      toldByTheStage: { seconds: told.length, p50: rounded(percentile(told, 0.5)), max: rounded(Math.max(...told)) },
      picturesPerSecond: rounded(atEnd.length / seconds),
      injectedPerSecond: inject.perSecond(),
    };
    console.log(`age: ${JSON.stringify(ages)}`);
    return ages;
  } finally {
    clearInterval(poll);
    inject.stop();
  }
}

/** FaceAngleX at 60 Hz through the contract, as a plugin would; a late timer does not catch up. */
function startInjecting(api: Api): { perSecond(): number; stop(): void } {
  const start = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const value = 20 * Math.sin(performance.now() / 500);
    void api.parameters.inject({ source: 'bench', faceFound: true, values: [{ id: 'FaceAngleX', value }] }).then(
      () => {
        sent++;
      },
      () => {},
    );
  }, EVERY_MS);
  return {
    perSecond: () => rounded((sent * 1000) / (performance.now() - start)),
    stop: () => clearInterval(timer),
  };
}

declare global {
  interface Window {
    parameterAges: { take(count: number, longestMs: number): Promise<Ages> };
  }
}

/** A stage whose parameter frames and drawing are watched from outside of its code. */
function openAgePage(browser: Browser, url: string): Promise<Page> {
  return openWatchedStage(browser, url, () => {
    let newest = 0;
    let fresh = false;
    let draws = 0;
    let atStart: number[] = [];
    let atEnd: number[] = [];
    const Plain = window.Worker;
    window.Worker = class extends Plain {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        this.addEventListener('message', ({ data }) => {
          if (data?.type !== 'parameters') return;
          newest = data.frame.sourceTimeMs;
          fresh = true;
        });
      }
    };
    const draw = WebGL2RenderingContext.prototype.drawElements;
    WebGL2RenderingContext.prototype.drawElements = function (...args) {
      draws++;
      return draw.apply(this, args);
    };
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) =>
      request((time) => {
        const before = draws;
        const begun = performance.timeOrigin + performance.now();
        callback(time);
        if (draws === before || !fresh) return;
        fresh = false;
        atStart.push(begun - newest);
        atEnd.push(performance.timeOrigin + performance.now() - newest);
      });
    window.parameterAges = {
      take(count, longestMs) {
        atStart = [];
        atEnd = [];
        const start = performance.now();
        return new Promise((resolve) => {
          const timer = setInterval(() => {
            const spent = performance.now() - start;
            if (atEnd.length < count && spent < longestMs) return;
            clearInterval(timer);
            resolve({ atStart: atStart.slice(0, count), atEnd: atEnd.slice(0, count), seconds: spent / 1000 });
          }, 100);
        });
      },
    };
  });
}
