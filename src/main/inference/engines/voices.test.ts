import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import { type SynthesisInput, type SynthesisSound, synthesisSoundSchema } from '#shared/inference/synthesis.ts';
import { buildInferenceWorker, type InferenceRig, inferenceRig } from '../../../../tests/support/inference.ts';
import { kokoroModel, nanModel, piperModel, SAMPLES_PER_SYMBOL } from '../../../../tests/support/onnx-models.ts';
import {
  constantPiperModel,
  FRAME,
  framesOf,
  otherModel,
  timedKokoroModel,
  timedPiperModel,
} from '../../../../tests/support/voice-models.ts';

let folder = '';
let rig: InferenceRig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingxi-voices-'));
  rig = inferenceRig(await buildInferenceWorker('voices'));
});
afterAll(async () => {
  await rig.inference.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: Uint8Array | string | object): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
}

const PIPER_CONFIG = {
  audio: { sample_rate: 16_000 },
  inference: { noise_scale: 0.6, length_scale: 1, noise_w: 0.8 },
  phoneme_id_map: { _: [0], '^': [1], $: [2], ' ': [3], a: [10], b: [11], c: [12] },
};
let count = 0;
async function piper(model: Uint8Array, config: object | string = PIPER_CONFIG): Promise<LoadedModelSource> {
  const key = `piper-${count++}`;
  return {
    key,
    engine: 'piper',
    files: { model: await file(`${key}.onnx`, model), config: await file(`${key}.json`, config) },
    options: {},
    provider: 'auto',
  };
}

/** A voice whose style is `value` everywhere, as raw float32. */
const style = (rows: number, value: (row: number) => number): Float32Array =>
  Float32Array.from({ length: rows * 256 }, (_, i) => value(Math.floor(i / 256)));
const bytesOf = (floats: Float32Array): Uint8Array => new Uint8Array(floats.buffer);
function npy(floats: Float32Array, shape: string): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117, ' ');
  return Buffer.concat([
    Buffer.from('\u0093NUMPY\u0001\u0000', 'latin1'),
    Buffer.from([header.length + 1, 0]),
    Buffer.from(`${header}\n`),
    bytesOf(floats),
  ]);
}
async function kokoro(
  model: Uint8Array,
  files: Record<string, string>,
  engine: 'kokoro' | 'kitten' = 'kokoro',
): Promise<LoadedModelSource> {
  const key = `${engine}-${count++}`;
  return { key, engine, files: { model: await file(`${key}.onnx`, model), ...files }, options: {}, provider: 'auto' };
}

