import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createStudioClient, type StudioClient } from '#renderer/shared/client/client.ts';
import { socketConnector } from '#renderer/shared/client/connector.ts';
import type { ModelsView } from '#shared/contract/models.ts';
import { fakeCubismCoreScript } from '../fakes/cubism-core.ts';
import { live2dFolder, writeFolder } from '../fakes/live2d-folder.ts';
import { findChromium, launchChromium, openStage, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { eventually } from '../support/numbers.ts';
import '../support/stage-globals.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

/** From a folder on disk to the picture on stage, with the whole program between. */
describe.skipIf(findChromium() === undefined)('a Live2D model in the studio', WITHOUT_CHROMIUM, () => {
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-doll-'));
  let browser: Browser;
  let studio: StudioProcess;
  let session: StudioClient;
  let stage: Page;
  let models: ModelsView | undefined;
  const shown = () => stage.evaluate(() => window.yingxiStage.snapshot().modelId);
  const doll = () => models?.models.find(({ format }) => format === 'live2d');

  beforeAll(async () => {
    writeFolder(folder, live2dFolder());
    Object.assign(globalThis, { WebSocket });
    studio = await startStudio({ env: { YINGXI_BRAIN_MODE: 'offline' } });
    session = createStudioClient(socketConnector(`ws://127.0.0.1:${studio.port}/ws/rpc?token=${studio.token}`));
    void session.watch(
      session.client.models.watch,
      (view) => {
        models = view;
      },
      {
        signal: new AbortController().signal,
        onProblem: () => undefined,
      },
    );
    browser = await launchChromium();
    stage = await openStage(browser, studio.stageUrl);
  });
  afterAll(async () => {
    // Closing ends the watch; aborting it as well would write to a socket that is gone.
    session?.close();
    await browser?.close();
    await studio?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is imported and described without any Core', async () => {
    await session.client.models.importPath({ path: folder, into: null });
    const model = await eventually(doll);
    expect(model.description.parameters.find(({ id }) => id === 'ParamAngleX')).toMatchObject({
      name: '角度 X',
      min: -30,
      max: 30,
    });
    expect(model.description.expressions.map(({ name }) => name)).toEqual(['smile', 'star']);
    expect(model.description.motions.map(({ name }) => name)).toEqual(['idle', 'wave']);
  });

  it('leaves the avatar on stage that is there while there is no Core, and says why', async () => {
    const before = await shown();
    const id = doll()?.id ?? '';
    await session.client.models.accept({ id });
    await session.client.models.use({ id });
    const said = await eventually(async () => {
      const parts = await session.client.studio.health();
      return JSON.stringify(parts).includes('Cubism Core') ? JSON.stringify(parts) : undefined;
    });
    expect(said).toMatch(/live2dcubismcore\.min\.js/);
    expect(await shown()).toBe(before);
  });

  it('comes on stage by itself once the Core was brought', async () => {
    const content = Buffer.from(fakeCubismCoreScript()).toString('base64');
    expect(await session.client.cubism.add({ fileName: 'live2dcubismcore.min.js', content, licenceAccepted: true })).toEqual({
      problem: null,
    });
    await eventually(async () => ((await shown()) === doll()?.id ? true : undefined));
    const meshes = await eventually(() => {
      const found = doll()?.description.meshes.length ?? 0;
      return found > 10 ? found : undefined;
    });
    expect(meshes).toBe(16);
    await stage.screenshot({
      path: process.env.YINGXI_LOOK === undefined ? join(folder, 'stage.png') : join(process.env.YINGXI_LOOK, 'stage.png'),
    });
  });
});
