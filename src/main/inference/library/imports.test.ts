import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import type { ModelImport } from '#shared/inference/local-models.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import { createFakeClock, type FakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { editZipRecords, renameInZip, zipFile } from '../../../../tests/fakes/model-files.ts';
import { onnxFile, piperFiles } from '../../../../tests/fakes/onnx-files.ts';
import type { InferenceView } from '../inference.types.ts';
import type { OpenLocalModelLibrary } from '../library.types.ts';
import { createLocalModelLibrary, type LocalModelLibraryOptions } from './local-model-library.ts';

type Files = Record<string, Buffer>;

let base: string;
let clock: FakeClock;
let library: OpenLocalModelLibrary;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'yingxi-import-'));
  clock = createFakeClock();
  mkdirSync(join(base, 'models'));
  writeFileSync(join(base, 'models', 'catalogue.json'), JSON.stringify({ version: 1, models: [offeredTwin()] }));
  writeFileSync(join(base, 'models', 'keys.json'), JSON.stringify({ version: 1, keys: [] }));
  library = await open();
});
afterEach(async () => {
  await library.close();
  rmSync(base, { recursive: true, force: true });
});

async function open(over: Partial<LocalModelLibraryOptions> = {}): Promise<OpenLocalModelLibrary> {
  const opened = createLocalModelLibrary({
    dataDir: join(base, 'data'),
    modelsDir: join(base, 'models'),
    clock,
    logger: silentLogger,
    settings: () => defaultSettings().inference,
    inference: { view: createCell<InferenceView>({ processes: [], models: [], providers: [] }), unload: () => undefined },
    ...over,
  });
  await opened.ready;
  return opened;
}

/** A voice of the list that a streamer may also have as files. */
const TWIN = piperFiles('zh_CN-twin-medium', 'zh_CN', 6000);
function offeredTwin(): ModelManifest {
  return {
    id: 'piper-twin',
    name: 'The twin',
    task: 'tts',
    engine: 'piper',
    languages: ['zh'],
    licence: { name: 'CC0', commercialUse: true },
    source: 'https://example.org/',
    files: Object.entries(TWIN).map(([path, bytes]) => ({
      path,
      role: path.endsWith('.json') ? 'config' : 'model',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      url: `https://example.org/${path}`,
    })),
    memoryBytes: 1,
    options: {},
  };
}

function folderWith(name: string, files: Files): string {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(base, 'mine', name, path)), { recursive: true });
    writeFileSync(join(base, 'mine', name, path), bytes);
  }
  return join(base, 'mine', name);
}
function fileWith(name: string, bytes: Uint8Array): string {
  mkdirSync(join(base, 'mine'), { recursive: true });
  writeFileSync(join(base, 'mine', name), bytes);
  return join(base, 'mine', name);
}
function over(id: string): Promise<ModelImport> {
  return new Promise((resolve) => {
    const check = (): boolean => {
      const one = library.state.get().imports.find((each) => each.id === id);
      if (one === undefined || !['done', 'failed', 'cancelled'].includes(one.state)) return false;
      resolve(one);
      return true;
    };
    if (check()) return;
    const stop = library.state.subscribe(() => check() && stop());
  });
}
const bring = (path: string): Promise<ModelImport> => over(library.importPath(path));
const manifestOf = (id: string | null): ModelManifest => {
  const found = library.view.get().find(({ manifest }) => manifest.id === id);
  if (found === undefined) throw new Error(`no model ${id}`);
  return found.manifest;
};
const rolesOf = (manifest: ModelManifest): Record<string, string> =>
  Object.fromEntries(manifest.files.map(({ role, path }) => [role, path]));
const leftovers = (): string[] => readdirSync(join(base, 'data', 'local-models', '.staging'));
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

const tokens = { 'tokens.txt': Buffer.from('<blk> 0\na 1\n') };
const sherpa = (metadata: Record<string, string>, inputs = ['x']): Buffer => onnxFile({ inputs, metadata });
const streaming = { decode_chunk_len: '32', T: '45', model_type: 'zipformer2' };

