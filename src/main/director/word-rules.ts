import type { Settings } from '#shared/settings/settings.ts';
import { plainText, type ReadText } from './message-text.ts';

/** The streamer's words for the queue, made ready for thousands of lines a second. What is unfit is moderation's business. */
export interface WordRules {
  isStopWord(text: ReadText): boolean;
  hasMutedPrefix(text: ReadText): boolean;
}
type WordLists = Pick<Settings['director'], 'stopWords' | 'mutedPrefixes'>;

function createWordRules(lists: WordLists): WordRules {
  const stopWords = new Set(lists.stopWords.map(plainText));
  const prefixes = lists.mutedPrefixes.map(plainText).filter((prefix) => prefix !== '');
  return {
    isStopWord: ({ plain }) => stopWords.has(plain),
    hasMutedPrefix: ({ plain }) => prefixes.some((prefix) => plain.startsWith(prefix)),
  };
}

/** Rebuilds the rules only when the lists change. */
export function createWordRulesCache(): (lists: WordLists) => WordRules {
  let builtFrom: WordLists = { stopWords: [], mutedPrefixes: [] };
  let rules = createWordRules(builtFrom);
  return ({ stopWords, mutedPrefixes }) => {
    if (builtFrom.stopWords !== stopWords || builtFrom.mutedPrefixes !== mutedPrefixes) {
      builtFrom = { stopWords, mutedPrefixes };
      rules = createWordRules(builtFrom);
    }
    return rules;
  };
}
