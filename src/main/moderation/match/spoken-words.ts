import { heardAs, type Reading, readingOf, syllablesOf } from '../text/syllables.ts';
import type { Letters } from './letters.ts';
import type { Hit } from './written-words.ts';

/** One thing that is said: a character with its reading, a syllable in Latin letters, a single letter, or a digit that sounds like a word. */
interface Sound {
  readonly heard: string;
  readonly syllable: string;
  readonly tone: number;
  readonly char: string;
  readonly kind: 'han' | 'pinyin' | 'initial';
  readonly from: number;
  readonly to: number;
}

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  /** The same by the first letter. */
  readonly byInitial: Map<string, Node<T>[]>;
  words?: Word<T>[];
}
interface Word<T> {
  readonly chars: readonly string[];
  readonly sounds: readonly { readonly syllable: string; readonly tone: number }[];
  readonly value: T;
  /** Of two characters: only with the same tones. For words that nobody weighed for what sounds alike. */
  readonly sameTones: boolean;
}

/** Chinese words found by their sound: other characters, pinyin, or a letter for a syllable ("操ni妈", "c你妈", "cao ni ma"). */
export interface SpokenWords<T> {
  /** False: a character without a known reading. */
  add(word: string, value: T, options: { readonly sameTones: boolean }): boolean;
  find(letters: Letters): Hit<T>[];
}

/** Digits that are read as a syllable of an insult. */
const DIGITS: Readonly<Record<string, string>> = { '2': 'er', '4': 'si', '8': 'ba' };
const LATIN = /[a-z]/u;

export function createSpokenWords<T>(): SpokenWords<T> {
  const root: Node<T> = { next: new Map(), byInitial: new Map() };

  function follow(sounds: readonly (Sound | undefined)[], letters: Letters, start: number, hits: Hit<T>[]): void {
    const path: Sound[] = [];
    const step = (node: Node<T>, at: number): void => {
      for (const word of node.words ?? []) if (isSaid(word, path)) hits.push(hitOf(path, word.value));
      const sound = sounds[at];
      if (sound === undefined || (path.length > 0 && letters.gap[sound.from] === 2)) return;
      // Two bare letters in a row say nothing.
      if (sound.kind === 'initial' && path[path.length - 1]?.kind === 'initial') return;
      path.push(sound);
      if (sound.kind !== 'initial') {
        const next = node.next.get(sound.heard);
        if (next !== undefined) step(next, at + 1);
      } else {
        for (const next of node.byInitial.get(sound.heard) ?? []) step(next, at + 1);
      }
      path.pop();
    };
    step(root, start);
  }

  /** Most places of a text are passed over by this alone. */
  function mayBegin(sound: Sound | undefined): boolean {
    if (sound === undefined) return false;
    return sound.kind === 'initial' ? root.byInitial.has(sound.heard) : root.next.has(sound.heard);
  }

  return {
    add(word, value, { sameTones }) {
      const chars = [...word];
      const sounds = chars.map(readingOf);
      const known = sounds.filter((sound) => sound !== undefined);
      if (known.length < chars.length || chars.length < 2) return false;
      let node = root;
      for (const { heard } of known) {
        node = node.next.get(heard) ?? grown(node, heard);
      }
      node.words ??= [];
      node.words.push({ chars, sounds: known, value, sameTones });
      return true;
    },
    find(letters) {
      // In Japanese the same characters are read otherwise.
      if (letters.hasKana) return [];
      const hits: Hit<T>[] = [];
      const sounds = soundsOf(letters);
      for (let start = 0; start < sounds.length; start += 1) if (mayBegin(sounds[start])) follow(sounds, letters, start, hits);
      return hits;
    },
  };
}

function grown<T>(node: Node<T>, heard: string): Node<T> {
  const next: Node<T> = { next: new Map(), byInitial: new Map() };
  const initial = heard.slice(0, 1);
  node.next.set(heard, next);
  node.byInitial.set(initial, [...(node.byInitial.get(initial) ?? []), next]);
  return next;
}

function hitOf<T>(path: readonly Sound[], value: T): Hit<T> {
  return { from: path[0]?.from ?? 0, to: path.at(-1)?.to ?? 0, value };
}

/** Whether a path that sounds alike is the word: the shorter it is, the more must agree. */
function isSaid<T>(word: Word<T>, path: readonly Sound[]): boolean {
  const initials = path.filter(({ kind }) => kind === 'initial').length;
  const pinyin = path.filter(({ kind }) => kind === 'pinyin').length;
  const written = path.filter(({ char }, at) => char === word.chars[at]).length;
  if (path.length > 2) return initials === 0 || path.length - initials > pinyin;
  const sameSyllables = path.every(({ kind, syllable }, at) => kind === 'initial' || syllable === word.sounds[at]?.syllable);
  if (initials > 0) return !word.sameTones && written > 0 && sameSyllables;
  if (!sameSyllables || (word.sameTones && pinyin > 0)) return false;
  return !word.sameTones || path.every(({ tone }, at) => tone === word.sounds[at]?.tone);
}

/** undefined marks a letter that no Chinese word goes over. */
function soundsOf(letters: Letters): (Sound | undefined)[] {
  const sounds: (Sound | undefined)[] = [];
  for (let at = 0; at < letters.count; ) {
    const char = letters.chars[at] ?? '';
    const end = LATIN.test(char) ? endOfRun(letters, at) : at + 1;
    const reading = char > 'z' ? readingOf(char) : undefined;
    if (reading !== undefined) sounds.push(soundOfHan(reading, char, at));
    else if (end - at > 1) sounds.push(...soundsOfRun(letters, at, end));
    else sounds.push(soundOfSign(char, at));
    at = end;
  }
  return sounds;
}

function endOfRun({ chars, gap, count }: Letters, from: number): number {
  let end = from + 1;
  while (end < count && gap[end] === 0 && LATIN.test(chars[end] ?? '')) end += 1;
  return end;
}

function soundOfHan({ heard, syllable, tone }: Reading, char: string, at: number): Sound {
  return { heard, syllable, tone, char, kind: 'han', from: at, to: at };
}

function soundOfSign(char: string, at: number): Sound | undefined {
  const syllable = DIGITS[char];
  if (syllable !== undefined) return { heard: heardAs(syllable), syllable, tone: 0, char, kind: 'pinyin', from: at, to: at };
  return LATIN.test(char)
    ? { heard: heardAs(char), syllable: char, tone: 0, char, kind: 'initial', from: at, to: at }
    : undefined;
}

function soundsOfRun({ chars }: Letters, from: number, end: number): (Sound | undefined)[] {
  const run = chars.slice(from, end).join('');
  const syllables = syllablesOf(run);
  if (syllables === undefined) return [undefined];
  let at = from;
  return syllables.map((syllable) => {
    const start = at;
    at += syllable.length;
    return { heard: heardAs(syllable), syllable, tone: 0, char: syllable, kind: 'pinyin', from: start, to: at - 1 };
  });
}
