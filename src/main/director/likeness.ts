import type { ReadText } from './message-text.ts';

/** How a Chinese character sounds, without tone ("hao"); undefined for anything else. Must give the same answer every time. */
export type SoundOf = (character: string) => string | undefined;

/** A line in the forms in which it is found alike with others; the costly one is made only when asked for. */
export interface Likeness {
  /** Lines equal in this are one message: "哈哈哈！" and "哈哈哈哈", "Hello  THERE" and "hello there", "666" and "66666". */
  readonly key: string;
  near(): NearForm;
}

/** A line as the parts that it shares with others. */
export interface NearForm {
  /** Its numbers: lines with other numbers are never alike, since 100 is not 1000. */
  readonly digits: string;
  /** Chinese lines by their sound, '' for others and for short ones: 主播好可爱 and 主波好可爱. */
  readonly sound: string;
  /** Words of Latin script, pairs of neighbours of other scripts, each once; none where the line is too short to be nearly like another. */
  readonly tokens: readonly string[];
}

export function likenessOf(text: ReadText, soundOf: SoundOf | undefined): Likeness {
  let near: NearForm | undefined;
  return {
    key: keyOf(text),
    near() {
      near ??= nearFormOf(text, soundOf);
      return near;
    },
  };
}

/** Copied walls of text differ in their tails only. */
const LONGEST_KEY = 32;
const LONGEST_READ = 256;

function keyOf({ plain, squeezed }: ReadText): string {
  const core = withoutPeriod(withoutLongRuns((squeezed === '' ? plain : squeezed).slice(0, LONGEST_READ)));
  return core.length > LONGEST_KEY ? core.slice(0, LONGEST_KEY) : core;
}

/** Runs of three or more of a letter become two; digits stay. */
function withoutLongRuns(text: string): string {
  return text.replace(/(\D)\1{2,}/gu, '$1$1');
}

/** "abcabcabc" → "abc": the shortest piece that the text repeats whole (by the prefix function, O(n)). */
function withoutPeriod(text: string): string {
  const length = text.length;
  const border = new Uint16Array(length);
  for (let index = 1, matched = 0; index < length; index += 1) {
    while (matched > 0 && text[index] !== text[matched]) matched = border[matched - 1] ?? 0;
    if (text[index] === text[matched]) matched += 1;
    border[index] = matched;
  }
  const period = length - (border[length - 1] ?? 0);
  return period < length && length % period === 0 ? text.slice(0, period) : text;
}

const DIGITS = /\d+/gu;
const PIECES = /[a-z']+|[^\p{P}\p{Z}\p{S}\p{N}a-z]+/gu;
const LATIN = /^[a-z']/u;
/** Shorter lines than this differ in meaning when they differ at all. */
const FEWEST_TOKENS = 4;
const FEWEST_SOUNDS = 4;

function nearFormOf({ plain }: ReadText, soundOf: SoundOf | undefined): NearForm {
  const text = withoutLongRuns(plain.slice(0, LONGEST_READ));
  const digits = (text.match(DIGITS) ?? []).join(' ');
  const tokens = new Set<string>();
  for (const [piece] of text.matchAll(PIECES)) {
    if (LATIN.test(piece)) tokens.add(piece);
    else for (let at = 0; at + 1 < piece.length; at += 1) tokens.add(piece.slice(at, at + 2));
  }
  return {
    digits,
    sound: soundOf === undefined ? '' : soundText(text, soundOf),
    tokens: tokens.size < FEWEST_TOKENS ? [] : [...tokens],
  };
}

/** '' unless all letters of the line are Chinese, and enough of them: one syllable stands for dozens of words. */
function soundText(text: string, soundOf: SoundOf): string {
  const sounds: string[] = [];
  for (const character of text) {
    const sound = soundOf(character);
    if (sound !== undefined) sounds.push(sound);
    else if (/[\p{L}\p{N}]/u.test(character)) return '';
  }
  return sounds.length < FEWEST_SOUNDS ? '' : sounds.join(' ');
}

/** Share of what two lines have in common, 0 to 1 (Dice); words that differ by one slip of the finger count as the same. */
export function similarity(a: NearForm, b: NearForm): number {
  if (a.tokens.length === 0 || b.tokens.length === 0) return 0;
  const others = new Set(b.tokens);
  const alone = a.tokens.filter((token) => !others.delete(token));
  let common = a.tokens.length - alone.length;
  for (const token of alone) {
    for (const other of others) {
      if (!isSlip(token, other)) continue;
      others.delete(other);
      common += 1;
      break;
    }
  }
  return (2 * common) / (a.tokens.length + b.tokens.length);
}

/** Short words are other words after one edit ("game", "name"). */
const SHORTEST_SLIP = 5;

/** One letter changed, left out or put in, or two neighbours swapped. */
function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < SHORTEST_SLIP || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
