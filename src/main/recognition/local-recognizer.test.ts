import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { hearingSettingsSchema } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { startTranscriptionServer } from '../../../tests/fakes/recognition-servers/transcription-server.ts';
import { libraryOf } from '../../../tests/support/asr-library.ts';
import { buildInferenceWorker, type InferenceRig, inferenceRig } from '../../../tests/support/inference.ts';
import {
  TINY_MOONSHINE_TEXT,
  tinyMoonshineDecoder,
  tinyMoonshineEncoder,
  tinyMoonshineTokens,
} from '../../../tests/support/moonshine-model.ts';
import { createLocalRecognizer } from './local-recognizer.ts';
import { createCloser, heard, recognitionOptions, sound } from './recognition.testkit.ts';
import { createRecognition } from './recognition.ts';

const closing = createCloser();
let folder: string;
let worker: string;
let rig: InferenceRig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingxi-ears-'));
  await writeFile(join(folder, 'encoder.onnx'), tinyMoonshineEncoder());
  await writeFile(join(folder, 'decoder.onnx'), tinyMoonshineDecoder());
  await writeFile(join(folder, 'tokens.bin'), tinyMoonshineTokens());
  worker = await buildInferenceWorker('local-recognizer');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => rig?.inference.close());

function model(id: string, over: Partial<Pick<ModelManifest, 'engine' | 'languages' | 'options'>> = {}, files = tiny()) {
  const { engine = 'moonshine', languages = ['en'], options = {} } = over;
  const licence = { name: 'MIT', commercialUse: true };
  const listed = Object.keys(files).map((role) => ({ role, path: role, bytes: 1, sha256: '0'.repeat(64) }));
  const manifest: ModelManifest = {
    ...{ id, name: id, task: 'asr', engine, languages, licence, source: 'https://example.invalid', files: listed },
    ...{ memoryBytes: 1, options },
  };
  return { manifest, source: { key: id, engine, files, options, provider: 'auto' as const } };
}
const tiny = (): Record<string, string> => ({
  encoder: join(folder, 'encoder.onnx'),
  decoder: join(folder, 'decoder.onnx'),
  tokens: join(folder, 'tokens.bin'),
});

function recognizer(id: 'sherpa' | 'moonshine', models: Parameters<typeof libraryOf>[0]) {
  rig = inferenceRig(worker);
  const library = libraryOf(models);
  return createLocalRecognizer({ id, library, inference: rig.inference, hotWords: () => [], usualLanguage: () => 'zh' });
}

describe('a recogniser of local models', () => {
  it('writes an utterance down in a process of its own', async () => {
    const moonshine = recognizer('moonshine', [model('tiny')]);
    const all = await heard(moonshine.open(recognitionOptions({ language: 'en' })), sound(2));
    expect(all.at(-1)).toEqual({ final: true, text: TINY_MOONSHINE_TEXT, language: undefined });
    expect(rig.inference.view.get().processes).toMatchObject([{ role: 'words' }]);
  });

  it('has the model in memory before the first utterance when it was warmed up', async () => {
    const moonshine = recognizer('moonshine', [model('tiny')]);
    const loaded = new Promise((resolve) => rig.inference.view.subscribe(({ models }) => models.length > 0 && resolve(models)));
    await moonshine.warmUp('en');
    expect(await loaded).toMatchObject([{ key: 'tiny', role: 'words', runs: 0 }]);
  });

  it('says what to install when there is no model, or none for the language', async () => {
    const none = recognizer('moonshine', []);
    expect(await none.describe()).toMatchObject({
      available: false,
      cause: 'no-model',
      reason: expect.stringMatching(/Moonshine/),
    });
    await expect(heard(none.open(recognitionOptions()), sound(1))).rejects.toMatchObject({ code: 'unavailable' });
    const english = recognizer('moonshine', [model('tiny')]);
    expect(await english.describe()).toMatchObject({ available: true, languages: ['en'] });
    await expect(heard(english.open(recognitionOptions({ language: 'ja' })), sound(1))).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('describes what sherpa models can do together', async () => {
    const sherpa = recognizer('sherpa', [
      model('sense', { engine: 'sherpa-asr', languages: ['zh', 'ja'], options: { kind: 'sense-voice' } }),
      model('stream', { engine: 'sherpa-asr', languages: ['en'], options: { kind: 'streaming-transducer' } }),
    ]);
    expect(await sherpa.describe()).toMatchObject({
      languages: ['zh', 'en', 'ja'],
      streaming: true,
      hotWords: true,
      online: false,
    });
  });

  it('says which file is gone', async () => {
    const broken = model(
      'gone',
      { engine: 'sherpa-asr', options: { kind: 'paraformer' } },
      { model: join(folder, 'no.onnx'), tokens: join(folder, 'tokens.bin') },
    );
    const work = heard(recognizer('sherpa', [broken]).open(recognitionOptions({ language: 'en' })), sound(1));
    await expect(work).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(/no\.onnx is gone/) });
  });

  it('says so when a file is no model', async () => {
    const files = { ...tiny(), encoder: join(folder, 'tokens.bin') };
    const moonshine = recognizer('moonshine', [model('broken', {}, files)]);
    await expect(heard(moonshine.open(recognitionOptions({ language: 'en' })), sound(1))).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('cancels an utterance at once', async () => {
    const moonshine = recognizer('moonshine', [model('tiny')]);
    const stop = new AbortController();
    const work = heard(moonshine.open(recognitionOptions({ language: 'en', signal: stop.signal })), sound(30));
    stop.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is stood in for when its process is killed in the middle of an utterance', async () => {
    rig = inferenceRig(worker);
    const server = closing(await startTranscriptionServer({ plans: [{ kind: 'json', text: 'from the server' }] }));
    const settings = hearingSettingsSchema.parse({
      language: 'en',
      servers: { openai: { enabled: true, url: server.origin } },
    });
    const ears = closing(
      createRecognition({
        settings: () => settings,
        library: libraryOf([model('tiny')]),
        inference: rig.inference,
        apiKey: () => undefined,
        usualLanguage: () => 'en',
        clock: createFakeClock(),
        logger: silentLogger,
      }),
    );
    await ears.warmUp('en');
    rig.freeze();
    const work = heard(ears.open(recognitionOptions({ language: 'en' })), sound(3));
    rig.kill();
    expect((await work).at(-1)).toMatchObject({ final: true, text: 'from the server' });
    expect(server.seen[0]?.samples.length).toBe(48_000);
    expect(ears.state.get().recognizer).toBe('openai-transcriptions');
  });
});
