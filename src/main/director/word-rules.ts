import type { Settings } from '#shared/settings/settings.ts';
import { plainText, type ReadText, readText, squeezedText } from './message-text.ts';

/** The streamer's word lists, made ready for thousands of lines a second. */
export interface WordRules {
  isStopWord(text: ReadText): boolean;
  hasMutedPrefix(text: ReadText): boolean;
  hasBlockedWord(text: ReadText): boolean;
  /** For names and other text that was not read before. */
  isBlocked(text: string): boolean;
}
type WordLists = Pick<Settings['director'], 'stopWords' | 'mutedPrefixes' | 'blockedWords'>;

export function createWordRules(lists: WordLists): WordRules {
  const stopWords = new Set(lists.stopWords.map(plainText));
  const prefixes = lists.mutedPrefixes.map(plainText).filter((prefix) => prefix !== '');
  const plainWords = createWordIndex(lists.blockedWords.map(plainText));
  // "傻 逼" and "傻.逼" are the word too; short Latin words are left out here, or "class" would hold "ass".
  const squeezedWords = createWordIndex(
    lists.blockedWords.map((word) => squeezedText(plainText(word))).filter((word) => !isLatin(word) || word.length > 4),
  );
  const isEmpty = lists.blockedWords.length === 0;
  const hasBlockedWord = ({ plain, squeezed }: ReadText): boolean =>
    !isEmpty && (plainWords.isIn(plain, true) || squeezedWords.isIn(squeezed, false));
  return {
    isStopWord: ({ plain }) => stopWords.has(plain),
    hasMutedPrefix: ({ plain }) => prefixes.some((prefix) => plain.startsWith(prefix)),
    hasBlockedWord,
    isBlocked: (text) => !isEmpty && hasBlockedWord(readText(text)),
  };
}

/** Rebuilds the rules only when the settings document changes. */
export function createWordRulesCache(): (lists: WordLists) => WordRules {
  let builtFrom: WordLists | undefined;
  let rules = createWordRules({ stopWords: [], mutedPrefixes: [], blockedWords: [] });
  const same = (a: WordLists, b: WordLists): boolean =>
    a.stopWords === b.stopWords && a.mutedPrefixes === b.mutedPrefixes && a.blockedWords === b.blockedWords;
  return (lists) => {
    if (builtFrom === undefined || !same(builtFrom, lists)) {
      builtFrom = { stopWords: lists.stopWords, mutedPrefixes: lists.mutedPrefixes, blockedWords: lists.blockedWords };
      rules = createWordRules(lists);
    }
    return rules;
  };
}

/** A letter of the word list, and those that may follow it. `ends`: a word is complete here. */
interface Letter {
  readonly next: Map<string, Letter>;
  ends: boolean;
}

/** The words as a tree of letters, so that 2 000 of them cost no more than one. */
function createWordIndex(words: readonly string[]): { isIn(text: string, wholeWords: boolean): boolean } {
  const root: Letter = { next: new Map(), ends: false };
  for (const word of words) {
    let letter = root;
    for (let at = 0; at < word.length; at += 1) {
      const following = letter.next.get(word[at] ?? '') ?? { next: new Map(), ends: false };
      letter.next.set(word[at] ?? '', following);
      letter = following;
    }
    if (letter !== root) letter.ends = true;
  }
  const isAt = (text: string, start: number, wholeWords: boolean): boolean => {
    let letter: Letter | undefined = root;
    for (let at = start; at < text.length; at += 1) {
      letter = letter.next.get(text[at] ?? '');
      if (letter === undefined) return false;
      if (letter.ends && (!wholeWords || standsAlone(text, start, at + 1))) return true;
    }
    return false;
  };
  return {
    isIn(text, wholeWords) {
      for (let at = 0; at < text.length; at += 1) if (isAt(text, at, wholeWords)) return true;
      return false;
    },
  };
}

function isLatin(word: string): boolean {
  return /^[a-z0-9 '-]+$/u.test(word);
}

/** Whether text[start…end) is no part of a longer Latin word; ideographs need no gap around them. */
function standsAlone(text: string, start: number, end: number): boolean {
  return !isLatin(text.slice(start, end)) || (!isLatinLetter(text, start - 1) && !isLatinLetter(text, end));
}

function isLatinLetter(text: string, at: number): boolean {
  const code = at < 0 ? Number.NaN : text.charCodeAt(at);
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}
