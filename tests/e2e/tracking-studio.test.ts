import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { movesAsFixture, reachOfFace } from '../support/face-seen.ts';
import { faceFixture, fakeCamera, WITHOUT_FACE } from '../support/fixture-video.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

if (faceFixture === undefined)
  console.warn('shared/fixtures/face is not beside the repository: the studio is not tested with a face');

const WITHOUT = findChromium() === undefined ? WITHOUT_CHROMIUM : WITHOUT_FACE;
describe.skipIf(findChromium() === undefined || faceFixture === undefined)(
  'the webcam of the studio in a browser',
  WITHOUT,
  () => {
    let studio: StudioProcess;
    let browser: Browser;
    let page: Page;
    let connection: Awaited<ReturnType<typeof connectStudioApi>>;
    const requests: string[] = [];
    const problems: string[] = [];
    const report = async () => {
      for await (const view of await connection.api.tracking.watch())
        return view.sources.find(({ kind }) => kind === 'webcam')?.report;
      return undefined;
    };
    const stateIs = (state: string): Promise<true> =>
      eventually(async () => ((await report())?.state === state ? true : undefined), 120_000, 200);

    beforeAll(async () => {
      studio = await startStudio({
        env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_LANGUAGE: 'en', YINGXI_UI_WELCOMED: 'true' },
      });
      connection = await connectStudioApi(studio);
      browser = await launchChromium(fakeCamera(faceFixture?.video ?? ''));
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.context().on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => {
        if (/Content.Security.Policy/iu.test(message.text())) problems.push(message.text());
      });
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(`${studio.studioUrl}#/live`);
    });
    afterAll(async () => {
      await browser?.close();
      connection?.close();
      await studio?.stop();
    });

    it('does not touch the camera, nor load anything for it, before it is switched on', async () => {
      await page.waitForLoadState('networkidle');
      expect(requests.filter((url) => /vision_wasm|\.task/u.test(url))).toEqual([]);
    }, 120_000);

    it('follows the face whatever page is in view, and sends nothing anywhere but to the studio', async () => {
      await connection.api.studio.updateSettings({
        patch: { driving: { mode: 'human' }, tracking: { webcam: { enabled: true } } },
      });
      await stateIs('tracking');
      await reachOfFace(connection.api, movesAsFixture, 180_000);
      const origin = new URL(studio.studioUrl).origin;
      expect(requests.filter((url) => !/^(?:data|blob):/u.test(url) && new URL(url).origin !== origin)).toEqual([]);
      expect(problems).toEqual([]);
    }, 300_000);

    it('goes on in a page that nobody looks at', async () => {
      const other = await browser.newPage();
      await other.bringToFront();
      await reachOfFace(connection.api, (of) => of('headYaw').most - of('headYaw').least > 10, 120_000);
      await other.close();
    }, 180_000);

    it('lets go of the camera when it is switched off', async () => {
      await connection.api.studio.updateSettings({ patch: { tracking: { webcam: { enabled: false } } } });
      await eventually(async () => ((await report()) === undefined ? true : undefined));
    }, 120_000);
  },
);
