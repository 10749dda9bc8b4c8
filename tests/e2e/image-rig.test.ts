import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImageModel, imageModelFromFiles } from '#shared/avatar/image-model.ts';
import { launchChromium } from '../support/browser.ts';
import { tinyGif } from '../support/puppet/tiny-gif.ts';
import { changedPixels, differenceFromGolden, drawnPixels, type Picture } from '../support/rig-page/pictures.ts';
import { openRigPage, type RigPage } from '../support/rig-page/rig-page.ts';

let browser: Browser;
let folder: string;
let rig: RigPage;

const COLOURS = {
  'idle.png': [200, 40, 40],
  'talk.png': [40, 200, 40],
  'blink.png': [40, 40, 200],
  'talk blink.png': [200, 200, 40],
  'happy.png': [200, 40, 200],
} as const;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingxi-image-'));
  for (const [file, colour] of Object.entries(COLOURS)) await writeFile(join(folder, file), square(colour));
  await writeFile(
    join(folder, 'moving.gif'),
    tinyGif(
      64,
      [
        [250, 0, 0],
        [0, 0, 250],
      ],
      20,
    ),
  );
  browser = await launchChromium();
  rig = await openRigPage(browser, { format: 'image', folders: { models: folder } });
});
afterAll(async () => {
  await rig.close();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** 200×200, with a soft transparent rim. */
function square([red, green, blue]: readonly [number, number, number]): Buffer {
  const image = new PNG({ width: 200, height: 200 });
  for (let y = 0; y < 200; y++)
    for (let x = 0; x < 200; x++) {
      const rim = Math.min(x, y, 199 - x, 199 - y);
      image.data.set([red, green, blue, Math.min(255, Math.max(0, rim - 10) * 40)], (y * 200 + x) * 4);
    }
  return PNG.sync.write(image);
}

async function load(files: readonly string[], change: Partial<ImageModel> = {}): Promise<void> {
  await writeFile(join(folder, 'image.json'), JSON.stringify({ ...imageModelFromFiles(files, 'Me'), ...change }));
  await rig.load('/models/image.json');
}

/** The colour in the middle of the window. */
function middle({ rgba, width, height }: Picture): number[] {
  const at = (Math.floor(height / 2) * width + width / 2) * 4;
  return [...rgba.slice(at, at + 4)];
}
const seen = (file: keyof typeof COLOURS): number[] => [...COLOURS[file], 255];

describe('the image rig in Chromium', () => {
  it('shows the picture of the moment: silent, speaking, blinking, both', async () => {
    await load(['idle.png', 'talk.png', 'blink.png', 'talk blink.png']);
    const shut = { ParamEyeLOpen: 0, ParamEyeROpen: 0 };
    expect(middle(await rig.draw())).toEqual(seen('idle.png'));
    expect(middle(await rig.draw({ ParamMouthOpenY: 0.6 }))).toEqual(seen('talk.png'));
    expect(middle(await rig.draw(shut))).toEqual(seen('blink.png'));
    expect(middle(await rig.draw({ ...shut, ParamMouthOpenY: 0.6 }))).toEqual(seen('talk blink.png'));
    expect(middle(await rig.draw({}, { pose: { blink: 1 } }))).toEqual(seen('blink.png'));
    expect(middle(await rig.draw({}, { pose: { blink: 0 } }))).toEqual(seen('idle.png'));
  });

  it('shows a mood of its own accord, and a hotkey’s picture by its parameter', async () => {
    await load(['idle.png', 'happy.png']);
    expect(middle(await rig.draw({ 'Picture:happy': 1 }))).toEqual(seen('happy.png'));
    const glad = (weight: number) => rig.page.evaluate((value) => void window.rigPage.pose.face.set([value]), weight);
    await glad(0.9);
    expect(middle(await rig.draw())).toEqual(seen('happy.png'));
    await glad(0);
    expect(middle(await rig.draw())).toEqual(seen('idle.png'));
  });

  it('looks as it looked', async () => {
    await load(['idle.png', 'talk.png', 'blink.png']);
    expect(differenceFromGolden('image-rest', await rig.draw())).toBeLessThan(0.01);
    const lively = { ParamMouthOpenY: 1, ParamAngleX: 20, ParamAngleZ: 15, ParamBreath: 1 };
    expect(differenceFromGolden('image-lively', await rig.draw(lively))).toBeLessThan(0.01);
  });

  it('hops while she speaks, breathes and tilts, and stands still when told nothing', async () => {
    await load(['idle.png', 'talk.png']);
    const rest = await rig.draw({}, { dt: 1 / 60 });
    expect(changedPixels(rest, await rig.draw({}, { dt: 1 / 60, frames: 10 }))).toBe(0);
    for (const moved of [{ ParamAngleZ: 20 }, { ParamAngleX: 30 }, { ParamBreath: 1 }, { ParamBaseY: 10 }])
      expect(changedPixels(rest, await rig.draw(moved), 8), JSON.stringify(moved)).toBeGreaterThan(50);
    const top = ({ rgba, width }: Picture): number =>
      Math.floor(rgba.findIndex((value, i) => i % 4 === 3 && value > 128) / 4 / width);
    const hop = await rig.draw({ ParamMouthOpenY: 1 }, { dt: 1 / 60, frames: 12 });
    expect(top(hop)).toBeLessThan(top(rest) - 2);
    await rig.draw({}, { dt: 0.1, frames: 50 });
    expect(changedPixels(rest, await rig.draw({}, { dt: 1 / 60 }), 2)).toBe(0);
  });

  it('is dimmed while silent, where the streamer wants that', async () => {
    await load(['idle.png', 'talk.png'], { silentBrightness: 0.5, bounce: 0 });
    const [red] = middle(await rig.draw({}, { dt: 0.1, frames: 20 }));
    expect(red).toBeGreaterThan(95);
    expect(red).toBeLessThan(105);
    const loud = middle(await rig.draw({ ParamMouthOpenY: 1 }, { dt: 0.1, frames: 20 }));
    expect(loud[1]).toBeGreaterThan(195);
  });

  it('keeps alpha exact in soft rims', async () => {
    await load(['idle.png']);
    const { rgba } = await rig.draw();
    expect(drawnPixels({ rgba, width: 480, height: 270 })).toBeGreaterThan(10_000);
    for (let i = 0; i < rgba.length; i += 4)
      expect(Math.max(rgba[i]!, rgba[i + 1]!, rgba[i + 2]!)).toBeLessThanOrEqual(rgba[i + 3]! + 1);
  });

  it('plays a GIF at its own pace', async () => {
    await load(['moving.gif']);
    const red = async (seconds: number): Promise<boolean> => {
      const [r = 0, , b = 0] = middle(await rig.draw({}, { dt: seconds }));
      expect(Math.max(r, b)).toBeGreaterThan(200);
      return r > b;
    };
    expect([await red(0), await red(0.1), await red(0.15), await red(0.1), await red(0.2)]).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });

  it('refuses a picture that is missing or none, in plain words', async () => {
    await writeFile(join(folder, 'torn.png'), square([1, 2, 3]).subarray(0, 300));
    await expect(load(['nothing.png'])).rejects.toThrow(/nothing.png cannot be fetched/);
    await expect(load(['torn.png'])).rejects.toThrow(/torn.png cannot be read/);
  });
});
