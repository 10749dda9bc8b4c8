/**
 * Reading of viewers' lines. Their text is only ever compared with, never turned into a pattern.
 * The patterns here are fixed, linear and without nested repeats.
 */

/** A line in the forms in which it is compared. */
export interface ReadText {
  readonly plain: string;
  readonly squeezed: string;
}

export function readText(text: string): ReadText {
  const plain = plainText(text);
  return { plain, squeezed: squeezedText(plain) };
}

/** One form for full-width, case and surrounding blanks. */
export function plainText(text: string): string {
  return (ASCII.test(text) ? text : text.normalize('NFKC')).toLowerCase().trim();
}
/** The quick way for most lines of a flood. */
const ASCII = /^[ -~]*$/u;

const NOT_ASCII_WORD = /[^a-z0-9]+/gu;
const NOT_WORD = /[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu;
/** Letters and numbers only, from `plainText`. '' for a line of mere punctuation. */
export function squeezedText(plain: string): string {
  return plain.replace(ASCII.test(plain) ? NOT_ASCII_WORD : NOT_WORD, '');
}

const QUESTION_MARK = /[?？]/u;
const QUESTION_ZH = /吗|呢$|什么|怎么|为什么|为啥|啥|谁|多少|几[岁点个号]|哪|能不能|可不可以|会不会|是不是|有没有/u;
const QUESTION_JA = /(?:です|ます|でしょう|ません|の)か$|何[がをでにの歳時]|なに|なぜ|どう|どこ|いつ|だれ|誰|どれ|どんな|教えて/u;
const QUESTION_EN = /^(?:who|what|whats|when|where|why|how|which|can|could|do|does|did|is|are|will|would|should|have|has)\b/u;
/** Whether a line (from `plainText`) asks something, in zh, en or ja. */
export function isQuestion(plain: string): boolean {
  return QUESTION_MARK.test(plain) || QUESTION_ZH.test(plain) || QUESTION_JA.test(plain) || QUESTION_EN.test(plain);
}

const WORD = /[\p{L}\p{N}]/u;
const CJK = /[\u3040-\u30ff\u3400-\u9fff]/u;
const AFTER_SHORT_NAME = '酱醬宝寶姐妹桑さちく君様酱来來在你您，';
/**
 * Whether a line calls her by name; both from `plainText`. A Latin name must stand as a word, and a name of one ideograph must open the line,
 * follow an @ or stand apart, or every "电影" would call 影.
 */
export function mentionsName(plain: string, name: string): boolean {
  if (name === '') return false;
  for (let at = plain.indexOf(name); at >= 0; at = plain.indexOf(name, at + 1)) {
    const before = plain[at - 1] ?? '';
    const after = plain[at + name.length] ?? '';
    if (before === '@') return true;
    if (!CJK.test(name)) {
      if (isEdge(before) && isEdge(after)) return true;
    } else if (name.length > 1 || (!WORD.test(before) && (!WORD.test(after) || AFTER_SHORT_NAME.includes(after)))) {
      return true;
    }
  }
  return false;
}

function isEdge(character: string): boolean {
  return character === '' || !WORD.test(character) || CJK.test(character);
}
