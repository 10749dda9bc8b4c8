import { INFERENCE_PRIORITY, type Inference } from '#main/inference/inference.types.ts';
import type { LocalModelLibrary } from '#main/inference/library.types.ts';
import type { Logger } from '#main/platform/logger.ts';
import { spreadWords } from '#main/speech/audio/word-spread.ts';
import type { FrontEnd } from '#main/speech/front-ends/front-end.types.ts';
import type { SynthesisEvent, SynthesisRequest } from '#main/speech/speech.types.ts';
import type { VoiceEngine } from '#main/speech/voice-engine.ts';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { InferenceEngineId } from '#shared/inference/model-manifest.ts';
import { type SynthesisInput, type SynthesisSound, synthesisSoundSchema } from '#shared/inference/synthesis.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { type NeuralDelivery, neuralDelivery, playbackRate } from './delivery.ts';
import type { NeuralVoice } from './model-voice.ts';
import { createNeuralModels } from './neural-models.ts';
import { type NeuralPart, neuralParts } from './neural-parts.ts';
import { mouthFromSymbols, wordsFromSymbols } from './symbol-cues.ts';

export interface NeuralVoiceOptions {
  readonly id: 'piper' | 'kokoro' | 'sherpa';
  /** Engines of the worker whose models are this voice's. */
  readonly engines: readonly InferenceEngineId[];
  readonly inference: Inference;
  readonly library: LocalModelLibrary;
  readonly frontEnd: FrontEnd;
  readonly logger: Logger;
}

/** A voice out of models that are installed here. */
export interface NeuralVoiceEngine extends VoiceEngine {
  /** Whether a voice of this language is installed that makes sound clearly faster than it is heard; undefined: not known before it has spoken. */
  isFast(language: Language): Promise<boolean | undefined>;
}

/** A clause of a slow model on a slow processor; loading has its own bound. */
const LONGEST_WAIT_MS = 60_000;
/** A real-time factor above this cannot stay ahead of the show. */
const FAST_ENOUGH = 0.7;
/** Sentences further on in a turn are alike. */
const LAST_PRIORITY = 30;
const ATTEMPTS = 2;
/** One clause: on a slow processor it is work for seconds. */
const WARM_UP_TEXT: Readonly<Record<Language, string>> = {
  zh: '欢迎来到我的直播间。',
  en: 'Welcome to my stream.',
  ja: 'みなさんこんにちは。',
};

