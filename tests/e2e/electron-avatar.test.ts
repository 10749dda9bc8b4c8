import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import type { ImportJob } from '#shared/avatar/model-import.ts';
import type { BindingDraft } from '#shared/contract/bindings.ts';
import { fakeCubismCoreScript } from '../fakes/cubism-core.ts';
import { live2dFolder, writeFolder } from '../fakes/live2d-folder.ts';
import { vrmFile } from '../fakes/model-files.ts';
import { connectPlugin } from '../fakes/plugin-client.ts';
import { findChromium, launchChromium } from '../support/browser.ts';
import { clearnessOf, histogramDistance, pictureFromBitmap, pictureFromPng } from '../support/clear-picture.ts';
import { canRunElectron, type ElectronProgram, startElectronProgram, WITHOUT_ELECTRON } from '../support/electron-program.ts';
import { eventually, PATIENCE_MS } from '../support/numbers.ts';
import type { Picture } from '../support/rig-page/pictures.ts';
import '../support/stage-globals.ts';
import { ROOT } from '../support/studio-process.ts';

/** Presses keys as a keyboard does, below every program. */
const presses = spawnSync('xdotool', ['version']).status === 0;
if (canRunElectron && !presses) console.warn('there is no xdotool: the key of a global hotkey is not pressed');

