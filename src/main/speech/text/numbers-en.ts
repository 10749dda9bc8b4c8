import { type MappedText, rewriteMapped } from './mapped-text.ts';

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const BIG = ['', ' thousand', ' million', ' billion', ' trillion'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};
const MONEY: Readonly<Record<string, readonly [one: string, many: string, cent: string]>> = {
  $: ['dollar', 'dollars', 'cent'],
  '€': ['euro', 'euros', 'cent'],
  '£': ['pound', 'pounds', 'pence'],
  '¥': ['yen', 'yen', ''],
  '￥': ['yuan', 'yuan', ''],
  '₩': ['won', 'won', ''],
};
const METRIC: Readonly<Record<string, string>> = {
  km: 'kilometers',
  cm: 'centimeters',
  mm: 'millimeters',
  kg: 'kilograms',
  mg: 'milligrams',
  ml: 'milliliters',
  'km/h': 'kilometers per hour',
  mph: 'miles per hour',
  '°C': 'degrees Celsius',
  '℃': 'degrees Celsius',
  '°F': 'degrees Fahrenheit',
  '°': 'degrees',
  GB: 'gigabytes',
  MB: 'megabytes',
  TB: 'terabytes',
  GHz: 'gigahertz',
  MHz: 'megahertz',
  kHz: 'kilohertz',
  Hz: 'hertz',
  ms: 'milliseconds',
  fps: 'frames per second',
  kW: 'kilowatts',
  ft: 'feet',
  lb: 'pounds',
  lbs: 'pounds',
  oz: 'ounces',
};

/** A whole number below 10^15 in words; longer ones digit by digit. */
export function integerInEnglish(digits: string): string {
  const bare = digits.replace(/^0+(?=\d)/u, '');
  if (bare.length > 15) return digitsInEnglish(digits);
  const value = Number(bare);
  if (value < 1000) return belowThousand(value);
  const groups: string[] = [];
  for (let end = bare.length; end > 0; end -= 3) groups.unshift(bare.slice(Math.max(0, end - 3), end));
  return groups
    .map((group, i) => (Number(group) === 0 ? '' : belowThousand(Number(group)) + (BIG[groups.length - 1 - i] ?? '')))
    .filter(Boolean)
    .join(' ');
}

function belowThousand(value: number): string {
  if (value < 20) return SMALL[value] ?? '';
  if (value < 100) return (TENS[Math.floor(value / 10)] ?? '') + (value % 10 ? `-${SMALL[value % 10]}` : '');
  return `${SMALL[Math.floor(value / 100)]} hundred${value % 100 ? ` ${belowThousand(value % 100)}` : ''}`;
}

export function digitsInEnglish(digits: string): string {
  return [...digits].map((digit) => SMALL[Number(digit)] ?? '').join(' ');
}

/** 1999 → nineteen ninety-nine, 2005 → two thousand five, 1900 → nineteen hundred. */
export function yearInEnglish(year: string): string {
  const value = Number(year);
  const [century, rest] = [Math.floor(value / 100), value % 100];
  if (value % 1000 < 10) return integerInEnglish(year);
  if (rest === 0) return `${belowThousand(century)} hundred`;
  return `${belowThousand(century)} ${rest < 10 ? `oh ${SMALL[rest]}` : belowThousand(rest)}`;
}

