import { constants, copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MODEL_LIMITS } from '#shared/inference/local-models.ts';
import type { ModelFile, ModelManifest } from '#shared/inference/model-manifest.ts';
import { ModelFailure } from './model-failure.ts';
import { sha256OfFile } from './model-record.ts';
import type { RecognisedModel } from './recognise/recognised.ts';

export interface StageOptions {
  /** Where the recognised files lie. */
  readonly from: string;
  /** An empty folder of ours. */
  readonly to: string;
  /** The files are ours and may be moved. */
  readonly owned: boolean;
  readonly signal: AbortSignal;
  readonly onShare: (share: number) => void;
}

/** Brings the files of a recognised model into a folder of their own, under the shortest paths that keep them apart, and measures them. */
export async function stageModel(model: RecognisedModel, options: StageOptions): Promise<Omit<ModelManifest, 'id'>> {
  const { from, to, owned, signal, onShare } = options;
  if (model.files.length > MODEL_LIMITS.files)
    throw new ModelFailure(
      'too-many-files',
      String(model.files.length),
      'The model has far more files than models of speech have. Add another packing of it.',
    );
  const total = model.files.reduce((sum, { file }) => sum + file.bytes, 0);
  const cut = commonFolder(model.files.map(({ file }) => file.path));
  const files: ModelFile[] = [];
  let done = 0;
  for (const { role, file } of model.files) {
    signal.throwIfAborted();
    const path = file.path.slice(cut);
    const target = join(to, path);
    await mkdir(dirname(target), { recursive: true });
    if (owned) await rename(join(from, file.path), target);
    else await copyFile(join(from, file.path), target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    files.push({ path, role, bytes: Math.max(1, file.bytes), sha256: await sha256OfFile(target, signal) });
    done += file.bytes;
    onShare(total === 0 ? 1 : done / total);
  }
  return {
    name: model.name,
    task: model.task,
    engine: model.engine,
    languages: model.languages,
    licence: model.licence,
    source: model.source,
    files,
    memoryBytes: memoryOf(files),
    options: withoutFolder(model.options, cut),
  };
}

/** Weights are held once, the runtime and its workspace take the rest: about what a loaded model was seen to need. */
function memoryOf(files: readonly ModelFile[]): number {
  const weights = files
    .filter(({ path }) => /\.(?:onnx|onnx_data|data|bin|npz)$/iu.test(path))
    .reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.round(weights * 1.5) + 40_000_000;
}

/** Length of the folder that all paths begin with, its slash included. */
function commonFolder(paths: readonly string[]): number {
  const [first = ''] = paths;
  for (let cut = first.lastIndexOf('/') + 1; cut > 0; cut = first.lastIndexOf('/', cut - 2) + 1)
    if (paths.every((path) => path.startsWith(first.slice(0, cut)))) return cut;
  return 0;
}

/** A folder that an option names moves with the files. */
function withoutFolder(options: RecognisedModel['options'], cut: number): Record<string, unknown> {
  const { dataDir } = options;
  return typeof dataDir === 'string' ? { ...options, dataDir: dataDir.slice(cut) } : { ...options };
}
