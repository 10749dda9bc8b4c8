import { createRecentResults, type RecentResults } from '#shared/live/recent-results.ts';
import type { Folded } from '../text/fold.ts';
import { formsOf, joinedTokens, type LatinToken, latinTokensOf } from './latin-tokens.ts';

/** Positions of the folded text, `to` behind the last unit. */
export interface LatinHit<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** Words and phrases of Latin letters, found whole: also stretched, spaced out, starred and in leet. */
export interface LatinWords<T> {
  /** "word", "word*", "*word*", or a phrase "two_words" whose last word may end with *. Folded form. */
  add(entry: string, value: T): void;
  /** In `strict` use only what is written so, letter by letter: for words that are let pass. */
  find(tokens: readonly ReadToken[], strict: boolean): LatinHit<T>[];
}

/** A token with what it may stand for. */
export interface ReadToken extends LatinToken {
  readonly forms: readonly string[];
}

export function readTokens(folded: Folded): ReadToken[] {
  return latinTokensOf(folded).map(({ raw, from, to, gap, opens }) => ({
    raw,
    from,
    to,
    gap,
    opens,
    forms: rememberedForms(raw),
  }));
}

const knownForms = createRecentResults<readonly string[]>(4096);
const rememberedForms = (raw: string): readonly string[] => knownForms.of(raw, formsOf);

interface Meaning<T> {
  readonly value: T | undefined;
  readonly opens: readonly Phrase<T>[];
}

interface Phrase<T> {
  readonly words: readonly string[];
  readonly openEnd: boolean;
  readonly value: T;
}

