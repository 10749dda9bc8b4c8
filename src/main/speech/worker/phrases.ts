import type { MappedText } from '#main/speech/text/mapped-text.ts';
import type { ReadWord } from './voice-protocol.ts';

/** A reading whose phrases stand apart by spaces, phrase by phrase with their places in the text. */
export function phrasesFromMapped({ text, starts, ends }: MappedText): readonly ReadWord[] {
  return [...text.matchAll(/\S+/gu)].map((match) => ({
    textStart: starts[match.index] ?? 0,
    textEnd: ends[match.index + match[0].length - 1] ?? 0,
    sounds: match[0],
  }));
}
