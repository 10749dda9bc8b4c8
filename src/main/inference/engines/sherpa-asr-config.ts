import { StudioError } from '#shared/errors.ts';
import type { SherpaAsrOptions } from '#shared/inference/asr-options.ts';
import { isStreamingKind, takesHotWords } from '#shared/inference/asr-options.ts';

export interface SherpaAsrSetup {
  readonly key: string;
  /** Absolute paths by role. */
  readonly files: Readonly<Record<string, string>>;
  readonly options: SherpaAsrOptions;
  readonly threads: number;
  /** Length of the sound to come, where it is known. */
  readonly seconds?: number;
  /** Of the hot words of a streaming model. */
  readonly hotWordsFile: string | undefined;
}

/** What sherpa-onnx's recognisers are created with. Throws `unavailable` when the manifest names too few files. */
export function sherpaAsrConfig(setup: SherpaAsrSetup): object {
  const { options } = setup;
  const biased = takesHotWords(options.kind);
  return {
    featConfig: { sampleRate: 16_000, featureDim: 80 },
    modelConfig: {
      ...modelConfig(setup),
      tokens: fileOf(setup, 'tokens'),
      numThreads: setup.threads,
      provider: 'cpu',
      debug: 0,
      ...(biased && options.modelingUnit !== '' ? { modelingUnit: options.modelingUnit } : {}),
      ...(biased && setup.files['bpe-vocab'] !== undefined ? { bpeVocab: setup.files['bpe-vocab'] } : {}),
    },
    // Hot words are only looked for by this search; it costs about a third more.
    decodingMethod: biased ? 'modified_beam_search' : 'greedy_search',
    maxActivePaths: 4,
    hotwordsScore: options.hotWordsScore,
    ...(setup.hotWordsFile === undefined ? {} : { hotwordsFile: setup.hotWordsFile }),
    // The ears know where an utterance ends.
    ...(isStreamingKind(options.kind) ? { enableEndpoint: 0 } : {}),
  };
}

function modelConfig(setup: SherpaAsrSetup): object {
  const { kind, itn } = setup.options;
  const language = setup.options.language === 'auto' ? '' : setup.options.language;
  const model = () => ({ model: fileOf(setup, 'model') });
  const pair = () => ({ encoder: fileOf(setup, 'encoder'), decoder: fileOf(setup, 'decoder') });
  const triple = () => ({ ...pair(), joiner: fileOf(setup, 'joiner') });
  switch (kind) {
    case 'sense-voice':
      return {
        senseVoice: { ...model(), language: language === '' ? 'auto' : language, useInverseTextNormalization: itn ? 1 : 0 },
      };
    case 'whisper':
      return { whisper: { ...pair(), language, task: 'transcribe', tailPaddings: tailFrames(setup.seconds) } };
    case 'paraformer':
      return { paraformer: model() };
    case 'zipformer-ctc':
      return { zipformerCtc: model() };
    case 'wenet-ctc':
      return { wenetCtc: model() };
    case 'nemo-ctc':
      return { nemoCtc: model() };
    case 'dolphin':
      return { dolphin: model() };
    case 'fire-red':
      return { fireRedAsr: pair() };
    case 'moonshine':
      return { moonshine: moonshineConfig(setup) };
    case 'transducer':
    case 'streaming-transducer':
      return { transducer: triple() };
    case 'streaming-paraformer':
      return { paraformer: pair() };
    case 'streaming-ctc':
      return { zipformer2Ctc: model() };
  }
}

/** Frames of 10 ms of silence behind the speech, for Whisper to see that it is over. With fewer it says short commands several times over; they cost as much as speech. */
function tailFrames(seconds = 0): number {
  return seconds < 5 ? 1000 : 500;
}

function moonshineConfig(setup: SherpaAsrSetup): object {
  return {
    preprocessor: fileOf(setup, 'preprocessor'),
    encoder: fileOf(setup, 'encoder'),
    uncachedDecoder: fileOf(setup, 'uncached-decoder'),
    cachedDecoder: fileOf(setup, 'cached-decoder'),
  };
}

function fileOf({ key, files, options }: SherpaAsrSetup, role: string): string {
  const file = files[role];
  if (file !== undefined) return file;
  throw new StudioError(
    'unavailable',
    `the model ${key} (${options.kind}) names no file with the role "${role}": add it to the model's folder or install the model again`,
  );
}
