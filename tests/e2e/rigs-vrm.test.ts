import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { changedPixels, differenceFromGolden, drawnPixels, type Picture } from '../support/rig-page/pictures.ts';
import { openRigPage, RIG_HEIGHT, RIG_WIDTH, type RigPage } from '../support/rig-page/rig-page.ts';
import { ROOT } from '../support/studio-process.ts';
import { withoutShared } from '../support/without.ts';

const SHARED = join(ROOT, '../shared/avatars');
const hasShared = existsSync(join(SHARED, 'wave.vrma'));
if (!hasShared) console.warn('../shared/avatars is not there: tests of VRM 0.x and of VRMA are skipped');

const MOTIONS = [
  { name: 'wave', file: 'wave.vrma', group: '', duration: 2, loop: false },
  { name: 'gone', file: 'gone.vrma', group: '', duration: 1, loop: false },
];
const HAPPY = { ParamAngleX: 15, ParamAngleY: 5, ParamAngleZ: 8, ParamBodyAngleX: 4, happy: 1, aa: 0.4 };

describe.skipIf(findChromium() === undefined)('the VRM rig in a real Chromium', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let rig: RigPage;
  beforeAll(async () => {
    browser = await launchChromium();
    const model = await readFile(join(ROOT, 'resources/avatars/default.vrm'));
    const wave = hasShared ? { '/moving/motions/wave.vrma': await readFile(join(SHARED, 'wave.vrma')) } : {};
    rig = await openRigPage(browser, {
      format: 'vrm',
      folders: { avatars: join(ROOT, 'resources/avatars'), shared: SHARED },
      files: {
        '/moving/model.vrm': model,
        '/moving/motions/index.json': JSON.stringify(MOTIONS),
        ...wave,
        '/broken/cut.vrm': model.subarray(0, model.length / 2),
        '/broken/text.vrm': 'this is a shopping list',
        '/broken/no-vrm.vrm': '{"asset":{"version":"2.0"},"scenes":[{"nodes":[]}],"scene":0}',
      },
    });
  });
  afterAll(async () => {
    await rig.close();
    await browser.close();
  });

  /** Her face fills the picture. */
  const closeUp = (): Promise<void> => rig.setView({ zoom: 2.6, offsetY: -0.2 });
  const events = (): Promise<string[]> => rig.page.evaluate(() => [...(Reflect.get(window, '__events') as string[])]);

  // Three models in all, with the VRM 0.x one below; that every expression of the others moves something is shown by the generator's own test.
  // Outlines follow the surface that they surround; without them a picture costs half. The flat look poses faces in a way of its own.
  const models: [path: string, look: 'plain' | 'flat'][] = [
    ['/avatars/default.vrm', 'plain'],
    ['/avatars/hana.vrm', 'flat'],
  ];
  if (hasShared) models.push(['/shared/avatar-vrm0.vrm', 'plain']);
  it.each(models)(
    'moves pixels of %s with every expression, against a control that stays as it is, in its %s look',
    async (path, look) => {
      const { description } = await rig.load(path);
      await rig.page.evaluate((quality) => window.rigPage.rig.setQuality(quality), look);
      await closeUp();
      const sets = description.expressions.map(({ name }) => ({ [name]: 1 }));
      expect(sets.length).toBeGreaterThan(60);
      const counts = await rig.changes(sets, 6);
      const control = counts.pop();
      const still = description.expressions.filter((_, i) => (counts[i] ?? 0) < 8).map(({ name }) => name);
      expect(still).toEqual([]);
      expect(control).toBe(0);
    },
    300_000,
  );

  it('moves pixels with every parameter of posture', async () => {
    const { description } = await rig.load('/avatars/default.vrm');
    const posture = description.parameters.filter(({ id }) => id.startsWith('Param'));
    const sets = posture.map(({ id, min, max, default: rest }) => ({ [id]: max === rest ? min : max }));
    await rig.page.evaluate(() => window.rigPage.rig.setQuality('plain'));
    await rig.setView({ framing: 'half' });
    const far = await rig.changes(sets, 6);
    await closeUp();
    const near = await rig.changes(sets, 6);
    expect([far.pop(), near.pop()]).toEqual([0, 0]);
    expect(posture.filter((_, i) => Math.max(far[i] ?? 0, near[i] ?? 0) < 8).map(({ id }) => id)).toEqual([]);
  });

  it.each(['default', 'hana', 'yuki', 'kai'])('draws %s as the golden images have her', async (name) => {
    await rig.load(`/avatars/${name}.vrm`);
    await rig.setView({ framing: 'bust' });
    expect(differenceFromGolden(`vrm-${name}-bust`, await rig.draw())).toBeLessThan(0.01);
    await rig.setView({ framing: 'full' });
    expect(differenceFromGolden(`vrm-${name}-full`, await rig.draw(HAPPY))).toBeLessThan(0.01);
  });

  it('is laid over a checkerboard exactly: every half-clear pixel is what its alpha says', async () => {
    await rig.load('/avatars/default.vrm');
    const laid = async (alpha: number): Promise<{ wrong: number; partial: number; drawn: Picture }> => {
      const tint = { meshes: null, red: 255, green: 255, blue: 255, alpha };
      await rig.page.evaluate((one) => window.rigPage.rig.setTints([one]), tint);
      await rig.page.evaluate(() => window.rigPage.checkerboard(true));
      const drawn = await rig.draw();
      await rig.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const shot = PNG.sync.read(await rig.page.screenshot());
      await rig.page.evaluate(() => window.rigPage.checkerboard(false));
      return { ...overCheckerboard(drawn, shot), drawn };
    };
    const solid = await laid(255);
    expect(solid.drawn.rgba[3]).toBe(0);
    expect(solid.wrong).toBe(0);
    // Half clear everywhere: on a computer without a graphics card, edges are not smoothed and nothing else is.
    const clear = await laid(128);
    expect(clear.partial).toBeGreaterThan(10_000);
    expect(clear.wrong).toBe(0);
  });

  it('zooms, shifts and turns the picture about its middle', async () => {
    await rig.load('/avatars/default.vrm');
    const view = { framing: 'full', zoom: 0.6 } as const;
    await rig.setView(view);
    const home = boundsOf(await rig.draw());
    await rig.setView({ ...view, offsetX: 0.25, offsetY: 0.1 });
    const moved = boundsOf(await rig.draw());
    expect(moved.left - home.left).toBeCloseTo(RIG_WIDTH / 4, -0.5);
    expect(moved.top - home.top).toBeCloseTo(-RIG_HEIGHT / 10, -0.5);
    await rig.setView({ ...view, zoom: 0.3 });
    const small = boundsOf(await rig.draw());
    expect((small.bottom - small.top) / (home.bottom - home.top)).toBeCloseTo(0.5, 1);
    await rig.setView({ ...view, rotation: 90 });
    const turned = boundsOf(await rig.draw());
    expect(turned.right - turned.left).toBeCloseTo(home.bottom - home.top, -1);
  });

  it('tints meshes, hides them, and takes every tint back without a trace', async () => {
    const { description } = await rig.load('/avatars/default.vrm');
    const before = await rig.draw();
    const hair = description.meshes.find(({ id }) => /hair/i.test(id))?.id ?? '';
    const tint = (meshes: string[] | null, [red, green, blue, alpha]: readonly [number, number, number, number]) =>
      rig.page.evaluate((one) => window.rigPage.rig.setTints([one]), { meshes, red, green, blue, alpha });
    await tint([hair], [255, 0, 0, 255]);
    const red = await rig.draw();
    expect(changedPixels(before, red, 10)).toBeGreaterThan(2000);
    await tint([hair], [255, 255, 255, 0]);
    expect(drawnPixels(await rig.draw())).toBeLessThan(drawnPixels(before) - 2000);
    await tint([hair], [255, 255, 255, 128]);
    const half = await rig.draw();
    expect(changedPixels(before, half, 10)).toBeGreaterThan(2000);
    await tint(null, [0, 0, 0, 255]);
    expect(brightest(await rig.draw())).toBeLessThan(8);
    await rig.page.evaluate(() => window.rigPage.rig.setTints([]));
    expect(changedPixels(before, await rig.draw())).toBe(0);
  });

  it('draws the same picture on the cheaper levels, without outlines and shades', async () => {
    await rig.load('/avatars/default.vrm');
    const full = await rig.draw();
    const at = async (quality: 'full' | 'plain' | 'flat'): Promise<Picture> => {
      await rig.page.evaluate((level) => window.rigPage.rig.setQuality(level), quality);
      return rig.draw();
    };
    const plain = await at('plain');
    const flat = await at('flat');
    expect(changedPixels(full, plain)).toBeGreaterThan(200);
    expect(changedPixels(plain, flat)).toBeGreaterThan(200);
    expect(Math.abs(drawnPixels(flat) - drawnPixels(full)) / drawnPixels(full)).toBeLessThan(0.08);
    expect(changedPixels(full, await at('full'))).toBe(0);
  });

  it('swings hair, holds it still without strength, and lets wind into it', async () => {
    await rig.load('/avatars/default.vrm');
    const physics = (strength: number, wind: number) =>
      rig.page.evaluate((state) => window.rigPage.rig.setPhysics(state), { strength, wind, groups: [] });
    const settle = (pose: object = {}): Promise<Picture> => rig.draw({}, { dt: 1 / 60, frames: 60, pose, lastOnly: true });
    const straight = { headYaw: 0 };
    const shaken = { headYaw: 25 };
    await physics(0, 0);
    const stiff = await settle(straight);
    await rig.draw({}, { dt: 1 / 60, frames: 3, pose: shaken, lastOnly: true });
    const stiffAfter = await rig.draw({}, { dt: 1 / 60, frames: 1, pose: straight });
    expect(changedPixels(stiff, stiffAfter, 24)).toBeLessThan(30);
    await physics(50, 0);
    const calm = await settle(straight);
    await rig.draw({}, { dt: 1 / 60, frames: 3, pose: shaken, lastOnly: true });
    const swinging = await rig.draw({}, { dt: 1 / 60, frames: 1, pose: straight });
    expect(changedPixels(calm, swinging, 24)).toBeGreaterThan(60);
    await physics(50, 100);
    expect(changedPixels(calm, await settle(straight), 24)).toBeGreaterThan(200);
    await physics(50, 0);
    await settle(straight);
    expect(changedPixels(calm, await settle(straight), 24)).toBeLessThan(60);
  });

  it.skipIf(!hasShared)(
    'plays a motion that lies beside the model, tells its beginning and end, and returns',
    withoutShared('avatars'),
    async () => {
      const { description } = await rig.load('/moving/model.vrm');
      expect(description.motions).toEqual(MOTIONS);
      await rig.page.evaluate(() => {
        const said: string[] = [];
        Object.assign(window, { __events: said });
        window.rigPage.rig.onMotion(({ name, state }) => said.push(`${name} ${state}`));
      });
      await rig.setView({ framing: 'full' });
      const before = await rig.draw({}, { dt: 1 / 30, frames: 200, lastOnly: true });
      expect(await rig.page.evaluate(() => window.rigPage.rig.playMotion('wave', false))).toBe(true);
      await expect.poll(events).toEqual(['wave start']);
      const waving = await rig.draw({}, { dt: 1 / 30, frames: 30, lastOnly: true });
      expect(changedPixels(before, waving, 24)).toBeGreaterThan(500);
      expect(differenceFromGolden('vrm-default-wave', waving)).toBeLessThan(0.01);
      const after = await rig.draw({}, { dt: 1 / 30, frames: 300, lastOnly: true });
      expect(await events()).toEqual(['wave start', 'wave end']);
      // Hair that her arm has lifted over the shoulder stays there, as hair does, until the springs forget.
      expect(changedPixels(before, after, 24)).toBeLessThan(600);
      await rig.page.evaluate(() => window.rigPage.rig.resetPhysics());
      expect(changedPixels(before, await rig.draw({}, { dt: 1 / 30, frames: 200, lastOnly: true }), 24)).toBeLessThan(20);
      expect(await rig.page.evaluate(() => window.rigPage.rig.playMotion('nothing', false))).toBe(false);
      await rig.page.evaluate(() => window.rigPage.rig.playMotion('gone', false));
      await expect.poll(events).toEqual(['wave start', 'wave end', 'gone end']);
    },
  );

  it.each(['full', 'plain', 'flat'] as const)('is touched where it is seen, in its %s look', async (look) => {
    await rig.load('/avatars/default.vrm');
    await rig.page.evaluate((quality) => window.rigPage.rig.setQuality(quality), look);
    await rig.setView({ framing: 'bust' });
    await rig.draw();
    const touched = await rig.page.evaluate(() => {
      const { rig: one } = window.rigPage;
      const at = { x: 0, y: 0, angle: 0, size: 0 };
      const places = (['face', 'chest', 'hair'] as const).map((part) => {
        one.anchor(part, at);
        return { asked: part, hit: one.hit(at.x, part === 'hair' ? at.y - 0.05 : at.y)?.part };
      });
      return { places, beside: one.hit(-0.98, 0.98) ?? null, hull: one.outline().length };
    });
    expect(touched.places).toEqual([
      { asked: 'face', hit: 'face' },
      { asked: 'chest', hit: 'chest' },
      { asked: 'hair', hit: 'hair' },
    ]);
    expect(touched.beside).toBeNull();
    expect(touched.hull).toBeGreaterThan(8);
  });

  it('comes back as it was after the browser took its graphics away', async () => {
    await rig.load('/avatars/default.vrm');
    const before = await rig.draw();
    const lost = await rig.page.evaluate(async () => {
      const { rig: one } = window.rigPage;
      const loss = one.canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
      const heard = (name: string) => new Promise((done) => one.canvas.addEventListener(name, done, { once: true }));
      const gone = heard('webglcontextlost');
      loss?.loseContext();
      await gone;
      const seen = one.lost;
      const back = heard('webglcontextrestored');
      setTimeout(() => loss?.restoreContext());
      await back;
      return { seen, after: one.lost };
    });
    expect(lost).toEqual({ seen: true, after: false });
    expect(changedPixels(before, await rig.draw())).toBe(0);
  });

  it('gives way to a load that overtakes it, and leaves nothing behind when it is disposed of', async () => {
    const outcome = await rig.page.evaluate((source) => window.rigPage.loadAndAbort(source), {
      modelId: '0'.repeat(32),
      name: 'default.vrm',
      format: 'vrm' as const,
      url: '/avatars/default.vrm',
      coreUrl: null,
    });
    expect(outcome).toContain('overtaken');
    await rig.load('/avatars/default.vrm');
    await rig.draw();
    const after = await rig.page.evaluate(() => {
      window.rigPage.rig.dispose();
      window.rigPage.rig.dispose();
      const canvases = document.querySelectorAll('canvas').length;
      window.rigPage.dispose();
      return canvases;
    });
    expect(after).toBe(0);
  });

  it.each([
    ['/broken/cut.vrm', /cut\.vrm cannot be read.*choose/],
    ['/broken/text.vrm', /text\.vrm cannot be read.*choose/],
    ['/broken/no-vrm.vrm', /no VRM.*choose a \.vrm file/],
    ['/broken/none.vrm', /cannot be fetched \(HTTP 404\).*import it again/],
  ])('refuses %s with what is wrong and what to do', async (path, message) => {
    await expect(rig.load(path)).rejects.toThrow(message);
  });
});

