import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';

const KANA = /[\u3041-\u30ff\uff66-\uff9d]/u;
const HAN = /\p{Script=Han}/u;
/** Characters which only Japanese print uses, and words of kanji alone that Chinese does not have. */
const JAPANESE_HAN = /[々〆働込峠畑辻匂笹枠円図売読対実戦検観権応]|配信|大丈夫|最高|可愛|誕生日|質問|今晩|日本語/u;
const LATIN_WORD = /[a-z]{2,}/i;

/** The language that `text` is written in; undefined for emoji, digits and scripts that she does not speak. */
export function languageOfText(text: string): Language | undefined {
  if (KANA.test(text)) return 'ja';
  if (HAN.test(text)) return JAPANESE_HAN.test(text) && !/[们这吗呢吧么说]/u.test(text) ? 'ja' : 'zh';
  return LATIN_WORD.test(text) ? 'en' : undefined;
}

/** What she answers in: the persona's own language if one is set, else that of the message, else the interface's. */
export function answerLanguage(text: string, persona: Settings['persona'], interfaceLanguage: Language): Language {
  if (persona.language !== 'auto') return persona.language;
  return languageOfText(text) ?? interfaceLanguage;
}
