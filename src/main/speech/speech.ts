import type { Clock, Host } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { NeuralVoiceEngine } from './neural/neural-voice.ts';
import { createNeuralVoices, type LocalModels } from './neural/neural-voices.ts';
import { createSentenceVoice } from './sentence-voice.ts';
import type { ServerEngine } from './servers/server-engine.ts';
import { createServerEngines } from './servers/server-engines.ts';
import { type SpeakRequest, type SpeakResult, speakTurn } from './speak-turn.ts';
import type { SpeechSink, SpeechTrials } from './speech.types.ts';
import { createSystemVoice } from './system-voice.ts';
import { createPronounce, type Pronounce, type Pronunciations } from './text/pronunciation.ts';
import { spokenFromCaption } from './text/spoken.ts';
import type { ReadMouth } from './timed-voice.ts';
import { createTranslatedVoice, type TranslatedVoiceOptions } from './translated-voice.ts';
import { engineOrder } from './voice-choice.ts';
import { createVoiceClient } from './voice-client.ts';
import type { VoiceEngine, VoiceEngineId } from './voice-engine.ts';
import { createVoiceProcess, type VoiceProcess } from './voice-process.ts';
import { tryVoice } from './voice-trial.ts';

export interface SpeechOptions {
  voiceSettings(): Settings['voice'];
  personaLanguage(): Language | 'auto';
  readonly spawnWorker: Host['spawnWorker'];
  readonly clock: Clock;
  readonly logger: Logger;
  report(engineId: VoiceEngineId, health: HealthReport): void;
  readonly environment: Host['environment'];
  /** Reads the mouth from the sound of voices that give no times. */
  readonly readMouth: ReadMouth;
  translate: TranslatedVoiceOptions['translate'];
  reportTranslation(health: HealthReport): void;
  /** Key of the OpenAI-style voice server. */
  voiceApiKey(): string | undefined;
  /** What runs and keeps voices that are models. */
  readonly localModels: LocalModels;
}

/** From the model's words to sound on the stage. */
export interface Speech extends SpeechTrials {
  /**
   * Says a stream of model text: cuts it into sentences, reads moods from tags, synthesises up to three at a time and delivers them in order.
   * After `request.signal` aborts nothing is called on the sink; the promise then resolves with what had reached it.
   * Rejects only when the text stream itself fails, after what came before was said.
   */
  speak(request: SpeakRequest, sink: SpeechSink): Promise<SpeakResult>;
  /** All engines, with the reason for those that are not there. */
  engines(): Promise<VoiceEngineInfo[]>;
  /** Makes the first sentence in this language fast. */
  warmUp(language: Language): Promise<void>;
  close(): Promise<void>;
}

