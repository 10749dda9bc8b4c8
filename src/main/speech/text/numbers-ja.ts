import { type MappedText, rewriteMapped } from './mapped-text.ts';

const DIGITS = ['ゼロ', 'いち', 'に', 'さん', 'よん', 'ご', 'ろく', 'なな', 'はち', 'きゅう'];
const TENS = [
  '',
  'じゅう',
  'にじゅう',
  'さんじゅう',
  'よんじゅう',
  'ごじゅう',
  'ろくじゅう',
  'ななじゅう',
  'はちじゅう',
  'きゅうじゅう',
];
const HUNDREDS = [
  '',
  'ひゃく',
  'にひゃく',
  'さんびゃく',
  'よんひゃく',
  'ごひゃく',
  'ろっぴゃく',
  'ななひゃく',
  'はっぴゃく',
  'きゅうひゃく',
];
const THOUSANDS = ['', 'せん', 'にせん', 'さんぜん', 'よんせん', 'ごせん', 'ろくせん', 'ななせん', 'はっせん', 'きゅうせん'];
const BIG = ['', 'まん', 'おく', 'ちょう'];

export function digitsInJapanese(digits: string): string {
  return [...digits].map((digit) => DIGITS[Number(digit)] ?? '').join('');
}

/** A whole number of up to 16 digits in kana: 3 600 → さんぜんろっぴゃく. */
export function integerInJapanese(digits: string): string {
  const bare = digits.replace(/^0+(?=\d)/u, '');
  if (bare === '0') return 'ゼロ';
  if (bare.length > 16) return digitsInJapanese(digits);
  let spoken = '';
  for (let i = 0, rest = bare; rest !== ''; i++, rest = rest.slice(0, -4)) {
    const value = Number(rest.slice(-4));
    if (value > 0)
      spoken =
        (i > 0 && value === 1000
          ? 'いっせん'
          : i > 0 && value % 10 === 1 && value < 10 && i === 3
            ? 'いっ'
            : belowTenThousand(value)) +
        (BIG[i] ?? '') +
        spoken;
  }
  return spoken;
}

function belowTenThousand(value: number): string {
  const at = (table: readonly string[], unit: number): string => table[Math.floor(value / unit) % 10] ?? '';
  return at(THOUSANDS, 1000) + at(HUNDREDS, 100) + at(TENS, 10) + (value % 10 ? (DIGITS[value % 10] ?? '') : '');
}

export function numberInJapanese(text: string): string {
  const [whole = '0', fraction] = text.replace(/,/gu, '').split('.');
  return integerInJapanese(whole === '' ? '0' : whole) + (fraction ? `てん${digitsInJapanese(fraction)}` : '');
}

/**
 * How a counter sounds after a number. `own`: whole forms; `row`: the sound it begins with, which doubles after 1, 6, 8, 10 and 100:
 * k (いっかい), s (いっさい), h (いっぽん; さんぼん).
 */
interface Counter {
  readonly reading: string;
  readonly own?: Readonly<Record<number, string>>;
  readonly row?: 'k' | 's' | 'h';
}

const COUNTERS: Readonly<Record<string, Counter>> = {
  月: { reading: 'がつ', own: { 4: 'しがつ', 7: 'しちがつ', 9: 'くがつ' } },
  日: {
    reading: 'にち',
    own: {
      1: 'ついたち',
      2: 'ふつか',
      3: 'みっか',
      4: 'よっか',
      5: 'いつか',
      6: 'むいか',
      7: 'なのか',
      8: 'ようか',
      9: 'ここのか',
      10: 'とおか',
      14: 'じゅうよっか',
      20: 'はつか',
      24: 'にじゅうよっか',
    },
  },
  時間: { reading: 'じかん', own: { 4: 'よじかん', 9: 'くじかん' } },
  時: {
    reading: 'じ',
    own: { 4: 'よじ', 7: 'しちじ', 9: 'くじ', 14: 'じゅうよじ', 17: 'じゅうしちじ', 19: 'じゅうくじ', 0: 'れいじ' },
  },
  分: { reading: 'ふん', own: { 3: 'さんぷん', 4: 'よんぷん' }, row: 'h' },
  人: { reading: 'にん', own: { 1: 'ひとり', 2: 'ふたり', 4: 'よにん', 7: 'ななにん' } },
  つ: {
    reading: 'つ',
    own: {
      1: 'ひとつ',
      2: 'ふたつ',
      3: 'みっつ',
      4: 'よっつ',
      5: 'いつつ',
      6: 'むっつ',
      7: 'ななつ',
      8: 'やっつ',
      9: 'ここのつ',
    },
  },
  歳: { reading: 'さい', own: { 20: 'はたち' }, row: 's' },
  才: { reading: 'さい', own: { 20: 'はたち' }, row: 's' },
  回: { reading: 'かい', row: 'k' },
  個: { reading: 'こ', row: 'k' },
  本: { reading: 'ほん', row: 'h' },
  匹: { reading: 'ひき', row: 'h' },
  年: { reading: 'ねん', own: { 4: 'よねん' } },
  円: { reading: 'えん', own: { 4: 'よえん' } },
  秒: { reading: 'びょう' },
  万: { reading: 'まん' },
  億: { reading: 'おく' },
  千: { reading: 'せん' },
  番: { reading: 'ばん' },
  度: { reading: 'ど' },
  名: { reading: 'めい' },
  枚: { reading: 'まい' },
  点: { reading: 'てん' },
  週間: { reading: 'しゅうかん', row: 's' },
  話: { reading: 'わ' },
  位: { reading: 'い' },
  倍: { reading: 'ばい' },
};

