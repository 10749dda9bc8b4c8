import type { Inference, InferenceStream, LoadedModelSource } from '#main/inference/inference.types.ts';
import { INFERENCE_PRIORITY } from '#main/inference/inference.types.ts';
import type { LocalModelLibrary } from '#main/inference/library.types.ts';
import type { RecognizerInfo } from '#shared/contract/hearing.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import {
  type AsrEvent,
  type AsrInput,
  asrEventSchema,
  isStreamingKind,
  loadsByLanguage,
  sherpaAsrOptionsSchema,
  takesHotWords,
} from '#shared/inference/asr-options.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { LANGUAGES } from '#shared/speech/lists.ts';
import type { RecognitionOptions, RecognitionStream, Recognizer } from './recognition.types.ts';
import { createResultChannel, type ResultChannel } from './result-channel.ts';
import { languageFromCode } from './transcript-rules.ts';
import { cancelled, openWholeUtterance } from './whole-utterance.ts';

export interface LocalRecognizerOptions {
  readonly id: 'sherpa' | 'moonshine';
  readonly library: LocalModelLibrary;
  readonly inference: Inference;
  /** Of the next utterance: what streaming models are loaded with. */
  readonly hotWords: () => readonly string[];
  /** What the streamer speaks when nothing else tells. */
  readonly usualLanguage: () => Language;
}

const ENGINE = { sherpa: 'sherpa-asr', moonshine: 'moonshine' } as const;
/** Recognition blocks its process for seconds: never the one that watches for speech. */
const ROLE = 'words';
/** Longest wait for text after the sound has ended, on a slow computer. */
const ANSWER_MS = 60_000;

interface Choice {
  readonly manifest: ModelManifest;
  readonly source: LoadedModelSource;
  readonly streams: boolean;
}

/** A recogniser whose models lie in the library and run in an inference process. */
export function createLocalRecognizer(options: LocalRecognizerOptions): Recognizer {
  const { id, library, inference } = options;
  let loadedKey: string | undefined;

  function choose(language: Language | 'auto'): Choice | undefined {
    for (const manifest of byLanguage(modelsOf(library, id), language)) {
      const source = library.source(manifest.id);
      if (source) return variant(manifest, source, language, options.hotWords());
    }
    return undefined;
  }

  /** A model that is loaded in several ways (a language, hot words) is in memory in one of them at a time. */
  function taken(choice: Choice): LoadedModelSource {
    const { key } = choice.source;
    if (loadedKey !== undefined && loadedKey !== key) inference.unload(loadedKey);
    loadedKey = key;
    return choice.source;
  }

  function call(choice: Choice, op: string, input: unknown) {
    return { role: ROLE, model: taken(choice), op, input, priority: INFERENCE_PRIORITY.ears } as const;
  }

  async function transcribe(choice: Choice, input: AsrInput, channel: (text: string) => void, signal: AbortSignal) {
    const events = inference.run({ ...call(choice, 'transcribe', input), signal, timeoutMs: ANSWER_MS });
    for await (const raw of events) {
      const event = asrEventSchema.parse(raw);
      if (event.final) return resultOf(event);
      channel(event.text);
    }
    throw new StudioError('provider', `the model ${choice.manifest.name} ended without a text: choose another recogniser`);
  }

  return {
    id,
    describe: async () => describe(id, modelsOf(library, id)),
    async warmUp(language) {
      const choice = choose(language);
      if (choice) await inference.warmUp(ROLE, taken(choice));
    },
    open(recognition) {
      const choice = choose(recognition.language);
      if (!choice) return failedStream(new StudioError('unavailable', missingModel(id)));
      if (choice.streams) return openStreaming(inference.open(call(choice, 'listen', {})), recognition);
      return openWholeUtterance(recognition, (samples, partial, signal) =>
        transcribe(choice, inputOf(samples, recognition, options.usualLanguage()), partial, signal),
      );
    },
    async close() {
      if (loadedKey !== undefined) inference.unload(loadedKey);
      loadedKey = undefined;
    },
  };
}

function modelsOf(library: LocalModelLibrary, id: LocalRecognizerOptions['id']): readonly ModelManifest[] {
  return library.installed('asr').filter((manifest) => manifest.engine === ENGINE[id]);
}

