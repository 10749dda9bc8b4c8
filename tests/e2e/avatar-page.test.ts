import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { imageFiles, live2dFiles, puppetFiles, vrmFile, zipFile } from '../fakes/model-files.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { eventually } from '../support/numbers.ts';
import '../support/stage-globals.ts';
import { ROOT, type StudioProcess, startStudio } from '../support/studio-process.ts';

const ENV = { YINGXI_BRAIN_MODE: 'offline', YINGXI_LANGUAGE: 'en', YINGXI_UI_WELCOMED: 'true' };

describe.skipIf(findChromium() === undefined)('the avatar page in a real Chromium', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let page: Page;
  let folder: string;
  const problems: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yingxi-avatars-'));
    studio = await startStudio({ env: ENV });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/u.test(message.text())) problems.push(message.text());
    });
    await page.goto(`${studio.studioUrl}#/avatar`);
    await page.locator('.model-grid').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await studio.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function put(path: string, bytes: Uint8Array): string {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
    return join(folder, path);
  }
  const add = (...files: string[]): Promise<void> => page.locator('input[data-add=file]').setInputFiles(files);
  const row = (name: string): Locator => page.locator('.import-row', { hasText: name });
  const card = (name: string): Locator => page.locator('.model-card', { hasText: name });
  const drawn = (): Promise<string | null> =>
    eventually(async () => {
      const frame = page.frames().find((one) => one.url().includes('/stage/'));
      return (await frame?.evaluate(() => window.yingxiStage?.snapshot().modelId ?? null)) ?? undefined;
    });
  const drawnIs = (id: string | null): Promise<true> => eventually(async () => ((await drawn()) === id ? true : undefined));

  it('takes several files at once, and says of each what became of it and what to do', async () => {
    const before = await drawn();
    await add(
      put('tiny.vrm', vrmFile()),
      put('hana.zip', zipFile(live2dFiles(), 'Hana/')),
      put('broken.vrm', vrmFile().subarray(0, 900)),
      put('model.cmo3', Buffer.from('CAFF')),
    );
    await page.waitForFunction(
      () => document.querySelectorAll('.import-done').length === 2 && document.querySelectorAll('.import-failed').length === 2,
    );
    expect(await row('broken.vrm').textContent()).toContain('cut off');
    expect(await row('model.cmo3').textContent()).toContain('Export it there');
    expect(await card('Tiny').textContent()).toContain('Look at the terms');
    await page.getByRole('heading', { name: /Cubism Core/u }).waitFor();
    expect(await drawn()).toBe(before);
  });

  it('shows the terms in plain words before the first use, and then the model on the stage', async () => {
    await add(join(ROOT, 'resources/avatars/default.vrm'));
    await row('default.vrm').locator('.import-icon-good').waitFor();
    await row('default.vrm').getByRole('button', { name: 'Use' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Who may perform with it').waitFor();
    await sheet.getByText('Everyone', { exact: true }).waitFor();
    await sheet.getByRole('button', { name: 'Understood, use it' }).click();
    const used = page.locator('.model-card-used');
    await eventually(async () => ((await used.getAttribute('data-model')) === DEFAULT_AVATAR.modelId ? undefined : true));
    await drawnIs(await used.getAttribute('data-model'));
  });

  it('takes a folder of pictures and a puppet, switches between them with the keyboard, and keeps a picture of what it drew', async () => {
    for (const [path, bytes] of Object.entries(imageFiles())) put(`Cat/${path}`, bytes);
    await page.locator('input[data-add=folder]').setInputFiles(join(folder, 'Cat'));
    await add(put('paper.zip', zipFile(puppetFiles())));
    for (const name of ['Cat', 'Paper']) {
      const model = card(name);
      await model.waitFor();
      await model.locator('.model-picture').press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Understood, use it' }).press('Enter');
      await drawnIs(await model.getAttribute('data-model'));
    }
    await card('Paper').locator('img').waitFor();
  });

  it('removes what is in use, with a way back onto the stage', async () => {
    const id = await card('Paper').getAttribute('data-model');
    await card('Paper').getByRole('button', { name: 'More about Paper' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await drawnIs(DEFAULT_AVATAR.modelId);
    await page.getByRole('button', { name: 'Undo' }).click();
    await drawnIs(id);
    expect(problems).toEqual([]);
  });

  it('makes an avatar from shapes and colours, shows it before, and puts it into the library', { timeout: 300_000 }, async () => {
    await page.getByRole('button', { name: 'Make your own' }).click();
    const sheet = page.getByRole('dialog');
    const shown = sheet.locator('.maker-preview[data-picture=shown]');
    await shown.waitFor({ timeout: 120_000 });
    const picture = (): Promise<string> =>
      sheet
        .locator('.maker-preview')
        .screenshot()
        .then((png) => png.toString('base64'));
    const before = await picture();
    await sheet.getByRole('combobox', { name: 'Style' }).first().selectOption('short');
    await sheet.locator('.maker-preview[data-picture=making]').waitFor();
    await shown.waitFor({ timeout: 120_000 });
    expect(await picture()).not.toBe(before);
    await sheet.getByRole('button', { name: 'Undo' }).click();
    expect(await sheet.getByRole('combobox', { name: 'Style' }).first().inputValue()).toBe('twin-tails');
    await sheet.getByRole('textbox', { name: 'Name' }).fill('Nova');
    await shown.waitFor({ timeout: 120_000 });
    await sheet.getByRole('button', { name: 'Put into the library' }).click();
    await card('Nova').waitFor();
    expect(problems).toEqual([]);
  });
});
