import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_MOC } from '../fakes/live2d-folder.ts';
import { launchChromium } from '../support/browser.ts';
import { type Live2dPage, openLive2dPage } from '../support/live2d-page.ts';
import { changedPixels, differenceFromGolden, drawnPixels, type Picture } from '../support/rig-page/pictures.ts';
import type { RigPage } from '../support/rig-page/rig-page.ts';

let browser: Browser;
let page: Live2dPage;
let rig: RigPage;
let doll: string;

beforeAll(async () => {
  browser = await launchChromium();
  page = await openLive2dPage(browser);
  rig = page.rig;
  doll = await page.addModel('doll');
});
afterAll(async () => {
  await page?.close();
  await browser?.close();
});
const CORE = { coreUrl: '/core.js' };
beforeEach(async () => {
  await rig.load(doll, CORE);
  await rig.setView({ framing: 'full' });
});

const isGreen = (r: number, g: number, b: number): boolean => g > 80 && g > r * 1.5 && g > b * 1.2;
const isBlue = (r: number, _g: number, b: number): boolean => b > 120 && b > r * 1.5;
function count({ rgba }: Picture, is: (r: number, g: number, b: number) => boolean): number {
  let found = 0;
  for (let i = 0; i < rgba.length; i += 4)
    if ((rgba[i + 3] ?? 0) > 200 && is(rgba[i] ?? 0, rgba[i + 1] ?? 0, rgba[i + 2] ?? 0)) found++;
  return found;
}
const anchorOf = (place: string) =>
  rig.page.evaluate((place) => {
    const into = { x: 0, y: 0, angle: 0, size: 0 };
    const { rig } = window.rigPage;
    const found =
      place === 'head' ||
      place === 'face' ||
      place === 'chest' ||
      place === 'leftHand' ||
      place === 'rightHand' ||
      place === 'body'
        ? rig.anchor(place, into)
        : rig.anchor({ mesh: place }, into);
    return found ? into : undefined;
  }, place);

