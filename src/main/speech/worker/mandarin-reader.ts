import { isErColour, MANDARIN_READINGS } from './mandarin-words.ts';
import type { ReadWord } from './voice-protocol.ts';

/** A syllable in letters (ü as v), coloured by r or not, with the tone that is spoken: 1…5, 5 is neutral. */
interface Syllable {
  letters: string;
  tone: number;
  readonly textStart: number;
  textEnd: number;
  /** First of its word. */
  readonly opens: boolean;
}

type Pinyin = typeof import('pinyin-pro');

export interface MandarinReader {
  /** Loads the dictionary (0.3 MB). */
  load(): Promise<void>;
  /** Hanzi as syllables with tone numbers, "ni2 hao3", word by word; everything else is left out. */
  read(text: string): Promise<readonly ReadWord[]>;
}

const HANZI = /[\p{Script=Han}〇]+/gu;

export function createMandarinReader(): MandarinReader {
  let loading: Promise<Pinyin> | undefined;
  const words = new Intl.Segmenter('zh', { granularity: 'word' });
  const load = (): Promise<Pinyin> => {
    loading ??= import('pinyin-pro').then((pinyin) => {
      pinyin.customPinyin({ ...MANDARIN_READINGS });
      return pinyin;
    });
    return loading;
  };
  return {
    async load() {
      await load();
    },
    async read(text) {
      const pinyin = await load();
      return [...text.matchAll(HANZI)].flatMap((match) => {
        const syllables = syllablesOf(match[0], match.index, pinyin, words);
        changeThirdTones(syllables);
        return wordsFrom(syllables);
      });
    },
  };
}

function syllablesOf(hanzi: string, from: number, { pinyin }: Pinyin, segmenter: Intl.Segmenter): Syllable[] {
  const wordStarts = new Set([...segmenter.segment(hanzi)].map(({ index }) => index));
  const syllables: Syllable[] = [];
  const read = pinyin(hanzi, { type: 'all', toneType: 'num', v: true, toneSandhi: true });
  let at = 0;
  for (const [index, { origin, pinyin: sounds, num }] of read.entries()) {
    const start = at;
    at += origin.length;
    const letters = sounds.replace(/[0-9]/gu, '').replace(/ü/gu, 'v');
    const before = syllables.at(-1);
    if (origin === '儿' && before && isErColour(read[index - 1]?.origin, read[index + 1]?.origin)) {
      before.letters += 'r';
      before.textEnd = from + at;
    } else if (/^[a-zê]+$/u.test(letters)) {
      const tone = num === 0 ? 5 : num;
      syllables.push({ letters, tone, textStart: from + start, textEnd: from + at, opens: wordStarts.has(start) });
    }
  }
  return syllables;
}

/**
 * A third tone before a third tone is spoken as a second one: within a word from the left (展览馆 2-2-3), between words from the right, where only
 * the neighbours count as they are spoken (老板很好 2-3-2-3).
 */
function changeThirdTones(syllables: Syllable[]): void {
  const meet = (a: Syllable | undefined, b: Syllable | undefined): boolean => a?.tone === 3 && b?.tone === 3;
  for (const [i, syllable] of syllables.entries()) {
    const next = syllables[i + 1];
    if (meet(syllable, next) && next?.opens === false) syllable.tone = 2;
  }
  for (let i = syllables.length - 2; i >= 0; i--) {
    const syllable = syllables[i];
    if (syllable && meet(syllable, syllables[i + 1])) syllable.tone = 2;
  }
}

function wordsFrom(syllables: readonly Syllable[]): readonly ReadWord[] {
  const words: ReadWord[] = [];
  for (const { letters, tone, textStart, textEnd, opens } of syllables) {
    const sounds = `${letters}${tone}`;
    const last = words.at(-1);
    if (last && !opens) words[words.length - 1] = { textStart: last.textStart, textEnd, sounds: `${last.sounds} ${sounds}` };
    else words.push({ textStart, textEnd, sounds });
  }
  return words;
}
