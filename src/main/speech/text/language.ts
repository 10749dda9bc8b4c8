import type { Language } from '#shared/speech/emotion.ts';

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAN = /\p{Script=Han}/u;
const LATIN = /\p{Script=Latin}/u;
/** Forms that only Japanese uses (kokuji and shinjitai), and marks such as 々 and 「」. */
const JAPANESE_ONLY = /[々〆ヶ働込峠畑辻図売読楽気円駅発続変対応様帰覚黒竜伝仏広戻総歩毎海拝嬢応圧鉄転]/u;

/**
 * The language of a piece: kana → ja; hanzi → zh, unless the persona speaks ja, the words before were ja, or a form is only Japanese; letters → en.
 * A piece without words keeps the language of the one before. Mixed zh and en is zh: its voices read English words.
 */
export function languageOfText(text: string, persona: Language | 'auto', previous: Language | undefined): Language {
  if (KANA.test(text)) return 'ja';
  if (HAN.test(text)) {
    if (persona === 'ja' || persona === 'zh') return persona;
    return previous === 'ja' || JAPANESE_ONLY.test(text) ? 'ja' : 'zh';
  }
  if (LATIN.test(text) && /\p{L}{2}/u.test(text)) return 'en';
  return previous ?? (persona === 'auto' ? 'en' : persona);
}
