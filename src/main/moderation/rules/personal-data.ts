import { rule, type Span, spansOf } from './rule.ts';

/** Numbers, addresses and names by which somebody can be found. Works on folded text. */
export function personalDataIn(text: string): Span[] {
  const spans = PATTERNS.flatMap((pattern) => spansOf(pattern, text));
  const digits = DIGIT_WORD.test(text) ? digitsRead(text) : text;
  if (!SOME_DIGITS.test(digits)) return spans;
  return [
    ...spans,
    ...NUMBERS.flatMap((pattern) => spansOf(pattern, digits)),
    ...spansOf(CHINESE_ID, digits, isChineseId),
    ...spansOf(CARD, digits, isCard),
  ];
}

/** Characters that are read as digits, one for one: positions stay. */
const DIGIT_WORDS = '〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺';
const DIGIT_VALUES = '001234567891234567891';
const DIGIT_WORD = /[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{5}/u;
const SOME_DIGITS = /\d(?:[ .·_-]{0,2}\d){4}/u;

function digitsRead(text: string): string {
  return [...text].map((char) => DIGIT_VALUES[DIGIT_WORDS.indexOf(char)] ?? char).join('');
}

const NUMBERS = [
  // Mobile numbers of the mainland, written in any grouping.
  rule(
    '(?<![\\d.])(?:\\+?86[ -]?)?1[3-9]\\d(?:[ .·_-]{0,2}\\d){8}(?![\\d.]|[ ]?(?:分|点|金币|人气|血|伤害|円|元|块|万|次|年|%|hp|pts|points|damage))',
  ),
  // Japan: mobile, then landline with hyphens.
  rule('(?<!\\d)0[5789]0[ -]?\\d{4}[ -]?\\d{4}(?!\\d)'),
  rule('(?<![\\d-])0\\d{1,4}-\\d{1,4}-\\d{4}(?![\\d-])'),
  // Mainland and Taiwan landline or mobile with an area code.
  rule('(?<![\\d-])0\\d{2,3}-\\d{7,8}(?![\\d-])'),
  rule('(?<!\\d)09\\d{2}[ -]\\d{3}[ -]\\d{3}(?!\\d)'),
  // North America, with its marks; without them it may be any number.
  rule(
    '(?<![\\d.])(?:\\+?1[ .-]?)?(?:\\(\\d{3}\\)[ ]?|\\d{3}[.-]|(?<=(?:phone|number|call|text|cell|tel)\\D{0,20})\\d{3} )\\d{3}[ .-]\\d{4}(?![\\d.])',
  ),
  rule('(?<![\\d.])\\+\\d{1,3}[ -]?\\d(?:[ -]?\\d){7,11}(?!\\d)'),
  // Spoken with what it is: QQ, WeChat, Line, a postal code with an address.
  rule(
    '(?:qq|扣扣|球球|企鹅|q群|qq群|群号|q号|tel|电话|手机号?|联系方式|电话番号|携帯番号)[ ]?(?:号码?|是|群|は|:|=|-){0,3}[ ]?\\d(?:[ -]?\\d){4,11}',
  ),
  rule('〒[ ]?\\d{3}-?\\d{4}'),
];

const PATTERNS = [
  rule(
    '(?<![a-z0-9._+-])[a-z0-9][a-z0-9._+-]{0,63}[ ]?@[ ]?[a-z0-9][a-z0-9-]{0,60}(?:\\.[a-z0-9-]{1,30}){0,3}\\.[a-z]{2,12}(?![a-z])',
  ),
  rule(
    '(?<![a-z0-9._+-])[a-z0-9._+-]{2,40} ?[(\\[]? ?(?:at|艾特|圈a|アット) ?[)\\]]? ?(?:gmail|qq|163|126|outlook|hotmail|yahoo|icloud|protonmail|foxmail|docomo|ezweb|softbank) ?[(\\[]? ?(?:dot|点|ドット|\\.) ?[)\\]]? ?(?:com|cn|net|jp|ne)',
  ),
  rule('(?:微信|薇信|威信|v信|wx|vx|weixin|wechat)[ ]?(?:号|id|是|叫|:|=|-){1,3}[ ]?[a-z][a-z0-9_-]{4,19}'),
  rule('(?:微信|薇信|威信|v信|wx|vx|weixin|wechat)[ ]?(?=[a-z0-9_-]{0,19}[0-9_])[a-z][a-z0-9_-]{4,19}'),
  rule('(?:line|ライン)[ ]?(?:の)?(?:id|アイディー)?[ ]?(?:は|:|=){1,2}[ ]?@?[a-z0-9][a-z0-9._-]{3,19}'),
  rule(
    '(?:telegram|电报|tg|whatsapp|kakao|カカオ|skype|スカイプ|instagram|インスタ)[ ]?(?:id|号|は|是|:|=){1,3}[ ]?@?[a-z0-9][a-z0-9._-]{3,29}',
  ),
  // Places down to the house.
  rule(
    '(?:市|区|县|镇|村|省)[一-龥]{1,10}(?:路|街道?|大道|巷|弄|胡同|小区|花园|公寓|新村)[ ]?(?:\\d{1,5}|[一二三四五六七八九十百]{1,5})(?:号|弄|栋|幢|号楼|单元)',
  ),
  rule(
    '(?:小区|花园|公寓|新村|家园|苑|大厦|宿舍)[ ]?(?:\\d{1,3}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼|座|单元)[ ]?(?:\\d{1,3}单元)?[ ]?(?:\\d{2,5}|[一二三四五六七八九十百零]{2,5})室?',
  ),
  rule('(?:都|道|府|県)[一-龥ぁ-ゖ]{1,8}?(?:市|区|町|村|郡)[一-龥ぁ-ゖ]{0,12}[ ]?\\d{1,4}(?:丁目|番地?|-\\d{1,4}(?:-\\d{1,4})?)'),
  rule('(?:市|区|町)[一-龥ぁ-ゖ]{1,12}[ ]?\\d{1,3}(?:丁目\\d{1,3}|-\\d{1,4}-\\d{1,4})'),
  rule(
    '(?:address|live|lives|living|house|home|located)\\b[^\\n]{0,24}\\b\\d{1,5} (?:[a-z]{2,14} ){1,3}(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|way|place|pl)\\b',
  ),
  rule(
    '\\b\\d{1,5} (?:[a-z]{2,14} ){1,2}(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr)\\b[ ,.]{1,3}(?:apt|apartment|unit|suite|floor|#)[ .]{0,2}[a-z0-9]{1,5}',
  ),
  rule(
    '\\b\\d{1,5} (?:[a-z]{2,14} ){1,2}(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr)\\b[ ,.]{1,3}[a-z ]{3,20},? [a-z]{2} \\d{5}\\b',
  ),
  rule('\\bip[ ]?(?:address|地址|アドレス)?[ ]?(?:is|是|は|:|=)?[ ]?(?:\\d{1,3}\\.){3}\\d{1,3}'),
  // Who she is behind the avatar, and the hunt for it.
  rule('(?:真名|真实姓名|本名|原名)[ ]?(?:是|叫|就是|就叫|:|は|って)[ ]?(?!什么|啥|谁|何|なに|なん)[一-龥ぁ-ゖa-z]{2,12}'),
  rule(
    '(?:中の人|中之人|中身の人)[ ]?(?:是|叫|就是|:|は|って|の本名は|の名前は)[ ]?(?!什么|啥|谁|誰|だれ|何|なに|どん|かわ|可愛|いない|い ない|居ない)[一-龥ぁ-ゖa-z]{2,12}',
  ),
  rule('(?:中の人|中之人)(?:の|的)?(?:本名|住所|顔写真|素顔|真名|照片|住址|学校|会社)'),
  rule(
    '(?:开盒|人肉)(?:你|她|他|主播|了|信息|资料|搜索)|(?:把|给)(?:你|她|他|主播)(?:开盒|盒了|人肉)|盒武器|户籍信息|身份证号[ ]?(?:是|:)',
  ),
  rule(
    '\\b(?:her|his|your|streamers?) real name is [a-z]{2,15}|\\bdox(?:x|xed|xing|ed|ing)? (?:you|her|him|the streamer)|\\b(?:her|his|your) (?:home )?address is\\b|\\b(?:she|he) lives (?:at|on) \\d',
  ),
  rule('(?:住所|自宅)(?:は|を|が)(?:ここ|特定|晒|公開)|特定班|(?:顔写真|卒アル|個人情報)(?:を)?(?:晒|流出|公開|貼)'),
];

const CHINESE_ID = /(?<![\da-z])\d{6}[ -]?(?:19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:[0-2]\d|3[01])[ -]?\d{3}[\dx](?![\da-z])/gu;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: the last sign is a checksum. */
function isChineseId(found: string): boolean {
  const signs = found.replace(/[ -]/gu, '');
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(signs[at]), 0);
  return '10x98765432'[sum % 11] === signs[17];
}

const CARD = /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/gu;

/** Luhn's checksum, and the first digit of a card that pays. */
function isCard(found: string): boolean {
  const digits = found.replace(/\D/gu, '');
  if (!/^(?:3[47]|35|4|5[1-5]|2[2-7]|6)/u.test(digits) || /^(\d)\1+$/u.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