describe('the picture of a Live2D model', () => {
  it('is the same from frame to frame while nothing moves', async () => {
    const control = await rig.draw();
    expect(drawnPixels(control)).toBeGreaterThan(5000);
    expect(changedPixels(control, await rig.draw())).toBe(0);
  });

  it('is clear around her, with no colour brighter than its alpha', async () => {
    const { rgba, width } = await rig.draw();
    expect([...rgba.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect([...rgba.subarray(rgba.length - 4)]).toEqual([0, 0, 0, 0]);
    let partial = 0;
    for (let i = 0; i < rgba.length; i += 4) {
      const alpha = rgba[i + 3] ?? 0;
      if (alpha > 0 && alpha < 255) partial++;
      if (Math.max(rgba[i] ?? 0, rgba[i + 1] ?? 0, rgba[i + 2] ?? 0) > alpha + 1)
        expect.fail(`pixel ${i / 4} of width ${width} is brighter than its alpha`);
    }
    expect(partial).toBeGreaterThan(0);
  });

  it('changes with each parameter at either end of its range', async () => {
    const control = await rig.draw();
    for (const { id, min, max, default: rest } of FAKE_MOC.parameters) {
      if (id === 'ParamHairFront') continue;
      for (const value of [min, max])
        if (value !== rest)
          expect(changedPixels(control, await rig.draw({ [id]: value }), 8), `${id} ${value}`).toBeGreaterThan(0);
    }
    expect(changedPixels(control, await rig.draw())).toBe(0);
  });

  it('keeps what is masked inside of its mask, also when the mask does not move', async () => {
    const open = count(await rig.draw(), isGreen);
    expect(open).toBeGreaterThan(20);
    expect(count(await rig.draw({ ParamEyeLOpen: 0, ParamEyeROpen: 0 }), isGreen)).toBeLessThan(open / 3);
    expect(count(await rig.draw(), isGreen)).toBe(open);
  });

  it('is drawn with a Core of the sixth generation, whose render orders are elsewhere and have gaps', async () => {
    const control = await rig.draw();
    await rig.load(doll, { coreUrl: '/core-6.js' });
    await rig.setView({ framing: 'full' });
    expect(changedPixels(control, await rig.draw())).toBe(0);
  });

  it('adds light and shade of Cubism 5.3 by the nearest blend that can be drawn, and says how many are simplified', async () => {
    const drawables = FAKE_MOC.drawables.map((one) => (one.id === 'HairFront' ? { ...one, blend: 'Screen' as const } : one));
    const lit = { ...FAKE_MOC, drawables };
    const blended = await page.addModel('blended', { moc: lit });
    const simplified = async (core: string): Promise<number | undefined> =>
      (await rig.load(blended, { coreUrl: core })).description.simplified;
    expect(await simplified('/core.js')).toBe(0);
    await rig.setView({ framing: 'full' });
    const plain = await rig.draw();
    expect(await simplified('/core-6.js')).toBe(1);
    await rig.setView({ framing: 'full' });
    const light = await rig.draw();
    const sum = ({ rgba }: Picture): number => rgba.reduce((all, value) => all + value, 0);
    expect(changedPixels(plain, light, 8)).toBeGreaterThan(200);
    expect(sum(light)).toBeGreaterThan(sum(plain));
  });

  it('looks as it looked', async () => {
    expect(differenceFromGolden('live2d-rest', await rig.draw())).toBeLessThan(0.01);
    const lively = { ParamAngleX: 20, ParamAngleY: -15, ParamAngleZ: 12, ParamMouthOpenY: 0.8, ParamEyeLOpen: 0 };
    expect(differenceFromGolden('live2d-lively', await rig.draw(lively))).toBeLessThan(0.01);
  });

  it('shows more from bust to half to full, and turns and grows with the view', async () => {
    const size = async (): Promise<number> => (await anchorOf('head'))?.size ?? 0;
    await rig.setView({ framing: 'bust' });
    const bust = await size();
    await rig.setView({ framing: 'half' });
    const half = await size();
    await rig.setView({ framing: 'full' });
    const full = await size();
    expect(bust).toBeGreaterThan(half);
    expect(half).toBeGreaterThanOrEqual(full);
    await rig.setView({ framing: 'full', zoom: 2 });
    expect(await size()).toBeCloseTo(full * 2, 3);
    await rig.setView({ framing: 'full' });
    const before = await anchorOf('head');
    await rig.setView({ framing: 'full', offsetX: 0.25, offsetY: -0.1 });
    const after = await anchorOf('head');
    expect([(after?.x ?? 0) - (before?.x ?? 0), (after?.y ?? 0) - (before?.y ?? 0)]).toEqual([
      expect.closeTo(0.5, 3),
      expect.closeTo(-0.2, 3),
    ]);
    await rig.setView({ framing: 'full', rotation: 90 });
    const turned = await anchorOf('head');
    // Clockwise: what was up is on the right. The picture is wider than tall.
    expect(turned?.x ?? 0).toBeCloseTo(((before?.y ?? 0) * 270) / 480, 3);
    expect(turned?.angle).toBeCloseTo(90, 3);
  });

  it('shows all of her at full length', async () => {
    const { rgba, width, height } = await rig.draw();
    const edge = [...Array(width).keys()].flatMap((x) => [x * 4 + 3, ((height - 1) * width + x) * 4 + 3]);
    expect(edge.some((at) => (rgba[at] ?? 0) > 0)).toBe(false);
    const outline = await rig.page.evaluate(() => window.rigPage.rig.outline());
    expect(outline.length).toBeGreaterThan(4);
    expect(outline.length).toBeLessThanOrEqual(64);
    expect(Math.max(...outline.map(({ y }) => y))).toBeGreaterThan(0.85);
    expect(Math.min(...outline.map(({ y }) => y))).toBeLessThan(-0.85);
  });

  it('comes back after the graphics context was lost', async () => {
    const control = await rig.draw();
    const whileLost = await rig.page.evaluate(async () => {
      const { canvas } = window.rigPage.rig;
      const gl = canvas.getContext('webgl2');
      const extension = gl?.getExtension('WEBGL_lose_context');
      const event = (name: string) => new Promise((done) => canvas.addEventListener(name, done, { once: true }));
      const lost = event('webglcontextlost');
      extension?.loseContext();
      await lost;
      const seen = window.rigPage.rig.lost;
      // Not before the event is over: the browser looks then whether anybody wants the context back.
      await new Promise((done) => setTimeout(done, 0));
      window.rigPage.frame(0, {}, {});
      const restored = event('webglcontextrestored');
      extension?.restoreContext();
      await restored;
      return seen;
    });
    expect(whileLost).toBe(true);
    await rig.page.waitForFunction(() => !window.rigPage.rig.lost);
    expect(changedPixels(control, await rig.draw())).toBe(0);
  });
});

describe('what she does by herself', () => {
  it('turns, blinks and speaks by the pose', async () => {
    const turned = await rig.values({}, { pose: { headYaw: 12, headPitch: -5, headRoll: 4, blink: 1, breath: 0.5 } });
    expect(turned).toMatchObject({
      ParamAngleX: 12,
      ParamAngleY: -5,
      ParamAngleZ: 4,
      ParamEyeLOpen: 0,
      ParamEyeROpen: 0,
      ParamBreath: 0.5,
    });
    const spoken = await rig.page.evaluate(() =>
      window.rigPage.frame(0, {}, { blink: 0, mouth: new Float32Array([0.5, 0, 0, 0, 0, 0.7]) }),
    );
    expect(spoken.ParamMouthOpenY).toBeCloseTo(0.7);
    await rig.page.evaluate(() => window.rigPage.frame(0, {}, { mouth: new Float32Array(6) }));
  });

  it('plays the idle motion beneath the pose, over and over', async () => {
    const events = await rig.page.evaluate(() => {
      const heard: string[] = [];
      window.rigPage.rig.onMotion(({ name, state, idle }) => heard.push(`${name} ${state} ${idle}`));
      window.rigPage.rig.setIdleMotion('idle');
      return heard;
    });
    expect(events).toEqual(['idle start true']);
    const still = { headYaw: 0, headPitch: 0, headRoll: 0, blink: 0, breath: 0 };
    const at = async (seconds: number): Promise<number> =>
      (await rig.values({}, { dt: seconds / 10, frames: 10, pose: still })).ParamAngleX ?? 0;
    expect(await at(0.75)).toBeCloseTo(15, 1);
    expect(await at(1.5)).toBeCloseTo(-15, 1);
    // 3 s later it is where it was.
    expect(await at(3)).toBeCloseTo(-15, 1);
    const blinking = await rig.values({}, { pose: { ...still, blink: 1 } });
    expect(blinking.ParamEyeLOpen).toBe(0);
    // The page keeps a pose until the next: the lids open again for the tests that follow.
    await rig.values({}, { pose: still });
  });

  it('plays a motion once over what trackers say, tells its end, and gives the parameters back', async () => {
    await rig.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      window.rigPage.rig.onMotion(({ name, state, duration }) => heard.push(`${name} ${state} ${duration}`));
    });
    const rest = await rig.draw({ ParamArmLA: -3 });
    expect(await rig.page.evaluate(() => window.rigPage.rig.playMotion('wave', false))).toBe(true);
    const during = await rig.values({ ParamArmLA: -3 }, { dt: 0.05, frames: 10 });
    expect(during.ParamArmLA).toBeCloseTo(10);
    // Its curve EyeBlink goes from open to shut; half way the lids are half shut.
    expect(during.ParamEyeLOpen).toBeLessThan(0.6);
    // The pose file shows the other arm while the motion asks for it.
    expect(changedPixels(rest, await rig.draw({ ParamArmLA: -3 }, { dt: 0.001 }), 30)).toBeGreaterThan(100);
    const after = await rig.values({ ParamArmLA: -3 }, { dt: 0.1, frames: 20 });
    expect(after).toMatchObject({ ParamArmLA: -3, ParamEyeLOpen: 1 });
    expect(await rig.page.evaluate(() => Reflect.get(window, 'heard'))).toEqual(['wave start 1', 'wave end 1']);
    expect(changedPixels(rest, await rig.draw({ ParamArmLA: -3 }))).toBe(0);
    expect(await rig.page.evaluate(() => window.rigPage.rig.playMotion('no such motion', false))).toBe(false);
  });

  it('ends a looped motion with its own fade when it is stopped', async () => {
    await rig.page.evaluate(() => window.rigPage.rig.playMotion('wave', true));
    expect((await rig.values({}, { dt: 0.5, frames: 7 })).ParamArmLA).toBeCloseTo(10);
    await rig.page.evaluate(() => window.rigPage.rig.stopMotion());
    const fading = (await rig.values({}, { dt: 0.1 })).ParamArmLA ?? 0;
    expect(fading).toBeGreaterThan(1);
    expect(fading).toBeLessThan(9);
    expect((await rig.values({}, { dt: 0.2 })).ParamArmLA).toBe(0);
  });
});

