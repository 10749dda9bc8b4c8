import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type ModelServer, startModelServer } from '../fakes/model-server.ts';
import { onnxFile } from '../fakes/onnx-files.ts';
import { findChromium, launchChromium, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { ledger } from '../support/ledger.ts';
import { slowPiperModel } from '../support/onnx-models.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const ENV = { YINGXI_BRAIN_MODE: 'offline', YINGXI_LANGUAGE: 'en', YINGXI_UI_WELCOMED: 'true', YINGXI_VOICE_ENGINE: 'piper' };

let server: ModelServer;
let studio: StudioProcess;
let browser: Browser;
let page: Page;
const dataDir = mkdtempSync(join(tmpdir(), 'yingxi-models-page-'));

const LETTERS = "abcdefghijklmnopqrstuvwxyz '.,!?;:-";
/** A voice that really speaks: it reads letters, and needs no eSpeak. */
const VOICE: Readonly<Record<string, Buffer>> = {
  'en_US-hotel-medium.onnx': Buffer.from(slowPiperModel(2)),
  'en_US-hotel-medium.onnx.json': Buffer.from(
    JSON.stringify({
      audio: { sample_rate: 22_050 },
      inference: { noise_scale: 0, length_scale: 1, noise_w: 0 },
      phoneme_type: 'text',
      phoneme_id_map: { _: [0], '^': [1], $: [2], ...Object.fromEntries([...LETTERS].map((letter, i) => [letter, [i + 3]])) },
      num_speakers: 1,
      language: { code: 'en_US' },
    }),
  ),
};
const SIZE = VOICE['en_US-hotel-medium.onnx']?.length ?? 0;

/** A list whose one voice comes from the local server. */
function putList(): void {
  const files = Object.entries(VOICE).map(([path, bytes]) => {
    server.put(`/voice/${path}`, bytes);
    const role = path.endsWith('.json') ? 'config' : 'model';
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { path, role, bytes: bytes.length, sha256, url: `${server.origin}/voice/${path}` };
  });
  const voice = {
    id: 'hotel-voice',
    name: 'Hotel voice',
    task: 'tts',
    engine: 'piper',
    languages: ['en'],
    licence: { name: 'CC0', commercialUse: true },
    source: 'https://example.org/',
    files,
    memoryBytes: 100_000_000,
    options: {},
  };
  server.put('/list.json', Buffer.from(JSON.stringify({ version: 1, name: 'Friends', models: [voice] })));
}

const withPage = (name: string, fn: () => Promise<void>) => test.skipIf(findChromium() === undefined)(name, WITHOUT_CHROMIUM, fn);

beforeAll(async () => {
  if (findChromium() === undefined) return;
  server = await startModelServer();
  putList();
  studio = await startStudio({ dataDir, env: ENV });
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${studio.studioUrl}#/local-models`);
  await page.getByRole('heading', { name: 'Local models' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await studio?.stop();
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const listSchema = z.object({
  models: z.array(
    z.object({ manifest: z.object({ id: z.string() }), state: z.object({ receivedBytes: z.number().optional() }) }),
  ),
});
async function receivedBytes(): Promise<number> {
  const { models } = listSchema.parse(await studio.get('/models'));
  return models.find(({ manifest }) => manifest.id === 'hotel-voice')?.state.receivedBytes ?? 0;
}
const row = (id: string) => page.locator(`li[data-model="${id}"]`);

withPage('shows what suits this computer and what ships with it, without having asked any network', async () => {
  await page.getByRole('heading', { name: 'For this computer' }).waitFor();
  await page.locator('[data-proposal]').first().waitFor();
  expect(await page.locator('[data-proposal]').count()).toBeGreaterThan(2);
  await row('silero-vad-v5').waitFor();
  expect(await row('silero-vad-v5').getAttribute('data-state')).toBe('installed');
  expect(await page.locator('[data-provider="cpu"]').textContent()).toContain('Works');
  expect(server.requests).toHaveLength(0);
});

withPage('adds another list, downloads from it with a pause in between, removes and takes back', async () => {
  const path = '/voice/en_US-hotel-medium.onnx';
  server.plan(path, { kind: 'stall', after: Math.floor(SIZE / 2) });
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Another list of models').fill(`${server.origin}/list.json`);
  await page.getByLabel('Another list of models').blur();
  await page.getByRole('button', { name: 'Update the list' }).click();
  await page.getByText('"Friends" offers 1 models').waitFor();
  if (!(await row('hotel-voice').isVisible()))
    await page
      .getByRole('button', { name: /Show \d+ more/ })
      .first()
      .click();
  await row('hotel-voice').getByRole('button', { name: 'Download' }).click();
  await server.stalled(path);
  await expect.poll(receivedBytes).toBeGreaterThanOrEqual(Math.floor(SIZE / 2));
  await expect.poll(() => row('hotel-voice').textContent()).toMatch(/MB of .*\/s|KB of .*\/s/);
  await row('hotel-voice').getByRole('button', { name: 'Pause' }).click();
  await row('hotel-voice').getByText('Paused').waitFor();
  await row('hotel-voice').getByRole('button', { name: 'Resume' }).click();
  await page.locator('li[data-model="hotel-voice"][data-state="installed"]').waitFor();
  expect(server.requests.at(-1)?.range).toBe(`bytes=${Math.floor(SIZE / 2)}-`);
  await row('hotel-voice').getByRole('button', { name: 'More for Hotel voice' }).click();
  await page.getByRole('menuitem', { name: 'Use first' }).click();
  await row('hotel-voice').getByText('First').waitFor();
  await row('hotel-voice').getByRole('button', { name: 'More for Hotel voice' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.locator('[data-removed="hotel-voice"]').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('li[data-model="hotel-voice"][data-state="installed"]').waitFor();
});

withPage('takes a model from files, and says in plain words what it does not take', async () => {
  const detector = onnxFile({ inputs: ['input', 'state', 'sr'] });
  await page
    .locator('input[data-add="file"]')
    .setInputFiles([{ name: 'my-detector.onnx', mimeType: 'application/octet-stream', buffer: detector }]);
  await page.locator('[data-import="done"]').waitFor();
  await page.getByText('Silero VAD my-detector').waitFor();
  await page
    .locator('input[data-add="file"]')
    .setInputFiles([{ name: 'cat.txt', mimeType: 'text/plain', buffer: Buffer.from('meow') }]);
  await page.locator('[data-import="failed"]').waitFor();
  expect(await page.locator('[data-import="failed"]').textContent()).toContain('No model was recognised');
});

withPage('speaks with the new voice, shows where it runs, and does not take it away without a word', async () => {
  await studio.post('/speech/say', { text: 'Hello there, it is me.' });
  const loaded = page.locator('tr[data-loaded^="hotel-voice"]');
  await loaded.waitFor();
  expect(await loaded.textContent()).toContain('Processor');
  await expect.poll(() => loaded.locator('td').nth(2).textContent()).toMatch(/\d\.\d\d/);
  await row('hotel-voice').getByText('In use').waitFor();
  await row('hotel-voice').getByRole('button', { name: 'More for Hotel voice' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('heading', { name: '"Hotel voice" is in use' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await row('hotel-voice').getAttribute('data-state')).toBe('installed');
});

withPage('lets a voice of this computer be heard before it is chosen, and nothing of it reaches the show', async () => {
  // What was said before may still be ending: its entry changes, but no other comes.
  const entries = async () => (await ledger(studio)).map(({ eventId }) => eventId);
  const before = await entries();
  await page.goto(`${studio.studioUrl}#/voice`);
  await page.getByRole('heading', { name: 'Listen before you choose' }).waitFor();
  await page.getByRole('button', { name: 'How fast is it?' }).click();
  await page.getByText('first sound after').waitFor();
  expect(await entries()).toEqual(before);
});

withPage('serves scripts the same over REST', async () => {
  const list = JSON.stringify(await studio.get('/models'));
  expect(list).toContain('"silero-vad-v5"');
  expect(JSON.stringify(await studio.get('/models/advice?language=zh'))).toContain('"kokoro-82m-v1.0-q8"');
  await studio.post('/models/hotel-voice/remove', { evenInUse: true });
  await expect.poll(async () => JSON.stringify(await studio.get('/models'))).toContain('"removed":[{"id":"hotel-voice"');
  await studio.post('/models/hotel-voice/restore', {});
  await expect(studio.post('/models/no-such-model/download', {})).rejects.toThrow('404');
});
