import type { InferenceEngineId, InferenceTask, ModelManifest } from '#shared/inference/model-manifest.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { FoundFile } from '../model-paths.ts';

/** A model that was made out among the files. What is not known yet: its id and its checksums. */
export interface RecognisedModel {
  readonly name: string;
  readonly task: InferenceTask;
  readonly engine: InferenceEngineId;
  readonly languages: ModelManifest['languages'];
  readonly licence: ModelManifest['licence'];
  readonly source: string;
  readonly files: readonly { readonly role: string; readonly file: FoundFile }[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What nobody states is not free to use: the streamer asks the author. */
export const LICENCE_UNKNOWN: ModelManifest['licence'] = { name: '', commercialUse: false };

/** Home pages of those who make models of this kind. */
export const MAKERS = {
  piper: 'https://github.com/rhasspy/piper',
  kokoro: 'https://huggingface.co/hexgrad/Kokoro-82M',
  kitten: 'https://github.com/KittenML/KittenTTS',
  silero: 'https://github.com/snakers4/silero-vad',
  sherpa: 'https://k2-fsa.github.io/sherpa/onnx/',
  moonshine: 'https://github.com/usefulsensors/moonshine',
} as const;

const WORDS: readonly (readonly [RegExp, Language])[] = [
  [/(?:^|[^a-z])(?:zh|cmn|chinese|mandarin)(?:[^a-z]|$)/iu, 'zh'],
  [/(?:^|[^a-z])(?:en|english)(?:[^a-z]|$)/iu, 'en'],
  [/(?:^|[^a-z])(?:ja|jp|japanese)(?:[^a-z]|$)/iu, 'ja'],
];

/** Languages that a name like "sherpa-onnx-streaming-zipformer-bilingual-zh-en-2023" mentions. */
export function languagesInName(text: string): readonly Language[] {
  return WORDS.filter(([pattern]) => pattern.test(text)).map(([, language]) => language);
}