describe('physics', () => {
  it('moves after everything else: no value from outside stays in a parameter that swings', async () => {
    const applied = await rig.values({ ParamHairFront: 1 }, { dt: 1 / 60, frames: 3 });
    expect(Math.abs(applied.ParamHairFront ?? 1)).toBeLessThan(0.05);
  });

  it('swings when the head turns, overshoots, and comes to rest', async () => {
    await rig.values({}, { dt: 1 / 60, frames: 5 });
    const swing: number[] = [];
    for (let i = 0; i < 240; i += 4)
      swing.push((await rig.values({ ParamAngleX: 30 }, { dt: 1 / 60, frames: 4 })).ParamHairFront ?? 0);
    expect(Math.max(...swing.map(Math.abs))).toBeGreaterThan(0.1);
    expect(Math.min(...swing) * Math.max(...swing)).toBeLessThan(0);
    expect(Math.abs((swing.at(-1) ?? 1) - (swing.at(-2) ?? 0))).toBeLessThan(0.02);
  });

  it('stands still at strength 0 and blows in the wind', async () => {
    const physics = (strength: number, wind: number) =>
      rig.page.evaluate(({ strength, wind }) => window.rigPage.rig.setPhysics({ strength, wind, groups: [] }), {
        strength,
        wind,
      });
    await physics(0, 0);
    expect((await rig.values({ ParamAngleX: 30 }, { dt: 1 / 60, frames: 10 })).ParamHairFront).toBeCloseTo(0);
    await physics(50, 100);
    await rig.values({}, { dt: 1 / 60, frames: 200 });
    expect(Math.abs((await rig.values({}, { dt: 1 / 60 })).ParamHairFront ?? 0)).toBeGreaterThan(0.05);
  });

  it('forgets its swing after a teleport', async () => {
    await rig.values({ ParamAngleX: 30 }, { dt: 1 / 60, frames: 12 });
    await rig.page.evaluate(() => window.rigPage.rig.resetPhysics());
    expect((await rig.values({ ParamAngleX: -30 }, { dt: 1 / 60 })).ParamHairFront).toBeCloseTo(0);
  });

  it('outlives a value that is no number', async () => {
    const applied = await rig.values({ ParamAngleX: Number.NaN, ParamAngleY: Number.POSITIVE_INFINITY }, { dt: 1 / 60 });
    expect(applied).toMatchObject({ ParamAngleX: 0, ParamAngleY: 30 });
    expect(Number.isFinite((await rig.values({}, { dt: 1 / 60, frames: 30 })).ParamHairFront)).toBe(true);
  });
});

