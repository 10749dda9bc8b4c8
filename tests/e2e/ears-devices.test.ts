import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HearingView } from '#shared/contract/hearing.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { fakeMicrophone } from '../support/fake-microphone.ts';
import { installPlug, plugIn, pullPlug } from '../support/microphone-plug.ts';
import { eventually, percentile } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';
import { createSyntheticVoices } from '../support/synthetic-voices.ts';

const RATE_HZ = 16_000;
const NOISE_SECONDS = 4;
const ENV = {
  YINGXI_BRAIN_MODE: 'offline',
  YINGXI_LANGUAGE: 'en',
  YINGXI_UI_WELCOMED: 'true',
  YINGXI_HEARING_ENABLED: 'true',
  YINGXI_HEARING_ECHO_CANCELLATION: 'false',
  YINGXI_HEARING_AUTO_GAIN: 'false',
  YINGXI_STAGE_FRAME_RATE_CAP: '15',
  YINGXI_STAGE_QUALITY_LOOK: 'flat',
  YINGXI_STAGE_RENDER_SCALE: '0.25',
};
/** The meter's ends, dBFS. */
const EMPTY_DB = -66;

describe.skipIf(findChromium() === undefined)('the microphone of a real Chromium', WITHOUT_CHROMIUM, () => {
  let microphone: Awaited<ReturnType<typeof fakeMicrophone>>;
  let studio: StudioProcess;
  let browser: Browser;
  let page: Page;
  let connection: Awaited<ReturnType<typeof connectStudioApi>>;
  let roundMs = 0;
  const views: HearingView[] = [];
  const levels: { readonly atMs: number; readonly db: number }[] = [];

  beforeAll(async () => {
    const voices = await createSyntheticVoices();
    const speech = await voices.say({ engine: 'flite', voice: 'slt', language: 'en' }, 'Tell me about the weather of today.');
    const recording = withFan(speech);
    roundMs = (1000 * recording.length) / RATE_HZ;
    microphone = await fakeMicrophone(recording);
    studio = await startStudio({ env: { ...ENV, YINGXI_HEARING_NOISE_SUPPRESSION: 'none' } });
    connection = await connectStudioApi(studio);
    follow(await connection.api.hearing.watch(), (view) => views.push(view));
    follow(await connection.api.hearing.watchLevel(), ({ level }) =>
      levels.push({ atMs: Date.now(), db: EMPTY_DB * (1 - level) }),
    );
    browser = await launchChromium(microphone.switches);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.addInitScript(installPlug);
    await page.goto(`${studio.studioUrl}#/ears`);
    await captures();
  });
  afterAll(async () => {
    await browser?.close();
    connection?.close();
    await studio?.stop();
    await microphone?.remove();
  });

  const captures = (): Promise<true> => eventually(() => (views.at(-1)?.capture === 'capturing' ? true : undefined));

  it('hears a fan at least 10 dB softer through RNNoise, and the voice as loud as before', async () => {
    const plain = await loudnessOf();
    await connection.api.studio.updateSettings({ patch: { hearing: { noiseSuppression: 'rnnoise' } } });
    await captures();
    // It loads while sound flows, and it takes a second or two to know the noise. A busy machine may lose the voice of a round: then the next one counts.
    const clean = await eventually(async () => {
      const now = await loudnessOf();
      return now.quiet < plain.quiet - 10 && Math.abs(now.loud - plain.loud) < 6 ? now : undefined;
    });
    console.log(
      `fan ${plain.quiet.toFixed(1)} → ${clean.quiet.toFixed(1)} dB, voice ${plain.loud.toFixed(1)} → ${clean.loud.toFixed(1)} dB`,
    );
    expect(await page.getByText('RNNoise did not load').count()).toBe(0);
  }, 180_000);

  it('says that the microphone is gone and what to do, and goes on by itself when it is back', async () => {
    await captures();
    await pullPlug(page);
    await page
      .getByRole('alert')
      .filter({ hasText: /Plug (it|one) in/u })
      .waitFor();
    await eventually(() => (['lost', 'no-device'].includes(views.at(-1)?.capture ?? '') ? true : undefined));
    expect(views.at(-1)).toMatchObject({ state: 'waiting' });
    expect(views.at(-1)?.problem).not.toBe('');
    await plugIn(page);
    await captures();
    await page
      .getByRole('alert')
      .filter({ hasText: /Plug (it|one) in/u })
      .waitFor({ state: 'detached' });
    const before = levels.length;
    await eventually(() => (levels.length > before + 20 ? true : undefined));
  }, 150_000);

  /** Over one round of the recording: what it is like between the words, and in them. */
  async function loudnessOf(): Promise<{ quiet: number; loud: number }> {
    const from = Date.now();
    const round = await eventually(() => {
      const since = levels.filter(({ atMs }) => atMs > from);
      return (since.at(-1)?.atMs ?? from) - from > roundMs ? since.map(({ db }) => db) : undefined;
    });
    return { quiet: percentile(round, 0.25), loud: percentile(round, 0.95) };
  }
});

/** Air and hum at about −24 dBFS for a while, then speech over it. The same every time. */
function withFan(speech: Float32Array): Float32Array {
  let state = 1;
  let air = 0;
  return Float32Array.from({ length: NOISE_SECONDS * RATE_HZ + speech.length }, (_, i) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    air += 0.25 * (state / 2 ** 31 - 1 - air);
    const hum = Math.sin((2 * Math.PI * 120 * i) / RATE_HZ);
    return 0.25 * air + 0.03 * hum + (speech[i - NOISE_SECONDS * RATE_HZ] ?? 0);
  });
}

function follow<T>(values: AsyncIterable<T>, take: (value: T) => unknown): void {
  void (async () => {
    for await (const value of values) take(value);
  })().catch(() => undefined);
}
