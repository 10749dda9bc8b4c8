import { type MappedText, rewriteMapped } from './mapped-text.ts';

const DIGITS = '零一二三四五六七八九';
const UNITS = ['', '十', '百', '千'];
const BIG = ['', '万', '亿', '万亿'];

/** Digit by digit: years, telephone numbers, "666". */
export function digitsInChinese(digits: string): string {
  return [...digits].map((digit) => DIGITS[Number(digit)] ?? '').join('');
}

/** A whole number of up to 16 digits as a quantity: 10 010 → 一万零一十. Longer ones are read digit by digit. */
export function integerInChinese(digits: string): string {
  const bare = digits.replace(/^0+(?=\d)/u, '');
  if (bare.length > 16) return digitsInChinese(digits);
  if (bare === '0') return '零';
  let spoken = '';
  const groups: string[] = [];
  for (let end = bare.length; end > 0; end -= 4) groups.unshift(bare.slice(Math.max(0, end - 4), end));
  for (const [i, group] of groups.entries()) {
    const value = Number(group);
    if (value === 0) continue;
    const gap = spoken !== '' && (value < 1000 || /0$/u.test(groups[i - 1] ?? '1'));
    spoken += (gap && !spoken.endsWith('零') ? '零' : '') + groupInChinese(group) + (BIG[groups.length - 1 - i] ?? '');
  }
  return spoken.replace(/^一十/u, '十').replace(/^二(?=[千万亿])/u, '两');
}

function groupInChinese(group: string): string {
  let spoken = '';
  let gap = false;
  for (const [i, digit] of [...group.replace(/^0+/u, '')].entries()) {
    const place = group.replace(/^0+/u, '').length - 1 - i;
    if (digit === '0') {
      gap = true;
      continue;
    }
    spoken += (gap ? '零' : '') + (DIGITS[Number(digit)] ?? '') + (UNITS[place] ?? '');
    gap = false;
  }
  return spoken;
}

/** "1,234.50" → 一千二百三十四点五零 */
export function numberInChinese(text: string): string {
  const [whole = '0', fraction] = text.replace(/[,，]/gu, '').split('.');
  return integerInChinese(whole === '' ? '0' : whole) + (fraction ? `点${digitsInChinese(fraction)}` : '');
}

const N = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const MEASURE =
  '个|位|只|条|张|件|天|次|遍|分钟|秒|小时|岁|块|元|人|名|杯|本|斤|两|米|里|周|年|种|样|家|间|层|句|首|关|局|把|支|颗|枚|台|部|辆|点|倍|步|声|度|下|回|连|万|千|亿|百';
const MONEY: Readonly<Record<string, string>> = {
  '¥': '元',
  '￥': '元',
  $: '美元',
  '€': '欧元',
  '£': '英镑',
  HK$: '港币',
  '₩': '韩元',
  RMB: '元',
  USD: '美元',
  JPY: '日元',
};
const METRIC: Readonly<Record<string, string>> = {
  km: '公里',
  cm: '厘米',
  mm: '毫米',
  m: '米',
  kg: '公斤',
  g: '克',
  mg: '毫克',
  ml: '毫升',
  l: '升',
  L: '升',
  'km/h': '公里每小时',
  '℃': '摄氏度',
  '°C': '摄氏度',
  '°F': '华氏度',
  '°': '度',
  GB: 'G',
  MB: '兆',
  TB: 'T',
  KB: 'K',
  GHz: '吉赫兹',
  MHz: '兆赫兹',
  Hz: '赫兹',
  kHz: '千赫兹',
  ms: '毫秒',
  s: '秒',
  h: '小时',
  min: '分钟',
  W: '瓦',
  kW: '千瓦',
  fps: '帧',
};

/** Two before a measure word is 两, as in 两个; not in 二十, 第二, 二月. */
function withLiang(spoken: string): string {
  return spoken === '二' ? '两' : spoken;
}

function timeInChinese(hour: string, minute: string, second: string | undefined): string {
  const h = withLiang(integerInChinese(hour));
  const m =
    Number(minute) === 0
      ? '整'
      : Number(minute) === 30 && !second
        ? '半'
        : `${Number(minute) < 10 ? '零' : ''}${integerInChinese(minute)}分`;
  return `${h}点${second ? m.replace('整', '零分') : m}${second ? `${integerInChinese(second)}秒` : ''}`;
}

