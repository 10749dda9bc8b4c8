import { LOOK_ALIKES } from './look-alikes.ts';

/**
 * A text in the form in which it is compared: NFKC, lower case, no invisible signs, no marks on Latin letters, look-alikes resolved, traditional
 * characters simplified, katakana as hiragana. Unit `i` of `text` came from `[start[i], end[i])` of what was typed.
 */
export interface Folded {
  readonly source: string;
  readonly text: string;
  readonly start: Uint16Array;
  readonly end: Uint16Array;
  /** Combining marks that sat on one sign, at most: more than a few is a wall of ink. */
  readonly mostMarks: number;
}

/** Longer texts are read up to here; events allow 2000. */
export const MAX_FOLDED = 2000;

const PLAIN = /^[ -~]*$/u;
const MARK = /[\p{M}\uff9e\uff9f]/u;
const INVISIBLE =
  /[\p{Cf}\p{Cc}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0\u2800]|[\u{1f3fb}-\u{1f3ff}]|[\u{e0000}-\u{e007f}]|\p{Variation_Selector}/u;
const SPACE = /\s/u;
const LATIN_WITH_MARKS = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+$/u;
const MARKS = /\p{M}+/gu;
const CACHED = 4096;
const cache = new Map<string, string>();

export function foldText(source: string): Folded {
  const typed = source.length > MAX_FOLDED ? source.slice(0, MAX_FOLDED) : source;
  return PLAIN.test(typed) ? foldPlain(typed) : foldAny(typed);
}

function foldPlain(typed: string): Folded {
  const start = new Uint16Array(typed.length);
  const end = new Uint16Array(typed.length);
  for (let at = 0; at < typed.length; at += 1) {
    start[at] = at;
    end[at] = at + 1;
  }
  return { source: typed, text: typed.toLowerCase(), start, end, mostMarks: 0 };
}

function foldAny(typed: string): Folded {
  // NFKC makes at most 18 units of one.
  const start = new Uint16Array(typed.length * 18);
  const end = new Uint16Array(typed.length * 18);
  let text = '';
  let mostMarks = 0;
  for (let at = 0; at < typed.length; ) {
    const next = endOfSign(typed, at);
    mostMarks = Math.max(mostMarks, next.marks);
    const folded = foldSign(typed.slice(at, next.at));
    for (let unit = 0; unit < folded.length; unit += 1) {
      start[text.length + unit] = at;
      end[text.length + unit] = next.at;
    }
    text += folded;
    at = next.at;
  }
  return { source: typed, text, start, end, mostMarks };
}

/** End of the code point at `at` and of the marks that sit on it. */
function endOfSign(typed: string, at: number): { at: number; marks: number } {
  let next = at + ((typed.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  let marks = 0;
  while (next < typed.length && MARK.test(typed[next] ?? '')) {
    next += 1;
    marks += 1;
  }
  return { at: next, marks };
}

function foldSign(sign: string): string {
  if (sign.length === 1 && sign >= ' ' && sign <= '~') return sign.toLowerCase();
  const known = cache.get(sign);
  if (known !== undefined) return known;
  const folded = foldUnknown(sign.slice(0, 8));
  if (cache.size >= CACHED) cache.clear();
  cache.set(sign, folded);
  return folded;
}

function foldUnknown(sign: string): string {
  const bare = LOOK_ALIKES.get(sign) ?? LOOK_ALIKES.get(sign.replace(/\ufe0f/gu, ''));
  if (bare !== undefined) return bare;
  if (INVISIBLE.test(sign) && !SPACE.test(sign)) {
    const rest = sign.replace(new RegExp(INVISIBLE, 'gu'), '');
    return rest === '' || rest === sign ? '' : foldUnknown(rest);
  }
  if (SPACE.test(sign)) return sign === '\n' || sign === '\u2028' || sign === '\u2029' ? '\n' : ' ';
  const composed = sign.normalize('NFKC').toLowerCase();
  const plain = LATIN_WITH_MARKS.test(composed) ? composed.normalize('NFD').replace(MARKS, '') : composed;
  let folded = '';
  for (const letter of plain) folded += kanaFolded(LOOK_ALIKES.get(letter) ?? letter);
  return folded;
}

const SMALL_KANA: Readonly<Record<string, string>> = { ぁ: 'あ', ぃ: 'い', ぅ: 'う', ぇ: 'え', ぉ: 'お', っ: 'つ', ゎ: 'わ' };

function kanaFolded(letter: string): string {
  const code = letter.charCodeAt(0);
  const hiragana = letter.length === 1 && code >= 0x30a1 && code <= 0x30f6 ? String.fromCharCode(code - 0x60) : letter;
  return SMALL_KANA[hiragana] ?? hiragana;
}
