import type { Language } from '#shared/speech/emotion.ts';
import { type MappedText, mappedFromText, rewriteMapped, trimMapped } from './mapped-text.ts';
import { readNumbers } from './numbers.ts';
import type { Pronounce } from './pronunciation.ts';

const LINK: Readonly<Record<Language, string>> = { zh: '链接', en: 'link', ja: 'リンク' };
const URL = /(?:https?:\/\/|www\.)[^\s，。！？、）」』]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|tv|io|cn|jp|gg)\/\S*/giu;
const EMAIL = /\b[\w.+-]+@[\w-]+\.[\w.]+\b/gu;
const EMOJI =
  /\p{Extended_Pictographic}[\u{fe0f}\u{1f3fb}-\u{1f3ff}]?(?:\u200d\p{Extended_Pictographic}\ufe0f?)*|[\u{1f1e6}-\u{1f1ff}]{2}|[0-9#*]\ufe0f?\u20e3|[\ufe0f\u200b-\u200f\u2060\ufeff]/gu;
/** Faces made of marks: (｡･ω･｡), (^_^), >_<, T_T, orz, ╮(╯▽╰)╭ */
const KAOMOJI =
  /[╮╭ヽヾ⊂o٩ლԅ]?[(（](?=[^()（）]{1,14}[)）])(?=[^()（）]*[^\p{L}\p{N}\s,.，。()（）])(?![^()（）]*\p{Script=Han}{2})(?![^()（）]*[A-Za-z]{3})(?![^()（）]*\d{2})[^()（）]{1,14}[)）][╮╭ノﾉو♡☆✧づつ]?|(?<![\p{L}\p{N}])(?:>_<|>﹏<|[TQ][_.][TQ]|[-=^][_.ω][-=^]|\^\^;?|[oO0]_[oO0]|[:;=]-?[)(DPp3]|xD|XD|orz|QAQ|QwQ|OwO|UwU|TvT)(?![\p{L}\p{N}])/gu;
const DECORATION = /[★☆♪♫♡♥❤✨✧◆◇■□●○▶►→←↑↓✓✔✗✘©®™°•·*_#^|\\<>{}[\]="“”«»`]+/gu;

/**
 * What a voice says for a caption: without emoji, faces made of marks, addresses and ornaments, numbers in words.
 * The map leads back to the caption, UTF-16 unit by unit.
 */
export function spokenFromCaption(caption: string, language: Language, pronounce?: Pronounce): MappedText {
  const steps: readonly (readonly [RegExp, (match: RegExpExecArray) => string | undefined])[] = [
    [URL, () => ` ${LINK[language]} `],
    [EMAIL, (match) => match[0].replace('@', ' at ')],
    [KAOMOJI, () => ' '],
    [EMOJI, () => ' '],
    [
      /(?<=^|[\s，。！？、,!?.])(?:w{3,}|ｗ+|草+ｗ*)(?=$|[\s，。！？、,!?.])/gu,
      () => (language === 'ja' ? 'わらわら' : undefined),
    ],
    [
      /(?<!\d)[～〜~]+|[～〜~]+(?!\d)/gu,
      (match) => (language === 'en' ? ' ' : /[\p{L}]$/u.test(caption.slice(0, match.index)) ? '，' : ' '),
    ],
    [/&/gu, () => ({ zh: '和', en: ' and ', ja: 'アンド' })[language]],
  ];
  let mapped = mappedFromText(caption);
  if (pronounce) mapped = pronounce(mapped, language);
  for (const [pattern, replace] of steps) mapped = rewriteMapped(mapped, pattern, replace);
  mapped = readNumbers(mapped, language);
  mapped = rewriteMapped(mapped, DECORATION, () => ' ');
  // A mark said three times is said once; brackets make a small pause.
  mapped = rewriteMapped(
    mapped,
    /([，。！？、,.!?；;：:…—-])[，。！？、,.!?；;：:…—-]+/gu,
    (match) => /[!?！？]/u.exec(match[0])?.[0] ?? match[1],
  );
  mapped = rewriteMapped(mapped, /[（(《「『【](?=.)|[）)》」』】]+/gu, () => (language === 'en' ? ' ' : '，'));
  mapped = rewriteMapped(mapped, /([，,])[，,\s]+|[，,]+(?=[。！？!?.])/gu, (match) =>
    match[1] === ',' ? ', ' : (match[1] ?? ''),
  );
  mapped = rewriteMapped(mapped, /\s+/gu, (match) => (match[0] === ' ' ? undefined : ' '));
  mapped = trimMapped(rewriteMapped(mapped, /^[\s，。、,.!?！？；：;:…—-]+|[\s，、,]+$/gu, () => ''));
  return mapped;
}

/** Whether a voice has anything to say of it. */
export function isSpeakable(spoken: MappedText): boolean {
  return /[\p{L}\p{N}]/u.test(spoken.text);
}
