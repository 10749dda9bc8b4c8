import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { eventually } from '../support/numbers.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const ENV = {
  YINGXI_BRAIN_MODE: 'offline',
  YINGXI_LANGUAGE: 'en',
  YINGXI_UI_WELCOMED: 'true',
  YINGXI_AUDIENCE_MEMORY_MODE: 'on',
};
const said = (platform: string, name: string, text: string) => ({
  v: 1,
  id: `${platform}:${name}:${text}`,
  kind: 'chat',
  platform,
  source: 'simulator',
  roomId: 'r',
  timestamp: Date.now(),
  receivedAt: Date.now(),
  user: { id: `id-${name}`, name, masked: false, roles: [] },
  text,
  segments: [{ type: 'text', text }],
});
interface Ranking {
  readonly viewers: readonly { readonly viewerKey: string; readonly points: number }[];
}

describe.skipIf(findChromium() === undefined)('viewers and points in a real Chromium', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let page: Page;
  const points = async (): Promise<Ranking['viewers']> => ((await studio.get('/audience/ranking')) as Ranking).viewers;
  beforeAll(async () => {
    browser = await launchChromium();
    studio = await startStudio({ env: ENV });
    const events = [said('twitch', 'Mia', 'I like old songs'), said('bilibili', 'MiaToo', 'hello'), said('twitch', 'Ben', 'hi')];
    await studio.post('/live-events', { events });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${studio.studioUrl}#/viewers`);
  });
  afterAll(async () => {
    await browser.close();
    await studio.stop();
  });

  it('shows what she remembers of a viewer, merges two accounts and takes it back', async () => {
    await page.locator('.viewer-row', { hasText: 'Mia' }).first().waitFor();
    await page.getByLabel('Find by name or account').fill('id-Mia');
    await page
      .getByRole('button', { name: /^Mia / })
      .or(page.locator('.viewer-row', { hasText: /Mia(?!Too)/ }))
      .first()
      .click();
    await page.getByText('old songs', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Merge with another account…' }).click();
    await page.getByRole('dialog').locator('.viewer-row', { hasText: 'MiaToo' }).click();
    expect(await eventually(async () => (await points()).find((one) => one.points === 102))).toBeDefined();
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    expect(await eventually(async () => ((await points()).length === 3 ? 3 : undefined))).toBe(3);
  });

  it('gives points by hand, books them, and takes them back', async () => {
    await page.goto(`${studio.studioUrl}#/points`);
    await page.getByRole('button', { name: 'Give or take' }).first().click();
    await page.getByRole('dialog').getByLabel('Why (kept in the journal)').fill('won the quiz');
    await page.keyboard.press('Enter');
    await page.getByText('won the quiz').waitFor();
    expect((await points())[0]?.points).toBe(151);
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Given back: By hand').waitFor();
    expect((await points())[0]?.points).toBe(51);
  });
});
