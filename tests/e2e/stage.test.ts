import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, openStage, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { answered } from '../support/ledger.ts';
import { eventually } from '../support/numbers.ts';
import type { SoundStretch } from '../support/sound-tap.ts';
import '../support/stage-globals.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const TEXT = 'Papa bought a big map, and my mum moved along with the music for a good long while.';
/** Lasts so long that a slow machine, too, is still speaking when a page has gone and another has taken over. */
const LONG = Array.from({ length: 3 }, () => TEXT).join(' ');
const silence = (page: Page): Promise<boolean> =>
  page.evaluate(() => window.__soundTap.stretches().every((one) => one.endMs !== undefined));
const stretches = (page: Page): Promise<SoundStretch[]> => page.evaluate(() => window.__soundTap.stretches());
const playing = (page: Page): Promise<unknown> => page.waitForFunction(() => window.yingxiStage.snapshot().audio.playing);

describe.skipIf(findChromium() === undefined)('the stage in a real Chromium', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yingxi-stage-'));
    studio = await startStudio({ dataDir, env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_PERSONA_LANGUAGE: 'en' } });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await studio.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  afterEach(async () => {
    await studio.post('/speech/stop', {});
    for (const context of browser.contexts()) await context.close();
  });

  it('lets a person hear and see the answer: sound, moving lips, captions, and a ledger that knows when', async () => {
    const page = await openStage(browser, studio.stageUrl);
    const { ids } = (await studio.post('/live-events', { text: 'Hello, who are you?', user: 'Ann' })) as { ids: string[] };
    await playing(page);
    // A slow machine draws few pictures in a second: she speaks on until enough was seen.
    await studio.post('/speech/say', { text: LONG });
    const { opennesses, words } = await page.evaluate(async () => {
      const opennesses: number[] = [];
      let words = '';
      const isEnough = (): boolean => words !== '' && new Set(opennesses).size > 3 && Math.max(...opennesses) > 0.2;
      for (let looks = 0; looks < 500 && !isEnough(); looks++) {
        const { caption, parameters } = window.yingxiStage.snapshot();
        const { aa = 0, ih = 0, ou = 0, ee = 0, oh = 0 } = parameters;
        opennesses.push(aa + ih + ou + ee + oh);
        words ||= caption?.text ?? '';
        await new Promise((done) => setTimeout(done, 90));
      }
      return { opennesses, words };
    });
    expect(Math.max(...opennesses)).toBeGreaterThan(0.2);
    expect(new Set(opennesses).size).toBeGreaterThan(3);
    expect(words).not.toBe('');
    const row = await answered(studio, ids[0] ?? '');
    expect(row.marks.firstAudible).toBeGreaterThan(row.marks.received ?? Number.POSITIVE_INFINITY);
    const heard = await stretches(page);
    expect(heard.length).toBeGreaterThan(0);
    expect(Math.max(...heard.map((one) => one.peak))).toBeGreaterThan(0.05);
    expect(Math.max(...heard.map((one) => one.peak))).toBeLessThanOrEqual(1);
  });

  it('falls silent at once on stop, clears the caption, and plays not one sample of that turn afterwards', async () => {
    const page = await openStage(browser, studio.stageUrl);
    await studio.post('/speech/say', { text: TEXT.repeat(4) });
    await playing(page);
    await eventually(async () => ((await stretches(page)).length > 0 ? true : undefined));
    await studio.post('/speech/stop', {});
    await eventually(async () => (await silence(page)) || undefined);
    const before = (await stretches(page)).length;
    await new Promise((done) => setTimeout(done, 1500));
    expect(await stretches(page)).toHaveLength(before);
    const snapshot = await page.evaluate(() => window.yingxiStage.snapshot());
    expect(snapshot.caption).toBeNull();
    expect(snapshot.audio.playing).toBe(false);
  });

  it('sounds from exactly one of several stages, and from another when that one vanishes in mid-sentence', async () => {
    const first = await openStage(browser, studio.stageUrl);
    const second = await browser.newPage({ viewport: { width: 480, height: 270 } });
    await second.goto(studio.stageUrl);
    await second.waitForFunction(() => window.yingxiStage?.snapshot().role === 'following');
    const { eventId } = (await studio.post('/speech/say', { text: LONG })) as { eventId: string };
    await playing(first);
    await second.waitForFunction(() => window.yingxiStage.snapshot().caption !== null);
    expect(await second.evaluate(() => window.yingxiStage.snapshot().role)).toBe('following');
    const before = await second.evaluate(() => window.yingxiStage.snapshot().audio);
    await first.context().close();
    await second.waitForFunction(() => window.yingxiStage.snapshot().role === 'sounding');
    await playing(second);
    const after = await second.evaluate(() => window.yingxiStage.snapshot().audio);
    expect(after.index).toBeGreaterThanOrEqual(before.index);
    // A busy machine may be in the next sentence already.
    if (after.index === before.index) expect(after.positionMs).toBeGreaterThan(before.positionMs - 200);
    expect((await answered(studio, eventId)).reply).toBe(LONG);
  });

  it('draws her on a transparent background', async () => {
    const page = await openStage(browser, studio.stageUrl);
    const png = await page.screenshot({ omitBackground: true });
    const alpha = await page.evaluate(async (base64) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no 2d context');
      context.drawImage(bitmap, 0, 0);
      const at = (x: number, y: number): number => context.getImageData(x, y, 1, 1).data[3] ?? -1;
      return { corner: at(4, 4), face: at(240, 120) };
    }, png.toString('base64'));
    expect(alpha).toEqual({ corner: 0, face: 255 });
  });

  it('comes back by itself after the program restarts, and sounds again', async () => {
    const page = await openStage(browser, studio.stageUrl);
    await studio.stop();
    await page.waitForFunction(() => window.yingxiStage.snapshot().role === 'unconnected');
    studio = await startStudio({ dataDir, env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_PERSONA_LANGUAGE: 'en' } });
    await page.waitForFunction(() => window.yingxiStage.snapshot().role === 'sounding');
    const before = (await stretches(page)).length;
    const { eventId } = (await studio.post('/speech/say', { text: 'And here I am again.' })) as { eventId: string };
    await answered(studio, eventId);
    await eventually(async () => (await stretches(page)).length > before || undefined);
  });

  it('shows viewers’ text as text, never as markup', async () => {
    const page = await openStage(browser, studio.stageUrl);
    await studio.post('/speech/say', { text: 'Look at this <img src=x onerror="window.pwned=1"> picture, it is a nice one.' });
    await page.waitForFunction(() => window.yingxiStage.snapshot().caption !== null);
    expect(await page.evaluate(() => [document.querySelectorAll('img').length, 'pwned' in window])).toEqual([0, false]);
  });
});
