import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const inputsSchema = z.object({ standard: z.array(z.object({ name: z.string(), value: z.number() })) });
const settings = {
  ui: { welcomed: true },
  driving: { mode: 'human' },
  tracking: { smoothing: 0, controls: { enabled: true, keyboard: true, restSeconds: 1 } },
};
/** A gamepad as the browser shows one, whose first stick and buttons the test moves. */
const PAD = `
  const pad = { index: 0, id: 'Test pad', connected: true, mapping: 'standard', timestamp: 0,
    axes: [0, 0, 0, 0], buttons: Array.from({ length: 17 }, () => ({ pressed: false, touched: false, value: 0 })) };
  window.testPad = { tilt(axis, value) { pad.axes[axis] = value; },
    press(button, value) { pad.buttons[button] = { pressed: value > 0.5, touched: value > 0, value }; } };
  navigator.getGamepads = () => [pad, null, null, null];
`;

describe.skipIf(findChromium() === undefined)('the avatar as a puppet of gamepad and keys', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let dataDir: string;
  let page: Page;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yingxi-controls-'));
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify(settings));
    studio = await startStudio({ dataDir, env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_LANGUAGE: 'en' } });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    await page.addInitScript(PAD);
    await page.goto(`${studio.studioUrl}#/controls`);
    await page.getByText('Here now: Test pad').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await studio.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const input = async (name: string): Promise<number> =>
    inputsSchema.parse(await studio.get('/avatar/parameters')).standard.find((one) => one.name === name)?.value ?? Number.NaN;
  const tilt = (axis: number, value: number): Promise<void> =>
    page.evaluate(`window.testPad.tilt(${axis}, ${value})`).then(() => undefined);
  const press = (button: number, value: number): Promise<void> =>
    page.evaluate(`window.testPad.press(${button}, ${value})`).then(() => undefined);

  it('turns with the stick and opens its mouth with the trigger, through the whole program, and is let go afterwards', async () => {
    await tilt(0, 1);
    const turned = await eventually(async () => {
      const value = await input('FaceAngleX');
      return Math.abs(value) > 20 ? value : undefined;
    });
    await tilt(0, -1);
    await eventually(async () => (Math.sign(await input('FaceAngleX')) === -Math.sign(turned) ? true : undefined));
    await tilt(0, 0);
    await press(7, 1);
    await eventually(async () => ((await input('MouthOpen')) > 0.6 ? true : undefined));
    await page.getByText('Moving her').waitFor();
    await press(7, 0);
    await page.getByText('Waiting for you').waitFor();
  });

  it('listens to keys where nobody types, and learns a control by its being moved, with a way back', async () => {
    await page.locator('h1').click();
    await page.keyboard.down('KeyF');
    await eventually(async () => ((await input('MouthOpen')) > 0.6 ? true : undefined));
    await page.keyboard.up('KeyF');
    const first = page.locator('.control-row').first();
    await first.getByRole('button', { name: 'Press it' }).click();
    await press(9, 1);
    await first.getByText('Start').waitFor();
    await press(9, 0);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await first.getByText('Left stick ↔').waitFor();
    expect(await page.locator('.control-row').count()).toBeGreaterThan(5);
  });

  it('records what she does and says, gives it away as a file, takes it in again, and does and says it once more', async () => {
    const { api, close: end } = await connectStudioApi(studio);
    await page.goto(`${studio.studioUrl}#/performances`);
    await page.getByRole('button', { name: 'Start recording' }).click();
    await page.getByRole('button', { name: 'Stop and save' }).waitFor();
    await tilt(0, 1);
    const said = untilSaid(api, 'One two three.');
    await studio.post('/speech/say', { text: 'One two three.' });
    await said;
    await eventually(async () => (Math.abs(await input('FaceAngleX')) > 20 ? true : undefined));
    await page.getByRole('button', { name: 'Stop and save' }).click();
    await page.getByText(/recorded with .* · with her voice/u).waitFor();
    await tilt(0, 0);
    await page.getByRole('button', { name: /^More for/u }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('Export the performance (.yxperf)').click(),
    ]);
    const file = join(dataDir, 'gift.yxperf');
    await download.saveAs(file);
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Imported “gift.yxperf”').waitFor();
    await eventually(async () => (Math.abs(await input('FaceAngleX')) < 5 ? true : undefined));
    const again = untilSaid(api, 'One two three.');
    await page.getByRole('button', { name: 'Play “gift” once' }).click();
    await eventually(async () => (Math.abs(await input('FaceAngleX')) > 20 ? true : undefined));
    await again;
    end();
  });
});

/** Resolves when she has said it to the end. */
async function untilSaid(api: StudioApi, text: string): Promise<void> {
  let heard = 0;
  for await (const { state, reply, spokenUntil } of await api.speech.watch()) {
    if (reply === text) heard = Math.max(heard, spokenUntil);
    if (state === 'idle' && heard === text.length) return;
  }
}