function counted(digits: string, counter: string): string {
  const entry = COUNTERS[counter];
  const spoken = numberInJapanese(digits);
  if (!entry) return spoken + counter;
  const value = Number(digits.replace(/,/gu, ''));
  const own = entry.own?.[value];
  if (own) return own;
  // 24時 → にじゅうよじ, 13分 → じゅうさんぷん: the last digit keeps its form.
  const last = entry.own?.[value % 10];
  if (value > 10 && last && LAST_DIGIT_COUNTERS.includes(counter))
    return spoken.replace(/(?:よん|さん|なな|きゅう)$/u, '') + last;
  return entry.row && !digits.includes('.') ? joined(spoken, entry.reading, entry.row) : spoken + entry.reading;
}

const LAST_DIGIT_COUNTERS: readonly string[] = ['時', '時間', '年', '円', '分'];
const H_TO_P: Readonly<Record<string, string>> = { は: 'ぱ', ひ: 'ぴ', ふ: 'ぷ', へ: 'ぺ', ほ: 'ぽ' };
const H_TO_B: Readonly<Record<string, string>> = { は: 'ば', ひ: 'び', ふ: 'ぶ', へ: 'べ', ほ: 'ぼ' };

/** Number and counter with the doubling of their joint. */
function joined(spoken: string, reading: string, row: 'k' | 's' | 'h'): string {
  const first = reading.charAt(0);
  const rest = reading.slice(1);
  const doubling = row === 's' ? /(?:いち|はち|じゅう)$/u : /(?:いち|ろく|はち|じゅう|ひゃく|びゃく|ぴゃく)$/u;
  if (doubling.test(spoken)) return `${spoken.slice(0, -1)}っ${row === 'h' ? (H_TO_P[first] ?? first) : first}${rest}`;
  if (row === 'h' && spoken.endsWith('さん')) return spoken + (H_TO_B[first] ?? first) + rest;
  return spoken + reading;
}

