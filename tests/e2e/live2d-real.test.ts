import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelDescription } from '#shared/avatar/model.ts';
import { standardParameter } from '#shared/avatar/standard-parameters.ts';
import { launchChromium } from '../support/browser.ts';
import { changedPixels, drawnPixels } from '../support/rig-page/pictures.ts';
import { openRigPage, type RigPage } from '../support/rig-page/rig-page.ts';
import { without } from '../support/without.ts';

/**
 * The real thing, for whoever has it: YINGXI_CUBISM_CORE names a live2dcubismcore(.min).js of Live2D's SDK, YINGXI_LIVE2D_MODEL a *.model3.json. Neither
 * may be in this repository.
 */
const core = process.env.YINGXI_CUBISM_CORE ?? '';
const model = process.env.YINGXI_LIVE2D_MODEL ?? '';
const here = existsSync(core) && existsSync(model);
const WITHOUT_CORE = without(
  'Live2D’s Core may not be in this repository: name its live2dcubismcore.js in YINGXI_CUBISM_CORE and a *.model3.json in YINGXI_LIVE2D_MODEL.',
  '仓库中不能包含 Live2D 的 Core：请用 YINGXI_CUBISM_CORE 指定 live2dcubismcore.js，用 YINGXI_LIVE2D_MODEL 指定 *.model3.json。',
);

describe.skipIf(!here)('a real Live2D model with a real Core', WITHOUT_CORE, () => {
  let browser: Browser;
  let rig: RigPage;
  let description: ModelDescription;

  beforeAll(async () => {
    browser = await launchChromium();
    rig = await openRigPage(browser, {
      format: 'live2d',
      folders: { model: dirname(model) },
      files: { '/core.js': readFileSync(core) },
    });
    ({ description } = await rig.load(`/model/${encodeURIComponent(basename(model))}`, { coreUrl: '/core.js' }));
  });
  afterAll(async () => {
    await rig?.close();
    await browser?.close();
  });

  it('is drawn, still while nothing moves, with clear corners and no colour brighter than its alpha', async () => {
    const control = await rig.draw();
    expect(drawnPixels(control)).toBeGreaterThan(1000);
    expect(changedPixels(control, await rig.draw())).toBe(0);
    const { rgba } = control;
    let bright = 0;
    for (let i = 0; i < rgba.length; i += 4)
      if (Math.max(rgba[i] ?? 0, rgba[i + 1] ?? 0, rgba[i + 2] ?? 0) > (rgba[i + 3] ?? 0) + 1) bright++;
    expect(bright).toBe(0);
  });

  it('moves pixels with the standard parameters that it has', async () => {
    const control = await rig.draw();
    const still: string[] = [];
    for (const { id, min, max } of description.parameters) {
      // Hair is the physics' own: what is written is overwritten.
      if (standardParameter(id) === undefined || /hair/iu.test(id)) continue;
      const moved = Math.max(
        changedPixels(control, await rig.draw({ [id]: max }), 4),
        changedPixels(control, await rig.draw({ [id]: min }), 4),
      );
      if (moved === 0) still.push(id);
    }
    expect(description.parameters.length).toBeGreaterThan(5);
    expect(still.length, still.join()).toBeLessThan(description.parameters.length / 3);
    expect(changedPixels(control, await rig.draw())).toBe(0);
  });

  it('blinks, has a head that can be found and hit, and plays its motions', async () => {
    const control = await rig.draw();
    expect(changedPixels(control, await rig.draw({}, { pose: { blink: 1 } }), 4)).toBeGreaterThan(0);
    await rig.draw({}, { pose: { blink: 0 } });
    const hit = await rig.page.evaluate(() => {
      const at = { x: 0, y: 0, angle: 0, size: 0 };
      return window.rigPage.rig.anchor('face', at) ? window.rigPage.rig.hit(at.x, at.y) : undefined;
    });
    expect(hit?.meshes.length).toBeGreaterThan(0);
    const [motion] = description.motions;
    if (motion === undefined) return;
    await rig.page.evaluate((name) => window.rigPage.rig.playMotion(name, false), motion.name);
    expect(changedPixels(control, await rig.draw({}, { dt: 0.1, frames: 8 }), 4)).toBeGreaterThan(0);
  });
});
