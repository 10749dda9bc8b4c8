/**
 * Words for retrieval: Latin words with their endings cut, CJK text as overlapping pairs. Question words of all three languages become
 * classes (`?when`), so that "几点开播" finds "什么时候直播".
 */
const QUESTION_WORDS: readonly (readonly [RegExp, string])[] = [
  [/what time|when(?:'s| is| do| does| are)?\b|什么时候|什么时间|啥时候|几点|何时|哪天|何時|いつ|なんじ/gi, '?when'],
  [/\bwhere\b|哪里|哪儿|什么地方|在哪|どこ/gi, '?where'],
  [/how much|\bprices?\b|\bcosts?\b|多少钱|价格|怎么卖|いくら|値段|料金/gi, '?price'],
  [/how old|\bage\b|\bbirthday\b|几岁|多大了?|年龄|生日|何歳|いくつ|誕生日|年齢/gi, '?age'],
  [/\bwho\b|是谁|谁|だれ|誰/gi, '?who'],
  [/\bhow (?:do|can|to)\b|怎么|如何|怎样|どうやって|どうすれば/gi, '?how'],
  [/\bwhy\b|为什么|为啥|なぜ|なんで|どうして/gi, '?why'],
];

const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the is are was were be am do does did you your yours u i me my we our it its this that these those to of in on at for and or so with ' +
    'what which please tell can could would will about have has any some there here just really hey hi hello im ' +
    '你的 我的 是什 什么 你是 你有 有没 没有 是不 不是 一下 可以 请问 的吗 了吗 你们 我们 大家 主播 ですか ます です すか てい いま ます か る の ' +
    'ます ました くだ ださ さい 教え えて てく くだ 何で なに にか って は が を に で も と'
  ).split(/\s+/),
);
const CJK_RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’_.+#-]*/gu;

/** Terms of `text`, in order, with repetitions. */
export function termsOf(text: string): string[] {
  let rest = text.normalize('NFKC').toLowerCase();
  const terms: string[] = [];
  for (const [pattern, name] of QUESTION_WORDS) {
    rest = rest.replace(pattern, () => {
      terms.push(name);
      return ' ';
    });
  }
  rest = rest.replace(CJK_RUN, (run) => {
    terms.push(...pairsOf(run));
    return ' ';
  });
  for (const [word] of rest.matchAll(WORD)) terms.push(stem(word.replace(/['’].*$|[.+-]+$/gu, '')));
  return terms.filter((term) => term !== '' && !STOP_WORDS.has(term));
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}

/** Enough of Porter for chat: streams, streaming, streamed → stream. */
function stem(word: string): string {
  if (word.length < 5) return word.length === 4 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
  return word.replace(/(?:ing|ed|ies|es|s)$/u, (ending) => (ending === 'ies' ? 'y' : ''));
}
