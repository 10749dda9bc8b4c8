import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineContext, EngineModel } from '#main/inference/inference.types.ts';
import {
  TINY_MOONSHINE_TEXT,
  tinyMoonshineDecoder,
  tinyMoonshineEncoder,
  tinyMoonshineTokens,
} from '../../../../tests/support/moonshine-model.ts';
import { createSession } from '../worker/sessions.ts';
import { createMoonshineEngine } from './moonshine.ts';
import { readTokens } from './moonshine-tokens.ts';
import { cutAtQuiet } from './sound-cuts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingxi-moonshine-'));
  await writeFile(join(folder, 'encoder.onnx'), tinyMoonshineEncoder());
  await writeFile(join(folder, 'decoder.onnx'), tinyMoonshineDecoder());
  await writeFile(join(folder, 'tokenizer.bin'), tinyMoonshineTokens());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const context: EngineContext = {
  threads: 1,
  session: (file) => createSession({ file, providers: ['cpu'], threads: 1, onFallBack() {} }),
};

async function load(options: Record<string, unknown> = {}, tokens = 'tokenizer.bin'): Promise<EngineModel> {
  const files = { encoder: join(folder, 'encoder.onnx'), decoder: join(folder, 'decoder.onnx'), tokens: join(folder, tokens) };
  return createMoonshineEngine().load({ key: 'tiny', engine: 'moonshine', files, options, provider: 'cpu' }, context);
}

async function transcribe(model: EngineModel, samples: Float32Array, signal = new AbortController().signal) {
  const events: unknown[] = [];
  const { soundSeconds } = await model.run(
    'transcribe',
    { samples, hotWords: [], language: 'auto', usualLanguage: 'en' },
    (event) => events.push(event),
    signal,
  );
  return { events, soundSeconds };
}

describe('the Moonshine engine', () => {
  it('writes token by token with the caches that the model handed back', async () => {
    const model = await load();
    const { events, soundSeconds } = await transcribe(model, new Float32Array(32_000));
    expect(events.at(-1)).toEqual({ final: true, text: TINY_MOONSHINE_TEXT });
    expect(soundSeconds).toBe(2);
    await model.release();
  });

  it('reads sounds of no length and of one sample', async () => {
    const model = await load({ tokensPerSecond: 50 });
    for (const length of [0, 1, 500]) {
      const { events } = await transcribe(model, new Float32Array(length));
      expect(events.at(-1)).toMatchObject({ final: true });
    }
  });

  it('writes a long sound piece by piece, with the text so far after each', async () => {
    const { events } = await transcribe(await load(), new Float32Array(16_000 * 40));
    const texts = [TINY_MOONSHINE_TEXT, `${TINY_MOONSHINE_TEXT} ${TINY_MOONSHINE_TEXT}`];
    expect(events).toEqual([...texts.map((text) => ({ final: false, text })), { final: true, text: texts[1] }]);
  });

  it('ends a model that runs in circles', async () => {
    const { events } = await transcribe(await load({ tokensPerSecond: 1 }), new Float32Array(8000));
    expect(events.at(-1)).toEqual({ final: true, text: 'Hello there, Yingxi' });
  });

  it('stops between two tokens when it is cancelled', async () => {
    const stop = new AbortController();
    const model = await load();
    const work = transcribe(model, new Float32Array(16_000), stop.signal);
    stop.abort();
    expect((await work).events.at(-1)).toMatchObject({ final: true, text: '' });
  });

  it('says what is wrong with a model that cannot be read', async () => {
    await writeFile(join(folder, 'cut.bin'), tinyMoonshineTokens().subarray(0, 20));
    await expect(load({}, 'cut.bin')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/vocabulary/),
    });
    await expect(load({}, 'gone.bin')).rejects.toThrow(/ENOENT/);
    const model = await load();
    await expect(model.run('sing', {}, () => {}, new AbortController().signal)).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('a vocabulary', () => {
  it('reads the JSON of Hugging Face too, with tokens that are single bytes', () => {
    const vocab = { '<unk>': 0, '<s>': 1, '</s>': 2, '▁你': 3, '<0xE5>': 4, '<0xA5>': 5, '<0xBD>': 6, '▁ok': 7 };
    const tokens = readTokens(Buffer.from(JSON.stringify({ model: { vocab } })));
    expect(tokens.text([1, 3, 4, 5, 6, 7, 2])).toBe('你好 ok');
  });
  it.each(['', '{}', '{"model":{"vocab":{"a":1e9}}}'])('refuses %j', (text) => {
    expect(() => readTokens(Buffer.from(text))).toThrow(/vocabulary/);
  });
});

describe('cutAtQuiet', () => {
  it('loses no sample, keeps to the limit and cuts where it is quiet', () => {
    const samples = new Float32Array(16_000 * 50).fill(0.5);
    samples.fill(0, 16_000 * 19, 16_000 * 20);
    const pieces = cutAtQuiet(samples, 16_000, 24);
    expect(pieces.reduce((sum, piece) => sum + piece.length, 0)).toBe(samples.length);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(16_000 * 24);
    expect((pieces[0]?.length ?? 0) / 16_000).toBeGreaterThan(19);
    expect((pieces[0]?.length ?? 0) / 16_000).toBeLessThan(20);
  });
});