/** What the browser composed against what it should have: the checkerboard, where the picture lets it through. */
function overCheckerboard({ width, height, rgba }: Picture, shot: PNG): { wrong: number; partial: number } {
  let wrong = 0;
  let partial = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const alpha = rgba[at + 3] ?? 0;
      if (alpha > 0 && alpha < 255) partial++;
      // Beside the edges of squares the browser smooths.
      if (Math.min(x % 16, 15 - (x % 16), y % 16, 15 - (y % 16)) < 1) continue;
      const square = (Math.floor(x / 16) + Math.floor(y / 16)) % 2 === 0 ? 255 : 0;
      for (let channel = 0; channel < 3; channel++) {
        const expected = (rgba[at + channel] ?? 0) + (square * (255 - alpha)) / 255;
        if (Math.abs(expected - (shot.data[at + channel] ?? 0)) > 1.5) wrong++;
      }
    }
  return { wrong, partial };
}

function boundsOf({ width, height, rgba }: Picture): { left: number; right: number; top: number; bottom: number } {
  const bounds = { left: width, right: 0, top: height, bottom: 0 };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if ((rgba[(y * width + x) * 4 + 3] ?? 0) < 128) continue;
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x);
      bounds.top = Math.min(bounds.top, y);
      bounds.bottom = Math.max(bounds.bottom, y);
    }
  return bounds;
}

function brightest({ rgba }: Picture): number {
  let most = 0;
  for (let i = 0; i < rgba.length; i++) if (i % 4 !== 3) most = Math.max(most, rgba[i] ?? 0);
  return most;
}