const N = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const COUNTER = '時間|週間|月|日|時|分|人|つ|歳|才|回|個|本|匹|年|円|秒|万|億|千|番|度|名|枚|点|話|位|倍';
const METRIC: Readonly<Record<string, string>> = {
  km: 'キロメートル',
  cm: 'センチ',
  mm: 'ミリ',
  m: 'メートル',
  kg: 'キロ',
  g: 'グラム',
  ml: 'ミリリットル',
  '℃': 'ど',
  '°C': 'ど',
  '°': 'ど',
  GB: 'ギガ',
  MB: 'メガ',
  TB: 'テラ',
  Hz: 'ヘルツ',
  kHz: 'キロヘルツ',
  fps: 'フレーム',
  ms: 'ミリびょう',
  'km/h': 'キロ',
};
const MONEY: Readonly<Record<string, string>> = {
  '¥': 'えん',
  '￥': 'えん',
  $: 'ドル',
  '€': 'ユーロ',
  '£': 'ポンド',
  '₩': 'ウォン',
};
type Rule = readonly [pattern: RegExp, read: (groups: readonly (string | undefined)[]) => string | undefined];
const RULES: readonly Rule[] = [
  [
    /(?<!\d)((?:1[0-9]|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)/gu,
    ([, y = '', m = '', d = '']) => `${counted(y, '年')}${counted(String(Number(m)), '月')}${counted(String(Number(d)), '日')}`,
  ],
  [
    /(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?![\d:])/gu,
    ([, h = '', m = '']) =>
      counted(String(Number(h)), '時') + (Number(m) === 0 ? '' : Number(m) === 30 ? 'はん' : counted(String(Number(m)), '分')),
  ],
  [
    /(?<!\d)(0\d{1,4}-\d{1,4}-\d{3,4}|0\d{9,10})(?!\d)/gu,
    ([, digits = '']) => digits.split('-').map(digitsInJapanese).join('の'),
  ],
  [
    new RegExp(`([¥￥$€£₩])\\s?(${N})([万億]?)`, 'gu'),
    ([, sign = '', amount = '', big = '']) =>
      `${numberInJapanese(amount)}${big === '万' ? 'まん' : big === '億' ? 'おく' : ''}${MONEY[sign] ?? ''}`,
  ],
  [
    new RegExp(`([-−+])?(${N})\\s?[%％]`, 'gu'),
    ([, sign, amount = '']) =>
      `${sign === undefined ? '' : sign === '+' ? 'プラス' : 'マイナス'}${numberInJapanese(amount)}パーセント`,
  ],
  [/(?<![\d/.])(\d{1,3})\/(\d{1,3})(?![\d/])/gu, ([, a = '', b = '']) => `${integerInJapanese(b)}ぶんの${integerInJapanese(a)}`],
  [
    new RegExp(`(${N})\\s?[-~～〜—–]\\s?(${N})(${COUNTER})?(?![\\d-])`, 'gu'),
    ([, a = '', b = '', counter]) => `${numberInJapanese(a)}から${counter ? counted(b, counter) : numberInJapanese(b)}`,
  ],
  [
    new RegExp(
      `(?<![\\p{Script=Latin}\\d.])([-−])?(${N})\\s?(km/h|km|cm|mm|kg|ml|℃|°C|°|GB|MB|TB|kHz|Hz|ms|fps|m|g)(?![\\p{Script=Latin}\\d])`,
      'gu',
    ),
    ([, sign, amount = '', unit = '']) => `${sign ? 'マイナス' : ''}${numberInJapanese(amount)}${METRIC[unit] ?? ''}`,
  ],
  [
    new RegExp(`(${N})(万|億|千)(${N})?(円|人|回|年|個)?`, 'gu'),
    ([, a = '', big = '', b, counter]) =>
      `${numberInJapanese(a)}${{ 万: 'まん', 億: 'おく', 千: 'せん' }[big] ?? ''}${b ? (counter ? counted(b, counter) : numberInJapanese(b)) : counter ? (COUNTERS[counter]?.reading ?? '') : ''}`,
  ],
  [new RegExp(`(${N})(${COUNTER})(?!曜)`, 'gu'), ([, n = '', counter = '']) => counted(n, counter)],
  [/(?<=^|[\s（(、。])[-−](?=\d)/gu, () => 'マイナス'],
  [/(?<![\d.,])(\d{9,}|0\d+)(?![\d.,])/gu, ([, digits = '']) => digitsInJapanese(digits)],
  [/(?<=^|[、。！？\s])8{2,}(?=$|[、。！？\s])/gu, () => 'ぱちぱち'],
  [new RegExp(`(${N})`, 'gu'), ([, n = '']) => numberInJapanese(n)],
  [/(?<=[\p{Script=Hiragana}])\+(?=[\p{Script=Hiragana}])/gu, () => 'たす'],
];

export function readJapaneseNumbers(mapped: MappedText): MappedText {
  return RULES.reduce((text, [pattern, read]) => rewriteMapped(text, pattern, (match) => asWord(match, read(match))), mapped);
}

/** In katakana, for a dictionary would take hiragana apart (はち as は + ち), and apart from a katakana word or another number before it. */
function asWord(match: RegExpExecArray, words: string | undefined): string | undefined {
  if (words === undefined) return undefined;
  const katakana = words.replace(/[ぁ-ゖ]/gu, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60));
  return (/[\p{Script=Katakana}ー年月日時分円%℃]$/u.test(match.input.slice(0, match.index)) ? ' ' : '') + katakana;
}