test.each<[string, Files, Partial<ModelManifest>, Record<string, string>]>([
  [
    'a Piper voice',
    piperFiles('en_US-amy-medium', 'en_US'),
    { engine: 'piper', task: 'tts', languages: ['en'] },
    { model: 'en_US-amy-medium.onnx', config: 'en_US-amy-medium.onnx.json' },
  ],
  [
    'Kokoro with single voices, in the folders of its hub',
    {
      'onnx/model.onnx': onnxFile({ inputs: ['input_ids', 'style', 'speed'] }),
      'onnx/model_quantized.onnx': onnxFile({ inputs: ['input_ids', 'style', 'speed'] }),
      'voices/af_heart.bin': Buffer.alloc(2048),
      'voices/zf_xiaobei.bin': Buffer.alloc(2048),
      'tokenizer.json': Buffer.from('{}'),
    },
    { engine: 'kokoro', languages: ['zh', 'en', 'ja'] },
    {
      model: 'onnx/model_quantized.onnx',
      'voice.af_heart': 'voices/af_heart.bin',
      'voice.zf_xiaobei': 'voices/zf_xiaobei.bin',
      tokens: 'tokenizer.json',
    },
  ],
  [
    'Kokoro with all voices in one file',
    { 'kokoro-v1.0.onnx': onnxFile({ inputs: ['tokens', 'style', 'speed'] }), 'voices-v1.0.bin': Buffer.alloc(99) },
    { engine: 'kokoro' },
    { model: 'kokoro-v1.0.onnx', voices: 'voices-v1.0.bin' },
  ],
  [
    'Kitten',
    {
      'kitten_tts_nano_v0_2.onnx': onnxFile({ inputs: ['input_ids', 'style', 'speed'] }),
      'voices.npz': Buffer.alloc(99),
      'config.json': Buffer.from('{}'),
    },
    { engine: 'kitten', languages: ['en'] },
    { model: 'kitten_tts_nano_v0_2.onnx', voices: 'voices.npz', config: 'config.json' },
  ],
  [
    'SenseVoice, the small one of two',
    {
      'model.onnx': sherpa({ model_type: 'sense_voice_ctc' }),
      'model.int8.onnx': sherpa({ model_type: 'sense_voice_ctc' }),
      ...tokens,
    },
    { engine: 'sherpa-asr', task: 'asr', languages: ['zh', 'en', 'ja'], options: { kind: 'sense-voice' } },
    { model: 'model.int8.onnx', tokens: 'tokens.txt' },
  ],
  [
    'Paraformer',
    { 'model.int8.onnx': sherpa({ model_type: 'paraformer' }), ...tokens },
    { engine: 'sherpa-asr', options: { kind: 'paraformer' } },
    { model: 'model.int8.onnx', tokens: 'tokens.txt' },
  ],
  [
    'Whisper, whose tokens have its name',
    {
      'tiny-encoder.int8.onnx': sherpa({ model_type: 'whisper-tiny' }, ['mel']),
      'tiny-decoder.int8.onnx': sherpa({}),
      'tiny-encoder.onnx': sherpa({ model_type: 'whisper-tiny' }, ['mel']),
      'tiny-decoder.onnx': sherpa({}),
      'tiny-tokens.txt': tokens['tokens.txt'],
    },
    { engine: 'sherpa-asr', languages: ['any'], options: { kind: 'whisper' } },
    { encoder: 'tiny-encoder.int8.onnx', decoder: 'tiny-decoder.int8.onnx', tokens: 'tiny-tokens.txt' },
  ],
  [
    'a streaming Zipformer, with its exact decoder',
    {
      'encoder-epoch-99-avg-1.int8.onnx': sherpa(streaming),
      'encoder-epoch-99-avg-1.onnx': sherpa(streaming),
      'decoder-epoch-99-avg-1.int8.onnx': sherpa({}),
      'decoder-epoch-99-avg-1.onnx': sherpa({}),
      'joiner-epoch-99-avg-1.int8.onnx': sherpa({}),
      'bpe.vocab': Buffer.from('a'),
      'test_wavs/0.wav': Buffer.alloc(10),
      ...tokens,
    },
    { engine: 'sherpa-asr', options: { kind: 'streaming-transducer', modelingUnit: 'bpe' } },
    {
      encoder: 'encoder-epoch-99-avg-1.int8.onnx',
      decoder: 'decoder-epoch-99-avg-1.onnx',
      joiner: 'joiner-epoch-99-avg-1.int8.onnx',
      tokens: 'tokens.txt',
      'bpe-vocab': 'bpe.vocab',
    },
  ],
  [
    'a Zipformer for whole sentences',
    { 'encoder.onnx': sherpa({ model_type: 'zipformer2' }), 'decoder.onnx': sherpa({}), 'joiner.onnx': sherpa({}), ...tokens },
    { options: { kind: 'transducer' } },
    { encoder: 'encoder.onnx', decoder: 'decoder.onnx', joiner: 'joiner.onnx', tokens: 'tokens.txt' },
  ],
  [
    'a streaming Paraformer',
    { 'encoder.int8.onnx': sherpa({ model_type: 'paraformer' }), 'decoder.int8.onnx': sherpa({}), ...tokens },
    { options: { kind: 'streaming-paraformer' } },
    { encoder: 'encoder.int8.onnx', decoder: 'decoder.int8.onnx', tokens: 'tokens.txt' },
  ],
  [
    'Moonshine as sherpa packs it',
    {
      'preprocess.onnx': sherpa({}),
      'encode.int8.onnx': sherpa({}),
      'uncached_decode.int8.onnx': sherpa({}),
      'cached_decode.int8.onnx': sherpa({}),
      ...tokens,
    },
    { engine: 'sherpa-asr', languages: ['en'], options: { kind: 'moonshine' } },
    {
      preprocessor: 'preprocess.onnx',
      encoder: 'encode.int8.onnx',
      'uncached-decoder': 'uncached_decode.int8.onnx',
      'cached-decoder': 'cached_decode.int8.onnx',
      tokens: 'tokens.txt',
    },
  ],
  [
    'Moonshine as its exporter writes it',
    {
      'onnx/encoder_model_quantized.onnx': onnxFile({ inputs: ['input_values'] }),
      'onnx/decoder_model_merged_quantized.onnx': onnxFile({ inputs: ['input_ids'] }),
      'tokenizer.json': Buffer.from('{"model":{"vocab":{}}}'),
    },
    { engine: 'moonshine', languages: ['en'] },
    {
      encoder: 'onnx/encoder_model_quantized.onnx',
      decoder: 'onnx/decoder_model_merged_quantized.onnx',
      tokens: 'tokenizer.json',
    },
  ],
  [
    'a VITS voice of sherpa-onnx with eSpeak’s data',
    {
      'vits-voice/model.onnx': sherpa({ model_type: 'vits', language: 'Chinese', n_speakers: '174' }, ['x', 'x_length']),
      'vits-voice/tokens.txt': tokens['tokens.txt'],
      'vits-voice/lexicon.txt': Buffer.from('a b'),
      'vits-voice/date.fst': Buffer.from('f'),
      'vits-voice/espeak-ng-data/phontab': Buffer.from('p'),
      'vits-voice/espeak-ng-data/lang/sit/cmn': Buffer.from('c'),
    },
    { engine: 'sherpa-tts', languages: ['zh'], options: { kind: 'vits', speakers: 174, dataDir: 'espeak-ng-data' } },
    {
      model: 'model.onnx',
      tokens: 'tokens.txt',
      lexicon: 'lexicon.txt',
      'data:phontab': 'espeak-ng-data/phontab',
      'data:lang/sit/cmn': 'espeak-ng-data/lang/sit/cmn',
      'fst:date.fst': 'date.fst',
    },
  ],
  [
    'Silero with its weights outside',
    { 'silero.onnx': onnxFile({ inputs: ['input', 'state', 'sr'], external: 'silero.data' }), 'silero.data': Buffer.alloc(500) },
    { engine: 'silero-vad', task: 'vad' },
    { model: 'silero.onnx', data: 'silero.data' },
  ],
])('recognises %s, from a folder and from a zip alike', async (_what, files, expected, roles) => {
  const fromFolder = await bring(folderWith('some-model', files));
  expect(fromFolder).toMatchObject({ state: 'done', problem: null });
  const manifest = manifestOf(fromFolder.modelId);
  expect(manifest).toMatchObject(expected);
  expect(rolesOf(manifest)).toEqual(roles);
  for (const { path, sha256, bytes } of manifest.files) {
    const file = readFileSync(join(base, 'data', 'local-models', manifest.id, path));
    expect(file.length).toBe(bytes);
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
  }
  expect(existsSync(join(base, 'mine', 'some-model'))).toBe(true);
  await library.remove(manifest.id, false);
  const fromZip = await bring(fileWith('some-model.zip', zipFile(files)));
  expect(fromZip).toMatchObject({ state: 'done' });
  expect(rolesOf(manifestOf(fromZip.modelId))).toEqual(roles);
  expect(leftovers()).toEqual([]);
});

