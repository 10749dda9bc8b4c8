import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { HearingView } from '#shared/contract/hearing.ts';
import { startTranscriptionServer, type TranscriptionServer } from '../fakes/recognition-servers/transcription-server.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { fakeMicrophone } from '../support/fake-microphone.ts';
import { ledger } from '../support/ledger.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';
import { createSyntheticVoices, joined } from '../support/synthetic-voices.ts';

const RATE_HZ = 16_000;
const SAID = 'Tell me about the weather today.';
const ENV = {
  YINGXI_BRAIN_MODE: 'offline',
  YINGXI_PERSONA_LANGUAGE: 'en',
  YINGXI_LANGUAGE: 'en',
  YINGXI_UI_WELCOMED: 'true',
  YINGXI_HEARING_MODE: 'open',
  YINGXI_HEARING_SERVERS_OPENAI_ENABLED: 'true',
  // The preview takes the processor from the microphone on a machine without a graphics card.
  YINGXI_STAGE_FRAME_RATE_CAP: '15',
  YINGXI_STAGE_QUALITY_LOOK: 'flat',
  YINGXI_STAGE_RENDER_SCALE: '0.25',
};

describe.skipIf(findChromium() === undefined)('her ears in a real Chromium', WITHOUT_CHROMIUM, () => {
  let microphone: Awaited<ReturnType<typeof fakeMicrophone>>;
  let server: TranscriptionServer;
  let studio: StudioProcess;
  let browser: Browser;
  let page: Page;
  let spokenSeconds = 0;
  const problems: string[] = [];
  const views: HearingView[] = [];
  let closeApi = (): void => undefined;

  beforeAll(async () => {
    const voices = await createSyntheticVoices();
    const speech = await voices.say({ engine: 'flite', voice: 'slt', language: 'en' }, SAID);
    spokenSeconds = speech.length / RATE_HZ;
    microphone = await fakeMicrophone(joined([new Float32Array(2 * RATE_HZ), speech, new Float32Array(6 * RATE_HZ)]));
    server = await startTranscriptionServer({ plans: [{ kind: 'json', text: SAID, language: 'english' }] });
    studio = await startStudio({ env: { ...ENV, YINGXI_HEARING_SERVERS_OPENAI_URL: `${server.origin}/v1` } });
    const { api, close } = await connectStudioApi(studio);
    closeApi = close;
    void (async () => {
      for await (const view of await api.hearing.watch()) views.push(view);
    })().catch(() => undefined);
    browser = await launchChromium(microphone.switches);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/u.test(message.text())) problems.push(message.text());
    });
    await page.goto(`${studio.studioUrl}#/ears`);
  });
  afterAll(async () => {
    await browser?.close();
    closeApi();
    await studio?.stop();
    await server?.close();
    await microphone?.remove();
  });

  it('hears a sentence from the microphone once she is switched on, and she answers it', async () => {
    await page.getByRole('switch', { name: 'Switch her ears on' }).click({ timeout: 100_000 });
    const heard = await eventually(() => views.at(-1)?.recent.find((one) => one.became === 'message'), 100_000);
    expect(heard.text).toBe(SAID);
    const row = await eventually(async () =>
      (await ledger(studio)).find((one) => one.text === SAID && one.decision === 'answered'),
    );
    expect(row.decision).toBe('answered');
    expect(problems).toEqual([]);
  });

  it('hands the recogniser the whole sentence at 16 kHz, with a little silence around it', async () => {
    await server.requests(1);
    const { samples, sampleRateHz } = server.seen[0] ?? { samples: new Int16Array(), sampleRateHz: 0 };
    expect(sampleRateHz).toBe(RATE_HZ);
    const seconds = samples.length / RATE_HZ;
    expect(seconds).toBeGreaterThan(spokenSeconds * 0.9);
    expect(seconds).toBeLessThan(spokenSeconds + 3);
    expect(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeGreaterThan(3000);
  });

  it('shows the words and what became of them', async () => {
    await page.getByText(SAID).first().waitFor();
    await page.getByText('Told her').first().waitFor();
  });

  it('gives the microphone up to another page, says so, and takes it back on a click', async () => {
    const other = new WebSocket(
      `ws://127.0.0.1:${studio.port}/ws/ears?token=${new URL(studio.studioUrl).searchParams.get('token')}`,
    );
    const told: string[] = [];
    other.on('message', (data) => told.push(String(data)));
    await page.getByText('Another Yingxi page has the microphone.').waitFor();
    expect(told).toEqual([JSON.stringify({ type: 'listen' })]);
    await page.getByRole('button', { name: 'Listen in this page' }).click();
    await eventually(() => (told.length === 2 ? true : undefined));
    expect(told[1]).toBe(JSON.stringify({ type: 'displaced' }));
    await eventually(() => (views.at(-1)?.capture === 'capturing' ? true : undefined));
    other.terminate();
  });

  it('lets go of the microphone when she is switched off', async () => {
    await page.getByRole('switch', { name: 'Switch her ears on' }).click({ timeout: 100_000 });
    await eventually(() => (views.at(-1)?.state === 'off' && views.at(-1)?.capture === null ? true : undefined));
  });
});
