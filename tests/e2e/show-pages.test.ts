import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { zipSync } from 'fflate';
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

  it('a card is written, changed, removed and brought back, and the overlay shows it', async () => {
    await page.getByRole('tab', { name: 'Cards and pictures' }).click();
    await page.getByText('No cards yet').waitFor();
    await button('Add a card').click();
    const sheet = page.getByRole('dialog');
    const save = sheet.getByRole('button', { name: 'Save', exact: true });
    expect(await save.isDisabled()).toBe(true);
    await sheet.getByLabel('Title').fill('Songs');
    await sheet.getByLabel('Text').fill(`Type “song” and a title <b>🎵</b>`);
    await save.click();
    await sheet.waitFor({ state: 'detached' });

    const overlay = await browser.newPage();
    await overlay.goto(`${studio.stageUrl.replace('/stage/', '/overlays/')}&show=cards`);
    const shown = overlay.locator('.o-cards');
    await expect.poll(() => shown.textContent()).toContain('Type “song” and a title <b>🎵</b>');

    await button('Edit “Songs”').click();
    await sheet.getByLabel('Title').fill('Wishes');
    await save.click();
    await expect.poll(() => shown.textContent()).toContain('Wishes');
    await button('Remove “Wishes”').click();
    await page.getByText('No cards yet').waitFor();
    // Messages of what was done before may still be there.
    await page.locator('.toast', { hasText: 'Wishes' }).getByRole('button', { name: 'Undo' }).click();
    await button('Edit “Wishes”').waitFor();
    await overlay.close();
  });

  it('an alert says what the streamer wrote for its kind, and stays away when that is switched off', async () => {
    await page.getByRole('tab', { name: 'Alerts' }).click();
    const kind = page.locator('.overlay-kind', { hasText: 'Follow' }).first();
    await kind.getByLabel('Words').fill('Hello {name}, welcome <i>');
    await kind.getByLabel('Words').blur();
    const follow = async () => {
      for await (const { settings } of await connection.api.studio.watchSettings({}))
        return settings.overlays.alerts.kinds.follow;
      throw new Error('no settings');
    };
    await eventually(async () => ((await follow()).text === 'Hello {name}, welcome <i>' ? true : undefined));
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await expect.poll(() => page.locator('.overlay-now').textContent()).toMatch(/^Hello .+, welcome <i>$/u);
    await button('Skip all').click();
    await page.getByText('No alert is shown').waitFor();

    await kind.getByRole('switch').click({ force: true });
    await eventually(async () => ((await follow()).enabled ? undefined : true));
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await page.getByRole('button', { name: 'Raid', exact: true }).click();
    // The raid's alert is there, and nothing waits before or behind it.
    await expect.poll(() => page.locator('.overlay-now').textContent()).not.toBe('No alert is shown');
    expect(await page.locator('.overlay-now').textContent()).not.toContain('welcome');
    await page.getByText('Waiting: 0').waitFor();
  });

  it('a theme comes in as a ZIP and as a folder, is worn at once, and goes when the streamer says so', async () => {
    await page.getByRole('tab', { name: 'Themes' }).click();
    await page.getByText('No theme of your own yet').waitFor();
    const folder = await mkdtemp(join(tmpdir(), 'yingxi-theme-'));
    await writeFile(join(folder, 'theme.css'), '.o-widget { --o-accent: rgb(1, 2, 3) }');
    const css = new TextEncoder().encode('.o-widget { --o-accent: rgb(4, 5, 6) }');
    await writeFile(join(folder, '.DS_Store'), 'left by the system');
    await page
      .locator('input[type=file][accept*=zip]')
      .setInputFiles({ name: 'Dusk.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync({ 'dusk/theme.css': css })) });
    await button('Use it: Dusk').waitFor();
    await page.locator('input[webkitdirectory]').setInputFiles(folder);
    const own = basename(folder);
    const theme = await eventually(async () => {
      for await (const view of await connection.api.overlays.view()) return view.themes.find(({ name }) => name === own);
    });
    await button(`Use it: ${theme.name}`).click();
    await button(`In use: ${theme.name}`).waitFor();
    const overlay = await browser.newPage();
    await overlay.goto(`${studio.stageUrl.replace('/stage/', '/overlays/')}&show=clock`);
    const accent = () =>
      overlay.evaluate(() => {
        const widget = document.querySelector('.o-widget');
        return widget === null ? '' : getComputedStyle(widget).getPropertyValue('--o-accent').trim();
      });
    await expect.poll(accent).toBe('rgb(1, 2, 3)');
    await overlay.close();

    const card = page.locator('.overlay-theme', { hasText: own });
    await card.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await card.waitFor({ state: 'detached' });
    await button('In use: Glass').waitFor();
    await rm(folder, { recursive: true, force: true });
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