/** Speaks part by part (a clause or so), so that sound flows before the sentence is made, and what a lost process took is said again without a gap. */
export function createNeuralVoice(options: NeuralVoiceOptions): NeuralVoiceEngine {
  const { inference, logger } = options;
  const models = createNeuralModels(options.library, options.engines, logger);
  const reported = new Set<string>();

  async function voiceFor(language: Language, wanted: string): Promise<NeuralVoice> {
    const voices = (await models.voices()).filter((voice) => voice.language === language);
    const voice = voices.find(({ id }) => id === wanted) ?? voices[0];
    if (!voice)
      throw new StudioError(
        'unavailable',
        `no ${options.id} voice for "${language}" is installed: add one on the page "Local models"`,
      );
    return voice;
  }

  async function soundOf(
    voice: NeuralVoice,
    part: NeuralPart,
    delivery: NeuralDelivery,
    priority: number,
    signal: AbortSignal,
  ): Promise<SynthesisSound> {
    const input: SynthesisInput = {
      said: part.said,
      voice: voice.speaker,
      speed: delivery.speed,
      liveliness: delivery.liveliness,
    };
    const call = {
      role: 'voice',
      model: voice.source,
      op: 'synthesize',
      input,
      priority: INFERENCE_PRIORITY.speech + Math.min(LAST_PRIORITY, Math.max(0, priority)),
      signal,
      timeoutMs: LONGEST_WAIT_MS,
    } as const;
    for await (const event of inference.run(call)) {
      const sound = synthesisSoundSchema.parse(event);
      reportUnknown(voice, sound.unknown);
      return sound;
    }
    throw new StudioError('voice', `${voice.name} made no sound`);
  }

  /** A part is all or nothing, so one that was lost can be said again. */
  async function surely(...call: Parameters<typeof soundOf>): Promise<SynthesisSound> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await soundOf(...call);
      } catch (error) {
        const mayHelp = error instanceof StudioError && error.code === 'voice' && attempt < ATTEMPTS;
        if (!mayHelp || call[4].aborted) throw error;
        logger.warn('a part of a sentence is said again', { voice: call[0].id, reason: messageFromUnknown(error) });
      }
    }
  }

  function reportUnknown(voice: NeuralVoice, unknown: readonly string[]): void {
    const news = unknown.filter((symbol) => !reported.has(`${voice.source.key} ${symbol}`));
    if (news.length === 0) return;
    for (const symbol of news) reported.add(`${voice.source.key} ${symbol}`);
    logger.info('a voice has no sound for some symbols: they are left out', { voice: voice.id, symbols: news.join(' ') });
  }

  async function* synthesize(request: SynthesisRequest, priority: number, signal: AbortSignal): AsyncGenerator<SynthesisEvent> {
    const voice = await voiceFor(request.language, request.voice);
    const delivery = neuralDelivery(request);
    const parts = neuralParts(options.frontEnd, voice, request.text, priority, signal)[Symbol.asyncIterator]();
    let atMs = 0;
    try {
      for (let next = parts.next(); ; ) {
        const { done, value: part } = await next;
        if (done) break;
        // The next part is read while this one is spoken.
        next = parts.next();
        next.catch(() => {});
        const sound = await surely(voice, part, delivery, priority, signal);
        const rateHz = playbackRate(sound.sampleRateHz, delivery.playback);
        if (atMs === 0) yield { type: 'format', sampleRateHz: rateHz };
        yield cuesOf(voice, part, sound, rateHz, atMs);
        yield { type: 'pcm', samples: sound.samples };
        const pause = new Float32Array(Math.round((part.pauseMs / 1000 / request.rate) * rateHz));
        if (pause.length > 0) yield { type: 'pcm', samples: pause };
        atMs += ((sound.samples.length + pause.length) / rateHz) * 1000;
      }
    } finally {
      await parts.return?.(undefined);
    }
    if (atMs === 0)
      throw new StudioError('voice', `${voice.name} found nothing to say in ${JSON.stringify(request.text.slice(0, 40))}`);
  }

  async function warmUp(language: Language): Promise<void> {
    try {
      const request: SynthesisRequest = {
        text: WARM_UP_TEXT[language],
        language,
        voice: '',
        rate: 1,
        pitch: 0,
        emotion: 'neutral',
      };
      for await (const _ of synthesize(request, LAST_PRIORITY, new AbortController().signal));
    } catch (error) {
      logger.info('voice not warmed up', { engine: options.id, language, reason: messageFromUnknown(error) });
    }
  }

  return {
    id: options.id,
    async describe() {
      return infoFrom(options.id, await models.voices());
    },
    async isFast(language) {
      const voice = (await models.voices()).find((one) => one.language === language);
      if (!voice) return false;
      const measured = inference.view.get().models.find(({ key }) => key === voice.source.key)?.realTimeFactor;
      const factor = measured ?? voice.manifest.realTimeFactor;
      return factor === undefined ? undefined : factor < FAST_ENOUGH;
    },
    warmUp,
    synthesize,
    // The processes belong to the inference client.
    async close() {},
  };
}

function cuesOf(voice: NeuralVoice, part: NeuralPart, sound: SynthesisSound, rateHz: number, atMs: number): SynthesisEvent {
  const lengthMs = (sound.samples.length / rateHz) * 1000;
  const tempo = rateHz / sound.sampleRateHz;
  const startsMs = sound.symbolStartsMs;
  if (startsMs && 'symbols' in part.said && voice.notation) {
    const timed = { symbols: part.said.symbols, startsMs, notation: voice.notation, language: voice.language };
    return { type: 'cues', visemes: mouthFromSymbols(timed, tempo, atMs), words: wordsOf(part, timed, tempo, atMs, lengthMs) };
  }
  // The mouth is read from the sound where no times are told.
  return { type: 'cues', visemes: [], words: spreadWords(part.text, atMs, atMs + lengthMs, part.from) };
}

/** A notation that does not tell words apart gives one long word: its letters share the time. */
function wordsOf(part: NeuralPart, timed: Parameters<typeof wordsFromSymbols>[1], tempo: number, atMs: number, lengthMs: number) {
  if (part.words.length > 1) return wordsFromSymbols(part.words, timed, tempo, atMs);
  return spreadWords(part.text, atMs, atMs + lengthMs, part.from);
}

function infoFrom(id: NeuralVoiceOptions['id'], voices: readonly NeuralVoice[]): VoiceEngineInfo {
  const licences = [...new Set(voices.map(({ manifest }) => manifest.licence.name))].filter((name) => name !== '');
  return {
    id,
    kind: 'local-model',
    available: voices.length > 0,
    ...(voices.length > 0 ? {} : { reason: 'no voice of this kind is installed: add one on the page "Local models"' }),
    languages: [...new Set(voices.map(({ language }) => language))],
    voices: voices.map((one) => ({ id: one.id, name: one.name, language: one.language })),
    exactTiming: id !== 'sherpa',
    streaming: true,
    cloning: false,
    emotion: true,
    speed: true,
    pitch: true,
    licence: licences.length > 0 ? licences.join(', ') : 'of the installed voices',
  };
}
