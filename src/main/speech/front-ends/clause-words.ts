import type { ReadWord } from '#main/speech/worker/voice-protocol.ts';
import { assertNever, StudioError } from '#shared/errors.ts';
import type { Notation, TextToRead } from './front-end.types.ts';
import { kokoroFromEnglish, piperSymbols, styleTtsSymbols } from './ipa-symbols.ts';
import { kokoroFromKana } from './kana-symbols.ts';
import { spelledInKokoro } from './letter-names.ts';
import type { SymbolWord } from './part-packer.ts';
import { kokoroFromPinyin, piperFromPinyin } from './pinyin-symbols.ts';
import type { TextReader } from './text-reader.ts';

export interface Readers {
  /** eSpeak NG, optional. */
  readonly espeak: TextReader;
  /** Mandarin and Japanese dictionaries. */
  readonly dictionary: TextReader;
}

/** What of a request concerns one clause. */
export type ClauseRequest = Pick<TextToRead, 'language' | 'notation' | 'priority'>;

const LATIN_RUN = /[\p{Script=Latin}][\p{Script=Latin}\p{M}'’.-]*(?:\s+[\p{Script=Latin}][\p{Script=Latin}\p{M}'’.-]*)*/gu;

export function createClauseWords(readers: Readers) {
  async function espeak(
    text: string,
    script: 'ipa' | 'tonal-ipa',
    voice: string,
    request: ClauseRequest,
    signal: AbortSignal,
  ): Promise<readonly ReadWord[]> {
    if (!(await readers.espeak.isThere()))
      throw new StudioError(
        'unavailable',
        'this voice needs eSpeak NG to know how words sound: run "npm install @echogarden/espeak-ng-emscripten" in the program\'s folder, or choose another voice',
      );
    return readers.espeak.read({ text, script, voice }, request.priority, signal);
  }

  /** Japanese in kana; by eSpeak NG's process if it is there, which also knows English words. */
  async function kana(text: string, request: ClauseRequest, signal: AbortSignal): Promise<readonly ReadWord[]> {
    const reader = (await readers.espeak.isThere()) ? readers.espeak : readers.dictionary;
    return reader.read({ text, script: 'kana', voice: '' }, request.priority, signal);
  }

  async function inIpa(
    text: string,
    notation: Extract<Notation, { name: 'ipa' }>,
    request: ClauseRequest,
    signal: AbortSignal,
  ): Promise<readonly SymbolWord[]> {
    // Events of eSpeak NG leave out the tones of Mandarin; its transcription does not tell where words are.
    if (request.language === 'zh')
      return withSymbols(await espeak(text, 'tonal-ipa', notation.espeakVoice, request, signal), (sounds) => [
        ...sounds.normalize('NFD'),
      ]);
    if (request.language !== 'ja')
      return withSymbols(await espeak(text, 'ipa', notation.espeakVoice, request, signal), piperSymbols);
    const phrases = await kana(text, request, signal);
    const reading = phrases.map((phrase) => phrase.sounds).join(' ');
    const words = await espeak(reading, 'ipa', notation.espeakVoice, request, signal);
    return withSymbols(
      words.map((word) => ({ ...word, ...phraseAt(phrases, word.textStart) })),
      piperSymbols,
    );
  }

  /** Hanzi as syllables; words in Latin letters between them by eSpeak NG, or spelled if it is not there. */
  async function mandarinInKokoro(text: string, request: ClauseRequest, signal: AbortSignal): Promise<readonly SymbolWord[]> {
    const hanzi = withSymbols(
      await readers.dictionary.read({ text, script: 'pinyin', voice: '' }, request.priority, signal),
      kokoroFromPinyin,
    );
    const latin = await Promise.all(
      [...text.matchAll(LATIN_RUN)].map(async (match) => {
        const words = (await readers.espeak.isThere())
          ? withSymbols(await espeak(match[0], 'ipa', 'en-us', request, signal), (phones) => kokoroFromEnglish(phones, false))
          : spelledInKokoro(match[0]);
        return words.map((word) => ({ ...word, textStart: word.textStart + match.index, textEnd: word.textEnd + match.index }));
      }),
    );
    return [...hanzi, ...latin.flat()].sort((a, b) => a.textStart - b.textStart);
  }

  async function inKokoro(
    text: string,
    isBritish: boolean,
    request: ClauseRequest,
    signal: AbortSignal,
  ): Promise<readonly SymbolWord[]> {
    if (request.language === 'zh') return mandarinInKokoro(text, request, signal);
    if (request.language === 'ja') return withSymbols(await kana(text, request, signal), kokoroFromKana);
    const words = await espeak(text, 'ipa', isBritish ? 'en-gb' : 'en-us', request, signal);
    return withSymbols(words, (phones) => kokoroFromEnglish(phones, isBritish));
  }

  /** Words of one clause in symbols, and what stands between two of them. Positions count units of the clause. */
  return async (
    text: string,
    request: ClauseRequest,
    signal: AbortSignal,
  ): Promise<{ readonly words: readonly SymbolWord[]; readonly joiner: string }> => {
    const { notation } = request;
    switch (notation.name) {
      case 'ipa':
        return { words: await inIpa(text, notation, request, signal), joiner: ' ' };
      case 'kokoro':
        return { words: await inKokoro(text, notation.isBritish, request, signal), joiner: ' ' };
      case 'styletts':
        return { words: withSymbols(await espeak(text, 'ipa', 'en-us', request, signal), styleTtsSymbols), joiner: ' ' };
      case 'pinyin':
        return {
          words: withSymbols(
            await readers.dictionary.read({ text, script: 'pinyin', voice: '' }, request.priority, signal),
            piperFromPinyin,
          ),
          joiner: '',
        };
      case 'letters':
        return { words: withSymbols(lettersOf(text), (word) => [...word.normalize('NFD')]), joiner: ' ' };
      default:
        return assertNever(notation);
    }
  };
}

function withSymbols(words: readonly ReadWord[], symbolsOf: (sounds: string) => readonly string[]): readonly SymbolWord[] {
  return words.map(({ textStart, textEnd, sounds }) => ({ textStart, textEnd, symbols: symbolsOf(sounds) }));
}

/** The phrase whose kana hold this place of the joined reading. */
function phraseAt(phrases: readonly ReadWord[], at: number): { textStart: number; textEnd: number } {
  let from = 0;
  for (const { sounds, textStart, textEnd } of phrases) {
    if (at < from + sounds.length + 1) return { textStart, textEnd };
    from += sounds.length + 1;
  }
  const last = phrases.at(-1);
  return { textStart: last?.textStart ?? 0, textEnd: last?.textEnd ?? 0 };
}

function lettersOf(text: string): readonly ReadWord[] {
  return [...text.toLowerCase().matchAll(/[\p{L}\p{N}\p{M}'’-]+/gu)].map((match) => ({
    textStart: match.index,
    textEnd: match.index + match[0].length,
    sounds: match[0],
  }));
}