export function ordinalInEnglish(digits: string): string {
  const words = integerInEnglish(digits);
  const at = Math.max(words.lastIndexOf(' '), words.lastIndexOf('-')) + 1;
  const last = words.slice(at);
  return words.slice(0, at) + (ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`));
}

export function numberInEnglish(text: string): string {
  const [whole = '0', fraction] = text.replace(/,/gu, '').split('.');
  return integerInEnglish(whole === '' ? '0' : whole) + (fraction ? ` point ${digitsInEnglish(fraction)}` : '');
}

function moneyInEnglish(sign: string, amount: string, scale: string | undefined): string {
  const [one, many, cent] = MONEY[sign] ?? ['', '', ''];
  const [whole = '0', fraction = ''] = amount.replace(/,/gu, '').split('.');
  if (scale)
    return `${numberInEnglish(amount)} ${{ k: 'thousand', m: 'million', b: 'billion' }[scale.charAt(0).toLowerCase()] ?? scale} ${many}`;
  const name = whole === '1' ? one : many;
  if (fraction === '' || Number(fraction) === 0) return `${integerInEnglish(whole)} ${name}`;
  if (cent === '' || fraction.length !== 2) return `${numberInEnglish(amount)} ${many}`;
  const cents = `${integerInEnglish(fraction)} ${cent === 'cent' && Number(fraction) !== 1 ? 'cents' : cent}`;
  return Number(whole) === 0 ? cents : `${integerInEnglish(whole)} ${name} and ${cents}`;
}

function timeInEnglish(hour: string, minute: string, half: string | undefined): string {
  const m = Number(minute);
  const suffix = half ? ` ${half.charAt(0).toLowerCase()} m` : '';
  if (m === 0) return `${integerInEnglish(hour)}${half ? '' : " o'clock"}${suffix}`;
  return `${integerInEnglish(hour)} ${m < 10 ? `oh ${SMALL[m]}` : belowThousand(m)}${suffix}`;
}

/** Halves to eighths are shares, everything else is a score: "nine out of ten". */
function fractionInEnglish(a: string, b: string): string {
  if (!['2', '3', '4', '5', '6', '8'].includes(b) || Number(a) >= Number(b))
    return `${integerInEnglish(a)} out of ${integerInEnglish(b)}`;
  const plural = Number(a) === 1 ? '' : 's';
  const name = b === '2' ? (plural ? 'halves' : 'half') : b === '4' ? `quarter${plural}` : `${ordinalInEnglish(b)}${plural}`;
  return `${integerInEnglish(a)} ${name}`;
}

const N = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
type Rule = readonly [pattern: RegExp, read: (groups: readonly (string | undefined)[]) => string | undefined];
const RULES: readonly Rule[] = [
  [/(?<=\d)\s?\+\s?(?=\d)/gu, () => ' plus '],
  [/(?<=\d)\s?=\s?(?=\d)/gu, () => ' equals '],
  [/(?<!\d)24\/7(?!\d)/gu, () => 'twenty-four seven'],
  [
    new RegExp(`(${N})%?\\s?[-–~]\\s?(${N})%`, 'gu'),
    ([, a = '', b = '']) => `${numberInEnglish(a)} to ${numberInEnglish(b)} percent`,
  ],
  [
    /(?<!\d)((?:1[0-9]|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)/gu,
    ([, y = '', m = '', d = '']) => `${MONTHS[Number(m) - 1]} ${ordinalInEnglish(d)}, ${yearInEnglish(y)}`,
  ],
  [
    new RegExp(`\\b(${MONTHS.join('|')})\\s+(\\d{1,2})(?:st|nd|rd|th)?(?!\\d|:)`, 'gu'),
    ([, month = '', day = '']) => `${month} ${ordinalInEnglish(day)}`,
  ],
  [
    /(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\s?([ap]\.?m\.?(?![a-z]))?(?![\d:])/giu,
    ([, h = '', m = '', half]) => timeInEnglish(h, m, half),
  ],
  [/(?<![\d:.])(\d{1,2})\s?([ap])\.?m\b\.?/giu, ([, h = '', half = '']) => `${integerInEnglish(h)} ${half.toLowerCase()} m`],
  [
    /(?<![\d-])(?:\+?\d{1,2}[-\s])?\(?\d{3}\)?[-\s]\d{3}-\d{4}(?!\d)|(?<![\d-])\d{3}-\d{4}(?!\d)/gu,
    ([digits = '']) => digits.split(/\D+/u).filter(Boolean).map(digitsInEnglish).join(', '),
  ],
  [
    new RegExp(`([$€£¥￥₩])\\s?(${N})(?:\\s?(k|m|b|million|billion|thousand)\\b)?`, 'giu'),
    ([, sign = '', amount = '', scale]) => moneyInEnglish(sign, amount, scale),
  ],
  [/(?<!\d)(1[1-9]\d|20\d)0s\b/gu, ([, decade = '']) => pluralDecade(`${decade}0`)],
  [
    /(?<![\d.,$])(1[1-9]\d\d|20\d\d)(?!\d|,\d|\.\d|\s?(?:%|people|viewers|followers|points|coins|times|subs|bits|k[mg]|meters|dollars))/gu,
    ([, year = '']) => yearInEnglish(year),
  ],
  [/(?<!\d)(\d+)(?:st|nd|rd|th)\b/gu, ([, n = '']) => ordinalInEnglish(n)],
  [/(?<![\d/.])(\d{1,2})\/(\d{1,2})(?![\d/])/gu, ([, a = '', b = '']) => fractionInEnglish(a, b)],
  [
    new RegExp(`(${N})\\s?(?:-|–|~|—)\\s?(${N})(?![\\d-])(?=\\s?(%)?)`, 'gu'),
    ([, a = '', b = '']) => `${numberInEnglish(a)} to ${numberInEnglish(b)}`,
  ],
  [
    new RegExp(
      `(?<![\\p{L}\\d])([-−+])?(${N})\\s?(km/h|mph|km|cm|mm|kg|mg|ml|°C|℃|°F|°|GB|MB|TB|GHz|MHz|kHz|Hz|ms|fps|kW|ft|lbs?|oz)(?![\\p{L}\\d])`,
      'gu',
    ),
    ([, sign, amount = '', unit = '']) =>
      `${sign === undefined || sign === '+' ? '' : 'minus '}${numberInEnglish(amount)} ${amount === '1' ? (METRIC[unit] ?? unit).replace(/s$/u, '') : (METRIC[unit] ?? unit)}`,
  ],
  [new RegExp(`(?<=^|[\\s(])[-−](${N})`, 'gu'), ([, n = '']) => `minus ${numberInEnglish(n)}`],
  [new RegExp(`(${N})\\s?[%％]`, 'gu'), ([, n = '']) => `${numberInEnglish(n)} percent`],
  [/#(?=\d)/gu, () => 'number '],
  [/(?<=\d)[kK](?![\p{L}\d])/gu, () => ' thousand'],
  [/(\d+)\.(\d+)\.(\d+)/gu, ([, a = '', b = '', c = '']) => [a, b, c].map(integerInEnglish).join(' point ')],
  [/(?<![\d.,])(\d{9,}|0\d+)(?![\d.,]*\d)/gu, ([, digits = '']) => digitsInEnglish(digits)],
  [new RegExp(`(${N})`, 'gu'), ([, n = '']) => numberInEnglish(n)],
  [/(?<=^|\s)@(?=\w)/gu, () => ''],
];

function pluralDecade(year: string): string {
  return yearInEnglish(year)
    .replace(/y$/u, 'ies')
    .replace(/(?<=hundred|thousand|ten)$/u, 's');
}

export function readEnglishNumbers(mapped: MappedText): MappedText {
  return RULES.reduce((text, [pattern, read]) => rewriteMapped(text, pattern, (match) => spaced(match, read(match))), mapped);
}

/** "GPT4o" → "GPT four o": words do not run into letters beside the digits. */
function spaced(match: RegExpExecArray, words: string | undefined): string | undefined {
  if (words === undefined || words === '') return words;
  const before = /[\p{L}]$/u.test(match.input.slice(0, match.index)) ? ' ' : '';
  const after = /^[\p{L}]/u.test(match.input.slice(match.index + match[0].length)) ? ' ' : '';
  return before + words + after;
}