async function say(model: LoadedModelSource, input: Partial<SynthesisInput> & { symbols: string[] }): Promise<SynthesisSound> {
  const { symbols, ...rest } = input;
  const call = {
    role: 'voice',
    model,
    op: 'synthesize',
    priority: 10,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
  } as const;
  for await (const event of rig.inference.run({
    ...call,
    input: { said: { symbols }, voice: '', speed: 1, liveliness: 1, ...rest },
  }))
    return synthesisSoundSchema.parse(event);
  throw new Error('no sound came');
}
const loudest = (samples: Float32Array): number => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('the Piper engine', () => {
  it('says symbols at the rate of the voice, and faster when asked', async () => {
    const voice = await piper(piperModel());
    const sound = await say(voice, { symbols: ['a', 'b', 'c'] });
    // ^ _ a _ b _ c _ $, less the silence cut off at both ends.
    expect(sound.sampleRateHz).toBe(16_000);
    expect(Math.abs(sound.samples.length - 9 * SAMPLES_PER_SYMBOL)).toBeLessThan(200);
    const fast = await say(voice, { symbols: ['a', 'b', 'c'], speed: 2 });
    expect(fast.samples.length / sound.samples.length).toBeCloseTo(0.5, 1);
  });

  it('tells when each symbol sounds, out of a length that the model keeps to itself', async () => {
    const voice = await piper(timedPiperModel(), {
      ...PIPER_CONFIG,
      num_speakers: 3,
      speaker_id_map: { soft: 0, plain: 1, loud: 2 },
    });
    const { symbolStartsMs } = await say(voice, { symbols: ['a', ' ', 'b'], voice: 'loud' });
    const ms = (ids: number[]): number => (ids.reduce((sum, id) => sum + framesOf(id), 0) * FRAME.piper) / 16;
    const before = ms([1, 0]);
    const expected = [before, before + ms([10, 0]), before + ms([10, 0, 3, 0]), before + ms([10, 0, 3, 0, 11, 0])];
    const lead = expected[0]! - symbolStartsMs![0]!;
    // Two frames earlier than they are counted: real voices sound sooner.
    expect(lead).toBeCloseTo((2 * FRAME.piper) / 16, 0);
    expect([...symbolStartsMs!].map((at) => at + lead)).toEqual(expected.map((at) => expect.closeTo(at, 1)));
  });

  it('speaks with the speaker that is asked for', async () => {
    const voice = await piper(timedPiperModel(), {
      ...PIPER_CONFIG,
      num_speakers: 3,
      speaker_id_map: { soft: 0, plain: 1, loud: 2 },
    });
    const [first, loud] = [await say(voice, { symbols: ['a'] }), await say(voice, { symbols: ['a'], voice: 'loud' })];
    expect(loudest(loud.samples) / loudest(first.samples)).toBeCloseTo(4.5, 1);
    await expect(say(voice, { symbols: ['a'], voice: 'nobody' })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('soft, plain, loud'),
    });
  });

  it('leaves out symbols that it does not know and names them', async () => {
    const voice = await piper(timedPiperModel(), { ...PIPER_CONFIG, num_speakers: 1 });
    const sound = await say(voice, { symbols: ['a', 'ʘ', 'b', 'ʘ', '漢'] });
    expect(sound.unknown).toEqual(['ʘ', '漢']);
    expect(sound.symbolStartsMs?.[2]).toBe(sound.symbolStartsMs?.[1]);
    await expect(say(voice, { symbols: ['漢', 'ʘ'] })).rejects.toMatchObject({ code: 'voice' });
  });

  it.each([
    ['numbers that are no sound', nanModel, /no sound \(NaN/],
    ['only silence', () => constantPiperModel(0), /only silence/],
    ['numbers far too large', () => constantPiperModel(5e6), /far too large/],
  ])('refuses %s and speaks the next sentence', async (_what, model, message) => {
    await expect(say(await piper(model()), { symbols: ['a'] })).rejects.toMatchObject({
      code: 'voice',
      message: expect.stringMatching(message),
    });
    await expect(say(await piper(piperModel()), { symbols: ['a'] })).resolves.toBeDefined();
  });

  it('brings what is too loud back into range', async () => {
    const sound = await say(await piper(constantPiperModel(3)), { symbols: ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'] });
    expect(loudest(sound.samples)).toBeCloseTo(1, 3);
  });

  it.each([
    ['a file that is no model', Buffer.from('<html>Not found</html>'), PIPER_CONFIG, /no ONNX model|cannot be loaded/],
    ['half a model', piperModel().slice(0, 400_000), PIPER_CONFIG, /no ONNX model|cannot be loaded/],
    ['another model', otherModel(), PIPER_CONFIG, /lacks the input input, input_lengths, scales/],
    [
      'an impossible sample rate',
      piperModel(),
      { ...PIPER_CONFIG, audio: { sample_rate: 5 } },
      /not the description of a Piper voice/,
    ],
    ['a description that is no JSON', piperModel(), 'version https://git-lfs', /not the description of a Piper voice/],
  ])('says what is wrong with %s', async (_what, model, config, message) => {
    await expect(say(await piper(model, config), { symbols: ['a'] })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(message),
    });
  });

  it('asks for the description where it is missing', async () => {
    const voice = await piper(piperModel());
    await expect(say({ ...voice, key: 'alone', files: { model: voice.files.model! } }, { symbols: ['a'] })).rejects.toThrow(
      /\.onnx\.json file: put it beside/,
    );
  });
});

describe('the Kokoro engine', () => {
  it('takes the style of the voice for the length of the text, from single files and from an archive alike', async () => {
    const table = style(510, (row) => (row + 1) / 100);
    const single = await kokoro(timedKokoroModel(), { 'voice.af_one': await file('af_one.bin', bytesOf(table)) });
    const archive = await kokoro(timedKokoroModel(), {
      voices: await file(
        'voices.npz',
        zipSync({
          'af_one.npy': npy(table, '510, 1, 256'),
          'zf_two.npy': npy(
            style(510, () => 0.9),
            '510, 1, 256',
          ),
        }),
      ),
    });
    for (const model of [single, archive]) {
      const [short, long] = [
        await say(model, { symbols: [...'aaaa'], voice: 'af_one' }),
        await say(model, { symbols: [...'a'.repeat(40)], voice: 'af_one' }),
      ];
      expect(loudest(short.samples)).toBeCloseTo(0.8 * 0.05, 2);
      expect(loudest(long.samples)).toBeCloseTo(0.8 * 0.41, 2);
    }
    expect(loudest((await say(archive, { symbols: ['a'], voice: 'zf_two' })).samples)).toBeCloseTo(0.72, 2);
  });

  it('tells when each symbol sounds', async () => {
    const model = await kokoro(timedKokoroModel(), { 'voice.x': await file('x.bin', bytesOf(style(1, () => 0.5))) });
    const { symbolStartsMs, sampleRateHz } = await say(model, { symbols: ['a', 'b'], speed: 0.5 });
    expect(sampleRateHz).toBe(24_000);
    // Ids of a and b are 43 and 44; a frame is 25 ms, at half speed there are twice as many.
    expect(symbolStartsMs![1]! - symbolStartsMs![0]!).toBeCloseTo(framesOf(43) * 2 * 25, 0);
    expect(symbolStartsMs![2]! - symbolStartsMs![1]!).toBeCloseTo(framesOf(44) * 2 * 25, 0);
  });

  it('speaks without times where the graph has none to tell', async () => {
    const model = await kokoro(kokoroModel(), { 'voice.x': await file('x.bin', bytesOf(style(1, () => 0.5))) });
    expect((await say(model, { symbols: ['a', 'b'] })).symbolStartsMs).toBeUndefined();
  });

  it('takes the table of symbols that a model brings, and its own where the file is about something else', async () => {
    const voice = { 'voice.x': await file('x.bin', bytesOf(style(1, () => 0.5))) };
    const own = await kokoro(timedKokoroModel(), {
      ...voice,
      tokens: await file('tokenizer.json', { model: { vocab: { 呀: 7 } } }),
    });
    expect((await say(own, { symbols: ['呀', 'a'] })).unknown).toEqual(['a']);
    const other = await kokoro(timedKokoroModel(), { ...voice, config: await file('config.json', { model_type: 'style' }) });
    expect((await say(other, { symbols: ['呀', 'a'] })).unknown).toEqual(['呀']);
  });

  it('names the voices that there are, and refuses more symbols than it can hold', async () => {
    const model = await kokoro(timedKokoroModel(), { 'voice.af_one': await file('one.bin', bytesOf(style(2, () => 0.5))) });
    await expect(say(model, { symbols: ['a'], voice: 'af_two' })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('af_one'),
    });
    await expect(say(model, { symbols: [...'a'.repeat(600)] })).rejects.toMatchObject({ code: 'too-large' });
  });

  it.each([
    ['no voices', async () => ({}), /has no voices/],
    ['half a row of a voice', async () => ({ 'voice.x': await file('half.bin', new Uint8Array(700)) }), /no whole rows of 256/],
    ['an archive that is none', async () => ({ voices: await file('bad.npz', '<html>') }), /no archive of voices/],
    [
      'an archive of other tables',
      async () => ({ voices: await file('other.npz', zipSync({ 'x.npy': npy(new Float32Array(100), '10, 10') })) }),
      /no table of float32 rows/,
    ],
  ])('says what is wrong with %s', async (_what, files, message) => {
    await expect(say(await kokoro(timedKokoroModel(), await files()), { symbols: ['a'] })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(message),
    });
  });
});

