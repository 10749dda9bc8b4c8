import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readShippedModels } from '#main/avatar/library/shipped-models.ts';
import { silentLogger } from '#main/platform/logger.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { findChromium, launchChromium } from '../support/browser.ts';
import { changedPixels, drawnPixels } from '../support/rig-page/pictures.ts';
import { openRigPage, type RigPage } from '../support/rig-page/rig-page.ts';
import { ROOT } from '../support/studio-process.ts';

let browser: Browser;
let rig: RigPage;
let model: AvatarModel;

beforeAll(async () => {
  if (findChromium() === undefined) throw new Error('no Chromium: install it, or name it in YINGXI_CHROMIUM');
  const found = (await readShippedModels(join(ROOT, 'resources'), silentLogger)).find(({ format }) => format === 'puppet');
  if (found === undefined) throw new Error('no puppet ships with the program');
  model = found;
  browser = await launchChromium();
  rig = await openRigPage(browser, { format: 'puppet', folders: { avatars: join(ROOT, 'resources', 'avatars') } });
  // The very address that the library gives it.
  await rig.load(model.url);
});
afterAll(async () => {
  await rig?.close();
  await browser?.close();
});

describe('the puppet that comes with the program', () => {
  it('is known to the library with its terms and everything that it can do', async () => {
    expect(model).toMatchObject({ origin: 'shipped', accepted: true, meta: { licence: 'CC0-1.0' } });
    expect(model.description.expressions.map(({ name }) => name)).toEqual(expect.arrayContaining(['fx_tears', 'fx_hearts']));
    const thumbnail = await readFile(join(ROOT, 'resources', model.thumbnailUrl ?? ''));
    expect(thumbnail.subarray(1, 4).toString('latin1')).toBe('PNG');
  });

  it('fills the picture, stands still at rest, and moves by each thing that a streamer does', async () => {
    const rest = await rig.draw();
    expect(drawnPixels(rest)).toBeGreaterThan(20_000);
    expect(changedPixels(rest, await rig.draw())).toBe(0);
    const poses: readonly (readonly [Readonly<Record<string, number>>, number])[] = [
      [{ ParamAngleX: 30 }, 5000],
      [{ ParamAngleX: -30 }, 5000],
      [{ ParamAngleY: 30 }, 5000],
      [{ ParamAngleZ: 30 }, 8000],
      [{ ParamBodyAngleX: 10 }, 5000],
      [{ ParamEyeLOpen: 0 }, 300],
      [{ ParamEyeROpen: 0 }, 300],
      [{ ParamEyeBallX: 1 }, 150],
      [{ ParamA: 1 }, 150],
      [{ ParamU: 1 }, 40],
      [{ ParamMouthForm: 1 }, 20],
      [{ ParamBrowLY: 1 }, 20],
      [{ ParamCheek: 1 }, 150],
      [{ ParamHairSide: 1 }, 300],
    ];
    const changes = await rig.changes(
      poses.map(([set]) => set),
      24,
    );
    expect(changes.pop()).toBe(0);
    for (const [index, [set, least]] of poses.entries()) expect(changes[index], JSON.stringify(set)).toBeGreaterThan(least);
  });

  // The stripes of her collar are paler.
  it('shuts her eyes without leaving any of the iris', async () => {
    const teal = async (set: Readonly<Record<string, number>>): Promise<number> => {
      const { rgba } = await rig.draw(set);
      let count = 0;
      for (let i = 0; i < rgba.length; i += 4) {
        const [red = 0, green = 0] = rgba.subarray(i, i + 2);
        if (red < 90 && green > red + 60) count++;
      }
      return count;
    };
    const open = await teal({});
    expect(open).toBeGreaterThan(200);
    expect(await teal({ ParamEyeLOpen: 0, ParamEyeROpen: 0 })).toBeLessThan(open * 0.1);
  });
});
