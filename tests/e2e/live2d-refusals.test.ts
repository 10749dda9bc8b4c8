import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAKE_MOC, live2dFolder, texturePng } from '../fakes/live2d-folder.ts';
import { launchChromium } from '../support/browser.ts';
import { type Live2dPage, openLive2dPage } from '../support/live2d-page.ts';
import { changedPixels, drawnPixels } from '../support/rig-page/pictures.ts';

/** As the server sends it with every page. */
const POLICY = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' blob:`;

let browser: Browser;
let page: Live2dPage;
let doll: string;

beforeAll(async () => {
  browser = await launchChromium();
  page = await openLive2dPage(browser);
  doll = await page.addModel('doll');
});
afterAll(async () => {
  await page?.close();
  await browser?.close();
});
const CORE = { coreUrl: '/core.js' };
const refusal = (path: string, core: { coreUrl?: string } = CORE): Promise<string> =>
  page.rig.load(path, core).then(
    () => 'loaded',
    (error: unknown) => String(error),
  );
/** Models and mocs that nobody has given back to the Core that runs now. */
const held = () => page.rig.page.evaluate(() => Reflect.get(Reflect.get(window, 'Live2DCubismCore'), 'live'));

describe('a Core that is not there or not sound', () => {
  it.each([
    [undefined, /needs? Live2D’s Cubism Core.*bring your own live2dcubismcore\.min\.js.*Avatar/],
    ['/no-such-core.js', /cannot be loaded any more.*bring your own/],
    ['/core-empty.js', /does not define Live2DCubismCore/],
    ['/core-old.js', /Cubism Core 4\.0\.0 is too old.*current Cubism SDK for Web/],
    ['/core-throws.js', /doll\.moc3 is damaged.*export the model again/],
    ['/core-full.js', /does not fit into your Cubism Core’s memory/],
  ])('%s: says what is wrong and what to do', async (coreUrl, message) => {
    expect(await refusal(doll, coreUrl === undefined ? {} : { coreUrl })).toMatch(message);
  });

  it('does not stop a sound one from loading afterwards', async () => {
    expect(await refusal(doll, { coreUrl: '/core-throws.js' })).not.toBe('loaded');
    expect(await refusal(doll)).toBe('loaded');
  });

  it('gives up on a Core that never gets ready, and tries again when asked', async () => {
    await page.rig.page.clock.install();
    const answer = refusal(doll, { coreUrl: '/core-dead.js' });
    await page.rig.page.clock.runFor(20_000);
    expect(await answer).toMatch(/does not start/);
    await page.rig.page.clock.resume();
    expect(await refusal(doll)).toBe('loaded');
  });
});

describe('a model that cannot be shown', () => {
  it.each([
    [
      'made with a newer Cubism than the Core reads',
      { mocVersion: 6 },
      /made with Cubism 5\.3.*reads files up to Cubism 5\.0.*bring a newer Core/,
    ],
    [
      'with a moc that was cut short',
      { files: { 'doll.moc3': live2dFolder()['doll.moc3']?.slice(0, 900) ?? '' } },
      /doll\.moc3 is damaged or cut short/,
    ],
    ['with a moc that is none', { files: { 'doll.moc3': 'x'.repeat(500) } }, /no complete \.moc3 file/],
    ['without its moc', { files: { 'doll.moc3': null } }, /doll\.moc3 is missing.*add the model to the library again/],
    ['without a texture', { files: { 'textures/texture_00.png': null } }, /texture_00\.png is missing/],
    [
      'with a texture that is no picture',
      { files: { 'textures/texture_00.png': 'no picture' } },
      /texture_00\.png is no readable picture/,
    ],
    [
      'with a texture of a hundred thousand pixels',
      { files: { 'textures/texture_00.png': giantPng() } },
      /100000×100000 pixels.*8192/,
    ],
    ['whose entry is no JSON', { files: { 'doll.model3.json': '{ "Version": 3, ' } }, /doll\.model3\.json is no readable JSON/],
    ['whose entry lacks its files', { files: { 'doll.model3.json': '{}' } }, /FileReferences/],
    [
      'with a reference out of its folder',
      { files: { 'doll.model3.json': entryWith({ Moc: '../../secret.moc3' }) } },
      /no plain path inside the model’s folder/,
    ],
    [
      'with a reference to the internet',
      { files: { 'doll.model3.json': entryWith({ Moc: 'https://example.com/a.moc3' }) } },
      /no plain path/,
    ],
  ])('%s is refused with what and what next, and the old avatar stays', async (name, changes, message) => {
    await page.rig.load(doll, CORE);
    const before = await page.rig.draw();
    const path = await page.addModel(`bad-${name.replaceAll(/\W/g, '-')}`, changes, false);
    expect(await refusal(path)).toMatch(message);
    expect(changedPixels(before, await page.rig.draw())).toBe(0);
    expect(await held()).toEqual({ mocs: 1, models: 1 });
  });

  it('with more clipping masks than can be drawn is refused; sixty are drawn', async () => {
    const masked = (count: number) => ({
      ...FAKE_MOC,
      drawables: [
        ...FAKE_MOC.drawables,
        ...Array.from({ length: count }, (_, i) => ({ ...FAKE_MOC.drawables[0]!, id: `Mask${i}`, opacity: 0, order: 100 + i })),
        ...Array.from({ length: count }, (_, i) => ({
          ...FAKE_MOC.drawables[9]!,
          id: `Masked${i}`,
          order: 500 + i,
          masks: [`Mask${i}`],
        })),
      ],
    });
    const before = await page.rig.load(doll, CORE).then(() => page.rig.draw());
    expect(await refusal(await page.addModel('masks-60', { moc: masked(60) }))).toBe('loaded');
    expect(changedPixels(before, await page.rig.draw())).toBeGreaterThan(0);
    expect(await refusal(await page.addModel('masks-300', { moc: masked(300) }))).toMatch(
      /302 different clipping masks, 256 can be drawn/,
    );
  });
});