const WILDCARD = /[a-z@$!0-9][*#%]+[a-z@$!0-9]/u;
/** Parts of a spelled-out row are looked up from this length on. */
const LEAST_SPELLED = 4;
const LONGEST_SPELLED = 14;
const LONGEST_TOKEN = 40;
/** Words whose meaning is kept: the same come again and again, most of all in an attack. */
const REMEMBERED = 4096;

export function createLatinWords<T>(): LatinWords<T> {
  const whole = new Map<string, T>();
  const begins = new Map<string, T>();
  const within: { readonly part: string; readonly value: T }[] = [];
  const phrases = new Map<string, Phrase<T>[]>();
  /** Phrases without their blanks, for rows of single letters. */
  const tight = new Map<string, T>();
  /** Of the present words; none since the last was added. */
  let meanings: RecentResults<Meaning<T>> | undefined;
  const byLength = new Map<number, string[]>();

  function lookUp(word: string): T | undefined {
    const exact = whole.get(word);
    if (exact !== undefined) return exact;
    for (let length = 3; length <= word.length; length += 1) {
      const value = begins.get(word.slice(0, length));
      if (value !== undefined) return value;
    }
    return within.find(({ part }) => word.includes(part))?.value;
  }

  function lookUpStarred(raw: string): T | undefined {
    if (raw.length < 4 || !WILDCARD.test(raw)) return undefined;
    const read = raw.replace(
      /[@$!013457]/gu,
      (sign) => ({ '@': 'a', $: 's', '!': 'i', 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' })[sign] ?? sign,
    );
    const word = byLength
      .get(read.length)
      ?.find((known) => [...read].every((sign, at) => '*#%'.includes(sign) || sign === known[at]));
    return word === undefined ? undefined : lookUp(word);
  }

  /** What a token says by itself, and the phrases that it may open. */
  function meaningOf(raw: string): Meaning<T> {
    meanings ??= createRecentResults(REMEMBERED);
    return meanings.of(raw, findMeaning);
  }

  function findMeaning(raw: string): Meaning<T> {
    const forms = rememberedForms(raw);
    const value = firstOf(forms, lookUp) ?? lookUpStarred(raw);
    return { value, opens: forms.flatMap((form) => phrases.get(form) ?? []) };
  }

  function phraseAt(tokens: readonly ReadToken[], at: number, opens: readonly Phrase<T>[]): LatinHit<T>[] {
    const phrase = opens.length === 0 ? undefined : opens.find((one) => goesOn(one, tokens, at));
    if (phrase === undefined) return [];
    return [{ from: tokens[at]?.from ?? 0, to: tokens[at + phrase.words.length - 1]?.to ?? 0, value: phrase.value }];
  }

  const findStrict = (tokens: readonly ReadToken[]): LatinHit<T>[] =>
    tokens.flatMap((token, at) => {
      const { raw, from, to } = token;
      const value = raw.length > LONGEST_TOKEN ? undefined : (whole.get(raw) ?? prefixOf(begins, raw));
      return [...(value === undefined ? [] : [{ from, to, value }]), ...phraseAt(tokens, at, phrases.get(raw) ?? [])];
    });

  return {
    add(entry, value) {
      meanings = undefined;
      const words = entry.split('_').filter((word) => word !== '');
      const [first] = words;
      if (first === undefined) return;
      const last = words.at(-1) ?? first;
      if (words.length > 1) {
        const openEnd = last.endsWith('*');
        const phrase = { words: words.map((word) => word.replaceAll('*', '')), openEnd, value };
        phrases.set(first, [...(phrases.get(first) ?? []), phrase]);
        tight.set(phrase.words.join(''), value);
        return;
      }
      const bare = first.replaceAll('*', '');
      if (first.startsWith('*')) within.push({ part: bare, value });
      else if (first.endsWith('*')) begins.set(bare, begins.get(bare) ?? value);
      else whole.set(bare, whole.get(bare) ?? value);
      byLength.set(bare.length, [...(byLength.get(bare.length) ?? []), bare]);
    },
    find(tokens, strict) {
      if (strict) return findStrict(tokens);
      const hits: LatinHit<T>[] = [];
      for (const [at, token] of tokens.entries()) {
        const { value, opens } = meaningOf(token.raw);
        if (value !== undefined) hits.push({ from: token.from, to: token.to, value });
        hits.push(...phraseAt(tokens, at, opens));
      }
      for (const { word, from, to, spelledOut, parts } of joinedTokens(tokens)) {
        // A part that is a hit by itself was found already; with its neighbour it says nothing more.
        if (!spelledOut && parts.some(({ raw }) => meaningOf(raw).value !== undefined)) continue;
        const value =
          firstOf(formsOf(word), lookUp) ??
          (spelledOut ? lookUpWithin(word, (part) => tight.get(part) ?? lookUp(part)) : undefined);
        if (value !== undefined) hits.push({ from, to, value });
      }
      return hits;
    },
  };
}

function goesOn<T>({ words, openEnd }: Phrase<T>, tokens: readonly ReadToken[], at: number): boolean {
  return words.every((word, offset) => {
    const token = tokens[at + offset];
    if (token === undefined || (offset > 0 && token.opens)) return false;
    const isLast = offset === words.length - 1;
    return token.forms.some((form) => form === word || (isLast && openEnd && form.startsWith(word)));
  });
}

function prefixOf<T>(begins: ReadonlyMap<string, T>, word: string): T | undefined {
  for (let length = 3; length <= word.length; length += 1) {
    const value = begins.get(word.slice(0, length));
    if (value !== undefined) return value;
  }
  return undefined;
}

function lookUpWithin<T>(word: string, lookUp: (part: string) => T | undefined): T | undefined {
  for (let from = 0; from + LEAST_SPELLED <= word.length; from += 1) {
    for (let length = LEAST_SPELLED; length <= LONGEST_SPELLED && from + length <= word.length; length += 1) {
      const value = lookUp(word.slice(from, from + length));
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

function firstOf<T>(forms: readonly string[], lookUp: (form: string) => T | undefined): T | undefined {
  for (const form of forms) {
    const value = lookUp(form);
    if (value !== undefined) return value;
  }
  return undefined;
}
