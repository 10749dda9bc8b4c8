import { piperConfigSchema } from '#shared/inference/piper-config.ts';
import { LANGUAGES } from '#shared/speech/lists.ts';
import type { FoundFile } from '../model-paths.ts';
import { type FolderReader, folderOf, nameOf } from './folder-reader.ts';
import { LICENCE_UNKNOWN, languagesInName, MAKERS, type RecognisedModel } from './recognised.ts';

/** Every pair of `x.onnx` and `x.onnx.json`: one voice each. */
export async function piperVoices(folder: FolderReader): Promise<readonly RecognisedModel[]> {
  const voices: RecognisedModel[] = [];
  for (const config of folder.matching(/\.onnx\.json$/iu)) {
    const model = folder.files.find(({ path }) => path.toLowerCase() === config.path.slice(0, -'.json'.length).toLowerCase());
    const parsed = piperConfigSchema.safeParse(await folder.json(config));
    if (model === undefined || !parsed.success) continue;
    const { inputs } = await folder.onnx(model);
    if (!inputs.includes('input') || !inputs.includes('scales')) continue;
    const { language, espeak } = parsed.data;
    const spoken = `${language?.code ?? ''} ${espeak?.voice ?? ''}`.replaceAll('_', ' ');
    voices.push({
      name: `Piper ${nameOf(model.path).replace(/\.onnx$/iu, '')}`,
      task: 'tts',
      engine: 'piper',
      languages: languagesInName(spoken).slice(0, 1),
      licence: LICENCE_UNKNOWN,
      source: MAKERS.piper,
      files: [
        { role: 'model', file: model },
        { role: 'config', file: config },
      ],
      options: {},
    });
  }
  return voices;
}

/** Kokoro and Kitten take ids, a style and a speed; sherpa-onnx's packing of them has `tokens.txt` and says so in the model. */
export async function styleVoices(folder: FolderReader): Promise<readonly RecognisedModel[]> {
  const voices: RecognisedModel[] = [];
  for (const model of preferred(folder.matching(/\.onnx$/iu))) {
    const { inputs, metadata } = await folder.onnx(model);
    if (!inputs.includes('style') || !inputs.includes('speed') || metadata.model_type !== undefined) continue;
    const packed = folder.matching(/voices[^/]*\.(?:npz|bin)$/iu)[0];
    const single = folder.matching(/(?:^|\/)voices\/[a-z]{2}_[^/]+\.bin$/iu);
    const isKitten = packed !== undefined && (/kitten/iu.test(`${folder.name} ${model.path}`) || /\.npz$/iu.test(packed.path));
    const config = folder.matching(/(?:^|\/)config\.json$/u)[0];
    const tokenizer = folder.matching(/(?:^|\/)tokenizer\.json$/u)[0];
    const styles =
      packed !== undefined
        ? [{ role: 'voices', file: packed }]
        : single.map((file) => ({ role: `voice.${nameOf(file.path).slice(0, -4)}`, file }));
    if (styles.length === 0) continue;
    const isChinese = /1\.1|[-_]zh/iu.test(`${folder.name} ${model.path} ${packed?.path ?? ''}`);
    voices.push({
      name: isKitten ? 'Kitten TTS' : isChinese ? 'Kokoro 82M v1.1 zh' : 'Kokoro 82M',
      task: 'tts',
      engine: isKitten ? 'kitten' : 'kokoro',
      languages: isKitten ? ['en'] : isChinese ? ['zh', 'en'] : [...LANGUAGES],
      licence: { name: 'Apache-2.0', commercialUse: true },
      source: isKitten ? MAKERS.kitten : MAKERS.kokoro,
      files: [
        { role: 'model', file: model },
        ...styles,
        ...(config === undefined || tokenizer !== undefined ? [] : [{ role: 'config', file: config }]),
        ...(tokenizer === undefined ? [] : [{ role: 'tokens', file: tokenizer }]),
      ],
      options: isKitten ? {} : { version: isChinese ? '1.1-zh' : '1.0' },
    });
  }
  return voices;
}

