import type { Language } from '#shared/speech/emotion.ts';

/** How lines are read for commands. The patterns are fixed and linear; viewer text is only compared. */

/** Longest line that can be a command, in UTF-16 units. */
export const LONGEST_COMMAND = 300;

export interface CommandLine {
  /** One form for full width and blanks, case kept: arguments are cut from it. */
  readonly written: string;
  readonly plain: string;
}

export function readCommandLine(text: string): CommandLine {
  const written = text.slice(0, LONGEST_COMMAND).normalize('NFKC').replace(/\s+/gu, ' ').trim();
  return { written, plain: written.toLowerCase() };
}

/** A streamer's word in the form in which lines are compared with it. */
export const plainWord = (word: string): string => readCommandLine(word).plain;

const GAP = /^[\s:,、-]+/u;
const TAIL = /[\s.。!?…~、,]+$/u;
const LATIN_EDGE = /^[^\p{L}\p{N}]/u;
const LATIN = /[a-z0-9]$/u;

/** What follows `word` at the start of the line; undefined when it is not there as a word of its own. `joined`: no gap is needed after CJK. */
export function restAfter(line: CommandLine, word: string, joined: boolean): string | undefined {
  if (!line.plain.startsWith(word)) return undefined;
  const rest = sameLength(line) ? line.written.slice(word.length) : line.plain.slice(word.length);
  if (rest === '' || (TAIL.test(rest) && rest.replace(TAIL, '') === '')) return '';
  const gap = GAP.exec(rest)?.[0].length ?? 0;
  if (gap > 0) return withoutTail(rest.slice(gap));
  if (!joined || (LATIN.test(word) && !LATIN_EDGE.test(rest))) return undefined;
  return readsOn(rest) ? undefined : withoutTail(rest);
}

/** Whether the line is `word`, apart from punctuation behind it. */
export function isWhole(line: CommandLine, word: string): boolean {
  return line.plain === word || (line.plain.startsWith(word) && line.plain.slice(word.length).replace(TAIL, '') === '');
}

const withoutTail = (text: string): string => text.replace(/[\s。!~…]+$/u, '').trim();
/** Lower case of a few letters is longer; then places in one form are none in the other. */
const sameLength = ({ written, plain }: CommandLine): boolean => written.length === plain.length;

/** Particles, verbs and nouns that turn a command's word into talk about it: "点歌的时候", "抽奖怎么玩", "换装游戏". */
const GOES_ON =
  /^(?:了|过|的|得|着|吗|呢|嘛|啊|吧|是|和|跟|与|都|也|还|就|才|在|能|可以|要多少|怎么|怎样|为什么|什么|多少|几|好听|好看|好玩|真|机|台|姬|单|列表|功能|系统|活动|规则|时间|结果|游戏|の|が|は|を|も|って|する|した|して|したい|できる|です|ます|どう|いつ|回した|引いた)/u;
const ASKS = /[?？]$|(?:吗|呢|么|嘛)[?？!。~]*$|(?:多少钱|怎么[玩点用弄]|是什么|什么意思|ですか|ますか)[?？!。~]*$/u;
function readsOn(rest: string): boolean {
  return GOES_ON.test(rest) || ASKS.test(rest);
}

const KANA = /[\u3041-\u30ff]/u;
const HAN = /\p{Script=Han}/u;
/** The languages that a line can be in: Han alone may be Chinese or Japanese; none for digits and signs. */
export function languagesOfLine(text: string): readonly Language[] {
  if (KANA.test(text)) return ['ja'];
  if (HAN.test(text)) return ['zh', 'ja'];
  return /[a-z]/iu.test(text) ? ['en'] : [];
}

/** 1 to `most` from a number as people write it; undefined for anything else. */
export function countFrom(argument: string, most: number): number | undefined {
  const digits = /^(\d{1,6})\s*(?:次|连|连抽|回|連|times?|x)?$/iu.exec(argument)?.[1];
  const value = digits === undefined ? CHINESE_NUMBERS.indexOf(argument.replace(/[次连回連抽]+$/u, '')) : Number(digits);
  return value >= 1 ? Math.min(value, most) : undefined;
}
const CHINESE_NUMBERS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
