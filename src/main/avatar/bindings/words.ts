/** Text as words are looked for in it: full-width and half-width alike, small letters, one kind of apostrophe, single spaces. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’‘`´]/gu, "'")
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/**
 * Whether `word` stands in `text` at `at`: letters and digits of the Latin kind make words, so "hi" is not in "this"; Chinese and Japanese have no
 * such edges. Both come from `plainText`. No regular expression is ever made from what somebody wrote.
 */
export function standsAt(text: string, word: string, at: number): boolean {
  const end = at + word.length;
  return !(isWordLetter(word[0]) && isWordLetter(text[at - 1])) && !(isWordLetter(word.at(-1)) && isWordLetter(text[end]));
}

export function containsWord(text: string, word: string): boolean {
  if (word === '') return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) if (standsAt(text, word, at)) return true;
  return false;
}

/** a–z, 0–9 and accented Latin letters. */
function isWordLetter(letter: string | undefined): boolean {
  if (letter === undefined) return false;
  const code = letter.charCodeAt(0);
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 0xdf && code <= 0x24f && code !== 0xf7);
}
