import { type Folded, foldText } from '../text/fold.ts';
import { createLatinWords, type ReadToken, readTokens } from './latin-words.ts';
import { type Letters, lettersOf } from './letters.ts';
import { createSpokenWords } from './spoken-words.ts';
import { createWrittenWords } from './written-words.ts';

/** A word that was found, on the folded text; `to` is behind its last unit. */
export interface WordHit<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** Listed words of every kind, and ordinary ones that shield what lies within them. Entries are written as in `lists/word-list.ts`. */
export interface WordIndex<T> {
  addWritten(entry: string, value: T): void;
  addSpoken(entry: string, value: T, options: { readonly sameTones: boolean }): void;
  addLatin(entry: string, value: T): void;
  addInitials(entry: string, value: T): void;
  addOrdinary(entry: string): void;
  hits(text: ReadableText): WordHit<T>[];
  /** Where ordinary words stand. */
  shields(text: ReadableText): WordHit<true>[];
}

/** A text, read once for all that looks at it. */
export interface ReadableText {
  readonly folded: Folded;
  readonly letters: Letters;
  readonly tokens: readonly ReadToken[];
}

export function readableText(source: string): ReadableText {
  const folded = foldText(source);
  return { folded, letters: lettersOf(folded), tokens: readTokens(folded) };
}

/** Shorthand of two letters is too common elsewhere to stand alone. */
const LEAST_ALONE = 3;

export function createWordIndex<T>(): WordIndex<T> {
  const written = createWrittenWords<T>();
  const spoken = createSpokenWords<T>();
  const latin = createLatinWords<T>();
  const initials = new Map<string, T>();
  const ordinaryWritten = createWrittenWords<true>();
  const ordinaryLatin = createLatinWords<true>();
  const lettersIn = (word: string): readonly string[] => lettersOf(foldText(word)).chars;

  return {
    addWritten: (entry, value) => written.add(lettersIn(entry.replace(/^=/u, '')), value, { alone: entry.startsWith('=') }),
    addSpoken(entry, value, options) {
      const chars = lettersIn(entry);
      written.add(chars, value, { alone: false });
      spoken.add(chars.join(''), value, options);
    },
    addLatin: (entry, value) => latin.add(foldText(entry).text, value),
    addInitials: (entry, value) => void initials.set(entry, value),
    addOrdinary(entry) {
      if (isLatin(entry)) ordinaryLatin.add(foldText(entry).text, true);
      else ordinaryWritten.add(lettersIn(entry), true, { alone: false });
    },
    hits({ letters, tokens }) {
      const onText = toText<T>(letters);
      const hits: WordHit<T>[] = latin.find(tokens, false);
      if (letters.hasHan || letters.hasKana) hits.push(...written.find(letters, true).map(onText));
      if (letters.hasHan || tokens.length > 0) hits.push(...spoken.find(letters).map(onText));
      for (const { raw, from, to } of tokens) {
        const value = initials.get(raw);
        if (value !== undefined && (letters.hasHan || (tokens.length === 1 && raw.length >= LEAST_ALONE)))
          hits.push({ from, to, value });
      }
      return hits;
    },
    shields: ({ letters, tokens }) => [
      ...ordinaryLatin.find(tokens, true),
      ...ordinaryWritten.find(letters, false).map(toText<true>(letters)),
    ],
  };
}

function toText<V>({ at }: Letters): (hit: WordHit<V>) => WordHit<V> {
  return ({ from, to, value }) => ({ from: at[from] ?? 0, to: (at[to] ?? 0) + 1, value });
}

/** The hits that do not lie within an ordinary word. */
export function unshielded<T>(hits: readonly WordHit<T>[], shields: () => readonly WordHit<true>[]): readonly WordHit<T>[] {
  if (hits.length === 0) return hits;
  const ordinary = shields();
  return hits.filter((hit) => !ordinary.some((shield) => shield.from <= hit.from && hit.to <= shield.to));
}

/** Whether a word is looked for as a whole word of Latin letters. */
export function isLatin(word: string): boolean {
  return /^[a-z0-9@$!|+*#%'’ ._-]+$/iu.test(foldText(word).text) && /[a-z]/iu.test(foldText(word).text);
}
