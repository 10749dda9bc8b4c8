import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import type { SourceReport } from '#shared/tracking/source-state.ts';
import { launchChromium } from '../support/browser.ts';
import { buildCameraPage, openCameraSite } from '../support/camera-page/camera-page.ts';
import type { SeenPicture, ShownPicture } from '../support/camera-page/camera-page-client.ts';
import { faceFixture, fakeCamera } from '../support/fixture-video.ts';
import { eventually, percentile, rounded, summary } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { startStudio } from '../support/studio-process.ts';
import { matchPictures, readTruth, scoreOf, type TruthFrame } from '../support/tracking-score.ts';
import { openWatchedStage } from './stage/studio-models.ts';
import { hardware } from './support.ts';
import { firstPictures, shownAges } from './tracking/picture-ages.ts';
import { watchCamera, watchStage } from './tracking/stage-film.ts';

export const name = 'tracking';
export const description =
  'a recorded face as a webcam: how well each axis follows its truth, camera to stage, frame rate against the bare library, cost (--video FILE --truth FILE for another recording of the form)';

/** Rounds of the recording that are compared with its truth, and seconds of each measurement of speed. */
const ROUNDS = 2;
const SPEED_SECONDS = 15;
const STAGE_SECONDS = 21;

export async function run(options: { readonly video?: string; readonly truth?: string }): Promise<object> {
  const { video, truth } = recordingOf(options);
  const frames = readTruth(truth);
  const before = loadavg()[0] ?? 0;
  const alone = await trackerAlone(video, frames);
  const withStage = await cameraToStage(video, frames);
  return {
    recording: { frames: frames.length, seconds: rounded(frames.length / 30) },
    ...alone,
    cameraToStage: withStage,
    load: { before: rounded(before), after: rounded(loadavg()[0] ?? 0) },
    hardware: hardware(),
  };
}

function recordingOf({ video, truth }: { readonly video?: string; readonly truth?: string }): { video: string; truth: string } {
  const from = process.env.INIT_CWD ?? process.cwd();
  const chosen = {
    video: video === undefined ? faceFixture?.video : resolve(from, video),
    truth: truth === undefined ? faceFixture?.truth : resolve(from, truth),
  };
  for (const [key, file] of Object.entries(chosen))
    if (file === undefined || !existsSync(file))
      throw new Error(
        `there is no ${key} ${file ?? ''}: name one by --${key} FILE, or put shared/fixtures/face beside the repository`,
      );
  return { video: chosen.video ?? '', truth: chosen.truth ?? '' };
}

/** The tracker in a page of its own, and the library in the same browser before and after it. */
async function trackerAlone(video: string, truth: readonly TruthFrame[]): Promise<object> {
  const built = await buildCameraPage();
  const site = await openCameraSite(built.folder);
  const browser = await launchChromium(fakeCamera(video));
  try {
    const bareBefore = await bareLibrary(browser, site.url);
    const page = await browser.newPage();
    await page.goto(site.url);
    await page.waitForFunction(() => window.cameraPage !== undefined);
    await page.evaluate(() => window.cameraPage.start({}));
    await eventually(() => (site.reports.at(-1)?.state === 'tracking' ? true : undefined), 240_000);
    await eventually(async () => ((await page.evaluate(() => window.cameraPage.settled())) ? true : undefined), 120_000);
    await pause(4000);
    const speed = await measureSpeed(site);
    await page.evaluate(() => {
      window.cameraPage.take();
      window.cameraPage.listen();
    });
    const { seen, shown } = await rounds(page, truth.length);
    const score = scoreOf(matchPictures(seen, shown, truth));
    const restarts = (await page.evaluate(() => window.cameraPage.views())).filter(
      ({ report }) => report.state === 'starting',
    ).length;
    await page.close();
    const bareAfter = await bareLibrary(browser, site.url);
    const bare = (bareBefore.framesPerSecond + bareAfter.framesPerSecond) / 2;
    return {
      bands: rounded3(score),
      framesPerSecond: {
        tracker: rounded(speed.framesPerSecond),
        bareLibrary: [rounded(bareBefore.framesPerSecond), rounded(bareAfter.framesPerSecond)],
        ratio: rounded(speed.framesPerSecond / bare, 3),
      },
      costMs: { tracker: rounded(speed.costMs), bareLibrary: [rounded(bareBefore.medianMs), rounded(bareAfter.medianMs)] },
      cameraToStudioMs: speed.cameraToStudioMs,
      reportsOfStarting: restarts,
    };
  } finally {
    await browser.close();
    await site.close();
    await built.remove();
  }
}