/** Models that know the language, those of several languages first when it is not told; the library's order within. */
function byLanguage(models: readonly ModelManifest[], language: Language | 'auto'): readonly ModelManifest[] {
  if (language !== 'auto') return models.filter((manifest) => languagesOf(manifest).includes(language));
  return [...models].sort((a, b) => languagesOf(b).length - languagesOf(a).length);
}

function languagesOf(manifest: ModelManifest): readonly Language[] {
  return manifest.languages.includes('any') ? LANGUAGES : LANGUAGES.filter((language) => manifest.languages.includes(language));
}

function variant(
  manifest: ModelManifest,
  source: LoadedModelSource,
  language: Language | 'auto',
  hotWords: readonly string[],
): Choice {
  if (manifest.engine !== 'sherpa-asr') return { manifest, source, streams: false };
  const parsed = sherpaAsrOptionsSchema.safeParse(source.options);
  if (!parsed.success) return { manifest, source, streams: false };
  const { kind } = parsed.data;
  const streams = isStreamingKind(kind);
  const extra = {
    ...(loadsByLanguage(kind) ? { language } : {}),
    ...(streams && takesHotWords(kind) ? { hotWords: [...hotWords] } : {}),
  };
  if (Object.keys(extra).length === 0) return { manifest, source, streams };
  return {
    manifest,
    streams,
    source: { ...source, key: `${source.key}#${JSON.stringify(extra)}`, options: { ...source.options, ...extra } },
  };
}

function describe(id: LocalRecognizerOptions['id'], models: readonly ModelManifest[]): RecognizerInfo {
  const kinds = models.flatMap((manifest) => sherpaAsrOptionsSchema.safeParse(manifest.options).data?.kind ?? []);
  return {
    id,
    available: models.length > 0,
    ...(models.length > 0 ? {} : { cause: 'no-model' as const, reason: missingModel(id) }),
    languages: LANGUAGES.filter((language) => models.some((manifest) => languagesOf(manifest).includes(language))),
    streaming: id === 'sherpa' && kinds.some(isStreamingKind),
    hotWords: id === 'sherpa' && kinds.some(takesHotWords),
    online: false,
  };
}

function inputOf(samples: Float32Array, { language, hotWords }: RecognitionOptions, usualLanguage: Language): AsrInput {
  return { samples, hotWords: [...hotWords], language, usualLanguage };
}

function missingModel(id: LocalRecognizerOptions['id']): string {
  const which = id === 'sherpa' ? 'SenseVoice, Paraformer, Whisper or Zipformer' : 'Moonshine';
  return `No speech recognition model is installed: open "Local models" and add ${which}.`;
}

function resultOf(event: AsrEvent) {
  return { text: event.text, language: languageFromCode(event.language) };
}

/** Sound goes to the model as it comes; the end is told in order with it. */
function openStreaming(stream: InferenceStream, options: RecognitionOptions): RecognitionStream {
  const channel = createResultChannel();
  const abort = (): void => channel.fail(cancelled());
  if (options.signal.aborted) abort();
  else options.signal.addEventListener('abort', abort, { once: true });
  void readEvents(stream, channel).finally(() => {
    options.signal.removeEventListener('abort', abort);
    stream.close();
  });
  let ended = false;
  return {
    push(samples) {
      if (!ended && !channel.isOver) stream.push(Float32Array.from(samples));
    },
    end() {
      if (ended || channel.isOver) return;
      ended = true;
      stream.tell('end');
    },
    results: withCleanUp(channel, () => stream.close()),
  };
}

async function readEvents(stream: InferenceStream, channel: ResultChannel): Promise<void> {
  try {
    for await (const raw of stream.events) {
      const event = asrEventSchema.parse(raw);
      if (channel.isOver) return;
      if (event.final) return channel.finish(resultOf(event));
      channel.partial(event.text);
    }
    channel.fail(new StudioError('provider', 'the recogniser ended without a final text'));
  } catch (error) {
    channel.fail(error instanceof StudioError ? error : new StudioError('provider', messageFromUnknown(error), { cause: error }));
  }
}

/** The model's stream is let go as soon as the results are over, also when nobody waits for its last events. */
async function* withCleanUp(channel: ResultChannel, close: () => void) {
  try {
    yield* channel.results;
  } finally {
    close();
  }
}

function failedStream(error: StudioError): RecognitionStream {
  const channel = createResultChannel();
  channel.fail(error);
  return { push() {}, end() {}, results: channel.results };
}
