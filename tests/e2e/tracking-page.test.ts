import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Calibration } from '#shared/tracking/tracking-settings.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { faceFixture, fakeCamera, WITHOUT_FACE } from '../support/fixture-video.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { ROOT, type StudioProcess, startStudio } from '../support/studio-process.ts';

const ENV = {
  YINGXI_BRAIN_MODE: 'offline',
  YINGXI_LANGUAGE: 'en',
  YINGXI_UI_WELCOMED: 'true',
  YINGXI_PERSONA_NAME: 'Hana',
  YINGXI_STAGE_FRAME_RATE_CAP: '15',
  YINGXI_STAGE_QUALITY_LOOK: 'flat',
  YINGXI_STAGE_RENDER_SCALE: '0.25',
};
const SLOW = { timeout: 90_000 };
/** Any model that runs: what is shown is how it comes in. */
const MODEL = readFileSync(join(ROOT, 'models/mediapipe/face_landmarker.task'));
const whole: RequestListener = (_request, response) => {
  response.setHeader('content-length', MODEL.length);
  response.end(MODEL);
};

if (faceFixture === undefined)
  console.warn('shared/fixtures/face is not beside the repository: the tracking page is not tested with a face');

describe.skipIf(findChromium() === undefined)('the tracking page in a real Chromium', WITHOUT_CHROMIUM, () => {
  let studio: StudioProcess;
  let connection: Awaited<ReturnType<typeof connectStudioApi>>;
  let browser: Browser | undefined;
  /** Where the larger model is fetched from, and how that place answers. */
  let mirror: Server;
  let answer: RequestListener = whole;
  beforeAll(async () => {
    mirror = createServer((request, response) => answer(request, response));
    await new Promise<void>((done) => mirror.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/face_landmarker.task`;
    const sha256 = createHash('sha256').update(MODEL).digest('hex');
    studio = await startStudio({ env: { ...ENV, YINGXI_FACE_MODEL_URL: url, YINGXI_FACE_MODEL_SHA256: sha256 } });
    connection = await connectStudioApi(studio);
  });
  afterEach(async () => {
    await browser?.close();
    browser = undefined;
  });
  afterAll(async () => {
    connection?.close();
    await studio?.stop();
    mirror.closeAllConnections();
    mirror.close();
  });

  async function open(switches: readonly string[]): Promise<Page> {
    browser = await launchChromium(switches);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${studio.studioUrl}#/tracking`);
    await page.locator('.track-state').waitFor(SLOW);
    return page;
  }
  const calibration = async (): Promise<Calibration | null> => {
    for await (const { settings } of await connection.api.studio.watchSettings()) return settings.tracking.webcam.calibration;
    return null;
  };

  it.skipIf(faceFixture === undefined)(
    'is switched on, measures and calibrates a face, and hands the avatar over by keyboard',
    { ...WITHOUT_FACE, timeout: 600_000 },
    async () => {
      const page = await open(fakeCamera(faceFixture?.video ?? ''));
      await page.getByText('Nothing tracks you yet').waitFor(SLOW);
      await page.getByRole('switch', { name: 'Use my webcam' }).check();
      // Who switches a camera on expects to be followed: she is shared from then on.
      await page.getByText('Your face drives Hana').waitFor(SLOW);
      const modes = page.getByRole('radiogroup', { name: 'Who drives' });
      await modes.getByRole('radio', { name: 'Both', checked: true }).focus();
      await page.keyboard.press('ArrowLeft');
      await modes.getByRole('radio', { name: 'AI', checked: true }).waitFor(SLOW);
      await page.getByText('You are in sight; the AI drives Hana').waitFor(SLOW);
      await page.keyboard.press('ArrowRight');
      await modes.getByRole('radio', { name: 'Both', checked: true }).waitFor(SLOW);
      await page.keyboard.press('ArrowRight');
      await modes.getByRole('radio', { name: 'Human', checked: true }).waitFor(SLOW);
      await page.getByText('Your face drives Hana').waitFor(SLOW);
      await page
        .getByText('You hold her: you chose Human')
        .or(page.getByText(/^You hold her: your face came back/))
        .waitFor(SLOW);

      const bars = new Set<string | null>();
      const bar = page.locator('[data-meter="headYaw"] .track-bar-filtered i');
      await eventually(async () => (bars.add(await bar.getAttribute('style')).size > 5 ? true : undefined));

      await page.getByRole('button', { name: 'Calibrate' }).click();
      const guide = page.getByRole('dialog', { name: 'Calibration' });
      await guide.getByText('Look at the middle of the screen, relaxed').waitFor(SLOW);
      // It is taken by itself; the movements that follow may be skipped.
      await guide.getByRole('button', { name: 'Redo: Straight' }).waitFor(SLOW);
      await eventually(async () => {
        if (await guide.getByText('That was all; it works already').isVisible()) return true;
        await page.keyboard.press('Enter');
        return undefined;
      });
      await page.keyboard.press('Enter');
      await guide.waitFor({ state: 'detached' });
      const made = await eventually(async () => (await calibration()) ?? undefined);
      expect(made.rest.every(Number.isFinite)).toBe(true);
      expect(Object.keys(made.measures).length).toBeGreaterThan(5);
      await page.locator('.toast', { hasText: 'Calibration saved' }).getByRole('button', { name: 'Undo' }).click();
      expect(await eventually(async () => ((await calibration()) === null ? true : undefined))).toBe(true);
    },
  );

  it('says that there is no camera and what to do, and adds a phone with its address to scan', async () => {
    await connection.api.studio.updateSettings({ patch: { tracking: { webcam: { enabled: true } } } });
    const page = await open([]);
    await page.getByText('There is no camera').waitFor(SLOW);
    await page.getByText('Plug one in and it starts by itself.').waitFor();
    await page.getByRole('button', { name: 'Add a phone or program' }).click();
    await page.getByRole('radio', { name: /MeowFace/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    const row = page.locator('[data-source="meowface"]');
    await row.getByText('Waiting for data').waitFor(SLOW);
    await row.getByText('Press start and keep your face in the picture.').waitFor();
    await row.getByRole('button', { name: 'Remove: MeowFace' }).click();
    await row.waitFor({ state: 'detached' });
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await row.waitFor();
  });

  it('brings the larger face model on the streamer’s word alone: called off, cut off, exchanged, and at last whole', async () => {
    let asked = 0;
    answer = (_request, response) => {
      asked++;
      response.setHeader('content-length', MODEL.length);
      response.write(MODEL.subarray(0, 1_000_000));
    };
    const chosen = async (): Promise<string> => {
      for await (const { settings } of await connection.api.studio.watchSettings()) return settings.tracking.webcam.model;
      return '';
    };
    const page = await open([]);
    await page.getByRole('radio', { name: /^With 52/ }).click();
    const fetchIt = page.getByRole('button', { name: 'Download (3.7 MB)' });
    await fetchIt.waitFor(SLOW);
    expect(asked).toBe(0);
    await fetchIt.click();
    await page.getByText(/^Downloading… 1\d %$/).waitFor(SLOW);
    await page.locator('.track-fetch').getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.track-fetch').waitFor({ state: 'detached' });
    expect([asked, await chosen()]).toEqual([1, 'bundled']);

    await page.getByRole('radio', { name: /^With 52/ }).click();
    answer = (_request, response) => {
      response.setHeader('content-length', MODEL.length);
      response.write(MODEL.subarray(0, 1_000_000), () => response.destroy());
    };
    await fetchIt.click();
    const alert = page.locator('.track-get [role="alert"]');
    await alert.getByText(/could not be fetched from 127\.0\.0\.1/).waitFor(SLOW);
    answer = (_request, response) => response.end(Buffer.alloc(MODEL.length, 'another model'));
    await fetchIt.click();
    await alert.getByText(/not the announced face model/).waitFor(SLOW);
    expect(await chosen()).toBe('bundled');

    const pick = async (buffer: Buffer): Promise<void> => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'From a file…' }).click();
      await (await chooser).setFiles({ name: 'face_landmarker.task', mimeType: 'application/octet-stream', buffer });
    };
    await pick(Buffer.alloc(20_000_000));
    await page.locator('.toast', { hasText: 'not face_landmarker.task' }).waitFor(SLOW);
    await pick(MODEL);
    await page.locator('.track-get').waitFor({ state: 'detached', ...SLOW });
    expect(await eventually(async () => ((await chosen()) === 'official' ? true : undefined))).toBe(true);
  });
});
