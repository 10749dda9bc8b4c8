import { expect, test } from 'vitest';
import type { LocalModel } from '#shared/inference/local-models.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { type AdviceInput, advise, bestProvider } from './advise.ts';

const GIB = 1024 ** 3;
const machine = { cores: 8, memoryBytes: 16 * GIB, freeDiskBytes: 50 * GIB, provider: 'cpu' as const };

function model(id: string, over: Partial<ModelManifest> & { bytes?: number; state?: LocalModel['state'] } = {}): LocalModel {
  const { bytes = 60_000_000, state = { name: 'available' }, ...manifest } = over;
  return {
    trust: 'built-in',
    inUse: false,
    state,
    manifest: {
      id,
      name: id,
      task: 'tts',
      engine: 'piper',
      languages: ['zh'],
      licence: { name: 'CC0', commercialUse: true },
      source: 'https://example.org/',
      files: [{ path: 'm.onnx', role: 'model', bytes, sha256: 'a'.repeat(64) }],
      memoryBytes: 200_000_000,
      options: {},
      ...manifest,
    },
  };
}
const ask = (models: readonly LocalModel[], over: Partial<AdviceInput> = {}) =>
  advise({ machine, freeMemoryBytes: 8 * GIB, language: 'zh', models, ...over }).proposals;

test('proposes what speaks the streamer’s language, in the order of the list', () => {
  const models = [model('first'), model('second'), model('english', { languages: ['en'] })];
  expect(ask(models).map(({ modelId }) => modelId)).toEqual(['first', 'second']);
  expect(ask(models, { language: 'en' }).map(({ modelId }) => modelId)).toEqual(['english']);
  expect(ask(models)[0]?.reasons).toEqual(['speaks-language', 'light']);
});

test('puts what is too much for this computer behind, and says why', () => {
  const huge = model('huge', { bytes: 1_900_000_000, memoryBytes: 12 * GIB });
  const [best, last] = ask([huge, model('small')]);
  expect(best).toMatchObject({ modelId: 'small', fits: true });
  expect(last).toMatchObject({ modelId: 'huge', fits: false });
  expect(last?.reasons).toEqual(expect.arrayContaining(['memory-short', 'heavy-for-cores']));
  const [noRoom] = ask([model('any', { bytes: 2_000_000_000 })], { machine: { ...machine, freeDiskBytes: 1_000_000_000 } });
  expect(noRoom).toMatchObject({ fits: false, reasons: expect.arrayContaining(['disk-short']) });
});

test('weighs a model by its work, not by its size alone', () => {
  const models = [model('kokoro', { engine: 'kokoro', bytes: 100_000_000, languages: ['zh', 'en'] }), model('piper')];
  const weak = { ...machine, cores: 2 };
  expect(ask(models).map(({ modelId }) => modelId)).toEqual(['kokoro', 'piper']);
  expect(ask(models, { machine: weak }).map(({ modelId }) => modelId)).toEqual(['piper', 'kokoro']);
  expect(ask(models, { machine: { ...weak, provider: 'webgpu' } })[0]?.modelId).toBe('kokoro');
});

test('prefers a model made for the language to one that also knows it', () => {
  const models = [model('both', { languages: ['zh', 'en'] }), model('english', { languages: ['en'] })];
  expect(ask(models, { language: 'en' }).map(({ modelId }) => modelId)).toEqual(['english', 'both']);
});

test('an installed model needs no more disk and comes before its equals', () => {
  const here = model('here', { bytes: 2_000_000_000, state: { name: 'installed', origin: 'imported' } });
  const [first] = ask([model('other', { bytes: 2_000_000_000 }), here], { machine: { ...machine, freeDiskBytes: 1000 } });
  expect(first).toMatchObject({ modelId: 'here', fits: true });
  expect(first?.reasons).toContain('already-here');
});

test('measured speed decides where it is known; a graphics card helps where the engine can use one', () => {
  const slow = model('slow', { realTimeFactor: 6 });
  const weak = { ...machine, cores: 2 };
  expect(ask([slow], { machine: weak })[0]).toMatchObject({ fits: false, reasons: expect.arrayContaining(['measured-slow']) });
  expect(ask([slow], { machine: { ...weak, provider: 'webgpu' } })[0]).toMatchObject({
    fits: true,
    reasons: expect.arrayContaining(['gpu-helps']),
  });
  const sherpa = model('sherpa', { engine: 'sherpa-tts', realTimeFactor: 6 });
  expect(ask([sherpa], { machine: { ...weak, provider: 'webgpu' } })[0]?.reasons).toContain('measured-slow');
  expect(ask([model('fast', { realTimeFactor: 0.1 })])[0]?.reasons).toContain('measured-fast');
});

test('warns of licences that forbid earning money and of little free memory', () => {
  const [proposal] = ask([model('nc', { licence: { name: 'CC BY-NC', commercialUse: false } })], { freeMemoryBytes: 1000 });
  expect(proposal?.reasons).toEqual(expect.arrayContaining(['no-commercial-use', 'memory-tight']));
  expect(proposal?.fits).toBe(true);
});

test('names at most three of a task, and none that is broken or ships with the program', () => {
  const many = Array.from({ length: 6 }, (_, index) => model(`m${index}`));
  const broken = model('broken', {
    state: { name: 'failed', message: '', problem: 'damaged', detail: '', receivedBytes: 0, totalBytes: 0 },
  });
  const detector = model('vad', { task: 'vad', engine: 'silero-vad', languages: ['any'] });
  const proposals = ask([
    broken,
    detector,
    ...many,
    model('ears', { task: 'asr', engine: 'sherpa-asr', options: { kind: 'streaming-transducer' } }),
  ]);
  expect(proposals.map(({ modelId }) => modelId)).toEqual(['m0', 'm1', 'm2', 'ears']);
  expect(proposals.at(-1)?.reasons).toContain('streams');
});

test('takes the best provider that works, and the processor when none does', () => {
  expect(bestProvider(['webgpu', 'dml', 'cpu'], new Set(['dml', 'cpu']))).toBe('dml');
  expect(bestProvider(['webgpu', 'cpu'], new Set())).toBe('cpu');
});
