import type { SherpaAsrKind } from '#shared/inference/asr-options.ts';
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

const MOONSHINE_1 = [
  ['preprocessor', /(?:^|\/)preprocess(?:\.int8)?\.onnx$/u],
  ['encoder', /(?:^|\/)encode(?:\.int8)?\.onnx$/u],
  ['uncached-decoder', /(?:^|\/)uncached_decode(?:\.int8)?\.onnx$/u],
  ['cached-decoder', /(?:^|\/)cached_decode(?:\.int8)?\.onnx$/u],
  ['tokens', /(?:^|\/)tokens\.txt$/u],
] as const;

/** Moonshine 1 as sherpa-onnx packs it: four models and a table of tokens. */
export async function sherpaMoonshineEars(folder: FolderReader): Promise<readonly RecognisedModel[]> {
  const files = MOONSHINE_1.flatMap(([role, pattern]) => preferred(folder.matching(pattern)).map((file) => ({ role, file })));
  if (!files.some(({ role }) => role === 'cached-decoder')) return [];
  if (files.length < MOONSHINE_1.length) {
    const missing = MOONSHINE_1.map(([role]) => role).filter((role) => !files.some((file) => file.role === role));
    throw new ModelFailure(
      'missing-files',
      missing.join(', '),
      `Moonshine needs five files; missing: ${missing.join(', ')}. Add the whole folder.`,
    );
  }
  for (const { role, file } of files) if (role !== 'tokens') await folder.onnx(file);
  return [{ ...ear(folder, 'moonshine', files), ...moonshineFacts(folder) }];
}

/** Moonshine as HuggingFace's exporter writes it: an encoder, a decoder with its cache inside, and a tokenizer. */
export async function moonshineEars(folder: FolderReader): Promise<readonly RecognisedModel[]> {
  const [encoder] = preferred(folder.matching(/(?:^|\/)encoder_model[^/]*\.onnx$/iu));
  const [decoder] = preferred(folder.matching(/(?:^|\/)decoder_model_merged[^/]*\.onnx$/iu));
  const tokens = folder.matching(/(?:^|\/)tokenizer\.json$/u)[0];
  if (encoder === undefined || decoder === undefined || tokens === undefined) return [];
  const { inputs } = await folder.onnx(encoder);
  // Whisper's encoder takes spectra instead of sound.
  if (!inputs.includes('input_values')) return [];
  await folder.onnx(decoder);
  const files = [
    { role: 'encoder', file: encoder },
    { role: 'decoder', file: decoder },
    { role: 'tokens', file: tokens },
  ];
  return [{ ...ear(folder, '', files), engine: 'moonshine', options: {}, ...moonshineFacts(folder) }];
}

function moonshineFacts(folder: FolderReader): Pick<RecognisedModel, 'languages' | 'licence' | 'source'> {
  const named = languagesInName(folder.name);
  // English is free for all; other languages have a licence of their own that depends on what one earns.
  const isEnglish = named.length === 0 || named.includes('en');
  return {
    languages: isEnglish ? ['en'] : [...named],
    licence: isEnglish ? { name: 'MIT', commercialUse: true } : LICENCE_UNKNOWN,
    source: MAKERS.moonshine,
  };
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
  const kind = isWhisper ? 'whisper' : isParaformer ? 'streaming-paraformer' : streams ? 'streaming-transducer' : 'transducer';
  const small = isWhisper || isParaformer;
  const bpe = folder.matching(/(?:^|\/)bpe\.vocab$/u)[0];
  const files = [
    { role: 'encoder', file: encoder },
    { role: 'decoder', file: small ? smallDecoder : decoder },
    ...(joiner === undefined ? [] : [{ role: 'joiner', file: joiner }]),
    { role: 'tokens', file: tokens },
    ...(bpe === undefined ? [] : [{ role: 'bpe-vocab', file: bpe }]),
  ];
  for (const { role, file } of files) if (role === 'decoder' || role === 'joiner') await folder.onnx(file);
  return [ear(folder, kind, files)];
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
  if (/sense_?voice/iu.test(type)) return [ear(folder, 'sense-voice', files)];
  if (/paraformer/iu.test(type)) return [ear(folder, 'paraformer', files)];
  const kind = ctcKind(`${type} ${folder.name}`, inputs);
  return kind === undefined ? [] : [ear(folder, kind, files)];
}

function ctcKind(text: string, inputs: readonly string[]): SherpaAsrKind | undefined {
  if (/dolphin/iu.test(text)) return 'dolphin';
  if (!/ctc/iu.test(text)) return undefined;
  if (inputs.some((name) => /cache|state/iu.test(name))) return 'streaming-ctc';
  if (/zipformer/iu.test(text)) return 'zipformer-ctc';
  return /wenet/iu.test(text) ? 'wenet-ctc' : 'nemo-ctc';
}

function ear(folder: FolderReader, kind: SherpaAsrKind | '', files: RecognisedModel['files']): RecognisedModel {
  const named = languagesInName(folder.name);
  const languages: RecognisedModel['languages'] =
    kind === 'sense-voice' ? [...LANGUAGES] : kind === 'whisper' ? (/\.en\b/u.test(folder.name) ? ['en'] : ['any']) : [...named];
  const takesWords = kind === 'transducer' || kind === 'streaming-transducer';
  const unit = !takesWords
    ? ''
    : files.some(({ role }) => role === 'bpe-vocab')
      ? named.includes('zh')
        ? 'cjkchar+bpe'
        : 'bpe'
      : named.includes('zh')
        ? 'cjkchar'
        : '';
  return {
    name: folder.name.slice(0, 120),
    task: 'asr',
    engine: 'sherpa-asr',
    languages,
    licence: LICENCE_UNKNOWN,
    source: MAKERS.sherpa,
    files,
    options: { kind, ...(unit === '' ? {} : { modelingUnit: unit }) },
  };
}
