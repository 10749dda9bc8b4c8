import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeObs, type FakeObs } from '../fakes/obs-server.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

describe.skipIf(findChromium() === undefined)('the pages of the show in a real Chromium', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let obs: FakeObs;
  let studio: StudioProcess;
  let connection: Awaited<ReturnType<typeof connectStudioApi>>;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    obs = await createFakeObs();
    studio = await startStudio({
      env: {
        YINGXI_BRAIN_MODE: 'offline',
        YINGXI_LANGUAGE: 'en',
        YINGXI_UI_WELCOMED: 'true',
        YINGXI_OBS_ENABLED: 'true',
        YINGXI_OBS_URL: obs.url,
      },
    });
    connection = await connectStudioApi(studio);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(studio.studioUrl);
  });
  afterAll(async () => {
    await browser?.close();
    connection?.close();
    await studio?.stop();
    await obs?.close();
  });
  const open = (hash: string): Promise<void> =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const rules = async () => (await connection.api.automation.list({})).rules;

  it('rules come from a template, are tried by hand, tell in the timeline what they did, and go with one undo', async () => {
    await open('/automation');
    await page.getByText('No rules yet').waitFor();
    await button('Add from a template').click();
    await button(/^Add: .*raid/iu).click();
    const [rule] = await eventually(async () => ((await rules()).length > 0 ? rules() : undefined));
    expect(rule?.enabled).toBe(false);
    await page.getByRole('switch', { name: `Switch on “${rule?.name}”` }).click({ force: true });
    await eventually(async () => ((await rules())[0]?.enabled ? true : undefined));

    await button(`Try it now: ${rule?.name}`).click();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.locator('.rule-timeline li[data-kind="fired"]', { hasText: rule?.name ?? '' }).waitFor();

    await page.getByRole('tab', { name: 'Rules' }).click();
    await button('Undo').first().click();
    await eventually(async () => ((await rules())[0]?.enabled === false ? true : undefined));
    await button('Undo').first().click();
    await page.getByText('No rules yet').waitFor();
  });

  it('a rule that does nothing yet cannot be saved, and one that is there gets its new name in the editor', async () => {
    await button('New rule').click();
    const sheet = page.getByRole('dialog');
    const save = sheet.getByRole('button', { name: 'Save', exact: true });
    await sheet.getByLabel('Name', { exact: true }).fill('Evening');
    expect(await save.isDisabled()).toBe(true);
    await sheet.getByRole('button', { name: 'Cancel' }).click();
    await sheet.waitFor({ state: 'detached' });

    await button('Add from a template').click();
    await button(/^Add: .*raid/iu).click();
    await button(/^Edit: /u).click();
    await sheet.getByLabel('Name', { exact: true }).fill('Evening');
    await save.click();
    await sheet.waitFor({ state: 'detached' });
    expect((await rules()).map(({ name }) => name)).toEqual(['Evening']);
  });

  it('the control switches scenes by click and by key, and takes back', async () => {
    await open('/obs?tab=control');
    await page.locator('.obsc-scene').first().waitFor();
    const scene = (name: string) => page.locator('.obsc-scene', { hasText: name });
    await scene('Main').click();
    await obs.until(() => obs.world.programScene === 'Main');
    await expect.poll(() => scene('Main').getAttribute('aria-pressed')).toBe('true');
    await scene('Main').press('1');
    await obs.until(() => obs.world.programScene !== 'Main');
    await button(/^Undo/u).first().click();
    await obs.until(() => obs.world.programScene === 'Main');
  });

  it('an overlay is previewed with a test event, and says its address', async () => {
    await open('/overlays');
    await page.getByRole('navigation', { name: 'Choose an overlay' }).getByRole('button', { name: /^Chat/u }).click();
    const preview = page.frameLocator('iframe[title^="Preview"]');
    await preview.locator('.o-widget').first().waitFor({ state: 'attached' });
    const lines = () => preview.locator('.o-line').count();
    const before = await lines();
    await button('Chat line').click();
    await expect.poll(lines).not.toBe(before);
    await page.getByText(/overlays\/\?token=.*show=chat/u).waitFor();
  });

  it('a clip is not promised where OBS has no replay buffer, and the page says where to switch it on', async () => {
    await open('/clips');
    await page.getByText('No clips yet').waitFor();
    await page.getByText('Nothing recorded yet').waitFor();
    await page
      .getByText(/replay buffer/iu)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
  });
});
