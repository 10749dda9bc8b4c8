import { LANGUAGES } from '#shared/speech/lists.ts';
import { ModelFailure } from '../model-failure.ts';
import type { FoundFile } from '../model-paths.ts';
import { type FolderReader, folderOf, nameOf } from './folder-reader.ts';
import { LICENCE_UNKNOWN, languagesInName, MAKERS, type RecognisedModel } from './recognised.ts';
import { preferred } from './voices.ts';

/** Silero's detector of speech, versions 5 and 6: sound, state and rate in. */
export async function sileroDetectors(folder: FolderReader): Promise<readonly RecognisedModel[]> {
  for (const model of folder.matching(/\.onnx$/iu)) {
    const { inputs } = await folder.onnx(model);
    if (inputs.length === 4 && ['input', 'sr', 'h', 'c'].every((name) => inputs.includes(name)))
      throw new ModelFailure(
        'nothing-known',
        model.path,
        `${model.path} is an old Silero detector (version 4). Get version 5 or newer.`,
      );
    if (inputs.length !== 3 || !['input', 'state', 'sr'].every((name) => inputs.includes(name))) continue;
    return [
      {
        name: `Silero VAD ${nameOf(model.path).replace(/\.onnx$/iu, '')}`,
        task: 'vad',
        engine: 'silero-vad',
        languages: ['any'],
        licence: { name: 'MIT', commercialUse: true },
        source: MAKERS.silero,
        files: [{ role: 'model', file: model }],
        options: { version: 5 },
      },
    ];
  }
  return [];
}

/** Moonshine as sherpa-onnx packs it: four models and a table of tokens. */
export async function moonshineEars(folder: FolderReader): Promise<readonly RecognisedModel[]> {
  const roles = [
    ['preprocess', /(?:^|\/)preprocess(?:\.int8)?\.onnx$/u],
    ['encode', /(?:^|\/)encode(?:\.int8)?\.onnx$/u],
    ['uncachedDecode', /(?:^|\/)uncached_decode(?:\.int8)?\.onnx$/u],
    ['cachedDecode', /(?:^|\/)cached_decode(?:\.int8)?\.onnx$/u],
    ['tokens', /(?:^|\/)tokens\.txt$/u],
  ] as const;
  const files = roles.flatMap(([role, pattern]) => preferred(folder.matching(pattern)).map((file) => ({ role, file })));
  if (!files.some(({ role }) => role === 'cachedDecode')) return [];
  if (files.length < roles.length) {
    const missing = roles.filter(([role]) => !files.some((file) => file.role === role)).map(([role]) => role);
    throw new ModelFailure(
      'missing-files',
      missing.join(', '),
      `Moonshine needs five files; missing: ${missing.join(', ')}. Add the whole folder.`,
    );
  }
  for (const { role, file } of files) if (role !== 'tokens') await folder.onnx(file);
  const languages = languagesInName(folder.name);
  return [
    {
      name: folder.name.slice(0, 120),
      task: 'asr',
      engine: 'moonshine',
      languages: languages.length > 0 ? [...languages] : ['en'],
      licence: { name: 'MIT', commercialUse: true },
      source: MAKERS.moonshine,
      files,
      options: {},
    },
  ];
}

/** Ears that sherpa-onnx runs: parts of a model with a table of tokens. */
export async function sherpaEars(folder: FolderReader): Promise<readonly RecognisedModel[]> {
  const tokens = folder.matching(/(?:^|\/|-)tokens\.txt$/u)[0];
  if (tokens === undefined) return [];
  const root = folderOf(tokens.path);
  const models = folder.matching(/\.onnx$/iu).filter(({ path }) => folderOf(path) === root);
  const part = (pattern: RegExp): readonly FoundFile[] => models.filter(({ path }) => pattern.test(nameOf(path)));
  const [encoder] = preferred(part(/encoder/iu));
  // Cut to eight bits a decoder loses words and saves nothing.
  const decoder = part(/decoder/iu).find(({ path }) => !/int8/iu.test(path)) ?? part(/decoder/iu)[0];
  const [joiner] = preferred(part(/joiner/iu));
  if (encoder !== undefined || decoder !== undefined || joiner !== undefined)
    return partsEar(folder, tokens, { encoder, decoder, joiner }, preferred(part(/decoder/iu))[0]);
  return wholeEar(folder, tokens, preferred(models)[0]);
}

