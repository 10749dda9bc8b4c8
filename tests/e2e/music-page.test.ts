import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { eventually } from '../support/numbers.ts';
import { installSoundTap } from '../support/sound-tap.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const RATE = 24_000;
/** Full volume of this tone is a peak of 0.5. */
function tone(hertz: number, seconds: number): Buffer {
  const samples = RATE * seconds;
  const bytes = Buffer.alloc(44 + 2 * samples);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 2 * samples, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(2 * RATE, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples, 40);
  for (let index = 0; index < samples; index += 1)
    bytes.writeInt16LE(Math.round(16_384 * Math.sin((2 * Math.PI * hertz * index) / RATE)), 44 + 2 * index);
  return bytes;
}

describe.skipIf(findChromium() === undefined)('background music', WITHOUT_CHROMIUM, () => {
  let browser: Browser;
  let studio: StudioProcess;
  let files: string;
  let api: Awaited<ReturnType<typeof connectStudioApi>>;
  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'yingxi-tones-'));
    await writeFile(join(files, 'Nova - First.wav'), tone(440, 60));
    await writeFile(join(files, 'Second.wav'), tone(660, 60));
    studio = await startStudio({
      env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_LANGUAGE: 'en', YINGXI_UI_WELCOMED: 'true', YINGXI_MUSIC_SHUFFLE: 'false' },
    });
    browser = await launchChromium();
    api = await connectStudioApi(studio);
  });
  afterAll(async () => {
    api?.close();
    await browser?.close();
    await studio?.stop();
  });

  /** The loudest sample of the last half second. */
  async function loudness(page: Page): Promise<number> {
    await page.evaluate(() => window.__soundTap.keepSamples(true));
    await page.waitForTimeout(500);
    return page.evaluate(() => {
      const peak = window.__soundTap.samples().reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      window.__soundTap.keepSamples(false);
      return peak;
    });
  }

  async function openPlayer(): Promise<Page> {
    const page = await browser.newPage({ bypassCSP: true });
    await installSoundTap(page);
    await page.goto(studio.stageUrl.replace('/stage/', '/music/'));
    return page;
  }

  it('is added on its page, sounds in the music source at the volume that is set, makes way for her voice, and stops', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    await page.goto(`${studio.studioUrl}#/music`);
    await page
      .locator('.music-drop input[type=file]')
      .setInputFiles([join(files, 'Nova - First.wav'), join(files, 'Second.wav')]);
    await page.getByRole('button', { name: 'Play: Second' }).waitFor();
    const player = await openPlayer();
    await page.getByRole('button', { name: 'Play: First' }).click();
    const full = 0.5 * 0.35;
    await eventually(async () => (Math.abs((await loudness(player)) - full) < 0.02 ? true : undefined));
    await page.getByText('Played by the music source in OBS').waitFor();

    await api.api.speech.say({ text: 'One two three four five six seven eight nine ten. '.repeat(6), mode: 'interrupt' });
    await eventually(async () => (Math.abs((await loudness(player)) - full * 0.3) < 0.02 ? true : undefined));
    await api.api.speech.stop();
    await eventually(async () => (Math.abs((await loudness(player)) - full) < 0.02 ? true : undefined));

    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await eventually(async () => ((await loudness(player)) === 0 ? true : undefined));
    await player.close();
    await page.close();
  });

  it('sounds on exactly one of several pages, and goes on at its place when that one is closed', async () => {
    const first = await openPlayer();
    await api.api.music.play({ playlist: 'all' });
    await eventually(async () => ((await loudness(first)) > 0.1 ? true : undefined));
    const second = await openPlayer();
    expect(await loudness(second)).toBe(0);
    await api.api.music.seek({ seconds: 30 });
    await eventually(async () => ((await loudness(first)) > 0.1 ? true : undefined));
    await first.close();
    await eventually(async () => ((await loudness(second)) > 0.1 ? true : undefined));
    const abort = new AbortController();
    for await (const view of await api.api.music.watch({}, { signal: abort.signal })) {
      expect(view.positionSeconds).toBeGreaterThan(30);
      break;
    }
    abort.abort();
    await second.close();
  });

  it('tells the page no more than it needs: without a key there is no music', async () => {
    const answer = await fetch(`${new URL(studio.stageUrl).origin}/music/`);
    expect(answer.status).toBe(401);
  });
});