test('a file of a pair brings the other one along', async () => {
  folderWith('', { ...piperFiles('zh_CN-a-medium'), ...piperFiles('zh_CN-b-medium'), 'holiday.json': Buffer.from('{}') });
  const done = await bring(join(base, 'mine', 'zh_CN-b-medium.onnx'));
  expect(done.state).toBe('done');
  expect(manifestOf(done.modelId).files.map(({ path }) => path)).toEqual(['zh_CN-b-medium.onnx', 'zh_CN-b-medium.onnx.json']);
  expect(library.installed('tts')).toHaveLength(1);
});

test('a folder of several voices becomes several models; once more they are here already', async () => {
  const folder = folderWith('voices', { ...piperFiles('zh_CN-a-medium'), ...piperFiles('en_US-b-medium', 'en_US', 5000) });
  expect((await bring(folder)).state).toBe('done');
  expect(
    library
      .installed('tts')
      .map(({ languages }) => languages[0])
      .sort(),
  ).toEqual(['en', 'zh']);
  expect(await bring(folder)).toMatchObject({ state: 'failed', problem: 'already-here' });
});

test('files of the list are known by their checksums, whatever they are called', async () => {
  const [model, config] = Object.values(TWIN);
  const folder = folderWith('renamed', { 'x.onnx': model ?? Buffer.alloc(0), 'x.onnx.json': config ?? Buffer.alloc(0) });
  const done = await bring(folder);
  expect(done.modelId).toBe('piper-twin');
  expect(manifestOf('piper-twin')).toMatchObject({ name: 'The twin', licence: { name: 'CC0' } });
  expect(library.source('piper-twin')?.files.model).toMatch(/x\.onnx$/u);
});

