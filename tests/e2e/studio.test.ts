import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { answered, ledger } from '../support/ledger.ts';
import { eventually } from '../support/numbers.ts';
import '../support/stage-globals.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const ENV = { YINGXI_BRAIN_MODE: 'offline', YINGXI_PERSONA_LANGUAGE: 'en', YINGXI_LANGUAGE: 'en', YINGXI_UI_WELCOMED: 'true' };

describe.skipIf(findChromium() === undefined)('the studio in a real Chromium', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let page: Page;
  let dataDir: string;
  const problems: string[] = [];
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yingxi-studio-'));
    studio = await startStudio({ dataDir, env: ENV });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/u.test(message.text())) problems.push(message.text());
    });
    await page.goto(studio.studioUrl);
  });
  afterAll(async () => {
    await browser.close();
    await studio.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('a newcomer writes in the practice box, hears her in the preview and sees what became of the message', async () => {
    const box = page.getByLabel('What would you say to her?');
    await box.waitFor();
    const frame = await eventually(() => page.frames().find((one) => one.url().includes('/stage/')));
    await frame.waitForFunction(() => window.yingxiStage?.snapshot().role === 'sounding');
    await box.fill('Hello, who are you?');
    await box.press('Enter');
    await frame.waitForFunction(() => window.yingxiStage.snapshot().audio.playing);
    const row = await eventually(async () => (await ledger(studio)).find((one) => one.decision === 'answered'));
    expect(row.marks.firstAudible).toBeDefined();
    await page
      .getByText(row.reply?.slice(0, 12) ?? '?')
      .first()
      .waitFor();
  });

  it('stops her by the button that is always there', async () => {
    const { eventId } = (await studio.post('/speech/say', {
      text: 'This goes on and on and on, until somebody has the mercy to press the button. '.repeat(4),
    })) as { eventId: string };
    await eventually(async () => ((await studio.get('/stage')) as { playing: object | null }).playing ?? undefined);
    await page.getByRole('button', { name: /^Stop/u }).first().click();
    await eventually(async () => ((await studio.get('/stage')) as { playing: object | null }).playing === null || undefined);
    const row = await eventually(async () =>
      (await ledger(studio)).find((one) => one.eventId === eventId && one.reason === 'stopped'),
    );
    expect(row.decision).toBeDefined();
  });

  it('shows every screen without an error', async () => {
    for (const name of ['Connections', 'Brain', 'Persona', 'Voice', 'Stage', 'Message log', 'Settings', 'Live']) {
      await page
        .getByRole('link', { name: new RegExp(name, 'u') })
        .or(page.getByRole('button', { name: new RegExp(name, 'u') }))
        .first()
        .click();
      await page.locator('main').waitFor();
      await page.waitForTimeout(150);
    }
    expect(problems).toEqual([]);
  });

  it('shows a viewer’s markup as the text that it is', async () => {
    await studio.post('/live-events', { text: '<b id="pwned">bold</b>', user: '<i>Mallory</i>' });
    await page.getByText('<b id="pwned">bold</b>').first().waitFor();
    expect(await page.locator('#pwned').count()).toBe(0);
  });

  it('finds the studio again after it restarts', async () => {
    await studio.stop();
    studio = await startStudio({ dataDir, env: ENV });
    await page.getByText('Connected').first().waitFor();
    await page.getByLabel('What would you say to her?').fill('Are you back?');
    await page.getByLabel('What would you say to her?').press('Enter');
    const row = await eventually(async () => (await ledger(studio))[0]);
    expect((await answered(studio, row.eventId)).reply).not.toBe('');
  });
});
