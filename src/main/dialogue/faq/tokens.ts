/**
 * Words for retrieval: Latin words with their endings cut, Han as overlapping pairs, katakana whole. Question words of all three languages become
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

/** Words that say nothing of the matter. Chinese ones are cut out before pairs are made, lest they glue their neighbours together. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the is are was were be am do does did you your yours u i me my we our it its this that these those to of in on at for and or so with ' +
    'what which please tell can could would will about have has any some there here just really hey hi hello im use used'
  )
    .split(' ')
    .map(stem),
);
const CHINESE_STOP =
  /请问|想问|告诉|知道|一下|什么|多少|是不是|有没有|能不能|可不可以|可以|主播|大家|你们|我们|还是|就是|不是|[是的了吗呢呀吧啊嘛哦你我他她它有在和个这那么请问下]/gu;
const HIRAGANA_STOP =
  /です|ます|ました|ください|くだ|さい|ください|ありがとう|って|から|けど|かな|よね|なの|この|その|あの|する|して|した|いる|ある|[はがをのにでともかねよな]/gu;
const CJK_RUN = /\p{Script=Han}+|[\p{Script=Katakana}ー]+|\p{Script=Hiragana}+/gu;
const JAPANESE_STOP = /^(?:[何教好知])$/u;
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
    terms.push(...termsOfRun(run));
    return ' ';
  });
  for (const [word] of rest.matchAll(WORD)) {
    const term = stem(word.replace(/['’].*$|[.+-]+$/gu, ''));
    if (term !== '' && !STOP_WORDS.has(term)) terms.push(term);
  }
  return terms;
}

/** Han as overlapping pairs, katakana words whole, hiragana only where more than endings is left. */
function termsOfRun(run: string): string[] {
  if (/^\p{Script=Hiragana}/u.test(run))
    return run
      .replace(HIRAGANA_STOP, ' ')
      .split(' ')
      .filter((word) => word.length > 1);
  if (/^[\p{Script=Katakana}ー]/u.test(run)) return [run];
  return run
    .replace(CHINESE_STOP, ' ')
    .split(' ')
    .flatMap(pairsOf)
    .filter((term) => !JAPANESE_STOP.test(term));
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