test.each<[string, string, Files, string]>([
  ['a text', 'notes.txt', { 'notes.txt': Buffer.from('hello') }, 'nothing-known'],
  ['a packing that is not read', 'model.tar.bz2', { 'model.tar.bz2': Buffer.from('BZh9') }, 'nothing-known'],
  ['a PyTorch file', 'model.pth', { 'model.pth': Buffer.from('PK') }, 'nothing-known'],
  ['an ONNX model of something else', 'cat.onnx', { 'cat.onnx': onnxFile({ inputs: ['image'] }) }, 'nothing-known'],
  ['a cut-off model', 'a.onnx', { 'a.onnx': onnxFile({ inputs: ['input', 'state', 'sr'] }).subarray(0, 100) }, 'damaged'],
  ['a web page saved as a model', 'a.onnx', { 'a.onnx': Buffer.from('<!doctype html><html>404</html>') }, 'damaged'],
  ['an old detector', 'old.onnx', { 'old.onnx': onnxFile({ inputs: ['input', 'sr', 'h', 'c'] }) }, 'nothing-known'],
])('says what is wrong with %s', async (_what, name, files, problem) => {
  folderWith('', files);
  const failed = await bring(join(base, 'mine', name));
  expect(failed).toMatchObject({ state: 'failed', problem });
  expect(failed.message).toMatch(/\. |: /u);
  expect(leftovers()).toEqual([]);
  expect(library.installed('tts')).toEqual([]);
});

test('says which part is missing', async () => {
  const zipformer = { 'encoder.onnx': sherpa(streaming), 'joiner.onnx': sherpa({}), ...tokens };
  expect(await bring(folderWith('z', zipformer))).toMatchObject({ problem: 'missing-files', detail: 'decoder' });
  const moonshine = { 'cached_decode.onnx': sherpa({}), 'encode.onnx': sherpa({}), ...tokens };
  expect((await bring(folderWith('m', moonshine))).detail).toBe('preprocessor, uncached-decoder');
  const outside = { 'v.onnx': onnxFile({ inputs: ['input', 'state', 'sr'], external: '../../../etc/passwd' }) };
  expect(await bring(folderWith('o', outside))).toMatchObject({ problem: 'external-data', detail: '../../../etc/passwd' });
  expect(await bring(join(base, 'nowhere'))).toMatchObject({ problem: 'not-readable' });
});

test('follows no links out of a folder', async () => {
  const folder = folderWith('linked', {
    'zh_CN-a-medium.onnx.json': piperFiles('zh_CN-a-medium')['zh_CN-a-medium.onnx.json'] ?? Buffer.alloc(0),
  });
  symlinkSync(fileWith('secret.onnx', onnxFile({ inputs: ['input', 'scales'] })), join(folder, 'zh_CN-a-medium.onnx'));
  expect(await bring(folder)).toMatchObject({ state: 'failed', problem: 'nothing-known' });
});

