import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Calibration } from '#shared/tracking/tracking-settings.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { faceFixture, fakeCamera, WITHOUT_FACE } from '../support/fixture-video.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

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

if (faceFixture === undefined)
  console.warn('shared/fixtures/face is not beside the repository: the tracking page is not tested with a face');

describe.skipIf(findChromium() === undefined)('the tracking page in a real Chromium', WITHOUT_CHROMIUM, () => {
  let studio: StudioProcess;
  let connection: Awaited<ReturnType<typeof connectStudioApi>>;
  let browser: Browser | undefined;
  beforeAll(async () => {
    studio = await startStudio({ env: ENV });
    connection = await connectStudioApi(studio);
  });
  afterEach(async () => {
    await browser?.close();
    browser = undefined;
  });
  afterAll(async () => {
    connection?.close();
    await studio?.stop();
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
});
