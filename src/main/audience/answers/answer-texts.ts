import type { Language } from '#shared/speech/emotion.ts';

/** What is said or written back to a viewer. Gaps are filled by `answerText`. */
const zh = {
  points: '{user}，你有{points}{currency}，排第{rank}名。',
  pointsNone: '{user}，你还没有{currency}，多聊聊天就有啦。',
  ranking: '{currency}榜：{list}。',
  rankingEmpty: '{currency}榜还空着呢。',
  rankingPlace: '第{rank}名{name}，{points}',
  tooPoor: '{user}，{currency}不够哦：要{cost}，你有{points}。',
  noIdentity: '{user}，平台没告诉我你是谁，这个用不了。',
  failed: '{user}，这次没办成，{currency}退给你了。',
  failedFree: '{user}，这次没办成。',
  notYet: '{user}，这个我现在还做不到。',
  lotteryOff: '{user}，现在没有抽奖。',
  lotteryWon: '恭喜{user}抽中：{prizes}！',
  lotteryNothing: '{user}抽了{count}次，这次没中，下次一定。',
  lotteryEmpty: '{user}，奖品已经抽完啦。',
  wheelJoined: '{user}上转盘啦，现在有{count}人。',
  wheelAlready: '{user}，你已经在转盘上了。',
  wheelClosed: '{user}，转盘现在不收人。',
  voteClosed: '{user}，现在没有投票。',
  voteUnknown: '{user}，没有这个选项，可以投：{options}。',
  voteTwice: '{user}，你已经投过了。',
  predictClosed: '{user}，现在没有竞猜。',
  predictUnknown: '{user}，请这样写：竞猜 选项 {currency}数。选项有：{options}。',
  predictOther: '{user}，你已经押了{option}，只能继续加。',
  predictLimits: '{user}，一次最少{least}，总共最多{most}。',
  predicted: '{user}押了{option}，一共{points}。',
  goalClosed: '{user}，现在没有可以助力的目标。',
  contributed: '{user}助力{points}，{goal}到{percent}%了。',
  linkCode: '{user}，到另一个平台的直播间发“绑定 {code}”，十分钟内有效。',
  linkConfirm: '{asker}，{user}说和你是同一个人。是的话，你也发一次“绑定 {code}”。',
  linked: '{user}，绑好了，你们是同一个人：{names}。',
  wrongCode: '{user}，这个码不对或者过期了，发“绑定”拿个新的。',
  tooManyTries: '{user}，试太多次了，过一会儿再来。',
  sameAccount: '{user}，要用另一个账号或平台来发这个码。',
  remembered: '好的{user}，我会记住你。想让我忘掉，就发“忘记我”。',
  rememberedAlready: '{user}，我一直记着你呢。',
  rememberOff: '{user}，这里不记观众的事。',
  forgotten: '好的{user}，关于你的我都忘掉了。',
  recall: '{user}，你来过{visits}次，说过{messages}句话。{notes}',
  recallNotes: '我还记得：{notes}。',
  recallNone: '{user}，我没有记你的什么事。想让我记住，就发“记住我”。',
  drawsOf: '{prize}×{count}',
  someone: '这位观众',
  currency: '积分',
};
export type AnswerKey = keyof typeof zh;

const en: Record<AnswerKey, string> = {
  points: '{user}, you have {points} {currency}, rank {rank}.',
  pointsNone: '{user}, you have no {currency} yet. Chat a little and they come.',
  ranking: 'Most {currency}: {list}.',
  rankingEmpty: 'Nobody has {currency} yet.',
  rankingPlace: '{rank}. {name} {points}',
  tooPoor: '{user}, not enough {currency}: it takes {cost}, you have {points}.',
  noIdentity: '{user}, the platform does not tell me who you are, so this cannot work.',
  failed: '{user}, that did not work. Your {currency} are back.',
  failedFree: '{user}, that did not work.',
  notYet: '{user}, I cannot do that yet.',
  lotteryOff: '{user}, there is no lottery now.',
  lotteryWon: '{user} won {prizes}!',
  lotteryNothing: '{user} drew {count} times: nothing this time.',
  lotteryEmpty: '{user}, all prizes are gone.',
  wheelJoined: '{user} is on the wheel, {count} in all.',
  wheelAlready: '{user}, you are on the wheel already.',
  wheelClosed: '{user}, the wheel takes nobody now.',
  voteClosed: '{user}, there is no vote now.',
  voteUnknown: '{user}, there is no such choice. You can vote for: {options}.',
  voteTwice: '{user}, you have voted already.',
  predictClosed: '{user}, there is no prediction now.',
  predictUnknown: '{user}, write: !predict choice {currency}. Choices: {options}.',
  predictOther: '{user}, you are on {option} already and can only add to it.',
  predictLimits: '{user}, at least {least} at a time and at most {most} in all.',
  predicted: '{user} is on {option} with {points}.',
  goalClosed: '{user}, no goal takes {currency} now.',
  contributed: '{user} gave {points}; {goal} is at {percent}%.',
  linkCode: '{user}, write "!link {code}" in the other chat within ten minutes.',
  linkConfirm: '{asker}, {user} says you two are one person. If that is so, write "!link {code}" yourself too.',
  linked: '{user}, done: you are one person now: {names}.',
  wrongCode: '{user}, that code is wrong or too old. Write !link for a new one.',
  tooManyTries: '{user}, too many tries. Come back in a while.',
  sameAccount: '{user}, the code must come from your other account or platform.',
  remembered: 'I will remember you, {user}. Write !forget and I forget it all.',
  rememberedAlready: '{user}, I remember you already.',
  rememberOff: '{user}, nothing of viewers is remembered here.',
  forgotten: 'All right {user}, I have forgotten all about you.',
  recall: '{user}, you came {visits} times and wrote {messages} lines. {notes}',
  recallNotes: 'I also know: {notes}.',
  recallNone: '{user}, I keep nothing about you. Write !remember if I may.',
  drawsOf: '{prize} ×{count}',
  someone: 'friend',
  currency: 'points',
};

