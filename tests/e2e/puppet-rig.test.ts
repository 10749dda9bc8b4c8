import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Puppet } from '#shared/avatar/puppet/puppet-format.ts';
import { findChromium, launchChromium } from '../support/browser.ts';
import { writePuppet } from '../support/puppet/build-puppet.ts';
import { LAYERS } from '../support/puppet/test-drawing.ts';
import { changedPixels, differenceFromGolden, drawnPixels, type Picture } from '../support/rig-page/pictures.ts';
import { openRigPage, type RigPage } from '../support/rig-page/rig-page.ts';

let browser: Browser;
let folder: string;
let puppet: Puppet;
let rig: RigPage;

beforeAll(async () => {
  if (findChromium() === undefined) throw new Error('no Chromium: install it, or name it in YINGXI_CHROMIUM');
  folder = await mkdtemp(join(tmpdir(), 'yingxi-puppet-'));
  ({ puppet } = await writePuppet(join(folder, 'sound'), LAYERS));
  browser = await launchChromium();
  rig = await openRigPage(browser, { format: 'puppet', folders: { models: folder } });
});
afterAll(async () => {
  await rig.close();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** A fresh copy, so that no test inherits another's springs. */
const load = (): Promise<unknown> => rig.load('/models/sound/puppet.json');

/** Mean colour of what is drawn, 0…255 each. */
function meanColour({ rgba }: Picture): [number, number, number] {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < rgba.length; i++) sum[i % 4]! += rgba[i]!;
  return [sum[0]! / sum[3]!, sum[1]! / sum[3]!, sum[2]! / sum[3]!].map((share) => share * 255) as [number, number, number];
}

describe('the puppet rig in Chromium', () => {
  it('draws the same picture twice, and another for each parameter', async () => {
    await load();
    // All of her: the tips of long hair too.
    await rig.setView({ framing: 'full' });
    const rest = await rig.draw();
    expect(drawnPixels(rest)).toBeGreaterThan(15_000);
    expect(changedPixels(rest, await rig.draw())).toBe(0);
    // What only shows together with something else, as wings of the face do with an open mouth.
    const alone: Readonly<Record<string, Record<string, number>>> = {
      ParamEyeLSmile: { ParamEyeLOpen: 0.4 },
      ParamEyeRSmile: { ParamEyeROpen: 0.4 },
      MouthWidth: { ParamMouthOpenY: 1 },
    };
    for (const { id, min, max, default: fallback } of puppet.parameters) {
      const base = alone[id] ?? {};
      await rig.page.evaluate(() => window.rigPage.rig.resetPhysics());
      const control = await rig.draw(base);
      for (const end of [min, max]) {
        if (end === fallback || (id === 'MouthOpening' && end === 0)) continue;
        // No time passes, and springs forget: nothing moves but what the parameter itself does.
        await rig.page.evaluate(() => window.rigPage.rig.resetPhysics());
        const moved = await rig.draw({ ...base, [id]: end });
        expect(changedPixels(control, moved, 8), `${id} at ${end}`).toBeGreaterThan(5);
      }
    }
  });

  it('looks as it looked', async () => {
    await load();
    expect(differenceFromGolden('puppet-rest', await rig.draw())).toBeLessThan(0.01);
    await load();
    const lively = {
      ParamAngleX: 22,
      ParamAngleY: 12,
      ParamAngleZ: -10,
      ParamA: 0.8,
      ParamCheek: 1,
      ParamEyeBallX: -0.6,
      ParamEyeLOpen: 0.4,
    };
    expect(differenceFromGolden('puppet-lively', await rig.draw(lively))).toBeLessThan(0.01);
    await load();
    const glad = {
      ParamEyeLOpen: 0,
      ParamEyeROpen: 0,
      ParamEyeLSmile: 1,
      ParamEyeRSmile: 1,
      ParamMouthForm: 1,
      ParamBodyAngleX: 8,
    };
    expect(differenceFromGolden('puppet-glad', await rig.draw(glad))).toBeLessThan(0.01);
  });

  it('keeps alpha exact: nothing brighter than it is there, and the page shows through soft edges as it must', async () => {
    await load();
    const { rgba, width, height } = await rig.draw();
    let soft = 0;
    for (let i = 0; i < rgba.length; i += 4) {
      const alpha = rgba[i + 3]!;
      expect(Math.max(rgba[i]!, rgba[i + 1]!, rgba[i + 2]!)).toBeLessThanOrEqual(alpha + 1);
      if (alpha > 0 && alpha < 255) soft++;
    }
    expect(soft).toBeGreaterThan(300);
    await rig.page.evaluate(() => window.rigPage.checkerboard(true));
    const shown = await screenshot();
    let farthest = 0;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * 4;
        const square = ((x >> 4) + (y >> 4)) % 2 === 0 ? shown.light : 255 - shown.light;
        for (let channel = 0; channel < 3; channel++) {
          const wanted = rgba[at + channel]! + (square * (255 - rgba[at + 3]!)) / 255;
          farthest = Math.max(farthest, Math.abs(wanted - shown.picture.data[at + channel]!));
        }
      }
    await rig.page.evaluate(() => window.rigPage.checkerboard(false));
    expect(farthest).toBeLessThanOrEqual(2);
  });

  async function screenshot(): Promise<{ picture: PNG; light: number }> {
    await rig.page.evaluate(
      () =>
        new Promise((done) => {
          window.rigPage.frame(0, {}, {});
          requestAnimationFrame(() => requestAnimationFrame(done));
        }),
    );
    const picture = PNG.sync.read(await rig.page.screenshot());
    // The upper left square tells which of the two colours comes first.
    return { picture, light: picture.data[(4 * picture.width + 4) * 4]! };
  }

  it('lets hair swing after a turn and come to rest', async () => {
    await load();
    await rig.draw({}, { dt: 1 / 60 });
    const turned = { ParamAngleX: 20 };
    const early = await rig.draw(turned, { dt: 1 / 60, frames: 4 });
    const later = await rig.draw(turned, { dt: 1 / 60, frames: 12 });
    expect(changedPixels(early, later, 16)).toBeGreaterThan(500);
    const settled = await rig.draw(turned, { dt: 0.25, frames: 60 });
    const after = await rig.draw(turned, { dt: 0.25, frames: 5 });
    expect(changedPixels(settled, after, 2)).toBe(0);
  });

  it('hides the eyeball behind shut lids: the mask follows them', async () => {
    await load();
    const teal = ({ rgba }: Picture): number => {
      let count = 0;
      for (let i = 0; i < rgba.length; i += 4)
        if (rgba[i + 2]! > 130 && rgba[i + 1]! > 110 && rgba[i]! < 100 && rgba[i + 3]! > 200) count++;
      return count;
    };
    const open = teal(await rig.draw());
    const shut = teal(await rig.draw({ ParamEyeLOpen: 0, ParamEyeROpen: 0 }));
    expect(open).toBeGreaterThan(80);
    expect(shut).toBeLessThan(open / 20);
  });

  it('tints what it is told to, and only that', async () => {
    await load();
    const [red, green] = meanColour(await rig.draw());
    const tint = (meshes: string[] | null): Promise<void> =>
      rig.page.evaluate(
        (names) => window.rigPage.rig.setTints([{ meshes: names, red: 255, green: 0, blue: 0, alpha: 255 }]),
        meshes,
      );
    await tint(null);
    const [redAll, greenAll] = meanColour(await rig.draw());
    expect(redAll).toBeCloseTo(red, 0);
    expect(greenAll).toBeLessThan(green / 20);
    await tint(['body']);
    const [, greenBody] = meanColour(await rig.draw());
    expect(greenBody).toBeLessThan(green - 5);
    expect(greenBody).toBeGreaterThan(green / 2);
    await rig.page.evaluate(() => window.rigPage.rig.setTints([]));
    expect(meanColour(await rig.draw())[1]).toBeCloseTo(green, 1);
  });

  it('knows what is touched, and where her head is', async () => {
    await load();
    await rig.draw();
    const at = (x: number, y: number) => rig.page.evaluate(([px, py]) => window.rigPage.rig.hit(px!, py!), [x, y]);
    const face = await rig.page.evaluate(() => {
      const into = { x: 0, y: 0, angle: 0, size: 0 };
      window.rigPage.rig.anchor('face', into);
      return into;
    });
    expect(face.x).toBeCloseTo(0, 1);
    expect(face.size).toBeGreaterThan(0.2);
    const touched = await at(face.x, face.y - 0.12);
    expect(touched?.part).toBe('face');
    expect(touched?.meshes).toContain('face');
    expect((await at(face.x, 0.75))?.part).toBe('hair');
    expect((await at(0, -0.95))?.part).toBe('body');
    expect(await at(-0.95, 0.9)).toBeUndefined();
    // Between the hair's strands nothing is drawn, though its rectangle is there.
    await rig.draw({ ParamAngleZ: 30 });
    const tilted = await rig.page.evaluate(() => {
      const into = { x: 0, y: 0, angle: 0, size: 0 };
      const there = window.rigPage.rig.anchor('head', into);
      return { ...into, there, ghost: window.rigPage.rig.anchor({ mesh: 'ghost' }, into) };
    });
    expect(tilted.there).toBe(true);
    expect(tilted.ghost).toBe(false);
    expect(tilted.angle).toBeGreaterThan(15);
    expect(tilted.x).toBeGreaterThan(0.05);
  });

  it('has a convex outline around what is drawn', async () => {
    await load();
    await rig.draw();
    const hull = await rig.page.evaluate(() => window.rigPage.rig.outline());
    expect(hull.length).toBeGreaterThan(5);
    expect(hull.length).toBeLessThanOrEqual(64);
    expect(Math.max(...hull.map(({ y }) => y))).toBeGreaterThan(0.6);
    const turns = hull.map((point, i) => {
      const [next, after] = [hull[(i + 1) % hull.length]!, hull[(i + 2) % hull.length]!];
      return (next.x - point.x) * (after.y - next.y) - (next.y - point.y) * (after.x - next.x);
    });
    expect(turns.every((turn) => turn >= -1e-6) || turns.every((turn) => turn <= 1e-6)).toBe(true);
  });

  it('obeys the view: zoom, shift, rotation and framing', async () => {
    await load();
    const rest = await rig.draw();
    await rig.setView({ zoom: 0.5 });
    expect(drawnPixels(await rig.draw())).toBeLessThan(drawnPixels(rest) * 0.4);
    await rig.setView({ offsetX: 1 });
    expect(drawnPixels(await rig.draw())).toBeLessThan(drawnPixels(rest) * 0.05);
    await rig.setView({ rotation: 180 });
    const upsideDown = await rig.draw();
    const hair = (picture: Picture, row: number): number => picture.rgba[(row * picture.width + picture.width / 2) * 4 + 3]!;
    expect([hair(rest, 30), hair(rest, 268)]).toEqual([255, 255]);
    expect(hair(upsideDown, 1)).toBe(255);
    await rig.setView({ framing: 'full' });
    expect(drawnPixels(await rig.draw())).toBeLessThan(drawnPixels(rest));
    await rig.setView({});
    expect(changedPixels(rest, await rig.draw())).toBe(0);
  });

  it('costs less on lower qualities and shows the same figure', async () => {
    await load();
    const full = await rig.draw();
    const at = async (quality: 'plain' | 'flat'): Promise<Picture> => {
      await rig.page.evaluate((level) => window.rigPage.rig.setQuality(level), quality);
      return rig.draw();
    };
    const [plain, flat] = [await at('plain'), await at('flat')];
    expect(changedPixels(full, plain, 40)).toBeLessThan(600);
    expect(flat.width).toBeLessThan(full.width);
    expect(drawnPixels(flat) / (flat.width * flat.height)).toBeCloseTo(drawnPixels(full) / (full.width * full.height), 2);
    await rig.page.evaluate(() => window.rigPage.rig.setQuality('full'));
    expect(changedPixels(full, await rig.draw())).toBe(0);
  });

  it('plays a motion, tells of its ends, and lets values pass afterwards', async () => {
    await load();
    await rig.page.evaluate(() => {
      const told: string[] = [];
      Object.assign(window, { told });
      window.rigPage.rig.onMotion(({ name, state }) => told.push(`${name} ${state}`));
    });
    expect(await rig.page.evaluate(() => window.rigPage.rig.playMotion('Nod', false))).toBe(true);
    expect(await rig.page.evaluate(() => window.rigPage.rig.playMotion('Fly', false))).toBe(false);
    const { ParamAngleY: nodding } = await rig.values({}, { dt: 0.05, frames: 6 });
    expect(nodding).toBeLessThan(-8);
    const { ParamAngleY: still } = await rig.values({}, { dt: 0.1, frames: 30 });
    expect(still).toBeCloseTo(0, 5);
    expect(await rig.page.evaluate(() => Reflect.get(window, 'told'))).toEqual(['Nod start', 'Nod end']);
  });

  it('comes back as it was when the browser takes the graphics context and returns it', async () => {
    await load();
    const before = await rig.draw();
    const history = await rig.page.evaluate(async () => {
      const { rig: shown } = window.rigPage;
      const gl = shown.canvas.getContext('webgl2');
      const extension = gl?.getExtension('WEBGL_lose_context');
      const event = (name: string) => new Promise((done) => shown.canvas.addEventListener(name, done, { once: true }));
      const gone = event('webglcontextlost');
      extension?.loseContext();
      await gone;
      // The context can be given back once the event is over.
      await new Promise((done) => setTimeout(done, 0));
      const lost = shown.lost;
      window.rigPage.frame(0.01, {}, {});
      const back = event('webglcontextrestored');
      extension?.restoreContext();
      await back;
      const deadline = performance.now() + 20_000;
      while (shown.lost && performance.now() < deadline) await new Promise((done) => requestAnimationFrame(done));
      return [lost, shown.lost];
    });
    expect(history).toEqual([true, false]);
    await rig.page.evaluate(() => window.rigPage.rig.resetPhysics());
    expect(changedPixels(before, await rig.draw())).toBe(0);
  });

  it('gives everything back: more loads one after the other than a page may have graphics contexts end well', async () => {
    // Chromium takes the oldest of 16 away.
    for (let i = 0; i < 20; i++) await load();
    expect(drawnPixels(await rig.draw())).toBeGreaterThan(20_000);
  });

  it('allocates nothing in a frame', async () => {
    await load();
    const session = await rig.page.context().newCDPSession(rig.page);
    const run = (frames: number): Promise<void> =>
      rig.page.evaluate((count) => {
        const { rig: shown } = window.rigPage;
        const values = new Float32Array(shown.description.parameters.length);
        const into = { x: 0, y: 0, angle: 0, size: 0 };
        const pose = window.rigPage.pose;
        const moment = { dt: 0.016, nowMs: 0, epochMs: 0, heardSeconds: 0, speaking: 0 };
        for (let i = 0; i < count; i++) {
          pose.headYaw = Math.sin(i / 10) * 20;
          pose.headPitch = Math.cos(i / 13) * 15;
          pose.blink = (i % 20) / 20;
          pose.mouth[0] = (i % 7) / 7;
          shown.pose(moment, pose, values);
          shown.motion(moment, values);
          shown.apply(moment, values);
          shown.render();
          shown.anchor('head', into);
        }
      }, frames);
    // Small, for speed; and long enough that the functions are optimised.
    await rig.page.evaluate(() => window.rigPage.rig.resize(32, 18, 1));
    await run(3000);
    await session.send('HeapProfiler.startSampling', {
      samplingInterval: 128,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    await run(300);
    const { profile } = await session.send('HeapProfiler.stopSampling');
    const bytes = sumOf(profile.head) / 300;
    // What sampling itself and a few boxed numbers take; one small object per layer would be thousands.
    expect(bytes).toBeLessThan(1200);
  });

  const broken: readonly (readonly [what: string, change: (json: Puppet) => unknown, says: string])[] = [
    ['a page that is missing', (json) => ({ ...json, pages: [{ ...json.pages[0], file: 'nothing.png' }] }), 'cannot be fetched'],
    ['a page of another size', (json) => ({ ...json, pages: [{ ...json.pages[0], width: 64 }] }), 'puppet.json says 64×'],
    ['a way out of the folder', (json) => ({ ...json, pages: [{ ...json.pages[0], file: '../x.png' }] }), 'no way out'],
    ['a newer version', (json) => ({ ...json, version: 2 }), 'update the program'],
  ];
  it.each(broken)('refuses %s in plain words, and the one before stays', async (_what, change, says) => {
    await load();
    const before = await rig.draw();
    await writeFile(join(folder, 'sound', 'broken.json'), JSON.stringify(change(structuredClone(puppet))));
    await expect(rig.load('/models/sound/broken.json')).rejects.toThrow(says);
    expect(changedPixels(before, await rig.draw())).toBe(0);
  });

  it('refuses a page that is no picture', async () => {
    await writeFile(join(folder, 'sound', 'torn.png'), (await readFile(join(folder, 'sound', 'page-0.png'))).subarray(0, 400));
    const torn = { ...puppet, pages: [{ ...puppet.pages[0], file: 'torn.png' }] };
    await writeFile(join(folder, 'sound', 'torn.json'), JSON.stringify(torn));
    await expect(rig.load('/models/sound/torn.json')).rejects.toThrow(/torn.png/);
  });

  it('stops loading when another avatar overtakes it', async () => {
    const end = await rig.page.evaluate(() =>
      window.rigPage.loadAndAbort({
        modelId: '0'.repeat(32),
        name: 'x',
        format: 'puppet',
        url: '/models/sound/puppet.json',
        coreUrl: null,
      }),
    );
    expect(end).not.toBe('loaded');
  });
});

interface Node {
  readonly selfSize: number;
  readonly callFrame: { readonly functionName: string };
  readonly children: readonly Node[];
}
/** Bytes of a sampling profile, without what the loop itself needs. */
function sumOf({ selfSize, children }: Node): number {
  return selfSize + children.reduce((sum, child) => sum + sumOf(child), 0);
}