describe('what others do with her', () => {
  it('tells which ArtMeshes and which part of the body lie under a point', async () => {
    await rig.draw();
    const at = async (place: string, down = 0) => {
      const anchor = await anchorOf(place);
      return rig.page.evaluate(({ x, y }) => window.rigPage.rig.hit(x, y), { x: anchor?.x ?? 0, y: (anchor?.y ?? 0) - down });
    };
    expect(await at('Mouth')).toMatchObject({ part: 'face', meshes: ['Mouth', 'Head', 'HairBack'] });
    expect(await at('IrisL')).toMatchObject({ part: 'face', meshes: ['IrisL', 'EyeL', 'Head', 'HairBack'] });
    expect(await at('HairFront')).toMatchObject({ part: 'hair' });
    expect(await at('HandL')).toMatchObject({ part: 'leftHand', meshes: ['HandL'] });
    expect([(await at('Body'))?.part, (await at('Body', 0.3))?.part]).toEqual(['chest', 'body']);
    expect(await rig.page.evaluate(() => window.rigPage.rig.hit(-0.95, 0.95))).toBeUndefined();
  });

  it('carries pinned things with the head: along, around, and not when something else moves', async () => {
    await rig.draw();
    const rest = await anchorOf('head');
    await rig.draw({ ParamAngleX: 30 });
    const moved = await anchorOf('head');
    expect((moved?.x ?? 0) - (rest?.x ?? 0)).toBeGreaterThan(0.02);
    await rig.draw({ ParamAngleZ: 30 });
    expect((await anchorOf('Head'))?.angle).toBeCloseTo(25, 0);
    await rig.draw({ ParamBreath: 1 });
    expect(await anchorOf('head')).toEqual(rest);
    expect(await anchorOf('NoSuchMesh')).toBeUndefined();
    expect((await anchorOf('leftHand'))?.x).toBeGreaterThan(0);
    expect(await anchorOf('rightHand')).toBeUndefined();
  });

  it('tints the meshes that were named and no others, and takes the tint off again', async () => {
    const control = await rig.draw();
    const tint = (meshes: readonly string[] | null, alpha: number) =>
      rig.page.evaluate(
        ({ meshes, alpha }) =>
          window.rigPage.rig.setTints([{ meshes: meshes === null ? null : [...meshes], red: 255, green: 0, blue: 0, alpha }]),
        {
          meshes,
          alpha,
        },
      );
    const blue = count(control, isBlue);
    await tint(['Body'], 255);
    const tinted = await rig.draw();
    expect(count(tinted, isBlue)).toBeLessThan(blue / 2);
    expect(count(tinted, isGreen)).toBe(count(control, isGreen));
    await tint(null, 0);
    expect(drawnPixels(await rig.draw())).toBe(0);
    await rig.page.evaluate(() => window.rigPage.rig.setTints([]));
    expect(changedPixels(control, await rig.draw())).toBe(0);
  });

  it('lays light over the meshes that were named, as a screen colour does, and takes it off again', async () => {
    const control = await rig.draw();
    const white = { meshes: ['Body'], red: 255, green: 255, blue: 255, alpha: 255 };
    await rig.page.evaluate((tint) => window.rigPage.rig.setTints([{ ...tint, screen: { red: 255, green: 0, blue: 0 } }]), white);
    const lit = await rig.draw();
    const isViolet = (red: number, green: number, blue: number): boolean => red > 240 && blue > 120 && green < blue * 0.9;
    expect(count(control, isViolet)).toBe(0);
    expect(count(lit, isViolet)).toBeGreaterThan(count(control, isBlue) / 2);
    expect(count(lit, isGreen)).toBe(count(control, isGreen));
    await rig.page.evaluate(() => window.rigPage.rig.setTints([]));
    expect(changedPixels(control, await rig.draw())).toBe(0);
  });

  it('knows the Core’s ranges, names, tags, hit areas, and the expressions that the entry file omits', async () => {
    const { description } = await rig.load(doll, CORE);
    expect(description.parameters[0]).toEqual({ id: 'ParamAngleX', name: '角度 X', min: -30, max: 30, default: 0 });
    expect(description.expressions.map(({ name }) => name)).toEqual(['smile', 'star']);
    expect(description.expressions[0]?.parameters).toEqual([{ id: 'ParamMouthForm', value: 1, blend: 'overwrite' }]);
    expect(description.motions).toEqual([
      { name: 'idle', file: 'idle.motion3.json', group: 'Idle', duration: 3, loop: true },
      { name: 'wave', file: 'wave.motion3.json', group: 'TapBody', duration: 1, loop: false },
    ]);
    expect(description.meshes.find(({ id }) => id === 'HairFront')?.tags).toEqual(['hair', 'front']);
    expect(description.physicsGroups).toEqual([{ id: 'Swing1', name: 'Front hair' }]);
    expect(description.hitAreas).toEqual(['Head']);
    expect(description.textures).toEqual({ count: 1, largest: 128 });
  });
});
