import type { Settings } from '#shared/settings/settings.ts';
import { plainText, squeezedText } from './message-text.ts';

/** The streamer's word lists, made ready for thousands of lines a second. All questions take text from `plainText`. */
export interface WordRules {
  isStopWord(plain: string): boolean;
  hasMutedPrefix(plain: string): boolean;
  hasBlockedWord(plain: string): boolean;
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
  return {
    isStopWord: (plain) => stopWords.has(plain),
    hasMutedPrefix: (plain) => prefixes.some((prefix) => plain.startsWith(prefix)),
    hasBlockedWord: (plain) =>
      lists.blockedWords.length > 0 && (plainWords.isIn(plain, true) || squeezedWords.isIn(squeezedText(plain), false)),
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

/** Words by their first character, so that 2 000 of them cost no more than one. */
function createWordIndex(words: readonly string[]): { isIn(text: string, wholeWords: boolean): boolean } {
  const byFirst = new Map<string, string[]>();
  for (const word of words) {
    const first = word[0];
    if (first === undefined) continue;
    const bucket = byFirst.get(first);
    if (bucket === undefined) byFirst.set(first, [word]);
    else bucket.push(word);
  }
  return {
    isIn(text, wholeWords) {
      for (let at = 0; at < text.length; at += 1) {
        for (const word of byFirst.get(text[at] ?? '') ?? []) {
          if (text.startsWith(word, at) && (!wholeWords || !isLatin(word) || standsAlone(text, at, word.length))) return true;
        }
      }
      return false;
    },
  };
}

function isLatin(word: string): boolean {
  return /^[a-z0-9 '-]+$/u.test(word);
}

function standsAlone(text: string, at: number, length: number): boolean {
  return !/[a-z0-9]/u.test(text[at - 1] ?? '') && !/[a-z0-9]/u.test(text[at + length] ?? '');
}
