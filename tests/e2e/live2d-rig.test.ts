import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeCubismCoreScript } from '../fakes/cubism-core.ts';
import { live2dFolder, writeFolder } from '../fakes/live2d-folder.ts';
import { launchChromium } from '../support/browser.ts';
import { changedPixels, drawnPixels } from '../support/rig-page/pictures.ts';
import { openRigPage, type RigPage } from '../support/rig-page/rig-page.ts';

let browser: Browser;
let rig: RigPage;
const folder = mkdtempSync(join(tmpdir(), 'yingxi-live2d-'));

beforeAll(async () => {
  writeFolder(join(folder, 'doll'), live2dFolder());
  browser = await launchChromium();
  rig = await openRigPage(browser, {
    format: 'live2d',
    folders: { models: folder },
    files: { '/core.js': fakeCubismCoreScript() },
  });
  await rig.load('/models/doll/doll.model3.json', { coreUrl: '/core.js' });
});
afterAll(async () => {
  await rig?.close();
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a Live2D model', () => {
  it('is drawn', async () => {
    const picture = await rig.draw();
    expect(drawnPixels(picture)).toBeGreaterThan(5000);
    await rig.page.screenshot({ path: '/tmp/w/live2d/shot.png' });
    expect(changedPixels(picture, await rig.draw())).toBe(0);
  });
});