async function bareLibrary(browser: Browser, url: string) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.cameraPage !== undefined);
  const figures = await page.evaluate((seconds) => window.cameraPage.bare(seconds), SPEED_SECONDS);
  await page.close();
  return figures;
}

type Site = Awaited<ReturnType<typeof openCameraSite>>;
async function measureSpeed(site: Site) {
  const from = site.samples.length;
  const reportsFrom = site.reports.length;
  const begunMs = performance.now();
  await pause(SPEED_SECONDS * 1000);
  const seconds = (performance.now() - begunMs) / 1000;
  const samples = site.samples.slice(from);
  const costs = site.reports.slice(reportsFrom).map(({ costMs }) => costMs);
  return {
    framesPerSecond: samples.length / seconds,
    costMs: percentile(costs, 0.5),
    cameraToStudioMs: summary(samples.map(({ atMs, receivedMs }) => receivedMs - atMs)),
  };
}

async function rounds(page: Awaited<ReturnType<Browser['newPage']>>, frames: number) {
  const seen: SeenPicture[] = [];
  const shown: ShownPicture[] = [];
  const endMs = performance.now() + (ROUNDS * frames * 1000) / 30 + 1000;
  while (performance.now() < endMs) {
    await pause(1000);
    const taken = await page.evaluate(() => window.cameraPage.take());
    seen.push(...taken.seen);
    shown.push(...taken.shown);
  }
  return { seen, shown };
}

/** The real studio with its camera page and a stage that draws, in one browser on this computer. */
async function cameraToStage(video: string, truth: readonly TruthFrame[]): Promise<object> {
  const studio = await startStudio({
    env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_LANGUAGE: 'en', YINGXI_UI_WELCOMED: 'true' },
  });
  const browser = await launchChromium(fakeCamera(video));
  const { api, close } = await connectStudioApi(studio);
  try {
    const stage = await openWatchedStage(browser, studio.stageUrl, watchStage);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
    await page.addInitScript(watchCamera);
    await page.goto(`${studio.studioUrl}#/tracking`);
    const idle = await stageRate(api, 5);
    await api.studio.updateSettings({
      patch: { driving: { mode: 'human' }, tracking: { webcam: { enabled: true } } },
    });
    await eventually(async () => ((await webcam(api))?.state === 'tracking' ? true : undefined), 240_000);
    // Where pictures are worked on best is found out first.
    await eventually(() => page.evaluate(() => localStorage.getItem('yingxi.camera.place') !== null || undefined), 120_000, 500);
    await pause(6000);
    const { film, reports } = await filmStage(api, page, stage);
    return {
      ...firstPictures(film),
      ageOfWhatIsShownMs: shownAges(film, truth),
      trackerFramesPerSecond: rounded(
        percentile(
          reports.map(({ framesPerSecond }) => framesPerSecond),
          0.5,
        ),
      ),
      trackerCostMs: rounded(
        percentile(
          reports.map(({ costMs }) => costMs),
          0.5,
        ),
      ),
      stageFramesPerSecond: { withoutTracking: idle, withTracking: rounded(film.stage.length / STAGE_SECONDS) },
    };
  } finally {
    close();
    await browser.close();
    await studio.stop();
  }
}

async function filmStage(api: StudioApi, page: Page, stage: Page) {
  await page.evaluate(() => void window.cameraFilm.take());
  await stage.evaluate(() => void window.stageFilm.take());
  const reports: SourceReport[] = [];
  for (let second = 0; second < STAGE_SECONDS; second++) {
    await pause(1000);
    const report = await webcam(api);
    if (report !== undefined) reports.push(report);
  }
  const seen = await page.evaluate(() => window.cameraFilm.take());
  return { film: { ...seen, ...(await stage.evaluate(() => window.stageFilm.take())) }, reports };
}

async function webcam(api: StudioApi) {
  for await (const view of await api.tracking.watch()) return view.sources.find(({ kind }) => kind === 'webcam')?.report;
  return undefined;
}

async function stageRate(api: StudioApi, seconds: number): Promise<number> {
  const rates: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await pause(1000);
    const [stage] = (await api.stage.get()).stages;
    if (stage !== undefined) rates.push(stage.framesPerSecond);
  }
  return rounded(percentile(rates, 0.5));
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const rounded3 = (value: object): unknown =>
  JSON.parse(JSON.stringify(value, (_key, one) => (typeof one === 'number' ? rounded(one, 3) : one)));
