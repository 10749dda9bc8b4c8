import { EN_LISTS, EN_ORDINARY } from '../lists/en.ts';
import { JA_LISTS, JA_ORDINARY } from '../lists/ja.ts';
import type { ListedCategory, WordList } from '../lists/word-list.ts';
import { ZH_LISTS, ZH_ORDINARY } from '../lists/zh.ts';
import { createWordIndex, isLatin, type WordIndex } from './word-index.ts';

export type WordCategory = ListedCategory | 'own-list';

let builtIn: WordIndex<WordCategory> | undefined;

/** The lists that come with the program, built once. */
export function builtInWords(): WordIndex<WordCategory> {
  if (builtIn !== undefined) return builtIn;
  const index = createWordIndex<WordCategory>();
  for (const list of [...ZH_LISTS, ...JA_LISTS, ...EN_LISTS]) addList(index, list);
  for (const words of [ZH_ORDINARY, JA_ORDINARY, EN_ORDINARY]) for (const word of wordsIn(words)) index.addOrdinary(word);
  builtIn = index;
  return index;
}

/** The streamer's own words, and those that the streamer lets pass. */
export function ownWords(own: {
  readonly blocked: readonly string[];
  readonly allowed: readonly string[];
}): WordIndex<WordCategory> {
  const index = createWordIndex<WordCategory>();
  for (const word of own.blocked) addOwn(index, word);
  for (const word of own.allowed) index.addOrdinary(phraseFrom(word));
  return index;
}

function addList(
  index: WordIndex<WordCategory>,
  { category, written = '', spoken = '', latin = '', initials = '' }: WordList,
): void {
  for (const word of wordsIn(written)) index.addWritten(word, category);
  for (const word of wordsIn(spoken)) index.addSpoken(word, category, { sameTones: false });
  for (const word of wordsIn(latin)) index.addLatin(word, category);
  for (const word of wordsIn(initials)) index.addInitials(word, category);
}

function addOwn(index: WordIndex<WordCategory>, word: string): void {
  if (isLatin(word)) index.addLatin(phraseFrom(word.replaceAll('*', '')), 'own-list');
  else if (/^\p{Script=Han}{2,}$/u.test(word)) index.addSpoken(word, 'own-list', { sameTones: [...word].length === 2 });
  else index.addWritten(word.replace(/^=/u, ''), 'own-list');
}

function wordsIn(list: string): string[] {
  return list.split(/\s+/u).filter((word) => word !== '');
}

/** A phrase as the index wants it: the streamer types blanks and apostrophes. */
function phraseFrom(word: string): string {
  return word
    .trim()
    .replace(/['’]/gu, '')
    .replace(/[\s._-]+/gu, '_');
}
