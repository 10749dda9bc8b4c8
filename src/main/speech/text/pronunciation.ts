import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { type MappedText, rewriteMapped } from './mapped-text.ts';

export type Pronunciations = Settings['voice']['pronunciations'];

/** Says a text as the streamer's dictionary has it. */
export type Pronounce = (mapped: MappedText, language: Language) => MappedText;

/**
 * A dictionary as one look-up. Entries are plain text, case counts for nothing, the longest entry wins. A word of letters and digits is only found whole
 * ("AI" not in "air"); between Chinese and Japanese characters there are no such borders. What was replaced is not looked at again.
 */
export function createPronounce(entries: Pronunciations): Pronounce {
  const byLanguage = new Map<Language, { readonly pattern: RegExp; readonly spoken: ReadonlyMap<string, string> }>();

  function lookUpFor(language: Language) {
    const known = byLanguage.get(language);
    if (known) return known;
    const spoken = new Map<string, string>();
    for (const entry of entries)
      if (entry.language === 'any' || entry.language === language) spoken.set(entry.written.trim().toLowerCase(), entry.spoken);
    spoken.delete('');
    const written = [...spoken.keys()].sort((a, b) => b.length - a.length).map(bordered);
    // An empty alternation would match everywhere: one that never matches stands for no entries.
    const made = { pattern: new RegExp(written.length === 0 ? '(?!)' : written.join('|'), 'giu'), spoken };
    byLanguage.set(language, made);
    return made;
  }

  return (mapped, language) => {
    const { pattern, spoken } = lookUpFor(language);
    return rewriteMapped(mapped, pattern, (match) => spoken.get(match[0].toLowerCase()));
  };
}

const WORD = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}]';
const WORD_AT_START = new RegExp(`^${WORD}`, 'u');
const WORD_AT_END = new RegExp(`${WORD}$`, 'u');

/** The text as a pattern that matches just itself, with word borders where it begins or ends with a letter or digit. */
function bordered(text: string): string {
  const literal = text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
  return `${WORD_AT_START.test(text) ? `(?<!${WORD})` : ''}${literal}${WORD_AT_END.test(text) ? `(?!${WORD})` : ''}`;
}
