import { ModelFailure } from '../model-failure.ts';
import type { FoundFile } from '../model-paths.ts';
import { moonshineEars, sherpaEars, sherpaMoonshineEars, sileroDetectors } from './ears.ts';
import { createFolderReader, type FolderReader, folderOf, nameOf } from './folder-reader.ts';
import type { RecognisedModel } from './recognised.ts';
import { piperVoices, sherpaVoices, styleVoices } from './voices.ts';

/** In this order: the more a packing says of itself, the earlier it is asked. */
const KINDS: readonly ((folder: FolderReader) => Promise<readonly RecognisedModel[]>)[] = [
  piperVoices,
  sherpaMoonshineEars,
  moonshineEars,
  sherpaVoices,
  sherpaEars,
  styleVoices,
  sileroDetectors,
];

/** More at once is a collection; its folders are added one by one. */
const MAX_AT_ONCE = 20;

/**
 * Makes out which models lie in `folder`. Reads headers only; nothing is run. Throws `ModelFailure`: `nothing-known`, `damaged`, `missing-files`,
 * `external-data`.
 */
export async function recogniseModels(
  folder: string,
  name: string,
  files: readonly FoundFile[],
): Promise<readonly RecognisedModel[]> {
  const reader = createFolderReader(folder, shortName(name, files), files);
  if (!files.some(({ path }) => /\.onnx$/iu.test(path))) throw nothingKnown(name, files);
  for (const recognise of KINDS) {
    const found = await recognise(reader);
    if (found.length > MAX_AT_ONCE)
      throw new ModelFailure(
        'too-many-files',
        String(found.length),
        `There are ${found.length} models in here. Add at most ${MAX_AT_ONCE} at a time.`,
      );
    if (found.length > 0) return Promise.all(found.map((model) => withWeights(reader, model)));
  }
  // A broken file deserves to be called that before it is called unknown.
  for (const file of reader.matching(/\.onnx$/iu)) await reader.onnx(file);
  throw nothingKnown(name, files);
}

/** Weights that lie outside of a model's file belong to it. */
async function withWeights(reader: FolderReader, model: RecognisedModel): Promise<RecognisedModel> {
  const weights: RecognisedModel['files'][number][] = [];
  for (const { role, file } of model.files.filter((each) => /\.onnx$/iu.test(each.file.path)))
    for (const external of (await reader.onnx(file)).externalFiles) {
      const path = `${folderOf(file.path)}/${external}`.replace(/^\//u, '');
      const found = reader.files.find((each) => each.path === path);
      if (found !== undefined && !weights.some((each) => each.file === found))
        weights.push({ role: role === 'model' && weights.length === 0 ? 'data' : `weights:${nameOf(path)}`, file: found });
    }
  return weights.length === 0 ? model : { ...model, files: [...model.files, ...weights] };
}

/** Packed models are named by the folder inside; that name says more than the archive's. */
function shortName(name: string, files: readonly FoundFile[]): string {
  const tops = new Set(files.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')));
  const [top] = tops;
  return (tops.size === 1 && top ? top : name).replace(/\.(?:zip|onnx)$/iu, '') || 'model';
}

function nothingKnown(name: string, files: readonly FoundFile[]): ModelFailure {
  if (/\.(?:tar|bz2|tbz2?|gz|tgz|xz|7z|rar)$/iu.test(name))
    return new ModelFailure(
      'nothing-known',
      name,
      `${name} is packed in a way that is not read here. Unpack it, and add the folder.`,
    );
  if (/\.(?:pt|pth|ckpt|safetensors|gguf|ggml)$/iu.test(name))
    return new ModelFailure(
      'nothing-known',
      name,
      `${name} is no ONNX model. Look for its ONNX version, or run it in its own program and connect to that.`,
    );
  const seen = files
    .slice(0, 5)
    .map(({ path }) => path)
    .join(', ');
  return new ModelFailure(
    'nothing-known',
    seen === '' ? name : seen,
    `No speech model was found in ${name}. A Piper voice is two files (.onnx and .onnx.json), Kokoro a model and its voices, a sherpa-onnx model a whole folder with tokens.txt: add all of them together.`,
  );
}