test('refuses archives that lead out of their folder, are locked, or claim absurd sizes', async () => {
  const files = { 'aaaa.onnx': onnxFile({ inputs: ['input', 'state', 'sr'] }), 'b.txt': Buffer.from('b') };
  const zip = zipFile(files);
  const escaped = renameInZip(zip, 'aaaa.onnx', Buffer.from('../..x.onn'.slice(0, 9)));
  expect(await bring(fileWith('escape.zip', escaped))).toMatchObject({ problem: 'unsafe-path' });
  const locked = editZipRecords(zip, (record) => record.writeUInt16LE(record.readUInt16LE(8) | 1, 8));
  expect(await bring(fileWith('locked.zip', locked))).toMatchObject({ problem: 'archive-encrypted' });
  const bomb = editZipRecords(zip, (record) => record.writeUInt32LE(3_900_000_000, 24));
  expect((await bring(fileWith('bomb.zip', bomb))).problem).toMatch(/archive-bomb|too-large/u);
  const link = editZipRecords(zip, (record) => record.writeUInt32LE((0o120777 << 16) >>> 0, 38));
  expect(await bring(fileWith('link.zip', link))).toMatchObject({ problem: 'unsafe-path' });
  expect(leftovers()).toEqual([]);
});

test('no broken archive leaves anything behind, hangs or gets in', async () => {
  const zip = Buffer.from(zipFile(piperFiles('zh_CN-a-medium', 'zh_CN', 400)));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.option(fc.nat(zip.length - 1)),
      async (changes, cut) => {
        const mutated = Buffer.from(cut === null ? zip : zip.subarray(0, cut));
        for (const [at, value] of changes) if (at < mutated.length) mutated[at] = value;
        const outcome = await bring(fileWith('m.zip', mutated));
        expect(['done', 'failed']).toContain(outcome.state);
        expect(outcome.problem).not.toBe('internal');
        if (outcome.state === 'done' && outcome.modelId !== null) await library.remove(outcome.modelId, false);
        expect(leftovers()).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

test('takes uploads piece by piece and begins by itself when all is there', async () => {
  const files = piperFiles('zh_CN-a-medium');
  const entries = Object.entries(files);
  const announced = entries.map(([path, bytes]) => ({ path: `my voice/${path}`, bytes: bytes.length }));
  const id = await library.beginUpload('my voice', [...announced, { path: 'my voice/run.exe', bytes: 50 }]);
  for (const [index, [, bytes]] of entries.entries()) {
    expect(await codeOf(library.write(id, index, 7, bytes))).toBe('conflict');
    await library.write(id, index, 0, bytes.subarray(0, 100));
    await library.write(id, index, 100, bytes.subarray(100));
  }
  const done = await over(id);
  expect(done.state).toBe('done');
  expect(rolesOf(manifestOf(done.modelId))).toEqual({ model: 'zh_CN-a-medium.onnx', config: 'zh_CN-a-medium.onnx.json' });
  expect(await codeOf(library.write(id, 0, 0, Buffer.alloc(1)))).toBe('not-found');
  library.dismissImport(id);
  expect(library.state.get().imports).toEqual([]);
});

test('an uploaded zip is unpacked, a hostile announcement refused, a silent page given up, a cancelled one forgotten', async () => {
  const zip = zipFile(piperFiles('zh_CN-a-medium'));
  const whole = await library.beginUpload('voice.zip', [{ path: 'voice.zip', bytes: zip.length }]);
  await library.write(whole, 0, 0, zip);
  expect((await over(whole)).state).toBe('done');
  const hostile = await library.beginUpload('x', [
    { path: '../../x.onnx', bytes: 5 },
    { path: 'a.onnx', bytes: 5 },
  ]);
  expect(await over(hostile)).toMatchObject({ state: 'failed', problem: 'unsafe-path' });
  const silent = await library.beginUpload('a.onnx', [{ path: 'a.onnx', bytes: 100 }]);
  clock.advance(59_000);
  await library.write(silent, 0, 0, Buffer.alloc(10));
  clock.advance(59_000);
  expect(library.state.get().imports[0]?.state).toBe('receiving');
  clock.advance(2000);
  expect(await over(silent)).toMatchObject({ state: 'failed', problem: 'timeout' });
  const given = await library.beginUpload('a.onnx', [{ path: 'a.onnx', bytes: 100 }]);
  library.cancelImport(given);
  expect((await over(given)).state).toBe('cancelled');
  expect(leftovers()).toEqual([]);
});

test('asks for room before it copies anything', async () => {
  await library.close();
  library = await open({ freeBytes: async () => 1000 });
  const folder = folderWith('voice', piperFiles('zh_CN-a-medium'));
  expect(await bring(folder)).toMatchObject({ state: 'failed', problem: 'disk-full' });
  const id = await library.beginUpload('a.onnx', [{ path: 'a.onnx', bytes: 100 }]);
  expect(await over(id)).toMatchObject({ problem: 'disk-full' });
});
