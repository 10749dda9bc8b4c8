import type { WordCue } from '#shared/speech/cues.ts';

/** A piece of caption that lights up as a whole; offsets in UTF-16 units of the text. */
export interface CaptionToken {
  readonly start: number;
  readonly end: number;
}

/** Letters and digits with what is glued to them, runs of spaces, or one character of a script without spaces. */
const TOKEN = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{M}'’\-_.@]+|\s+|[\s\S]\p{M}*/gu;
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}ー～…]+$/u;

/**
 * Cuts a text so that a word, or a single Han, kana or Hangul character, lights up by itself. Closing marks stay with what they close,
 * so that none lights up alone.
 */
export function captionTokens(text: string): CaptionToken[] {
  const tokens: { start: number; end: number }[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const start = match.index;
    const end = start + match[0].length;
    const last = tokens.at(-1);
    if (last !== undefined && last.end === start && (CLOSING.test(match[0]) || /^\s+$/.test(match[0]))) last.end = end;
    else tokens.push({ start, end });
  }
  return tokens;
}

/** How far the voice has read: a UTF-16 offset, with a fraction inside a word. In an object, for numbers handed from function to function are boxed. */
export interface Spoken {
  offset: number;
}

/** Writes how far the voice has read at `positionMs`. `words` are sorted by start. Marks after a word that has ended count as read. Allocates nothing. */
export function readSpoken(words: readonly WordCue[], { positionMs }: { readonly positionMs: number }, out: Spoken): void {
  let offset = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined || positionMs < word.startMs) break;
    const length = word.endMs - word.startMs;
    const share = length > 0 ? Math.min(1, (positionMs - word.startMs) / length) : 1;
    offset = Math.max(offset, word.textStart + (word.textEnd - word.textStart) * share);
  }
  out.offset = offset;
}

/** Size of the letters against the set size, so that long sentences still fit: full up to 88 half-width columns, never below 75 %. */
export function captionScale(text: string): number {
  let columns = 0;
  for (const character of text) columns += character.charCodeAt(0) >= 0x1100 ? 2 : 1;
  return Math.max(0.75, Math.min(1, Math.sqrt(88 / Math.max(88, columns))));
}
