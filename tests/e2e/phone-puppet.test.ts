import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { createRemoteRouter } from '#main/remote-router.ts';
import { servePhoneMotion } from '#main/server/phone-motion.ts';
import { createRemoteListener } from '#main/server/remote-listener.ts';
import type { RemoteListener } from '#main/server/remote-listener.types.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import { avatarModel, type BindingHarness, createBindingHarness } from '../fakes/binding-harness.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { eventually } from '../support/numbers.ts';
import { ROOT } from '../support/studio-process.ts';

describe.skipIf(findChromium() === undefined)('the phone as a puppeteer, in a real Chromium with touch', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let folder: string;
  let harness: BindingHarness;
  let listener: RemoteListener;
  let page: Page;
  let touch: CDPSession;
  /** Each channel's farthest value since `seen` was cleared, and whether anything is held now. */
  const seen = new Map<FaceChannel, number>();
  const driven: string[] = [];
  const problems: string[] = [];
  let found = false;
  let tellSettings = (): void => undefined;
  const settings = defaultSettings();
  settings.tracking.controls.enabled = true;
  settings.tracking.controls.restSeconds = 0.5;

  beforeAll(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), 'yingxi-puppet-'));
    const clock = createNodeClock();
    harness = createBindingHarness({ clock, model: avatarModel({ expressions: ['happy'] }) });
    const router = createRemoteRouter({
      pause: createPause(clock),
      now: Date.now,
      bindings: harness.desk,
      isSpeaking: () => false,
      onSpeaking: () => () => undefined,
      talk: () => ({ state: () => 'off', onChange: () => () => undefined, hold: () => undefined, close: () => undefined }),
      settings: () => settings,
      onSettings(listenerOfSettings) {
        tellSettings = listenerOfSettings;
        return () => undefined;
      },
      drive(mode) {
        driven.push(mode);
        settings.driving.mode = mode;
        tellSettings();
      },
      stop: () => undefined,
    });
    listener = createRemoteListener({
      ...{ file: join(folder, 'remote.json'), pagesDir: join(ROOT, 'out/renderer'), router, clock, logger: silentLogger },
      addresses: () => ['127.0.0.2'],
      serveMotion: (socket, limits) =>
        servePhoneMotion(socket, {
          attach: () => ({
            push(sample) {
              ({ found } = sample);
              for (const channel of ['headYaw', 'headPitch', 'jawOpen', 'eyeBlinkLeft'] as const) {
                const value = sample.face?.[FACE_AT[channel]] ?? Number.NaN;
                if (Math.abs(value) > Math.abs(seen.get(channel) ?? 0)) seen.set(channel, value);
              }
            },
            report: () => undefined,
            close: () => undefined,
          }),
          allowed: () => true,
          now: Date.now,
          limits,
          logger: silentLogger,
        }),
    });
    await listener.setEnabled(true);
    page = await browser.newPage({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, locale: 'en-GB' });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/u.test(message.text())) problems.push(message.text());
    });
    touch = await page.context().newCDPSession(page);
    await page.goto(listener.view.get().addresses[0] ?? '');
    await page.getByRole('tab', { name: 'Puppet' }).tap();
  });
  afterAll(async () => {
    await listener.close();
    await harness.close();
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly { x: number; y: number }[]): Promise<unknown> =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: [...points] });
  const letGo = async (): Promise<void> => {
    await eventually(() => (found ? undefined : true));
    seen.clear();
  };

  it('turns her head to the right and up under a finger, and lets go when the finger does', async () => {
    const box = await page.getByRole('img', { name: 'Drag a finger' }).boundingBox();
    if (box === null) throw new Error('no pad');
    await finger('touchStart', [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }]);
    await finger('touchMove', [{ x: box.x + box.width - 3, y: box.y + 3 }]);
    await eventually(() => (seen.get('headYaw') ?? 0) > 25 || undefined);
    await eventually(() => (seen.get('headPitch') ?? 0) > 15 || undefined);
    await finger('touchEnd', []);
    await letGo();
  });

  it('opens her mouth with a slider, blinks and nods with buttons', async () => {
    await page.getByLabel('Mouth').fill('0.8');
    await eventually(() => (seen.get('jawOpen') ?? 0) > 0.7 || undefined);
    await page.getByRole('button', { name: 'Let go of all' }).tap();
    await letGo();
    await page.getByRole('button', { name: 'Nod' }).tap();
    await eventually(() => (seen.get('headPitch') ?? 0) < -8 || undefined);
    await letGo();
    // As a switch or a screen reader presses: a click without a finger.
    await page.getByRole('button', { name: 'Blink' }).focus();
    await page.keyboard.press('Enter');
    await eventually(() => (seen.get('eyeBlinkLeft') ?? 0) > 0.7 || undefined);
    await letGo();
    await page.getByRole('button', { name: 'Look left' }).focus();
    await page.keyboard.press('Enter');
    await eventually(() => (seen.get('headYaw') ?? 0) < -20 || undefined);
    await letGo();
  });

  it('hands the avatar over and shows who drives', async () => {
    await page.getByRole('button', { name: 'Both' }).tap();
    await page.locator('.mode[aria-pressed="true"]', { hasText: 'Both' }).waitFor();
    expect(driven).toEqual(['both']);
  });

  it('says where to switch it on when it is off, and broke no rule of the page', async () => {
    settings.tracking.controls.enabled = false;
    tellSettings();
    await page.getByText('Not switched on').waitFor();
    expect(await page.getByRole('button', { name: 'Nod' }).isVisible()).toBe(false);
    expect(problems).toEqual([]);
  });
});
