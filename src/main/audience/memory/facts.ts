import type { NOTE_KINDS } from '#shared/audience/viewers.ts';

export interface Fact {
  readonly kind: (typeof NOTE_KINDS)[number];
  /** What they said, in their own words; at most 60 characters. */
  readonly text: string;
}

const MAX_FACT_CHARS = 60;
const MAX_LINE_CHARS = 200;
/** Value in a rule: up to the end of the clause. */
const V = '([^，。！!？?,;；~～\\n]{1,60}?)';
/** Particles that end a clause and belong to no fact. */
const END =
  '(?:呀|啊|哦|喔|啦|的说|です|だよ|だ|ですよ|なんだ|なの|よ)?(?=$|[，。！!,;；~～\\n]|\\.(?:\\s|$)|\\sand\\sI\\b|\\sbut\\s)';

/** Fixed rules, never made from viewers' text. What they say about themselves and nobody else: "我叫你…", "I like you" teach nothing. */
const RULES: readonly (readonly [Fact['kind'], RegExp])[] = [
  ['name', rule(`我叫(?!你|他|她|它|什么|做|过)${V}`)],
  ['name', rule(`(?:我的名字(?:是|叫)|(?:你可以|可以|请)?叫我)${V}(?:就好|就行|吧)?`)],
  ['name', rule(`(?:my name(?: is|'s)|(?:you can |please )?call me) ${V}`)],
  ['name', rule(`(?:私|僕|俺|わたし|ぼく)の名前は${V}`)],
  ['name', rule(`${V}(?:って|と)呼んで(?:ください|ね)?`)],
  ['birthday', rule(`(?:我的?生日是?(?:在)?)(?!快乐)${V}`)],
  ['birthday', rule(`my birthday(?: is|'s)(?: on)? ${V}`)],
  ['birthday', rule(`(?:私の|僕の|俺の)?誕生日は${V}`)],
  ['place', rule(`我(?:来自|住在|是从)${V}(?:来的)?`)],
  ['place', rule(`i(?:'m| am) from ${V}`)],
  ['place', rule(`i live in ${V}`)],
  ['place', rule(`(?:私は|僕は|俺は)?${V}(?:出身|に住んで(?:い)?(?:る|ます))`)],
  ['work', rule(`我是(?:做|学)${V}的`)],
  ['work', rule(`我的(?:工作|职业)是${V}`)],
  ['work', rule(`i work as (?:an? )?${V}`)],
  ['work', rule(`(?:私の|僕の)?(?:仕事|職業)は${V}`)],
  ['dislikes', rule(`我(?:讨厌|不喜欢|最怕)${V}`)],
  ['dislikes', rule(`i (?:hate|don'?t like|dislike) ${V}`)],
  ['dislikes', rule(`(?:私は|僕は|俺は)?${V}が(?:嫌い|苦手)`)],
  ['likes', rule(`我(?:最|很|超|特别|真的)?喜欢(?:的[^是，。]{1,10}是)?${V}`)],
  ['likes', rule(`我最爱${V}`)],
  ['likes', rule(`my favou?rite [a-z ]{1,20} (?:is|are) ${V}`)],
  ['likes', rule(`i (?:really )?(?:like|love|enjoy) ${V}`)],
  ['likes', rule(`(?:私は|僕は|俺は)?${V}が(?:大)?好き`)],
  ['pet', rule(`我(?:养了?|有一?只)${V}`)],
  ['pet', rule(`i have (?:a|an|two|three) ((?:cats?|dogs?|parrots?|hamsters?|rabbits?|turtles?)[^,.!?]{0,40}?)`)],
  ['pet', rule(`${V}を飼って(?:い)?(?:る|ます)`)],
];
/** Of or to somebody else, or nothing that can be remembered. */
const NO_FACT =
  /^(?:你|您|妳|主播|她|他|它|这|那|you\b|u\b|this\b|that\b|it\b|her\b|him\b|them\b|when\b|how\b|what\b|to say|あなた|君|それ|これ|何)/iu;

function rule(body: string): RegExp {
  return new RegExp(`(?:^|[，。！!,;；~～\\n]\\s*|\\.\\s+|\\sand\\s|\\sbut\\s)${body}${END}`, 'iu');
}

/** What a viewer says of themselves in one line. Questions teach nothing. */
export function factsFrom(line: string): readonly Fact[] {
  const text = line.slice(0, MAX_LINE_CHARS).trim();
  if (/[?？吗]\s*$/u.test(text)) return [];
  const facts: Fact[] = [];
  for (const [kind, pattern] of RULES) {
    const found = pattern.exec(text)?.[1]?.trim().slice(0, MAX_FACT_CHARS) ?? '';
    if (found === '' || NO_FACT.test(found) || facts.some((fact) => fact.kind === kind)) continue;
    facts.push({ kind, text: found });
  }
  return facts;
}

const MAX_TOPICS = 3;
const MAX_TOPIC_CHARS = 60;

/** The newest subjects of a viewer's lines, newest first: lines with something in them. */
export function topicsWith(line: string, before: readonly string[]): readonly string[] {
  const text = line.replace(/\s+/gu, ' ').trim();
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '');
  // Chinese and Japanese say in six characters what takes English twelve.
  const enough = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(letters) ? 6 : 12;
  if (letters.length < enough) return before;
  const topic = [...text].slice(0, MAX_TOPIC_CHARS).join('');
  return [topic, ...before.filter((other) => other !== topic)].slice(0, MAX_TOPICS);
}
