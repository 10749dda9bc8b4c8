import { plainWord } from '#shared/audience/command-text.ts';

const LETTERS = 'abcdefghij';

/** Which option a viewer's words mean: its number from 1, its letter, or its name; undefined for none of them. */
export function optionFrom(labels: readonly string[], words: string): number | undefined {
  const plain = plainWord(words);
  if (plain === '') return undefined;
  const named = labels.findIndex((label) => plainWord(label) === plain);
  if (named >= 0) return named;
  const number = /^\d{1,2}$/.test(plain) ? Number(plain) - 1 : plain.length === 1 ? LETTERS.indexOf(plain) : -1;
  return number >= 0 && number < labels.length ? number : undefined;
}

/** The same, where an amount follows: "apple 100", "1 50". */
export function optionAndAmount(labels: readonly string[], words: string): { option: number; points: number } | undefined {
  const found = /^(.*?)[\s,:]+(\d{1,9})$/u.exec(words.normalize('NFKC').trim());
  if (found === null) return undefined;
  const option = optionFrom(labels, found[1] ?? '');
  const points = Number(found[2]);
  return option === undefined || points < 1 ? undefined : { option, points };
}

/** "1. apple, 2. pear" */
export const listed = (labels: readonly string[]): string => labels.map((label, index) => `${index + 1} ${label}`).join(', ');