describe('the Kitten engine', () => {
  it("speaks with its own family's symbols", async () => {
    const voices = await file(
      'kitten.npz',
      zipSync({
        'expr-voice-2-f.npy': npy(
          style(1, () => 0.5),
          '1, 256',
        ),
      }),
    );
    const model = await kokoro(timedKokoroModel(), { voices }, 'kitten');
    const sound = await say(model, { symbols: ['h', 'ə', 'l', 'ˈ', 'o', 'ʊ', '→', '漢'] });
    expect(sound.unknown).toEqual(['漢']);
    expect(sound.samples.length).toBeGreaterThan(8 * 2 * FRAME.kokoro);
  });
});

describe('the sherpa-onnx engine', () => {
  it('names the file that is missing instead of ending its process', async () => {
    const model: LoadedModelSource = {
      key: 'sherpa',
      engine: 'sherpa-tts',
      files: { model: await file('s.onnx', piperModel()) },
      options: { kind: 'vits' },
      provider: 'auto',
    };
    const call = {
      role: 'voice',
      model,
      op: 'synthesize',
      priority: 10,
      signal: new AbortController().signal,
      timeoutMs: 30_000,
    } as const;
    const run = async () => {
      for await (const _ of rig.inference.run({
        ...call,
        input: { said: { text: 'hello' }, voice: '', speed: 1, liveliness: 1 },
      }));
    };
    await expect(run()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('lacks its file "tokens"'),
    });
  });
});
