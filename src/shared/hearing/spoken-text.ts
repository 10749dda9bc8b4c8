/**
 * Words as recognisers write them, made comparable: without punctuation, small, half-width, katakana as hiragana; Latin words apart by one space, Chinese and
 * Japanese without any. No regular expression is ever made from what somebody said or typed.
 */
export interface SpokenText {
  readonly plain: string;
  /** For each UTF-16 unit of `plain`, the unit of `source` after the one that it stands for. */
  readonly ends: readonly number[];
  /** The text that `ends` counts, in compatibility form. */
  readonly source: string;
}

export function readSpoken(text: string): SpokenText {
  const source = text.normalize('NFKC');
  let plain = '';
  const ends: number[] = [];
  let at = 0;
  let gap = false;
  for (const character of source) {
    at += character.length;
    const letter = letterOf(character);
    if (letter === undefined) {
      // "don't" is one word, "stop, now" are two.
      if (!APOSTROPHES.has(character)) gap = true;
      continue;
    }
    if (gap && isLatin(plain.at(-1)) && isLatin(letter[0])) {
      plain += ' ';
      ends.push(at - character.length);
    }
    gap = false;
    plain += letter;
    for (let i = 0; i < letter.length; i++) ends.push(at);
  }
  return { plain, ends, source };
}

export const plainSpoken = (text: string): string => readSpoken(text).plain;

/** Where `phrase` (plain) stands in `text` (plain) as whole words, or −1. */
export function indexOfPhrase(text: string, phrase: string): number {
  if (phrase === '') return -1;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const end = at + phrase.length;
    const startsAWord = !(isLatin(phrase[0]) && isLatin(text[at - 1]));
    const endsAWord = !(isLatin(phrase.at(-1)) && isLatin(text[end]));
    if (startsAWord && endsAWord) return at;
  }
  return -1;
}

const APOSTROPHES = new Set(["'", '’', '‘', '`']);

function letterOf(character: string): string | undefined {
  if (!/[\p{L}\p{N}\p{M}ー]/u.test(character)) return undefined;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x30a1 && code <= 0x30f6) return String.fromCodePoint(code - 0x60);
  return character.toLowerCase();
}

/** Letters that make words by standing together: Latin with accents, and digits. */
function isLatin(letter: string | undefined): boolean {
  if (letter === undefined) return false;
  const code = letter.charCodeAt(0);
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 0xdf && code <= 0x24f && code !== 0xf7);
}