/** One model of those that are the same in several number formats: the smallest that is not cut to four bits. */
export function preferred(models: readonly FoundFile[]): readonly FoundFile[] {
  const rank = ({ path }: FoundFile): number =>
    /int8|quantized|uint8|q8/iu.test(path) ? 0 : /fp16/iu.test(path) ? 2 : /q4|bnb4/iu.test(path) ? 3 : 1;
  return [...models].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1)).slice(0, 1);
}

/** Voices that sherpa-onnx runs: VITS, Kokoro, Kitten and Matcha with `tokens.txt`; the model says which. */
export async function sherpaVoices(folder: FolderReader): Promise<readonly RecognisedModel[]> {
  const tokens = folder.matching(/(?:^|\/)tokens\.txt$/u)[0];
  if (tokens === undefined) return [];
  const root = folderOf(tokens.path);
  const beside = folder.matching(/\.onnx$/iu).filter(({ path }) => folderOf(path) === root);
  const vocoder = beside.find(({ path }) => /vocos|hifigan|vocoder/iu.test(nameOf(path)));
  for (const model of preferred(beside.filter((file) => file !== vocoder))) {
    const { metadata } = await folder.onnx(model);
    const family = familyOf(metadata.model_type ?? '');
    if (family === undefined) continue;
    const voices = folder.matching(/(?:^|\/)voices\.bin$/u)[0];
    if ((family === 'kokoro' || family === 'kitten') && voices === undefined) continue;
    if (family === 'matcha' && vocoder === undefined) continue;
    const data = folder.matching(/(?:^|\/)espeak-ng-data\//u);
    const dataDir =
      data[0] === undefined ? undefined : data[0].path.slice(0, data[0].path.indexOf('espeak-ng-data') + 'espeak-ng-data'.length);
    const lexicons = folder.matching(/(?:^|\/)lexicon[^/]*\.txt$/u);
    return [
      {
        name: `${metadata.comment ? `${metadata.comment} ` : ''}${folder.name}`.slice(0, 120),
        task: 'tts',
        engine: 'sherpa-tts',
        languages: languagesOfVoice(folder.name, metadata),
        licence: LICENCE_UNKNOWN,
        source: MAKERS.sherpa,
        files: [
          { role: 'model', file: model },
          { role: 'tokens', file: tokens },
          ...lexicons.map((file, index) => ({ role: index === 0 ? 'lexicon' : `lexicon:${nameOf(file.path)}`, file })),
          ...(voices === undefined ? [] : [{ role: 'voices', file: voices }]),
          ...(vocoder === undefined ? [] : [{ role: 'vocoder', file: vocoder }]),
          ...data.map((file) => ({ role: `data:${file.path.slice((dataDir?.length ?? 0) + 1)}`, file })),
          ...folder.matching(/(?:^|\/)dict\/[^/]+$/u).map((file) => ({ role: `dict:${nameOf(file.path)}`, file })),
          ...folder.matching(/\.(?:fst|far)$/iu).map((file) => ({ role: `fst:${nameOf(file.path)}`, file })),
        ],
        options: { kind: family, ...speakersOf(metadata), ...(dataDir === undefined ? {} : { dataDir }) },
      },
    ];
  }
  return [];
}

function speakersOf({ n_speakers: count }: Readonly<Record<string, string>>): { readonly speakers?: number } {
  const speakers = Number(count);
  return Number.isInteger(speakers) && speakers > 1 && speakers <= 10_000 ? { speakers } : {};
}

function familyOf(modelType: string): 'vits' | 'kokoro' | 'kitten' | 'matcha' | undefined {
  if (/vits/iu.test(modelType)) return 'vits';
  if (/kokoro/iu.test(modelType)) return 'kokoro';
  if (/kitten/iu.test(modelType)) return 'kitten';
  return /matcha/iu.test(modelType) ? 'matcha' : undefined;
}

function languagesOfVoice(name: string, metadata: Readonly<Record<string, string>>): RecognisedModel['languages'] {
  const stated = languagesInName(`${metadata.language ?? ''} ${metadata.voice ?? ''}`.replaceAll('_', ' '));
  return [...(stated.length > 0 ? stated : languagesInName(name.replaceAll('_', ' ')))];
}
