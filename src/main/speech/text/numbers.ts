import type { Language } from '#shared/speech/emotion.ts';
import type { MappedText } from './mapped-text.ts';
import { readEnglishNumbers } from './numbers-en.ts';
import { readJapaneseNumbers } from './numbers-ja.ts';
import { readChineseNumbers } from './numbers-zh.ts';

const READERS: Readonly<Record<Language, (mapped: MappedText) => MappedText>> = {
  zh: readChineseNumbers,
  en: readEnglishNumbers,
  ja: readJapaneseNumbers,
};

/** Digits, dates, times, money, shares and measures in the words of the language. */
export function readNumbers(mapped: MappedText, language: Language): MappedText {
  return READERS[language](mapped);
}
