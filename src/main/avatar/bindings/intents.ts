import { INTENTS, type Intent } from '#shared/avatar/bindings.ts';
import { INTENT_WORDS } from './intent-words.ts';
import { containsWord, plainText } from './words.ts';

/** Longer texts are judged by their beginning: she speaks sentence by sentence. */
const MAX_TEXT = 1000;
const PLAIN_WORDS: ReadonlyMap<Intent, readonly string[]> = new Map(
  INTENTS.map((intent) => [intent, INTENT_WORDS[intent].map(plainText)]),
);

/**
 * What a sentence does, as far as fixed words of Chinese, English and Japanese tell; in the order of `INTENTS`. Says nothing about sentences without
 * such words. Meant for reactions (she waves when she greets), not for understanding.
 */
export function intentsOf(sentence: string): readonly Intent[] {
  const text = plainText(sentence.slice(0, MAX_TEXT));
  if (text === '') return [];
  return INTENTS.filter(
    (intent) =>
      (intent === 'question' && isQuestion(text)) || (PLAIN_WORDS.get(intent) ?? []).some((word) => containsWord(text, word)),
  );
}

/** NFKC has made '?' of '？'. */
function isQuestion(text: string): boolean {
  const end = text.replaceAll(/[\s"'”」』)）~～!。.…]+$/gu, '');
  return end.endsWith('?') || QUESTION_ENDINGS.some((ending) => end.endsWith(ending));
}
const QUESTION_ENDINGS = ['吗', '嗎', '呢', 'ですか', 'ますか', 'でしょうか', 'かな', 'の?'];
