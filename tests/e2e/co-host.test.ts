import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, openStage, WITHOUT_CHROMIUM } from '../support/browser.ts';
import '../support/stage-globals.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const TEXT = 'Papa bought a big map, and my mum moved along with the music for a good long while. '.repeat(3);

describe.skipIf(findChromium() === undefined)('the AI beside the human, each with an avatar', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let dataDir: string;
  let human: Page;
  let ai: Page;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yingxi-cohost-'));
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ driving: { mode: 'human', coHost: { enabled: true } } }));
    studio = await startStudio({ dataDir, env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_PERSONA_LANGUAGE: 'en' } });
    browser = await launchChromium();
    human = await openStage(browser, studio.stageUrl);
    ai = await browser.newPage({ viewport: { width: 480, height: 270 } });
    await ai.goto(`${studio.stageUrl}&avatar=cohost`);
    await ai.waitForFunction(() => window.yingxiStage?.snapshot().framesDrawn > 2);
  });
  afterAll(async () => {
    await browser.close();
    await studio.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** How far the mouth opened and which words were shown while something was said, as each page drew it. */
  const watch = (page: Page): Promise<{ mouth: number; words: string }> =>
    page.evaluate(async () => {
      const seen = { mouth: 0, words: '' };
      const until = performance.now() + 90_000;
      for (let heard = 0; heard < 20 && performance.now() < until; ) {
        const { parameters, caption, audio } = window.yingxiStage.snapshot();
        const { aa = 0, ih = 0, ou = 0, ee = 0, oh = 0 } = parameters;
        seen.mouth = Math.max(seen.mouth, aa + ih + ou + ee + oh);
        if (caption !== null) seen.words = caption.text;
        if (audio.playing) heard += 1;
        await new Promise((done) => setTimeout(done, 60));
      }
      return seen;
    });

  it('moves the mouth and shows the words on her own avatar, while the human’s stays at rest; one of them sounds', async () => {
    await studio.post('/speech/say', { text: TEXT });
    const [ofHuman, ofAi] = await Promise.all([watch(human), watch(ai)]);
    expect(ofAi.mouth).toBeGreaterThan(0.2);
    expect(ofAi.words).not.toBe('');
    expect(ofHuman.mouth).toBeLessThan(0.05);
    expect(ofHuman.words).toBe('');
    const roles = await Promise.all([human, ai].map((page) => page.evaluate(() => window.yingxiStage.snapshot().role)));
    expect([...roles].sort()).toEqual(['following', 'sounding']);
    await studio.post('/speech/stop', {});
  });

  it('shows expressions of her own on her page alone, and stands where she was put', async () => {
    const { api, close } = await connectStudioApi(studio);
    const happy = (page: Page) => page.evaluate(() => window.yingxiStage.snapshot().parameters.happy ?? 0);
    await api.coHost.setExpression({ name: 'happy', active: true, fade: 0 });
    await expect.poll(() => happy(ai)).toBeGreaterThan(0.5);
    expect(await happy(human)).toBeLessThan(0.1);
    await api.coHost.clearExpressions({});
    await api.coHost.move({ x: 0.3, size: -20 });
    for await (const { placement } of await api.coHost.watch()) {
      expect(placement).toMatchObject({ x: 0.3, y: 0, size: -20 });
      break;
    }
    for await (const { placement } of await api.avatar.watch()) {
      expect(placement).toMatchObject({ x: 0, size: 0 });
      break;
    }
    close();
  });

  it('shows nothing on her page once it is switched off, and the one avatar speaks again', async () => {
    const { api, close } = await connectStudioApi(studio);
    await api.studio.updateSettings({ patch: { driving: { coHost: { enabled: false } } } });
    close();
    await ai.locator('body.is-hidden').waitFor({ state: 'attached' });
    await ai.close();
    await studio.post('/speech/say', { text: TEXT });
    const ofHuman = await watch(human);
    expect(ofHuman.mouth).toBeGreaterThan(0.2);
    expect(ofHuman.words).not.toBe('');
  });
});