const ja: Record<AnswerKey, string> = {
  points: '{user}さんは{points}{currency}、{rank}位です。',
  pointsNone: '{user}さんはまだ{currency}がないよ。コメントすると貯まるよ。',
  ranking: '{currency}ランキング：{list}。',
  rankingEmpty: '{currency}ランキングはまだ空っぽです。',
  rankingPlace: '{rank}位{name}さん{points}',
  tooPoor: '{user}さん、{currency}が足りません。必要{cost}、今{points}です。',
  noIdentity: '{user}さん、プラットフォームがお名前を教えてくれないので使えません。',
  failed: '{user}さん、うまくいきませんでした。{currency}はお返しします。',
  failedFree: '{user}さん、うまくいきませんでした。',
  notYet: '{user}さん、それはまだできないの。',
  lotteryOff: '{user}さん、今は抽選をしていません。',
  lotteryWon: '{user}さん、{prizes}が当たりました！おめでとう！',
  lotteryNothing: '{user}さん、{count}回引いてハズレでした。また挑戦してね。',
  lotteryEmpty: '{user}さん、景品は全部出ちゃいました。',
  wheelJoined: '{user}さんが参加、いま{count}人です。',
  wheelAlready: '{user}さんはもう参加しています。',
  wheelClosed: '{user}さん、今は受け付けていません。',
  voteClosed: '{user}さん、今は投票をしていません。',
  voteUnknown: '{user}さん、その選択肢はありません。選べるのは：{options}。',
  voteTwice: '{user}さんはもう投票しています。',
  predictClosed: '{user}さん、今は予想を受け付けていません。',
  predictUnknown: '{user}さん、「予想 選択肢 {currency}」と書いてね。選択肢：{options}。',
  predictOther: '{user}さんはもう{option}に賭けています。追加だけできます。',
  predictLimits: '{user}さん、一回{least}から、合計{most}までです。',
  predicted: '{user}さん、{option}に合計{points}。',
  goalClosed: '{user}さん、今は応援できる目標がありません。',
  contributed: '{user}さんが{points}応援、{goal}は{percent}%です。',
  linkCode: '{user}さん、もう一方の配信で10分以内に「連携 {code}」と書いてね。',
  linkConfirm: '{asker}さん、{user}さんが同じ人だと言っています。合っていれば「連携 {code}」と書いてください。',
  linked: '{user}さん、連携できました：{names}。',
  wrongCode: '{user}さん、コードが違うか期限切れです。「連携」で新しいのを出せます。',
  tooManyTries: '{user}さん、回数が多すぎます。少し待ってね。',
  sameAccount: '{user}さん、コードはもう一方のアカウントから送ってね。',
  remembered: '{user}さんのこと、覚えるね。「忘れて」で全部忘れます。',
  rememberedAlready: '{user}さんのことは、もう覚えてるよ。',
  rememberOff: '{user}さん、ここでは視聴者さんのことを覚えません。',
  forgotten: 'わかりました、{user}さんのことは全部忘れました。',
  recall: '{user}さんは{visits}回来て、{messages}回コメントしてくれました。{notes}',
  recallNotes: 'ほかに覚えていること：{notes}。',
  recallNone: '{user}さんのことは何も残していません。「覚えて」で覚えます。',
  drawsOf: '{prize}×{count}',
  someone: '視聴者',
  currency: 'ポイント',
};

const TEXTS: Readonly<Record<Language, Readonly<Record<AnswerKey, string>>>> = { zh, en, ja };
export type Values = Readonly<Record<string, string | number>>;

export function answerText(language: Language, key: AnswerKey, values: Values = {}): string {
  return filledText(TEXTS[language][key], { currency: TEXTS[language].currency, ...values });
}

/** Fills `{gap}`s in one pass, so that a name that looks like a gap stays a name; unknown gaps stay. */
export function filledText(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : gap));
}

/** Brackets would be read as moods, the rest is unspeakable. */
const UNSPOKEN = /[[\]<>{}|\\`【】\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;
/** Text of a viewer inside a sentence of ours: one line, no tags, at most `limit` UTF-16 units. */
export function spokenText(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 4)
    .replace(UNSPOKEN, ' ')
    .replace(/(.)\1{7,}/gu, (run) => run.slice(0, 8))
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length > limit ? line.slice(0, limit).replace(/[\uD800-\uDBFF]$/u, '') : line;
}

export function spokenUser(name: string, language: Language): string {
  const spoken = spokenText(name, 24);
  return spoken === '' ? TEXTS[language].someone : spoken;
}
