import type { SynthesisRequest } from '#main/speech/speech.types.ts';
import { type MappedText, mappedFromText, sourceRange } from '#main/speech/text/mapped-text.ts';
import { StudioError } from '#shared/errors.ts';
import { clausesFromText } from './clauses.ts';
import { DELIVERIES } from './emotional-delivery.ts';
import { ESPEAK_SAMPLE_RATE_HZ, type EspeakEvent, type EspeakSynthesizer, loadEspeak } from './espeak-module.ts';
import { checkedVoice, unitOffsets, wholeInIpa, wordsInIpa } from './espeak-reader.ts';
import { ESPEAK_VOICES, espeakVoiceFor } from './espeak-voices.ts';
import { createJapaneseReader } from './japanese-reader.ts';
import { createPhonemeTimeline, type PhonemeTimeline, type TimelineEvent } from './phoneme-timeline.ts';
import { phrasesFromMapped } from './phrases.ts';
import type { WorkerEngine } from './worker-engine.ts';

/** Words a minute at rate 1: a little livelier than eSpeak NG's own 175 in English, calmer in Mandarin, whose tones need time. */
const WORDS_A_MINUTE = { zh: 185, en: 172, ja: 178 } as const;

const WARM_UP_ROUNDS = 3;
const WARM_UP_TEXT = {
  zh: '大家好，欢迎来到我的直播间。',
  en: 'Hello everyone, welcome to my stream.',
  ja: 'みなさん、こんにちは。',
} as const;

/** eSpeak NG: zh, en and ja with exact word and phoneme times, 22 050 Hz, sound from the first 100 ms on. */
export async function createEspeakEngine(): Promise<WorkerEngine> {
  const synthesizer = await loadEspeak();
  const japanese = createJapaneseReader((word) => wordInIpa(synthesizer, word));
  let current = '';

  /** False: eSpeak NG has no such voice. */
  function selectVoice(name: string): boolean {
    if (current === name) return true;
    // This build calls its British English plain "en"; asked for another name it silently keeps the voice that it had.
    const found = synthesizer.set_voice(name.replace(/^en-gb(?=\+|$)/u, 'en')) === 0;
    current = found ? name : '';
    return found;
  }

  function wordInIpa(engine: EspeakSynthesizer, word: string): string {
    engine.set_voice('en');
    current = '';
    return engine.synthesize_ipa(word).ipa;
  }

  return {
    voices: ESPEAK_VOICES,
    async warmUp(language) {
      if (language === 'ja') await japanese.load();
      // WebAssembly is compiled as it is used: the first sentences are up to fifty times slower than later ones.
      selectVoice(espeakVoiceFor(language, ''));
      for (let i = 0; i < WARM_UP_ROUNDS; i++) synthesizer.synthesize(WARM_UP_TEXT[language], () => false);
    },
    async pieces(request, emit) {
      const voice = espeakVoiceFor(request.language, request.voice);
      const spoken = request.language === 'ja' ? await japanese.read(request.text) : mappedFromText(request.text);
      const timeline = createPhonemeTimeline(ESPEAK_SAMPLE_RATE_HZ, emit);
      const clauses = clausesFromText(spoken.text);
      emit({ type: 'format', sampleRateHz: ESPEAK_SAMPLE_RATE_HZ });
      let pauseMs = 0;
      const pieces = clauses.map((clause) => () => {
        selectVoice(voice);
        applyDelivery(synthesizer, request);
        timeline.beginPiece(pauseMs / request.rate);
        synthesizeClause(synthesizer, clause.text, clause.from, spoken, timeline);
        timeline.endPiece();
        pauseMs = clause.pauseMs;
      });
      return [...pieces, () => timeline.finish()];
    },
    async read(request) {
      if (request.script === 'kana') return phrasesFromMapped(await japanese.read(request.text));
      if (request.script === 'pinyin') throw new StudioError('unavailable', 'eSpeak NG gives no pinyin: ask the reader');
      const voice = checkedVoice(request);
      if (!selectVoice(voice))
        throw new StudioError('unavailable', `eSpeak NG has no voice "${voice}": this model was made with a newer one`);
      return request.script === 'ipa' ? wordsInIpa(synthesizer, request.text) : wholeInIpa(synthesizer, request.text);
    },
  };
}

function applyDelivery(synthesizer: EspeakSynthesizer, request: SynthesisRequest): void {
  const delivery = DELIVERIES[request.emotion];
  synthesizer.set_rate(Math.round(Math.min(450, Math.max(80, WORDS_A_MINUTE[request.language] * request.rate * delivery.rate))));
  // eSpeak NG's pitch scale runs an octave down (0) to an octave up (100): 50 steps for 12 semitones.
  synthesizer.set_pitch(Math.round(Math.min(100, Math.max(0, 50 + ((request.pitch + delivery.pitch) * 50) / 12))));
  synthesizer.set_range(Math.round(Math.min(100, 50 * delivery.range)));
}

function synthesizeClause(
  engine: EspeakSynthesizer,
  text: string,
  from: number,
  whole: MappedText,
  timeline: PhonemeTimeline,
): void {
  const offsets = unitOffsets(text);
  engine.synthesize(text, (samples, events) => {
    timeline.push(
      Float32Array.from(samples, (value) => value / 32_768),
      events.flatMap((event) => timelineEvents(event, offsets, from, whole)),
    );
    return false;
  });
}

function timelineEvents(
  event: EspeakEvent,
  offsets: readonly number[],
  from: number,
  whole: MappedText,
): readonly TimelineEvent[] {
  if (event.type === 'phoneme') {
    const phone = String(event.id ?? '');
    // "(en)" marks a change of language within a sentence.
    return phone.startsWith('(') ? [] : [{ kind: 'phone', phone, atMs: event.audio_position }];
  }
  if (event.type !== 'word') return [];
  const start = offsets[event.text_position - 1];
  const end = offsets[Math.min(offsets.length - 1, event.text_position - 1 + event.word_length)];
  if (start === undefined || end === undefined) return [];
  const source = sourceRange(whole, from + start, from + Math.max(start + 1, end));
  return [{ kind: 'word', atMs: event.audio_position, textStart: source.start, textEnd: source.end }];
}