async function partsEar(
  folder: FolderReader,
  tokens: FoundFile,
  parts: Readonly<Record<'encoder' | 'decoder' | 'joiner', FoundFile | undefined>>,
  smallDecoder: FoundFile | undefined,
): Promise<readonly RecognisedModel[]> {
  const { encoder, decoder, joiner } = parts;
  if (encoder === undefined || decoder === undefined || smallDecoder === undefined)
    throw new ModelFailure(
      'missing-files',
      encoder === undefined ? 'encoder' : 'decoder',
      `This model has several parts, and its ${encoder === undefined ? 'encoder' : 'decoder'} is missing. Add the whole folder.`,
    );
  const { inputs, metadata } = await folder.onnx(encoder);
  const type = metadata.model_type ?? '';
  const isWhisper = /whisper/iu.test(type) || (joiner === undefined && inputs.includes('mel'));
  const isParaformer = /paraformer/iu.test(type);
  if (joiner === undefined && !isWhisper && !isParaformer)
    throw new ModelFailure(
      'missing-files',
      'joiner',
      'This model has an encoder and a decoder, but its joiner is missing. Add the whole folder.',
    );
  const streams =
    metadata.decode_chunk_len !== undefined ||
    metadata.T !== undefined ||
    inputs.some((name) => /cache/iu.test(name)) ||
    /streaming/iu.test(folder.name);
  const family = isWhisper ? 'whisper' : isParaformer ? 'streaming-paraformer' : streams ? 'streaming-transducer' : 'transducer';
  const small = family === 'whisper' || family === 'streaming-paraformer';
  const bpe = folder.matching(/(?:^|\/)bpe\.(?:model|vocab)$/u).at(-1);
  const files = [
    { role: 'encoder', file: encoder },
    { role: 'decoder', file: small ? smallDecoder : decoder },
    ...(joiner === undefined ? [] : [{ role: 'joiner', file: joiner }]),
    { role: 'tokens', file: tokens },
    ...(bpe === undefined ? [] : [{ role: 'bpe', file: bpe }]),
  ];
  for (const { role, file } of files) if (role === 'decoder' || role === 'joiner') await folder.onnx(file);
  return [ear(folder, family, files, family.startsWith('streaming'))];
}

async function wholeEar(
  folder: FolderReader,
  tokens: FoundFile,
  model: FoundFile | undefined,
): Promise<readonly RecognisedModel[]> {
  if (model === undefined) return [];
  const { inputs, metadata } = await folder.onnx(model);
  const type = `${metadata.model_type ?? ''} ${metadata.comment ?? ''}`;
  const files = [
    { role: 'model', file: model },
    { role: 'tokens', file: tokens },
  ];
  if (/sense_?voice/iu.test(type)) return [ear(folder, 'sense-voice', files, false)];
  if (/paraformer/iu.test(type)) return [ear(folder, 'paraformer', files, false)];
  if (!/ctc/iu.test(`${type} ${folder.name}`)) return [];
  const streams = inputs.some((name) => /cache/iu.test(name));
  return [ear(folder, streams ? 'streaming-ctc' : 'ctc', files, streams)];
}

function ear(folder: FolderReader, family: string, files: RecognisedModel['files'], streaming: boolean): RecognisedModel {
  const named = languagesInName(folder.name);
  const languages: RecognisedModel['languages'] =
    family === 'sense-voice'
      ? [...LANGUAGES]
      : family === 'whisper'
        ? /\.en\b/u.test(folder.name)
          ? ['en']
          : ['any']
        : [...named];
  return {
    name: folder.name.slice(0, 120),
    task: 'asr',
    engine: 'sherpa-asr',
    languages,
    licence: LICENCE_UNKNOWN,
    source: MAKERS.sherpa,
    files,
    options: { family, streaming },
  };
}
