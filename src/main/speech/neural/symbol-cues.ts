import type { Notation, PartWord } from '#main/speech/front-ends/front-end.types.ts';
import { ipaOfPinyinSymbol } from '#main/speech/front-ends/pinyin-symbols.ts';
import { shapesFromPhone } from '#main/speech/worker/ipa-visemes.ts';
import type { VisemeCue, WordCue } from '#shared/speech/cues.ts';
import type { Language } from '#shared/speech/emotion.ts';

/** Signs of Kokoro that stand for several sounds of IPA. */
const SIGNS: Readonly<Record<string, string>> = {
  A: 'eɪ',
  I: 'aɪ',
  O: 'oʊ',
  Q: 'əʊ',
  W: 'aʊ',
  Y: 'ɔɪ',
  T: 'ɾ',
  ʤ: 'dʒ',
  ʧ: 'tʃ',
  ʦ: 'ts',
  ʣ: 'dz',
  ʨ: 'tɕ',
  ʥ: 'dʑ',
  ꭧ: 'ʈʂ',
  ᵊ: 'ə',
  β: 'w',
};
/** Signs without a sound of their own: they belong to the sound before them. */
const MARK = /^(?:[ːˑʰʲᵝʷˀ→↗↓↘0-9'-]|\p{M})$/u;
const STRESS = /^[ˈˌ]$/u;
const PAUSE = /^[\s.,!?;:…—–"“”()。，、！？；：]$/u;
/** A mark or space that lasts longer is heard as a pause, ms. */
const AUDIBLE_PAUSE_MS = 45;

export interface TimedSymbols {
  readonly symbols: readonly string[];
  /** ms; symbols + 1 numbers. */
  readonly startsMs: ArrayLike<number>;
  readonly notation: Notation;
  readonly language: Language;
}

/** The mouth of a part whose symbols' times are known. Times in ms from the part's first sample, `offsetMs` added, divided by `tempo`. */
export function mouthFromSymbols(timed: TimedSymbols, tempo: number, offsetMs: number): readonly VisemeCue[] {
  const cues: VisemeCue[] = [];
  for (const { ipa, from, to } of soundsOf(timed)) {
    let start = from;
    for (const shape of shapesFromPhone(ipa)) {
      const end = start + (to - from) * shape.share;
      if (end > start)
        cues.push({ startMs: offsetMs + start / tempo, endMs: offsetMs + end / tempo, viseme: shape.viseme, open: shape.open });
      start = end;
    }
  }
  return cues;
}

export function wordsFromSymbols(
  words: readonly PartWord[],
  { startsMs }: TimedSymbols,
  tempo: number,
  offsetMs: number,
): readonly WordCue[] {
  return words.flatMap(({ textStart, textEnd, first, end }) => {
    const startMs = offsetMs + (startsMs[first] ?? 0) / tempo;
    const endMs = offsetMs + (startsMs[end] ?? 0) / tempo;
    return endMs > startMs ? [{ startMs, endMs, textStart, textEnd }] : [];
  });
}

interface Sound {
  readonly ipa: string;
  readonly from: number;
  to: number;
}

/** Sounds in order without gaps; '' is a pause. */
function soundsOf({ symbols, startsMs, notation, language }: TimedSymbols): readonly Sound[] {
  const sounds: Sound[] = [];
  let from = startsMs[0] ?? 0;
  for (const [i, symbol] of symbols.entries()) {
    const to = startsMs[i + 1] ?? from;
    const last = sounds.at(-1);
    // A stress mark's time is the beginning of the sound that it stands before.
    if (STRESS.test(symbol)) continue;
    const isShortPause = PAUSE.test(symbol) && to - from < AUDIBLE_PAUSE_MS;
    if (last && (MARK.test(symbol) || isShortPause || isToneLetter(symbol, language, notation))) last.to = to;
    else if (to > from) sounds.push({ ipa: PAUSE.test(symbol) ? '' : ipaOf(symbol, notation), from, to });
    from = to;
  }
  return sounds;
}

/** eSpeak NG writes the third tone of Mandarin with the letter of an English vowel. */
function isToneLetter(symbol: string, language: Language, notation: Notation): boolean {
  return symbol === 'ɜ' && language === 'zh' && notation.name === 'ipa';
}

function ipaOf(symbol: string, notation: Notation): string {
  if (notation.name === 'pinyin') return ipaOfPinyinSymbol(symbol);
  return notation.name === 'kokoro' ? (SIGNS[symbol] ?? symbol) : symbol;
}