describe.skipIf(!canRunElectron)('the avatar in a real Electron', WITHOUT_ELECTRON, () => {
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-electron-avatar-'));
  let program: ElectronProgram;
  let stage: Page;
  beforeAll(async () => {
    program = await startElectronProgram();
    stage = await program.stageWindow();
  });
  afterAll(async () => {
    await program?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const library = async () => firstOf(await program.api.models.watch());
  async function imported(path: string): Promise<{ job: ImportJob; model: AvatarModel | undefined }> {
    const { id } = await program.api.models.importPath({ path, into: null });
    return eventually(async () => {
      const { jobs, models } = await library();
      const job = jobs.find((each) => each.id === id && ['done', 'failed', 'cancelled'].includes(each.state));
      return job && { job, model: models.find((model) => job.modelIds.includes(model.id)) };
    });
  }
  async function putOnStage(id: string): Promise<void> {
    await program.api.models.accept({ id });
    await program.api.models.use({ id });
    await stage.waitForFunction((wanted) => window.yingxiStage.snapshot().modelId === wanted, id, { timeout: 60_000 });
  }
  const parameter = (name: string): Promise<number> =>
    stage.evaluate((id) => window.yingxiStage.snapshot().parameters[id] ?? Number.NaN, name);
  const reaches = (name: string, wanted: (value: number) => boolean): Promise<true> =>
    eventually(async () => (wanted(await parameter(name)) ? true : undefined));

  it('draws her in a window that is clear around her, as a browser would have it', async () => {
    await program.api.studio.updateSettings({
      patch: { stage: { quality: { smoothing: 'on', look: 'flat' }, framing: 'half' } },
    });
    await eventually(async () => (clearnessOf(await captured(program)).partial > 0 ? true : undefined), PATIENCE_MS, 500);
    const picture = await captured(program);
    const { clear, partial, solid, partialInside, ...faults } = clearnessOf(picture);
    expect(faults).toEqual({ overbright: 0, atBorder: 0 });
    // Between locks of hair there are gaps narrower than a pixel, which are edges too.
    expect(partialInside / partial).toBeLessThan(0.05);
    expect(Math.min(clear, solid) / (picture.width * picture.height)).toBeGreaterThan(0.1);
    expect(partial).toBeGreaterThan(100);
    if (findChromium() === undefined) return console.warn('there is no Chromium to compare the picture with');
    const { clearly, onWhite } = await inChromium(program.stageUrl, picture); // She breathes and blinks in both.
    expect(histogramDistance(picture, clearly)).toBeLessThan(0.03);
    expect(histogramDistance(picture, onWhite)).toBeGreaterThan(0.2);
  });

  it('imports a VRM in a process of its own, and draws it', async () => {
    await program.app.evaluate(({ app }) => {
      const seen = new Set<string>();
      Object.assign(globalThis, { seenProcesses: seen });
      setInterval(() => {
        for (const { type, name } of app.getAppMetrics()) seen.add(`${type} ${name}`);
      }, 5);
    });
    const { job, model } = await imported(join(ROOT, 'resources/avatars/hana.vrm'));
    expect(job).toMatchObject({ state: 'done', problem: null });
    expect(model).toMatchObject({ format: 'vrm', origin: 'imported', accepted: false });
    const processes = await program.app.evaluate(() => [...(Reflect.get(globalThis, 'seenProcesses') as Set<string>)]);
    expect(processes).toContain('Utility Yingxi import-worker');
    await putOnStage(model?.id ?? '');
    expect(model?.id).not.toBe(DEFAULT_AVATAR.modelId);
  });

  it('says what is wrong with a file that is cut off, and goes on', async () => {
    const broken = join(folder, 'broken.vrm');
    writeFileSync(broken, vrmFile().subarray(0, 900));
    const { job } = await imported(broken);
    expect(job.problem?.message).toContain('cut off');
  });

  it('takes the key of a hotkey from the system, and the expression moves when it fires', async () => {
    await program.api.models.use({ id: DEFAULT_AVATAR.modelId });
    await stage.waitForFunction((id) => window.yingxiStage.snapshot().modelId === id, DEFAULT_AVATAR.modelId);
    const taken = 'CommandOrControl+Alt+8';
    await program.app.evaluate(({ globalShortcut }, key) => globalShortcut.register(key, () => undefined), taken);
    const free = 'CommandOrControl+Alt+9';
    const { id } = await program.api.bindings.add(smile('Smile', free));
    const { id: refused } = await program.api.bindings.add(smile('Smile too', taken));
    const { conflicts } = await firstOf(await program.api.bindings.watch());
    expect(conflicts[id]).toBeUndefined();
    expect(conflicts[refused]).toMatchObject([{ type: 'program' }]);
    expect(await program.app.evaluate(({ globalShortcut }, key) => globalShortcut.isRegistered(key), free)).toBe(true);

    await reaches('happy', (value) => value < 0.05);
    await program.post(`/bindings/${id}/fire`, {});
    await reaches('happy', (value) => value > 0.95);
    if (presses) expect(spawnSync('xdotool', ['key', 'ctrl+alt+9']).status).toBe(0);
    else await program.post(`/bindings/${id}/fire`, {});
    await reaches('happy', (value) => value < 0.05);
  });

  it('answers plugins of VTube Studio', async () => {
    await program.api.studio.updateSettings({ patch: { plugins: { enabled: true, port: 0, discovery: false } } });
    const port = await eventually(async () => (await firstOf(await program.api.plugins.watch())).port ?? undefined);
    const plugin = await connectPlugin(`ws://127.0.0.1:${port}`);
    expect(await plugin.get('APIStateRequest')).toMatchObject({ active: true, currentSessionAuthenticated: false });
    await plugin.close();
  });

  it("draws a Live2D model with the user's own Core, under the program's own rules for pages", async () => {
    writeFolder(join(folder, 'doll'), live2dFolder());
    const content = Buffer.from(fakeCubismCoreScript()).toString('base64');
    const added = await program.api.cubism.add({ fileName: 'live2dcubismcore.min.js', content, licenceAccepted: true });
    expect(added).toEqual({ problem: null });
    const { model } = await imported(join(folder, 'doll'));
    await putOnStage(model?.id ?? '');
    const { solid, clear, overbright } = clearnessOf(await captured(program));
    expect(Math.min(solid, clear)).toBeGreaterThan(5000);
    expect(overbright).toBe(0);
  });

  it('has nothing to complain of on any page', () => {
    expect(program.problems).toEqual([]);
  });
});

function smile(name: string, accelerator: string): BindingDraft {
  return {
    name,
    modelId: null,
    enabled: true,
    triggers: [{ type: 'key', accelerator, global: true }],
    actions: [{ delay: 0, action: { type: 'expression', name: 'happy', mode: 'toggle', seconds: 0, fade: 0.1, group: '' } }],
    cooldown: 0,
  };
}

/** What the stage window shows, as the compositor has it. */
async function captured({ app }: ElectronProgram): Promise<Picture> {
  const { width, height, base64 } = await app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().includes('kind=window'));
    if (window === undefined) throw new Error('no stage window');
    const image = await window.webContents.capturePage();
    return { ...image.getSize(), base64: image.toBitmap().toString('base64') };
  });
  return pictureFromBitmap(width, height, Buffer.from(base64, 'base64'));
}

/** The same stage in Chromium, of the same size: as OBS takes it, and with the white that a browser lays behind pages. */
async function inChromium(
  stageUrl: string,
  size: { width: number; height: number },
): Promise<{ clearly: Picture; onWhite: Picture }> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: size.width, height: size.height } });
    await page.goto(stageUrl);
    await page.waitForFunction(() => (window.yingxiStage?.snapshot().framesDrawn ?? 0) > 5);
    const clearly = pictureFromPng(await page.screenshot({ omitBackground: true }));
    return { clearly, onWhite: pictureFromPng(await page.screenshot()) };
  } finally {
    await browser.close();
  }
}

async function firstOf<T>(values: AsyncIterable<T>): Promise<T> {
  for await (const value of values) return value;
  throw new Error('the watch ended');
}