describe('a model with small faults', () => {
  it('is shown without the expressions, motions and physics that are broken', async () => {
    const files = {
      'doll.physics3.json': '{',
      'expressions/smile.exp3.json': '[]',
      'motions/idle.motion3.json': null,
      'doll.pose3.json': '{"Groups": 3}',
    };
    const { description } = await page.rig.load(await page.addModel('limping', { files }), CORE);
    expect(drawnPixels(await page.rig.draw())).toBeGreaterThan(5000);
    expect(description.expressions.map(({ name }) => name)).toEqual(['star']);
    expect(description.motions.map(({ name }) => name)).toEqual(['wave']);
    expect(description.physicsGroups).toEqual([]);
  });

  it('without any clipping mask is drawn too', async () => {
    const moc = { ...FAKE_MOC, drawables: FAKE_MOC.drawables.map(({ masks: _, ...rest }) => rest) };
    await page.rig.load(await page.addModel('unmasked', { moc }), CORE);
    expect(drawnPixels(await page.rig.draw())).toBeGreaterThan(5000);
  });

  it('with textures above the graphics card’s limit is drawn from smaller copies', async () => {
    await page.rig.page.evaluate(() => {
      const original = WebGL2RenderingContext.prototype.getParameter;
      WebGL2RenderingContext.prototype.getParameter = function (name) {
        return name === this.MAX_TEXTURE_SIZE ? 64 : original.call(this, name);
      };
    });
    const { description } = await page.rig.load(
      await page.addModel('large', { files: { 'textures/texture_00.png': texturePng(4) } }),
      CORE,
    );
    expect(description.textures.largest).toBe(512);
    expect(drawnPixels(await page.rig.draw())).toBeGreaterThan(5000);
  });
});

describe('loading and leaving', () => {
  it('gives everything back to the Core and the graphics card', async () => {
    for (let i = 0; i < 20; i++) {
      await page.rig.load(doll, CORE);
      await page.rig.draw({ ParamAngleX: i });
    }
    expect(await held()).toEqual({ mocs: 1, models: 1 });
    await page.rig.page.evaluate(() => window.rigPage.dispose());
    expect(await held()).toEqual({ mocs: 0, models: 0 });
  });

  it('ends without a trace when another avatar overtakes it', async () => {
    await page.rig.load(doll, CORE);
    const source = { modelId: '0'.repeat(32), name: 'doll', format: 'live2d' as const, url: doll, coreUrl: '/core.js' };
    expect(await page.rig.page.evaluate((source) => window.rigPage.loadAndAbort(source), source)).toMatch(/abort|overtaken/i);
    expect(await held()).toEqual({ mocs: 1, models: 1 });
  });

  it('lets the avatar that leaves and the one that comes draw side by side', async () => {
    await page.rig.load(doll, CORE);
    const before = await page.rig.draw();
    const source = { modelId: '1'.repeat(32), name: 'doll', format: 'live2d' as const, url: doll, coreUrl: '/core.js' };
    const others = await page.rig.page.evaluate((source) => window.rigPage.drawBeside(source), source);
    expect(others).toBeGreaterThan(1000);
    expect(changedPixels(before, await page.rig.draw())).toBe(0);
  });

  it('evaluates no text as code: the policy of the server’s pages is enough', async () => {
    const violations: string[] = [];
    page.rig.page.on('console', (message) => {
      if (/Content Security Policy|unsafe-eval/i.test(message.text())) violations.push(message.text());
    });
    await page.rig.page.route('**/*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': POLICY } });
    });
    await page.rig.page.reload();
    await page.rig.page.waitForFunction(() => window.rigPage !== undefined);
    await page.rig.load(doll, CORE);
    expect(drawnPixels(await page.rig.draw())).toBeGreaterThan(5000);
    expect(violations).toEqual([]);
    await page.rig.page.unrouteAll();
  });
});

function giantPng(): Uint8Array {
  const png = Uint8Array.from(texturePng());
  new DataView(png.buffer).setUint32(16, 100_000);
  new DataView(png.buffer).setUint32(20, 100_000);
  return png;
}

function entryWith(references: Readonly<Record<string, unknown>>): string {
  const entry: { FileReferences: Record<string, unknown> } = JSON.parse(
    new TextDecoder().decode(live2dFolder()['doll.model3.json']),
  );
  return JSON.stringify({ ...entry, FileReferences: { ...entry.FileReferences, ...references } });
}
