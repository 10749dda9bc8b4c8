import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import type { LocalModelLibrary } from '#main/inference/library.types.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createFrontEnd } from '#main/speech/front-ends/front-end.ts';
import type { FrontEnd } from '#main/speech/front-ends/front-end.types.ts';
import type { TextReader } from '#main/speech/front-ends/text-reader.ts';
import type { SynthesisEvent, SynthesisRequest } from '#main/speech/speech.types.ts';
import { createReaderEngine } from '#main/speech/worker/reader-engine.ts';
import { createCell } from '#shared/cell.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { buildInferenceWorker, type InferenceRig, inferenceRig } from '../../../../tests/support/inference.ts';
import { nanModel } from '../../../../tests/support/onnx-models.ts';
import { timedKokoroModel, timedPiperModel } from '../../../../tests/support/voice-models.ts';
import { createNeuralVoice } from './neural-voice.ts';

/** A Piper voice that reads letters, so that no other component is needed. */
const LETTERS = {
  audio: { sample_rate: 22_050 },
  inference: { noise_scale: 0, length_scale: 1, noise_w: 0 },
  phoneme_type: 'text',
  phoneme_id_map: {
    _: [0],
    '^': [1],
    $: [2],
    ...Object.fromEntries([..."abcdefghijklmnopqrstuvwxyz ,.!?'"].map((letter, i) => [letter, [i + 3]])),
  },
  num_speakers: 3,
  speaker_id_map: { soft: 0, plain: 1, loud: 2 },
};
let folder = '';
let worker = '';
let rig: InferenceRig;
let frontEnd: FrontEnd;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingxi-neural-'));
  worker = await buildInferenceWorker('neural-voice');
  const engine = await createReaderEngine();
  const dictionary: TextReader = { isThere: async () => true, read: async (request) => (await engine.read?.(request)) ?? [] };
  const absent: TextReader = { ...dictionary, isThere: async () => false };
  frontEnd = createFrontEnd({ espeak: absent, dictionary, logger: silentLogger });
  await writeFile(join(folder, 'piper.onnx'), timedPiperModel());
  await writeFile(join(folder, 'piper.json'), JSON.stringify(LETTERS));
  await writeFile(join(folder, 'kokoro.onnx'), timedKokoroModel());
  await writeFile(join(folder, 'nan.onnx'), nanModel());
  await writeFile(join(folder, 'voice.bin'), new Uint8Array(new Float32Array(256).fill(0.5).buffer));
  rig = inferenceRig(worker);
});
afterAll(async () => {
  await rig.inference.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);
const manifest = (
  id: string,
  engine: ModelManifest['engine'],
  languages: ModelManifest['languages'],
  more: Partial<ModelManifest> = {},
): ModelManifest => ({
  id,
  name: id,
  task: 'tts',
  engine,
  languages,
  licence: { name: 'CC0', commercialUse: true },
  source: 'https://example.org',
  files: [{ path: 'model.onnx', role: 'model', bytes: 1, sha256: '0'.repeat(64) }],
  memoryBytes: 1,
  options: {},
  ...more,
});
type Installed = { readonly manifest: ModelManifest; readonly files: Readonly<Record<string, string>> };
const PIPER: Installed = { manifest: manifest('letters', 'piper', ['en']), files: { model: 'piper.onnx', config: 'piper.json' } };
const KOKORO: Installed = {
  manifest: manifest('kokoro', 'kokoro', ['zh', 'en', 'ja']),
  files: { model: 'kokoro.onnx', 'voice.zf_xiaoxiao': 'voice.bin', 'voice.bf_emma': 'voice.bin', 'voice.ef_dora': 'voice.bin' },
};

function libraryOf(installed: readonly Installed[]): LocalModelLibrary {
  const sources = installed.map(
    ({ manifest: one, files }): LoadedModelSource => ({
      key: one.id,
      engine: one.engine,
      files: Object.fromEntries(Object.entries(files).map(([role, name]) => [role, at(name)])),
      options: one.options,
      provider: 'auto',
    }),
  );
  return {
    view: createCell([]),
    installed: (task) => installed.map((one) => one.manifest).filter((one) => one.task === task),
    source: (id) => sources.find(({ key }) => key === id),
  };
}
const voiceOf = (id: 'piper' | 'kokoro', ...installed: Installed[]) =>
  createNeuralVoice({
    id,
    engines: id === 'piper' ? ['piper'] : ['kokoro', 'kitten'],
    inference: rig.inference,
    library: libraryOf(installed),
    frontEnd,
    logger: silentLogger,
  });

const request = (text: string, more: Partial<SynthesisRequest> = {}): SynthesisRequest => ({
  text,
  language: 'en',
  voice: '',
  rate: 1,
  pitch: 0,
  emotion: 'neutral',
  ...more,
});
const never = new AbortController().signal;

interface Heard {
  rateHz: number;
  samples: number;
  order: string[];
  words: string[];
  wordStartsMs: number[];
  visemes: Extract<SynthesisEvent, { type: 'cues' }>['visemes'][number][];
}
async function hear(
  events: AsyncIterable<SynthesisEvent>,
  text: string,
  onPart: (heard: Heard) => void = () => {},
): Promise<Heard> {
  const heard: Heard = { rateHz: 0, samples: 0, order: [], words: [], wordStartsMs: [], visemes: [] };
  for await (const event of events) {
    heard.order.push(event.type);
    if (event.type === 'format') heard.rateHz = event.sampleRateHz;
    else if (event.type === 'pcm') heard.samples += event.samples.length;
    else {
      heard.words.push(...event.words.map((word) => text.slice(word.textStart, word.textEnd)));
      heard.wordStartsMs.push(...event.words.map((word) => word.startMs));
      heard.visemes.push(...event.visemes);
      onPart(heard);
    }
  }
  return heard;
}
const LONG =
  'this is the first clause of a long answer, and this is the second one of it, then comes a third one as well, and the fourth ends it.';

describe('createNeuralVoice', () => {
  afterEach(() => {
    rig.settings.provider = 'auto';
  });

  it('lists a voice for each speaker and language that it can speak', async () => {
    const piper = await voiceOf('piper', PIPER).describe();
    expect(piper).toMatchObject({ available: true, kind: 'local-model', languages: ['en'], exactTiming: true, licence: 'CC0' });
    expect(piper.voices.map(({ id }) => id)).toEqual(['letters/soft', 'letters/plain', 'letters/loud']);
    const kokoro = await voiceOf('kokoro', KOKORO).describe();
    // Spanish is none of our languages.
    expect(kokoro.voices.map(({ id, language }) => [id, language])).toEqual([
      ['kokoro/bf_emma', 'en'],
      ['kokoro/zf_xiaoxiao', 'zh'],
    ]);
    expect(await voiceOf('piper').describe()).toMatchObject({
      available: false,
      reason: expect.stringContaining('Local models'),
    });
  });

  it('gives cues before the sound that they cover, clause by clause, words in order', async () => {
    const { order, words, wordStartsMs, visemes, samples, rateHz } = await hear(
      voiceOf('piper', PIPER).synthesize(request(LONG), 0, never),
      LONG,
    );
    expect(order.slice(0, 3)).toEqual(['format', 'cues', 'pcm']);
    expect(order.filter((type) => type === 'cues').length).toBeGreaterThan(1);
    expect(words).toEqual(LONG.match(/[a-z]+/gu));
    expect([...wordStartsMs].sort((a, b) => a - b)).toEqual(wordStartsMs);
    const gaps = visemes.slice(1).map((cue, i) => cue.startMs - visemes[i]!.endMs);
    expect(Math.min(...gaps)).toBeGreaterThan(-0.01);
    expect(visemes.at(-1)!.endMs).toBeLessThanOrEqual((samples / rateHz) * 1000 + 0.01);
  });

  it('changes the pitch by the rate of playing, and neither length nor word times with it', async () => {
    const voice = voiceOf('piper', PIPER);
    const [plain, high] = [
      await hear(voice.synthesize(request(LONG), 0, never), LONG),
      await hear(voice.synthesize(request(LONG, { pitch: 6 }), 0, never), LONG),
    ];
    expect(high.rateHz / plain.rateHz).toBeCloseTo(2 ** 0.5, 2);
    const lengthMs = (heard: Heard): number => (heard.samples / heard.rateHz) * 1000;
    // Whole frames of a symbol make the tiny voice a little coarse.
    expect(lengthMs(high) / lengthMs(plain)).toBeCloseTo(1, 0.5);
    expect(high.wordStartsMs.at(-1)! / lengthMs(high)).toBeCloseTo(plain.wordStartsMs.at(-1)! / lengthMs(plain), 1);
  });

  it('speaks Mandarin with Mandarin voices, whatever voice was chosen for another language', async () => {
    const text = '大家好，今天玩什么？';
    const { words } = await hear(
      voiceOf('kokoro', KOKORO).synthesize(request(text, { language: 'zh', voice: 'kokoro/bf_emma' }), 0, never),
      text,
    );
    expect(words.join('')).toBe('大家好今天玩什么');
  });

  it('says which page has voices when the language has none', async () => {
    await expect(
      hear(voiceOf('piper', PIPER).synthesize(request('こんにちは', { language: 'ja' }), 0, never), ''),
    ).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Local models'),
    });
  });

  it.each(['', '   ', '!?…', '漢字だけ'])(
    'refuses %j, of which nothing can be said, and speaks the next sentence',
    async (text) => {
      const voice = voiceOf('piper', PIPER);
      await expect(hear(voice.synthesize(request(text), 0, never), text)).rejects.toMatchObject({ code: 'voice' });
      await expect(hear(voice.synthesize(request('hello'), 0, never), 'hello')).resolves.toMatchObject({ words: ['hello'] });
    },
  );

  it('gives up a broken model with a reason and leaves the good one alone', async () => {
    const broken: Installed = {
      manifest: manifest('broken', 'piper', ['en']),
      files: { model: 'nan.onnx', config: 'piper.json' },
    };
    const voice = voiceOf('piper', broken, PIPER);
    await expect(hear(voice.synthesize(request('hello', { voice: 'broken/soft' }), 0, never), '')).rejects.toThrow(/NaN/);
    await expect(hear(voice.synthesize(request('hello', { voice: 'letters/loud' }), 0, never), 'hello')).resolves.toBeDefined();
  });

  it('loses no word and says none twice when its process is killed in mid-sentence', async () => {
    const whole = await hear(voiceOf('piper', PIPER).synthesize(request(LONG), 0, never), LONG);
    for (const killAt of [1, 2, 3]) {
      let parts = 0;
      const heard = await hear(voiceOf('piper', PIPER).synthesize(request(LONG), 0, never), LONG, () => {
        if (++parts === killAt) rig.kill();
      });
      expect(heard.words).toEqual(whole.words);
      expect(heard.samples).toBe(whole.samples);
      expect(heard.wordStartsMs).toEqual(whole.wordStartsMs);
    }
  });

  it('starts to sound long before ten thousand characters are said, and stops at once', async () => {
    const text = 'and so on and on '.repeat(600);
    const stop = new AbortController();
    let parts = 0;
    const heard = hear(voiceOf('piper', PIPER).synthesize(request(text), 0, stop.signal), text, () => {
      if (++parts === 3) stop.abort();
    });
    await expect(heard).rejects.toMatchObject({ code: 'cancelled' });
    expect(parts).toBe(3);
  });

  it('knows how fast a voice is once it has spoken, or from its manifest', async () => {
    const named = (realTimeFactor: number): Installed => ({
      ...PIPER,
      manifest: manifest(`new-${realTimeFactor}`, 'piper', ['en'], { realTimeFactor }),
    });
    expect(await voiceOf('piper', named(0.3)).isFast('en')).toBe(true);
    expect(await voiceOf('piper', named(2)).isFast('en')).toBe(false);
    const fresh: Installed = { ...PIPER, manifest: manifest('fresh', 'piper', ['en']) };
    const voice = voiceOf('piper', fresh);
    expect(await voice.isFast('en')).toBeUndefined();
    expect(await voice.isFast('ja')).toBe(false);
    const told = new Promise<void>((resolve) => {
      const unsubscribe = rig.inference.view.subscribe((view) => {
        if (view.models.find(({ key }) => key === 'fresh')?.realTimeFactor === undefined) return;
        unsubscribe();
        resolve();
      });
    });
    await voice.warmUp('en');
    await told;
    expect(await voice.isFast('en')).toBe(true);
  });
});