type Rule = readonly [pattern: RegExp, read: (groups: readonly (string | undefined)[]) => string | undefined];
const RULES: readonly Rule[] = [
  [/(?<=\d)\s?\+\s?(?=\d)/gu, () => '加'],
  [/(?<=\d)\s?[=＝]\s?(?=\d)/gu, () => '等于'],
  [/(?<=\d)\s?[×*xX]\s?(?=\d+(?![\p{Script=Latin}\d]))/gu, () => '乘'],
  [
    new RegExp(`(${N})[%％]?\\s?[-~～—–到]\\s?(${N})[%％]`, 'gu'),
    ([, a = '', b = '']) => `百分之${numberInChinese(a)}到百分之${numberInChinese(b)}`,
  ],
  [
    /(?<!\d)((?:1[0-9]|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)/gu,
    ([, y = '', m = '', d = '']) => `${digitsInChinese(y)}年${integerInChinese(m)}月${integerInChinese(d)}日`,
  ],
  [/(?<!\d)(\d{4})(?=年)|(?<!\d)(\d{2})(?=年代|后|级)/gu, ([, year, short]) => digitsInChinese(year ?? short ?? '')],
  [/(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])/gu, ([, h = '', m = '', s]) => timeInChinese(h, m, s)],
  // Telephone numbers: mobile, hotline, grouped.
  [
    /(?<![\d.])(1[3-9]\d{9}|1\d{4}|(?:400|800)-?\d{3}-?\d{4}|0\d{2,3}-\d{7,8}|\d{3,4}-\d{4}(?:-\d{4})?)(?![\d.%％年月日元个万])/gu,
    ([, digits = '']) =>
      /^1\d{4}$/u.test(digits) && !/^1(?:0086|0010|0000|2306|2315|2345|2333|1414)$/u.test(digits)
        ? undefined
        : [...digits.replace(/-/gu, '')].map((d) => (d === '1' ? '幺' : digitsInChinese(d))).join(''),
  ],
  [
    new RegExp(`(HK\\$|[¥￥$€£₩])\\s?(${N})([万亿]?)`, 'gu'),
    ([, sign = '', amount = '', big = '']) => `${withLiang(numberInChinese(amount))}${big}${MONEY[sign] ?? '元'}`,
  ],
  [new RegExp(`(${N})\\s?(RMB|USD|JPY)`, 'gu'), ([, amount = '', code = '']) => `${numberInChinese(amount)}${MONEY[code] ?? ''}`],
  [
    new RegExp(`([-−–+])?(${N})\\s?[%％]`, 'gu'),
    ([, sign, amount = '']) => `${signInChinese(sign)}百分之${numberInChinese(amount)}`,
  ],
  [/(?<![\d/.])(\d{1,3})\/(\d{1,3})(?![\d/])/gu, ([, a = '', b = '']) => `${integerInChinese(b)}分之${integerInChinese(a)}`],
  [
    new RegExp(`(?<![\\d.])(${N})\\s?[-~～—–]\\s?(${N})(?![\\d-])`, 'gu'),
    ([, a = '', b = '']) => `${numberInChinese(a)}到${numberInChinese(b)}`,
  ],
  [/(?<![\d:])(\d{1,3}):(\d{1,3})(?![\d:])/gu, ([, a = '', b = '']) => `${integerInChinese(a)}比${integerInChinese(b)}`],
  [
    new RegExp(
      `(?<![\\p{L}\\d.])([-−+])?(${N})\\s?(km/h|km|cm|mm|kg|mg|ml|℃|°C|°F|°|GB|MB|TB|KB|GHz|MHz|kHz|Hz|ms|min|fps|kW|m|g|l|L|s|h|W)(?![\\p{Script=Latin}\\d])`,
      'gu',
    ),
    ([, sign, amount = '', unit = '']) => `${signInChinese(sign)}${withLiang(numberInChinese(amount))}${METRIC[unit] ?? unit}`,
  ],
  [
    /(?<![\d.,])(6{3,}|23{2,}|8{3,}|520|5201314|1314|996|0+\d+)(?![\d.,%％年月日个元万])/gu,
    ([, digits = '']) => digitsInChinese(digits),
  ],
  [/(?<=第)(\d+)/gu, ([, n = '']) => integerInChinese(n)],
  [/(?<![\d.])(\d{1,2})(?=月|日|号)/gu, ([, n = '']) => integerInChinese(n)],
  [new RegExp(`(?<![\\p{Script=Latin}\\d.])(${N})(?=${MEASURE})`, 'gu'), ([, n = '']) => withLiang(numberInChinese(n))],
  [new RegExp(`(?<=^|[\\s（(，,：:到是为])[-−](${N})`, 'gu'), ([, n = '']) => `负${numberInChinese(n)}`],
  // Long runs are codes.
  [/(?<![\d.,])(\d{9,})(?![\d.,])/gu, ([, digits = '']) => digitsInChinese(digits)],
  // Versions and model names: "v2.0.1", "GPT-4", "iPhone 15" keep quantities of their parts.
  [/(\d+)\.(\d+)\.(\d+)/gu, ([, a = '', b = '', c = '']) => [a, b, c].map(integerInChinese).join('点')],
  [new RegExp(`(${N})`, 'gu'), ([, n = '']) => numberInChinese(n)],
];

function signInChinese(sign: string | undefined): string {
  return sign === undefined ? '' : sign === '+' ? '正' : '负';
}

export function readChineseNumbers(mapped: MappedText): MappedText {
  return RULES.reduce((text, [pattern, read]) => rewriteMapped(text, pattern, (match) => read(match)), mapped);
}
