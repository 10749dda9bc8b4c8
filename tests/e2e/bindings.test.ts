import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { createRemoteRouter } from '#main/remote-router.ts';
import { createRemoteListener } from '#main/server/remote-listener.ts';
import type { RemoteListener } from '#main/server/remote-listener.types.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { avatarModel, type BindingHarness, createBindingHarness, hold } from '../fakes/binding-harness.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { ledger } from '../support/ledger.ts';
import { eventually } from '../support/numbers.ts';
import { ROOT, type StudioProcess, startStudio } from '../support/studio-process.ts';

const ENV = { YINGXI_BRAIN_MODE: 'offline', YINGXI_LANGUAGE: 'en', YINGXI_UI_WELCOMED: 'true' };

describe.skipIf(findChromium() === undefined)('hotkeys and reactions in a real Chromium', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  describe('the page of the studio', () => {
    let studio: StudioProcess;
    let page: Page;
    beforeAll(async () => {
      studio = await startStudio({ env: ENV });
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(`${studio.studioUrl}#/hotkeys`);
      await page.getByRole('button', { name: 'New', exact: true }).click();
    });
    afterAll(() => studio.stop());

    it('records a key, binds it, and does what it says when the key is pressed anywhere in the studio', async () => {
      const editor = page.getByRole('dialog');
      await editor.getByLabel('Name').fill('Say the magic word');
      await editor.getByRole('button', { name: 'Add a trigger' }).click();
      await page.getByRole('menuitem', { name: 'Keyboard' }).click();
      await editor.getByRole('button', { name: 'Keys' }).click();
      await page.keyboard.press('w');
      await editor.getByText(/taken from every program/).waitFor();
      await page.keyboard.press('Control+Alt+9');
      await editor.getByRole('button', { name: 'Add an action' }).click();
      await page.getByRole('menuitem', { name: 'Say something' }).click();
      await editor.getByLabel('What she says').fill('Abracadabra from a hotkey.');
      await editor.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Say the magic word').waitFor();
      await page.getByRole('button', { name: /^Live/ }).first().click();
      await page.keyboard.press('Control+Alt+9');
      const said = await eventually(async () =>
        (await ledger(studio)).find((row) => JSON.stringify(row).includes('Abracadabra')),
      );
      expect(said).toBeDefined();
      const { bindings } = (await studio.get('/bindings')) as { bindings: { id: string; name: string }[] };
      expect(bindings.map(({ name }) => name)).toContain('Say the magic word');
    });

    it('brings back what was removed', async () => {
      await page.goto(`${studio.studioUrl}#/hotkeys`);
      await page.getByRole('button', { name: 'More: Say the magic word' }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await page.getByRole('button', { name: 'Edit: Say the magic word' }).waitFor({ state: 'detached' });
      await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('button', { name: 'Edit: Say the magic word' }).waitFor();
    });
  });

  describe('the page for phones', () => {
    let folder: string;
    let harness: BindingHarness;
    let listener: RemoteListener;
    let phone: Page;
    const problems: string[] = [];
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'yingxi-phone-'));
      const clock = createNodeClock();
      harness = createBindingHarness({ clock, model: avatarModel({ expressions: ['happy'] }) });
      harness.add({
        name: '<b>Wink</b>',
        triggers: [{ type: 'button', slot: 2 }],
        actions: [{ delay: 0, action: hold('wink') }],
      });
      const router = createRemoteRouter({
        pause: createPause(clock),
        now: Date.now,
        bindings: harness.desk,
        isSpeaking: () => false,
        onSpeaking: () => () => undefined,
        talk: () => ({ state: () => 'off', onChange: () => () => undefined, hold: () => undefined, close: () => undefined }),
        settings: defaultSettings,
        onSettings: () => () => undefined,
        drive: () => undefined,
        stop: () => void harness.desk.stop(),
      });
      const pagesDir = join(ROOT, 'out/renderer');
      const addresses = (): readonly string[] => ['127.0.0.2'];
      listener = createRemoteListener({
        file: join(folder, 'remote.json'),
        pagesDir,
        router,
        addresses,
        serveMotion: (socket) => socket.close(),
        clock,
        logger: silentLogger,
      });
      await listener.setEnabled(true);
      phone = await browser.newPage({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, locale: 'en-GB' });
      phone.on('pageerror', (error) => problems.push(error.message));
      phone.on('console', (message) => {
        if (/Content Security Policy/u.test(message.text())) problems.push(message.text());
      });
      await phone.goto(listener.view.get().addresses[0] ?? '');
      await phone.getByRole('button', { name: 'Happy' }).waitFor();
    });
    afterAll(async () => {
      await listener.close();
      await harness.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('fires on a tap, shows what is on, and holds as long as the finger stays', async () => {
      await phone.getByRole('button', { name: 'Happy' }).tap();
      await eventually(() => harness.deeds().includes('expression:happy:toggle') || undefined);
      harness.light(['happy']);
      await phone.locator('button[aria-pressed="true"]', { hasText: 'Happy' }).waitFor();
      const wink = phone.getByRole('button', { name: '<b>Wink</b>' });
      await wink.dispatchEvent('pointerdown', { pointerId: 1, isPrimary: true });
      await eventually(() => harness.deeds().includes('expression:wink:hold') || undefined);
      expect(harness.deeds()).not.toContain('expression:wink:off');
      await wink.dispatchEvent('pointerup', { pointerId: 1, isPrimary: true });
      await eventually(() => harness.deeds().includes('expression:wink:off') || undefined);
    });

    it('comes back by itself, and says so when its key is not valid any more', async () => {
      await listener.setEnabled(false);
      await phone.getByText('Connection lost').waitFor();
      await listener.setEnabled(true);
      await phone.getByText('Connected').waitFor();
      await listener.renewKey();
      await phone.getByText('This QR code no longer works').waitFor();
      expect(problems).toEqual([]);
    });
  });
});
