import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { framesWhile, installFrameWatch } from '../support/frame-watch.ts';
import { eventually } from '../support/numbers.ts';
import '../support/stage-globals.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { ROOT, type StudioProcess, startStudio } from '../support/studio-process.ts';

const AVATARS = join(ROOT, 'resources/avatars');

describe.skipIf(findChromium() === undefined)('changing what is on stage, in a real Chromium', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let api: StudioApi;
  let end: () => void;
  let stage: Page;
  const missing: string[] = [];
  beforeAll(async () => {
    studio = await startStudio({ env: { YINGXI_BRAIN_MODE: 'offline' } });
    ({ api, close: end } = await connectStudioApi(studio));
    await api.studio.updateSettings({ patch: { stage: { framing: 'half', captions: { enabled: false } } } });
    browser = await launchChromium();
    stage = await newStage();
    stage.on('response', (response) => {
      if (response.status() >= 400) missing.push(`${response.status()} ${new URL(response.url()).pathname}`);
    });
    await stage.goto(studio.stageUrl);
    await drawn(DEFAULT_AVATAR.modelId);
  });
  afterAll(async () => {
    await browser?.close();
    end?.();
    await studio?.stop();
  });

  async function newStage(): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 480, height: 270 } });
    await installFrameWatch(page);
    return page;
  }
  const drawn = (id: string) =>
    stage.waitForFunction((wanted) => window.yingxiStage?.snapshot().modelId === wanted, id, { timeout: 60_000 });
  const models = async (): Promise<readonly AvatarModel[]> => (await firstOf(await api.models.watch())).models;
  const idOf = async (name: string): Promise<string> => (await models()).find((model) => model.name === name)?.id ?? '';
  const motionsOf = async (id: string): Promise<readonly string[]> =>
    (await models()).find((model) => model.id === id)?.description.motions.map(({ name }) => name) ?? [];
  const listsWave = (id: string): Promise<true> =>
    eventually(async () => ((await motionsOf(id)).includes('wave') ? true : undefined));
  async function waveHotkey(): Promise<string> {
    const action = { type: 'motion', name: 'wave', loop: false } as const;
    const draft = { name: 'Wave', modelId: null, enabled: true, triggers: [], cooldown: 0 };
    return (await api.bindings.add({ ...draft, actions: [{ delay: 0, action }] })).id;
  }

  async function wavesBy(hotkey: string): Promise<void> {
    // While she only breathes she reaches nowhere.
    expect((await framesWhile(stage, async () => undefined, 60)).mostReached).toBe(0);
    await stage.evaluate(() => window.__frameWatch.start());
    await studio.post(`/bindings/${hotkey}/fire`, {});
    await stage.waitForFunction(() => window.__frameWatch.read().mostReached > 4);
  }

  it.each(['Hana', 'Momo', 'Ling'])('shows %s without one empty frame between her and the one before', async (name) => {
    const id = await idOf(name);
    const seen = await framesWhile(stage, async () => {
      await api.models.use({ id });
      await drawn(id);
    });
    expect(seen.mostChanged).toBeGreaterThan(50);
    expect(seen.blank).toBe(0);
  });

  it('names no avatar as shown before her first picture, however late the studio says how she is framed', async () => {
    const page = await newStage();
    await page.addInitScript(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (message: unknown, ...more: []) {
        const tell = (): void => postMessage.call(this, message, ...more);
        if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'open')
          window.addEventListener('open-now', tell, { once: true });
        else tell();
      };
    });
    await page.goto(studio.stageUrl);
    await page.waitForSelector('#picture canvas', { timeout: 60_000 });
    expect(await page.evaluate(() => window.yingxiStage.snapshot().modelId)).toBeNull();
    await page.evaluate(() => window.dispatchEvent(new Event('open-now')));
    await page.waitForFunction(() => window.yingxiStage.snapshot().modelId !== null);
    expect((await framesWhile(page, async () => undefined)).blank).toBe(0);
    await page.close();
  });

  it('would have noticed: a stage whose avatar does not come is empty in every frame', async () => {
    const page = await newStage();
    await page.route(/\.vrm/u, (route) => route.abort());
    await page.goto(studio.stageUrl);
    await page.waitForFunction(() => window.yingxiStage?.snapshot().role === 'following');
    const { frames, blank } = await framesWhile(page, async () => undefined);
    expect(frames).toBeGreaterThan(5);
    expect(blank).toBe(frames);
    await page.close();
  });

  it('waves with an avatar that comes with the program when a hotkey says so', async () => {
    await listsWave(DEFAULT_AVATAR.modelId);
    expect((await api.bindings.choices({ modelId: DEFAULT_AVATAR.modelId })).motions).toContain('wave');
    await wavesBy(await waveHotkey());
    expect(missing).toEqual([]);
  });

  it('lists and plays a motion at once that joins the model in use, and shows her all the while', async () => {
    const { id: job } = await api.models.importPath({ path: join(AVATARS, 'hana.vrm'), into: null });
    const id = await eventually(
      async () => (await firstOf(await api.models.watch())).jobs.find((each) => each.id === job)?.modelIds[0],
    );
    await api.models.accept({ id });
    await api.models.use({ id });
    await drawn(id);
    expect(await motionsOf(id)).toEqual([]);
    const seen = await framesWhile(stage, async () => {
      await api.models.importPath({ path: join(AVATARS, 'motions/wave.vrma'), into: id });
      await listsWave(id);
    });
    expect(seen.blank).toBe(0);
    await wavesBy(await waveHotkey());
    expect(missing).toEqual([]);
  });
});

async function firstOf<T>(values: AsyncIterable<T>): Promise<T> {
  for await (const value of values) return value;
  throw new Error('the watch ended');
}
