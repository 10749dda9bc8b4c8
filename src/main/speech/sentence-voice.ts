import type { Logger } from '#main/platform/logger.ts';
import { createResampler, type Resampler } from '#shared/audio/resampler.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { VisemeCue, WordCue } from '#shared/speech/cues.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import { createLeveller, freshLevel, type VoiceLevel } from './audio/leveller.ts';
import { createPaces } from './audio/word-pacer.ts';
import { spreadWords } from './audio/word-spread.ts';
import type { Piece } from './piece-reader.ts';
import type { SynthesisEvent } from './speech.types.ts';
import { sourceRange } from './text/mapped-text.ts';
import { spokenLength } from './text/sentence-cutter.ts';
import { type ReadMouth, withTimes } from './timed-voice.ts';
import type { VoiceEngine, VoiceEngineId } from './voice-engine.ts';

/** Sound and cues of one sentence as the stage wants them: mono float32 at 48 kHz, words in UTF-16 units of the caption. */
export type RenderedEvent =
  | { readonly type: 'pcm'; readonly samples: Float32Array }
  | { readonly type: 'cues'; readonly visemes: readonly VisemeCue[]; readonly words: readonly WordCue[] }
  /** No voice could say it (to the end). Silence to read the caption by may follow. */
  | { readonly type: 'failed'; readonly error: StudioError };

export interface SentenceVoiceOptions {
  readonly engines: ReadonlyMap<VoiceEngineId, VoiceEngine>;
  /** Engines to try for a language, the best first. */
  order(setting: Settings['voice']['engine'], language: Language): Promise<readonly VoiceEngineId[]>;
  voiceSettings(): Settings['voice'];
  report(engineId: VoiceEngineId, health: HealthReport): void;
  readonly readMouth: ReadMouth;
  readonly logger: Logger;
}

export interface SentenceVoice {
  /** `priority` is the sentence's index in its turn. Throws only `cancelled`. */
  render(piece: Piece, priority: number, signal: AbortSignal): AsyncIterable<RenderedEvent>;
}

/** How much of a sentence is already out; a second attempt goes on from there. */
interface Progress {
  samples: number;
  cuesUntilMs: number;
  wordsUntilMs: number;
}

const ATTEMPTS = 2;

/** Says sentences with the engine that fits: each engine gets two attempts, then the next one that speaks the language. */
export function createSentenceVoice(options: SentenceVoiceOptions): SentenceVoice {
  /** Loudness of each voice heard so far; a handful of voices. */
  const levels = new Map<string, VoiceLevel>();
  const paces = createPaces();

  /** Engines under whose name a failure was reported. */
  const failing = new Set<VoiceEngineId>();

  function spokeAgain(): void {
    for (const id of failing) options.report(id, { status: 'ready' });
    failing.clear();
  }

  function reportFailure(piece: Piece, id: VoiceEngineId, problems: readonly string[]): StudioError {
    const error = failure(piece, problems);
    failing.add(id);
    options.report(id, { status: 'failed', reason: 'voice-failed', message: error.message });
    return error;
  }

  function levelOf(key: string): VoiceLevel {
    const level = levels.get(key) ?? freshLevel();
    levels.set(key, level);
    return level;
  }

  async function* attempt(
    engine: VoiceEngine,
    piece: Piece,
    priority: number,
    progress: Progress,
    signal: AbortSignal,
  ): AsyncGenerator<RenderedEvent> {
    const tone = toneOf(options.voiceSettings(), piece);
    const voice = tone.voices[piece.language];
    const request = {
      text: piece.spoken.text,
      language: piece.language,
      voice,
      rate: tone.rate,
      pitch: tone.pitch,
      emotion: piece.emotion,
    };
    const voiceKey = `${engine.id} ${piece.language} ${voice}`;
    const level = levelOf(voiceKey);
    const chain = createSoundChain(level, progress, tone.gain);
    const timing = { readMouth: options.readMouth, paces, voice: voiceKey };
    for await (const event of withTimes(engine.synthesize(request, priority, signal), request, timing, signal)) {
      if (event.type === 'cues') {
        const cues = freshCues(event, piece, progress);
        if (cues.visemes.length > 0 || cues.words.length > 0) yield { type: 'cues', ...cues };
        continue;
      }
      const samples = chain(event);
      if (samples && samples.length > 0) yield { type: 'pcm', samples };
    }
    const rest = chain(undefined);
    if (rest && rest.length > 0) yield { type: 'pcm', samples: rest };
  }

  async function* render(piece: Piece, priority: number, signal: AbortSignal): AsyncGenerator<RenderedEvent> {
    const progress: Progress = { samples: 0, cuesUntilMs: 0, wordsUntilMs: 0 };
    const problems: string[] = [];
    const order = await options.order(toneOf(options.voiceSettings(), piece).engine, piece.language);
    for (const id of order) {
      const engine = options.engines.get(id);
      if (!engine) continue;
      for (let tries = 0; tries < ATTEMPTS; tries++) {
        try {
          yield* attempt(engine, piece, priority, progress, signal);
          yield { type: 'pcm', samples: new Float32Array(Math.round((pauseMsAfter(piece.caption) / 1000) * PCM_SAMPLE_RATE_HZ)) };
          spokeAgain();
          return;
        } catch (error) {
          if (signal.aborted) throw error;
          problems.push(messageFromUnknown(error));
          options.logger.warn('a voice failed', { engine: id, attempt: tries + 1, problem: messageFromUnknown(error) });
          if (error instanceof StudioError && error.code === 'unavailable') break;
        }
      }
      // Another voice would say the sentence from its beginning: what was said so far must do.
      if (progress.samples > 0) break;
    }
    const error = reportFailure(piece, order[0] ?? 'espeak', problems);
    yield { type: 'failed', error };
    if (progress.samples === 0) yield* silentReading(piece);
  }

  return { render };
}