export function createSpeech(options: SpeechOptions): Speech {
  const { builtIn, neural, reader } = createEngines(options);
  const servers = createServerEngines({
    settings: () => options.voiceSettings().servers,
    apiKey: options.voiceApiKey,
    clock: options.clock,
    report: options.report,
  });
  const engines = new Map<VoiceEngineId, VoiceEngine>(
    [...builtIn, ...neural, ...servers.engines].map((engine) => [engine.id, engine]),
  );
  const pronounce = createLatestPronounce(() => options.voiceSettings().pronunciations);
  const ownLanguage = createSentenceVoice({
    engines,
    order: async (setting, language) => engineOrder(setting, language, await readyVoices(neural, servers.engines, language)),
    voiceSettings: options.voiceSettings,
    report: options.report,
    readMouth: options.readMouth,
    logger: options.logger,
  });
  const voice = createTranslatedVoice(ownLanguage, {
    settings: () => options.voiceSettings().translation,
    translate: options.translate,
    pronounce,
    report: options.reportTranslation,
    logger: options.logger,
  });

  async function warmUp(language: Language): Promise<void> {
    const setting = options.voiceSettings().engine;
    for (const id of engineOrder(setting, language, await readyVoices(neural, servers.engines, language))) {
      const engine = engines.get(id);
      if (!engine || !(await engine.describe()).available) continue;
      await engine.warmUp(language);
      break;
    }
    // How fast a new voice is here is known once it has spoken.
    if (setting === 'auto')
      for (const voice of neural) if ((await voice.isFast(language)) === undefined) await voice.warmUp(language);
  }

  return {
    speak: (request, sink) =>
      speakTurn({ voice, persona: options.personaLanguage(), pronounce, logger: options.logger }, request, sink),
    engines: () => Promise.all([...engines.values()].map((engine) => engine.describe())),
    async tryVoice({ engine: id, text, language, voice, emotion }, signal) {
      const engine = engines.get(id);
      if (!engine) throw new StudioError('not-found', `there is no voice engine "${id}"`);
      const { rate, pitch, voices } = options.voiceSettings();
      await servers.engines.find((server) => server.id === id)?.describeAgain();
      const spoken = spokenFromCaption(text, language, pronounce).text;
      const request = { text: spoken, language, voice: voice === '' ? voices[language] : voice, rate, pitch, emotion };
      return tryVoice(engine, request, options.clock, signal);
    },
    warmUp,
    async close() {
      await Promise.all([reader.close(), servers.close(), ...[...engines.values()].map((engine) => engine.close())]);
    },
  };
}

/** The dictionary as it is now, made ready once for each change. */
function createLatestPronounce(entries: () => Pronunciations): Pronounce {
  let known: Pronunciations | undefined;
  let pronounce: Pronounce | undefined;
  return (mapped, language) => {
    const now = entries();
    if (pronounce === undefined || known !== now) {
      known = now;
      pronounce = createPronounce(now);
    }
    return pronounce(mapped, language);
  };
}

/** Engines beyond those that come with the program: servers that are there, and learned voices that have shown here that they are fast enough for a show. */
async function readyVoices(
  neural: readonly NeuralVoiceEngine[],
  servers: readonly ServerEngine[],
  language: Language,
): Promise<ReadonlySet<VoiceEngineId>> {
  const ready = new Set<VoiceEngineId>(servers.filter((server) => server.isReady()).map(({ id }) => id));
  for (const voice of neural) if ((await voice.isFast(language)) === true) ready.add(voice.id);
  return ready;
}

interface Engines {
  readonly builtIn: readonly VoiceEngine[];
  readonly neural: readonly NeuralVoiceEngine[];
  readonly reader: VoiceProcess;
}

function createEngines(options: SpeechOptions): Engines {
  const { clock, logger } = options;
  const spawnWorker = (args: readonly string[]) => options.spawnWorker('voice-worker', args);
  const espeak = createVoiceClient({
    engine: 'espeak',
    about: {
      languages: ['zh', 'en', 'ja'],
      exactTiming: true,
      licence: 'GPL-3.0 (optional component, in a process of its own)',
    },
    spawnWorker,
    clock,
    logger: logger.child('espeak'),
    report: (health) => options.report('espeak', health),
    idleMs: undefined,
  });
  const builtIn = [
    espeak,
    createVoiceClient({
      engine: 'flite',
      about: { languages: ['en'], exactTiming: true, licence: 'BSD-style (Carnegie Mellon University)' },
      spawnWorker,
      clock,
      logger: logger.child('flite'),
      report: (health) => options.report('flite', health),
      idleMs: 120_000,
    }),
    createSystemVoice({
      environment: options.environment,
      clock,
      logger: logger.child('system-voice'),
      report: (health) => options.report('system', health),
    }),
  ];
  const reader = createVoiceProcess({
    engine: 'reader',
    spawnWorker,
    clock,
    logger: logger.child('reader'),
    // Without it learned voices cannot read; sentences then say so.
    report: () => {},
    idleMs: 600_000,
  });
  const neural = createNeuralVoices({ ...options.localModels, espeak: espeak.process, reader, logger: logger.child('neural') });
  return { builtIn, neural, reader };
}
