import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WIDGETS } from '#shared/overlays/overlay-list.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const ENV = { YINGXI_BRAIN_MODE: 'offline', YINGXI_LANGUAGE: 'en', YINGXI_UI_WELCOMED: 'true' };
const MARKUP = '<img src=x onerror="document.title=\'ran\'"><b>bold</b>';
let count = 0;
const event = (fields: object, user: object = {}) => {
  count += 1;
  return {
    v: 1,
    id: `overlay:${count}`,
    platform: 'twitch',
    source: 'simulator',
    roomId: 'r',
    timestamp: Date.now(),
    receivedAt: Date.now(),
    user: { id: `u${count}`, name: `viewer ${count}`, masked: false, roles: [], ...user },
    ...fields,
  };
};
const line = (text: string, user: object = {}) => event({ kind: 'chat', text, segments: [{ type: 'text', text }] }, user);

describe.skipIf(findChromium() === undefined)('overlays in a real Chromium', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let dataDir: string;
  const problems: string[] = [];
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yingxi-overlays-'));
    // As if it had been fetched before.
    const emotes = join(dataDir, 'overlays', 'emotes');
    await mkdir(emotes, { recursive: true });
    const stem = createHash('sha256').update('twitch:25').digest('hex').slice(0, 40);
    await writeFile(
      join(emotes, `${stem}.gif`),
      Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
    );
    browser = await launchChromium();
    studio = await startStudio({ env: ENV, dataDir });
  });
  afterAll(async () => {
    await browser.close();
    await studio.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function open(show: string, more = '', size = { width: 480, height: 270 }): Promise<Page> {
    const page = await browser.newPage({ viewport: size });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(`${studio.stageUrl.replace('/stage/', '/overlays/')}&show=${show}${more}`);
    await page.locator('.o-widget[data-theme]').first().waitFor({ state: 'attached' });
    return page;
  }
  const textsOf = (page: Page): Promise<string[]> => page.locator('.o-line .o-text').allTextContents();
  const post = (...events: object[]): Promise<unknown> => studio.post('/live-events', { events });
  async function withApi<T>(task: (api: Awaited<ReturnType<typeof connectStudioApi>>['api']) => Promise<T>): Promise<T> {
    const { api, close } = await connectStudioApi(studio);
    try {
      return await task(api);
    } finally {
      close();
    }
  }

  it('draws each of them without a fault of the page', async () => {
    const page = await open(WIDGETS.join(','), '&preview=1&theme=ink', { width: 1600, height: 1200 });
    await expect.poll(() => page.locator('.o-widget').count()).toBe(WIDGETS.length);
    for (const id of WIDGETS) {
      const box = page.locator(`.o-${id} .o-box`);
      await expect.poll(() => box.evaluate((node) => node.getBoundingClientRect().height)).toBeGreaterThan(20);
      const isFull = () => box.evaluate((node) => node.textContent !== '' || node.querySelector('img, svg') !== null);
      await expect.poll(isFull).toBe(true);
    }
    await page.close();
    expect(problems).toEqual([]);
  });

  it('shows strangers’ words as text, keeps long names in their place, and tells every page everything', async () => {
    const pages = [await open('chat'), await open('chat')];
    const longName = `${'NameWithoutAnySpaces'.repeat(6)}👩‍👩‍👧‍👦`;
    await post(line(MARKUP, { name: MARKUP }), line('مرحبا بالجميع', { name: longName }), line('x'.repeat(500)));
    for (const page of pages) {
      await expect.poll(() => textsOf(page)).toHaveLength(3);
      expect((await textsOf(page)).slice(0, 2)).toEqual([MARKUP, 'مرحبا بالجميع']);
      expect(await page.locator('.o-line img, .o-line b').count()).toBe(0);
      expect(await page.title()).not.toBe('ran');
      const reach = await page
        .locator('.o-line')
        .evaluateAll((nodes) => nodes.map((node) => node.scrollWidth - node.clientWidth));
      expect(Math.max(...reach)).toBeLessThanOrEqual(0);
      const wide = await page.locator('.o-name').evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().right));
      expect(Math.max(...wide)).toBeLessThan(480);
      await page.close();
    }
  });

  it('shows emotes as pictures that lie on this computer, and by their names where there is none', async () => {
    const page = await open('chat');
    const segments = [
      { type: 'text', text: 'look ' },
      { type: 'emote', name: 'Kappa', id: '25' },
      { type: 'text', text: ' and ' },
      // Not one of the platforms' own servers: nobody is asked for it.
      { type: 'emote', name: '[elsewhere]', url: 'https://evil.example/x.png' },
    ];
    await post(event({ kind: 'chat', text: 'look Kappa and [elsewhere]', segments }));
    const emote = page.locator('.o-emote');
    await expect.poll(() => emote.count()).toBe(1);
    await expect.poll(() => emote.evaluate((node) => (node instanceof HTMLImageElement ? node.naturalWidth : 0))).toBe(1);
    expect(await emote.getAttribute('alt')).toBe('Kappa');
    expect(
      await emote.evaluate((node) => new URL(node.getAttribute('src') ?? '', location.href).origin === location.origin),
    ).toBe(true);
    expect(await textsOf(page)).toContain('look  and [elsewhere]');
    await page.close();
  });

  it('takes a withdrawn line away, never has more lines than were asked for, and fades them when told to', async () => {
    const page = await open('chat');
    const bad = line('to be withdrawn');
    await post(bad);
    await expect.poll(() => textsOf(page)).toContain('to be withdrawn');
    await post({ ...event({ kind: 'retract', targetIds: [bad.id] }), user: undefined });
    await expect.poll(() => textsOf(page)).not.toContain('to be withdrawn');
    await post(...Array.from({ length: 60 }, (_, n) => line(`flood ${n} ${Math.random()}`)));
    await expect.poll(async () => (await textsOf(page)).some((text) => text.startsWith('flood 59'))).toBe(true);
    expect(await page.locator('.o-line').count()).toBeLessThanOrEqual(14);
    await withApi((api) => api.studio.updateSettings({ patch: { overlays: { widgets: { chat: { staySeconds: 1 } } } } }));
    await expect.poll(() => page.locator('.o-line').count()).toBe(0);
    await withApi((api) => api.studio.updateSettings({ patch: { overlays: { widgets: { chat: { staySeconds: 0 } } } } }));
    await page.close();
  });

  it('shows alerts without moving anything, and nothing while the show is in panic', async () => {
    const page = await open('alerts,goals,ranking,votes');
    await page.evaluate(() => {
      const shifts: number[] = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push(Reflect.get(entry, 'value') as number);
      }).observe({ type: 'layout-shift', buffered: false });
      Reflect.set(window, 'shifts', shifts);
    });
    await withApi(async (api) => {
      await api.overlays.test({ event: 'superchat' });
      await page.locator('.o-alert .o-money').waitFor();
      const goal = { id: 'g', title: MARKUP, kind: 'likes', target: 100, active: true } as const;
      await api.games.saveGoal(goal);
      await page.locator('.o-goal-title', { hasText: '<img' }).waitFor();
      await api.games.setGoalProgress({ id: 'g', progress: 70 });
      await expect.poll(() => page.locator('.o-goal-number').textContent()).toContain('70');
      // The first one may be over by now on a slow machine.
      await api.overlays.test({ event: 'superchat' });
      await api.moderation.panic({ on: true });
      await expect.poll(() => page.evaluate(() => getComputedStyle(document.getElementById('overlays')!).opacity)).toBe('0');
      await expect.poll(() => page.locator('.o-alert:not(.is-leaving)').count()).toBe(0);
      await api.moderation.panic({ on: false });
      await page.locator('.o-alert:not(.is-leaving) .o-money').waitFor();
      await api.overlays.skipAlert({ all: true });
    });
    const shifts = (await page.evaluate(() => Reflect.get(window, 'shifts'))) as number[];
    // The goal came in where there was none: that is all that moved.
    expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.02);
    await page.close();
  });

  it('wears a theme of the streamer’s own, of which nothing reaches out', async () => {
    const page = await open('status');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const css =
      '.o-widget { --o-accent: rgb(1, 2, 3); background: url(https://example.com/spy.png) } @import "https://example.com/x.css";';
    const archive = zipSync({ 'night/theme.css': new TextEncoder().encode(css) });
    await withApi(async (api) => {
      const { url } = await api.overlays.beginTheme({ name: 'Night.zip', files: [{ path: 'Night.zip', bytes: archive.length }] });
      const answer = await fetch(`http://127.0.0.1:${studio.port}${url}/0?offset=0`, { method: 'PUT', body: archive });
      expect(answer.status).toBe(204);
      const theme = await eventually(async () => {
        for await (const view of await api.overlays.view()) return view.themes[0];
      });
      expect(theme).toMatchObject({ id: 'night', name: 'Night' });
      expect(theme.notes).toHaveLength(2);
      await api.studio.updateSettings({ patch: { overlays: { theme: 'night' } } });
    });
    const accent = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('.o-widget')!).getPropertyValue('--o-accent').trim());
    await expect.poll(accent).toBe('rgb(1, 2, 3)');
    expect(requests.filter((url) => url.includes('example.com'))).toEqual([]);
    await withApi((api) => api.studio.updateSettings({ patch: { overlays: { theme: 'glass' } } }));
    await page.close();
  });

  it('lights her words up in the captions while another page is the one that sounds', async () => {
    const stage = await browser.newPage({ viewport: { width: 320, height: 180 } });
    await stage.goto(studio.stageUrl);
    await stage.waitForFunction(() => window.yingxiStage?.snapshot().role === 'sounding');
    const page = await open('captions');
    // One sentence that is not cut at its first clause.
    const words = 'Welcome to our little show.';
    // She is quick; a slow machine looks seldom.
    await page.evaluate(() => {
      const seen = { words: new Set<string>(), mostSpoken: 0 };
      Object.assign(window, { seen });
      new MutationObserver(() => {
        seen.words.add(document.querySelector('.caption-line')?.textContent ?? '');
        seen.mostSpoken = Math.max(seen.mostSpoken, document.querySelectorAll('.caption-line .spoken').length);
      }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    const seen = () =>
      page.evaluate((wanted) => {
        const { words, mostSpoken } = Reflect.get(window, 'seen') as { words: Set<string>; mostSpoken: number };
        return { shown: words.has(wanted), lit: mostSpoken > 2 };
      }, words);
    await studio.post('/speech/say', { text: words });
    await expect.poll(seen).toEqual({ shown: true, lit: true });
    // It never becomes the one that sounds.
    expect(await stage.evaluate(() => window.yingxiStage.snapshot().role)).toBe('sounding');
    await expect.poll(() => page.locator('.caption-line').textContent()).toBe('');
    await stage.close();
    await page.close();
  });

  it('goes on after the program crashed and came back: what was there, then what is new, nothing twice', async () => {
    const page = await open('chat,alerts');
    await post(line('before the crash'));
    await withApi(async (api) => {
      await api.overlays.test({ event: 'follow' });
      await api.overlays.test({ event: 'raid' });
    });
    await expect.poll(() => textsOf(page)).toContain('before the crash');
    await page.locator('.o-alert').first().waitFor();
    const kept = () => readFile(join(dataDir, 'overlays.json'), 'utf8').catch(() => '');
    await eventually(async () =>
      (await kept()).includes('before the crash') && (await kept()).includes('raid') ? true : undefined,
    );
    const { port } = studio;
    await studio.stop('SIGKILL');
    await expect.poll(() => page.locator('body.is-connected').count()).toBe(0);
    studio = await startStudio({ env: ENV, dataDir, args: ['--port', String(port)] });
    await post(line('after the crash'));
    await expect.poll(() => textsOf(page)).toContain('after the crash');
    const texts = await textsOf(page);
    expect(texts.filter((text) => text === 'before the crash')).toHaveLength(1);
    await page.locator('.o-alert[data-kind="follow"]').waitFor();
    await page.close();
  });
});