interface Tone {
  readonly engine: Settings['voice']['engine'];
  readonly voices: Settings['voice']['voices'];
  readonly rate: number;
  readonly pitch: number;
  /** Against her own loudness. */
  readonly gain: number;
}

function toneOf(settings: Settings['voice'], piece: Piece): Tone {
  if (piece.speaker === 'her') return { ...settings, gain: 1 };
  return { ...settings.assistant, gain: settings.assistant.volume };
}

/** Levels and resamples; `undefined` as input flushes. Drops what an earlier attempt already delivered. */
function createSoundChain(
  level: VoiceLevel,
  progress: Progress,
  gain: number,
): (event: Exclude<SynthesisEvent, { type: 'cues' }> | undefined) => Float32Array | undefined {
  let resampler: Resampler | undefined;
  // After the resampler, whose filter may overshoot: the limiter has the last word.
  const leveller = createLeveller(PCM_SAMPLE_RATE_HZ, level);
  let toSkip = progress.samples;
  const deliver = (samples: Float32Array): Float32Array => {
    leveller.process(samples);
    if (gain !== 1) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * gain;
    const skipped = Math.min(toSkip, samples.length);
    toSkip -= skipped;
    progress.samples += samples.length - skipped;
    return skipped > 0 ? samples.slice(skipped) : samples;
  };
  return (event) => {
    if (!event) return resampler ? deliver(resampler.flush()) : undefined;
    if (event.type === 'pcm') return resampler ? deliver(resampler.process(event.samples)) : undefined;
    resampler = createResampler(event.sampleRateHz, PCM_SAMPLE_RATE_HZ);
    return undefined;
  };
}

/** Cues later than those already delivered; words moved from the spoken text to the caption, neighbours of one caption word joined. */
function freshCues(
  event: Extract<SynthesisEvent, { type: 'cues' }>,
  piece: Piece,
  progress: Progress,
): { visemes: VisemeCue[]; words: WordCue[] } {
  const visemes = event.visemes.filter((cue) => cue.startMs >= progress.cuesUntilMs - 0.5);
  const words: WordCue[] = [];
  for (const cue of event.words.filter((word) => word.startMs >= progress.wordsUntilMs - 0.5)) {
    const { start, end } = sourceRange(piece.spoken, cue.textStart, cue.textEnd);
    const last = words.at(-1);
    // "3.5%" is six spoken words of one caption word.
    if (last && last.textStart === start && last.textEnd === end) words[words.length - 1] = { ...last, endMs: cue.endMs };
    else words.push({ startMs: cue.startMs, endMs: cue.endMs, textStart: start, textEnd: end });
  }
  progress.cuesUntilMs = visemes.at(-1)?.endMs ?? progress.cuesUntilMs;
  progress.wordsUntilMs = words.at(-1)?.endMs ?? progress.wordsUntilMs;
  return { visemes, words };
}

/** Silence long enough to read the caption: the show goes on without a voice. */
function* silentReading(piece: Piece): Generator<RenderedEvent> {
  const ms = Math.min(8000, Math.max(900, spokenLength(piece.caption) * 70));
  yield { type: 'cues', visemes: [{ startMs: 0, endMs: ms, viseme: 'sil', open: 0 }], words: spreadWords(piece.caption, 0, ms) };
  yield { type: 'pcm', samples: new Float32Array(Math.round((ms / 1000) * PCM_SAMPLE_RATE_HZ)) };
}

/** Sentences are played back to back: the breath between them is part of the sound. */
function pauseMsAfter(caption: string): number {
  if (/[，、,;；:：–—-]["'”’」』）)]*$/u.test(caption)) return 110;
  return /[。！？.!?…～~]["'”’」』）)]*$/u.test(caption) ? 240 : 160;
}

function failure(piece: Piece, problems: readonly string[]): StudioError {
  const advice =
    piece.language === 'en'
      ? 'install flite with "npm install", or espeak-ng with your system\'s package manager'
      : 'install eSpeak NG: "npm install @echogarden/espeak-ng-emscripten" in the program\'s folder, or espeak-ng with your system\'s package manager';
  return new StudioError(
    'voice',
    `no voice could say a sentence in "${piece.language}" (${problems.join('; ') || 'no engine speaks it'}): ${advice}`,
  );
}
