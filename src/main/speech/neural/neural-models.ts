import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import type { LocalModelLibrary } from '#main/inference/library.types.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Notation } from '#main/speech/front-ends/front-end.types.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { InferenceEngineId, ModelManifest } from '#shared/inference/model-manifest.ts';
import { type PiperConfig, piperConfigSchema } from '#shared/inference/piper-config.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { LANGUAGES } from '#shared/speech/lists.ts';
import { kokoroVoices } from './kokoro-voices.ts';
import { type NeuralVoice, voiceOfModel } from './model-voice.ts';

/** eSpeak NG's voice where a model's description names none. */
const ESPEAK_VOICE: Readonly<Record<Language, string>> = { zh: 'cmn', en: 'en-us', ja: 'ja' };
/** A model may have hundreds of speakers; more are no help in a list. */
const MOST_SPEAKERS = 200;
const sherpaOptionsSchema = z.object({ speakers: z.number().int().min(1).max(10_000).default(1) });

/** Voices of the installed models that these engines run. Descriptions of models are read once for each file. */
export function createNeuralModels(library: LocalModelLibrary, engines: readonly InferenceEngineId[], logger: Logger) {
  const configs = new Map<string, PiperConfig | undefined>();

  async function configOf(file: string): Promise<PiperConfig | undefined> {
    if (configs.has(file)) return configs.get(file);
    const config = await readPiperConfig(file, logger);
    configs.set(file, config);
    return config;
  }

  async function voicesOf(manifest: ModelManifest): Promise<readonly NeuralVoice[]> {
    const source = library.source(manifest.id);
    if (!source) return [];
    const languages = languagesOf(manifest);
    if (manifest.engine === 'kokoro') return kokoroVoices(manifest, source, languages);
    if (manifest.engine === 'kitten') return kittenVoices(manifest, source);
    if (manifest.engine === 'sherpa-tts') return sherpaVoices(manifest, source, languages);
    const config = source.files.config === undefined ? undefined : await configOf(source.files.config);
    return config ? piperVoices(manifest, source, config, languages) : [];
  }

  return {
    async voices(): Promise<readonly NeuralVoice[]> {
      const manifests = library.installed('tts').filter((manifest) => engines.includes(manifest.engine));
      return (await Promise.all(manifests.map(voicesOf))).flat();
    },
  };
}

async function readPiperConfig(file: string, logger: Logger): Promise<PiperConfig | undefined> {
  try {
    return piperConfigSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    logger.warn('the description of a voice cannot be read', { file, reason: messageFromUnknown(error).slice(0, 300) });
    return undefined;
  }
}

function languagesOf(manifest: ModelManifest): readonly Language[] {
  if (manifest.languages.includes('any')) return LANGUAGES;
  return LANGUAGES.filter((language) => manifest.languages.includes(language));
}

function piperVoices(
  manifest: ModelManifest,
  source: LoadedModelSource,
  config: PiperConfig,
  stated: readonly Language[],
): readonly NeuralVoice[] {
  const family = /^[a-z]{2}/u.exec(config.language?.code ?? '')?.[0];
  const languages = stated.length > 0 ? stated : LANGUAGES.filter((language) => language === family);
  const names = Object.keys(config.speaker_id_map).slice(0, MOST_SPEAKERS);
  const speakers = config.num_speakers > 1 && names.length > 0 ? names : [''];
  return languages.flatMap((language) => {
    const notation = piperNotation(config, language);
    if (!notation) return [];
    return speakers.map((speaker) => voiceOfModel(manifest, source, { speaker, name: speaker, language, notation }));
  });
}

/** Undefined: this program cannot make the symbols that the voice was trained on. */
function piperNotation(config: PiperConfig, language: Language): Notation | undefined {
  switch (config.phoneme_type) {
    case 'espeak':
      return { name: 'ipa', espeakVoice: config.espeak?.voice ?? ESPEAK_VOICE[language] };
    case 'pinyin':
      return { name: 'pinyin' };
    case 'text':
      return { name: 'letters' };
    default:
      return undefined;
  }
}

function kittenVoices(manifest: ModelManifest, source: LoadedModelSource): readonly NeuralVoice[] {
  return [voiceOfModel(manifest, source, { speaker: '', name: '', language: 'en', notation: { name: 'styletts' } })];
}

function sherpaVoices(
  manifest: ModelManifest,
  source: LoadedModelSource,
  languages: readonly Language[],
): readonly NeuralVoice[] {
  const options = sherpaOptionsSchema.safeParse(manifest.options);
  const count = Math.min(MOST_SPEAKERS, options.success ? options.data.speakers : 1);
  return languages.flatMap((language) =>
    Array.from({ length: count }, (_, i) =>
      voiceOfModel(manifest, source, { speaker: String(i), name: count > 1 ? String(i + 1) : '', language, notation: undefined }),
    ),
  );
}
