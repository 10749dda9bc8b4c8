import type { WordCue } from '#shared/speech/cues.ts';

const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]|[\p{L}\p{N}]+(?:[.,'’:-][\p{L}\p{N}]+)*/gu;

/**
 * Word times for a synthesiser that tells none: the words of [from, to) of `text` share [startMs, endMs) by their length.
 * A Chinese or Japanese character weighs as much as three letters (about a syllable).
 */
export function spreadWords(text: string, startMs: number, endMs: number, from = 0): readonly WordCue[] {
  const words = [...text.matchAll(WORD)].map((match) => ({
    at: match.index,
    length: match[0].length,
    weight: weightOf(match[0]),
  }));
  const total = words.reduce((sum, word) => sum + word.weight, 0);
  if (total === 0 || !(endMs > startMs)) return [];
  const perWeight = (endMs - startMs) / total;
  let at = startMs;
  return words.map((word) => {
    const start = at;
    at += word.weight * perWeight;
    return { startMs: start, endMs: at, textStart: from + word.at, textEnd: from + word.at + word.length };
  });
}

/** Of one word: how long it takes to say, in letters. */
export function weightOf(word: string): number {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(word) ? 3 : word.length + 1;
}
