import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { ledger } from '../support/ledger.ts';
import { eventually } from '../support/numbers.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const ENV = { YINGXI_BRAIN_MODE: 'offline', YINGXI_LANGUAGE: 'en', YINGXI_UI_WELCOMED: 'true' };

describe.skipIf(findChromium() === undefined)('chat tools on the connections page', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let page: Page;
  let address = '';
  beforeAll(async () => {
    studio = await startStudio({ env: ENV });
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(studio.studioUrl).origin });
    page = await context.newPage();
    await page.goto(`${studio.studioUrl}#/connections`);
  });
  afterAll(async () => {
    await browser?.close();
    await studio?.stop();
  });

  const say = (id: string): Promise<Response> =>
    fetch(address, {
      method: 'POST',
      body: JSON.stringify({
        v: 1,
        kind: 'chat',
        platform: 'custom',
        id,
        user: { id: 'u', name: 'Script' },
        text: 'from my script',
      }),
    });

  it('a streamer adds a script, sees what its message becomes, copies the address, and the script is heard', async () => {
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('menuitem', { name: /A script of your own/u }).click();
    const row = page.getByRole('listitem', { name: 'My script' });
    const example = row.getByPlaceholder('Paste one message here');
    await row.getByText('小盐: 你好！Hello!').waitFor();
    await example.fill('{"v":1,"kind":"explode","platform":"custom"}');
    await row.getByText('lacks something or has it wrong').waitFor();
    await row.getByRole('button', { name: 'Copy: HTTP address (POST)' }).click();
    address = await eventually(async () => {
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      return copied.includes('/bridge/') ? copied : undefined;
    });
    expect(await row.textContent()).not.toContain(new URL(address).searchParams.get('token') ?? '?');
    expect(await (await say('e1')).json()).toEqual({ accepted: 1 });
    const entry = await eventually(async () => (await ledger(studio)).find(({ eventId }) => eventId === 'custom:e1'));
    expect(entry.text).toBe('from my script');
    await row.getByText('Ready').first().waitFor();
  });

  it('a tool that was removed by mistake comes back with its address', async () => {
    const row = page.getByRole('listitem', { name: 'My script' });
    await row.getByRole('button', { name: 'Remove: My script' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.waitFor();
    await eventually(async () => ((await say('e2')).ok ? true : undefined));
  });
});
