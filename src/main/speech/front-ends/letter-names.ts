import type { SymbolWord } from './part-packer.ts';

/** Names of the English letters as Kokoro writes them. */
const NAMES: Readonly<Record<string, string>> = {
  a: 'ˈA',
  b: 'bˈi',
  c: 'sˈi',
  d: 'dˈi',
  e: 'ˈi',
  f: 'ˈɛf',
  g: 'ʤˈi',
  h: 'ˈAʧ',
  i: 'ˈI',
  j: 'ʤˈA',
  k: 'kˈA',
  l: 'ˈɛl',
  m: 'ˈɛm',
  n: 'ˈɛn',
  o: 'ˈO',
  p: 'pˈi',
  q: 'kjˈu',
  r: 'ˈɑɹ',
  s: 'ˈɛs',
  t: 'tˈi',
  u: 'jˈu',
  v: 'vˈi',
  w: 'dˈʌbəlju',
  x: 'ˈɛks',
  y: 'wˈI',
  z: 'zˈi',
};

/** A foreign word letter by letter: better than leaving it out where nobody knows how it sounds. */
export function spelledInKokoro(text: string): readonly SymbolWord[] {
  return [...text.matchAll(/[\p{Script=Latin}'’]+/gu)].map((match) => ({
    textStart: match.index,
    textEnd: match.index + match[0].length,
    symbols: [...match[0].normalize('NFD').toLowerCase()].flatMap((letter) => [...(NAMES[letter] ?? '')]),
  }));
}
