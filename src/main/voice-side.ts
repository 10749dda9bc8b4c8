import type { Language } from '#shared/speech/emotion.ts';
import type { Dialogue } from './dialogue/dialogue.ts';
import type { LocalModelLibrary } from './inference/library.types.ts';
import type { InferenceSide } from './inference-side.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import { createRecognition } from './recognition/recognition.ts';
import type { Recognition } from './recognition/recognition.types.ts';
import { createMouthModel } from './speech/mouth-model.ts';
import { createSpeech, type Speech } from './speech/speech.ts';
import type { SettingsStore } from './storage/settings-store.ts';

export interface VoiceSideOptions {
  readonly host: Host;
  readonly settings: SettingsStore;
  readonly board: HealthBoardStore;
  readonly inference: InferenceSide['inference'];
  readonly localModels: LocalModelLibrary;
  readonly translate: Dialogue['translate'];
  /** Of the interface. */
  readonly language: () => Language;
}

/** From words to sound and from sound to words, each with the engines of this machine and with the online ones. */
export function createVoiceSide(options: VoiceSideOptions): { readonly speech: Speech; readonly recognition: Recognition } {
  const { host, settings, board, inference, localModels } = options;
  const { clock, logger, secrets } = host;
  const speech = createSpeech({
    voiceSettings: () => settings.current().voice,
    personaLanguage: () => settings.current().persona.language,
    spawnWorker: host.spawnWorker,
    clock,
    logger: logger.child('speech'),
    report: (engine, health) => board.report(`voice-${engine}`, health),
    environment: host.environment,
    voiceApiKey: () => secrets.get('voice.openaiApiKey'),
    readMouth: createMouthModel({
      inference,
      source: () => localModels.source(localModels.installed('lip-sync')[0]?.id ?? ''),
      clock,
    }),
    translate: options.translate,
    reportTranslation: (health) => board.report('translation', health),
    localModels: { inference, library: localModels },
  });
  const recognition = createRecognition({
    settings: () => settings.current().hearing,
    library: localModels,
    inference,
    apiKey: () => secrets.get('hearing.openaiApiKey'),
    usualLanguage: options.language,
    clock,
    logger: logger.child('recognition'),
  });
  return { speech, recognition };
}
