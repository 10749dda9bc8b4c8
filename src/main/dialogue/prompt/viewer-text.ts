import type { LiveUser, Money } from '#shared/live/live-event.ts';
import { isUnknownAmount } from '#shared/live/money.ts';
import { moneyText } from '../formats.ts';

/** Longest message and name that reach the model, in UTF-16 units. */
export const MAX_MESSAGE_CHARS = 500;
const MAX_NAME_CHARS = 40;

/** Characters by which text could end its quotation, fake a tag or a chat template's token, and what stands in for them. */
const STAND_INS: Readonly<Record<string, string>> = {
  '<': '‹',
  '>': '›',
  '＜': '‹',
  '＞': '›',
  '"': '”',
  '“': '”',
  '„': '”',
  '＂': '”',
  '[': '(',
  ']': ')',
  '【': '(',
  '】': ')',
  '`': "'",
  '{': '(',
  '}': ')',
  '|': '/',
  '｜': '/',
  '\\': '/',
};
const REPLACED = /[<>＜＞"“„＂[\]【】`{}|｜\\]/gu;
/** Control, format (bidi, zero-width, tag characters), line and paragraph separators, private use, lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;
const JOINER = '\u200d';

/**
 * Viewer text as one harmless line: no line breaks, quotation marks, brackets or invisible characters are left in it, so that it can
 * neither close the quotation it stands in nor look like a line of ours.
 */
export function quotable(text: string, limit = MAX_MESSAGE_CHARS): string {
  const line = text
    .slice(0, limit * 4)
    .replace(INVISIBLE, (found) => (found === JOINER ? JOINER : ' ')) // emoji families are held together by one joiner
    .replace(REPLACED, (found) => STAND_INS[found] ?? ' ')
    .replace(/(.)\1{11,}/gu, (run) => run.slice(0, 12)) // "哈哈哈哈…" for a whole screen
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length > limit ? `${line.slice(0, limit).replace(/[\uD800-\uDBFF]$/u, '')}…` : line;
}

/** A viewer's name fit for a sentence; 'a viewer' stands for one without. */
export function quotableName(user: LiveUser): string {
  const name = quotable(user.name, MAX_NAME_CHARS)
    .replace(/[:：\n]/gu, ' ')
    .trim();
  return name === '' ? 'a viewer' : name;
}

/** What is said of a price that could not be read; other languages read the English one. */
const SOME_AMOUNT: Readonly<Record<string, string>> = { zh: '一笔心意', ja: 'お気持ち' };

/** "¥30", "$4.99" as people of that locale write it. */
export function amountText(value: Money, locale: string): string {
  if (isUnknownAmount(value)) return SOME_AMOUNT[locale.slice(0, 2)] ?? 'a kind amount';
  return moneyText(value.micros / 1_000_000, value.currency, locale);
}
