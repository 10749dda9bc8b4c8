import type { Language } from '#shared/speech/emotion.ts';
import { filledText, spokenText, type Values } from '../answers/answer-texts.ts';

/** What she says to all when a game begins or ends. */
const TEXTS = {
  zh: {
    voteOpen: '[excited]投票开始啦！{question} 选项有：{options}。',
    voteResult: '[happy]投票结束，{first}以{votes}票领先！',
    voteTie: '[surprised]投票结束，{options}打平了，都是{votes}票！',
    voteNone: '[confused]投票结束，不过没有人投。',
    predictionOpen: '[excited]竞猜开始！{question} 可以押：{options}。',
    predictionLocked: '[serious]竞猜截止，坐等结果！',
    predictionResult: '[happy]竞猜揭晓，结果是{option}！{points}积分由{people}个人分。',
    predictionNobody: '[surprised]竞猜揭晓，结果是{option}，可惜没人猜中，积分都退回去了。',
    predictionCancelled: '[relaxed]这次竞猜取消，积分都退回去了。',
    wheelResult: '[excited]转盘停在了{name}！恭喜！',
    goalReached: '[excited]目标达成：{title}！谢谢大家！',
  },
  en: {
    voteOpen: '[excited]The vote is open! {question} You can choose: {options}.',
    voteResult: '[happy]The vote is over: {first} wins with {votes} votes!',
    voteTie: '[surprised]The vote is over and it is a tie: {options}, {votes} votes each!',
    voteNone: '[confused]The vote is over, but nobody voted.',
    predictionOpen: '[excited]Place your predictions! {question} Choices: {options}.',
    predictionLocked: '[serious]No more bets. Now we wait!',
    predictionResult: '[happy]It is {option}! {people} of you share {points} points.',
    predictionNobody: '[surprised]It is {option}, and nobody saw it coming. All points go back.',
    predictionCancelled: '[relaxed]This prediction is called off. All points go back.',
    wheelResult: '[excited]The wheel stops at {name}! Congratulations!',
    goalReached: '[excited]We reached the goal: {title}! Thank you all!',
  },
  ja: {
    voteOpen: '[excited]投票スタート！{question} 選択肢は{options}です。',
    voteResult: '[happy]投票終了、{first}が{votes}票で一位です！',
    voteTie: '[surprised]投票終了、{options}が{votes}票で並びました！',
    voteNone: '[confused]投票終了、でも票が入りませんでした。',
    predictionOpen: '[excited]予想スタート！{question} 選択肢は{options}です。',
    predictionLocked: '[serious]予想締め切り、結果を待とう！',
    predictionResult: '[happy]結果は{option}！{people}人で{points}ポイントを分けます。',
    predictionNobody: '[surprised]結果は{option}、当たった人はいませんでした。ポイントはお返しします。',
    predictionCancelled: '[relaxed]今回の予想は中止、ポイントはお返しします。',
    wheelResult: '[excited]ルーレットは{name}さんで止まりました！おめでとう！',
    goalReached: '[excited]目標達成：{title}！みんなありがとう！',
  },
} as const;
type Key = keyof (typeof TEXTS)['zh'];

export function announced(language: Language, key: Key, values: Values): string {
  return filledText(TEXTS[language][key], values);
}

const join = (language: Language, labels: readonly string[]): string =>
  labels.map((label) => spokenText(label, 60)).join(language === 'en' ? ', ' : '、');

export function voteOpenText(language: Language, question: string, options: readonly string[]): string {
  return announced(language, 'voteOpen', { question: spokenText(question, 120), options: join(language, options) });
}

export function predictionOpenText(language: Language, question: string, options: readonly string[]): string {
  return announced(language, 'predictionOpen', { question: spokenText(question, 120), options: join(language, options) });
}

export function voteResultText(language: Language, tally: readonly { readonly label: string; readonly votes: number }[]): string {
  const votes = Math.max(0, ...tally.map((one) => one.votes));
  const best = tally.filter((one) => one.votes === votes).map(({ label }) => label);
  if (votes === 0) return announced(language, 'voteNone', {});
  if (best.length > 1) return announced(language, 'voteTie', { options: join(language, best), votes });
  return announced(language, 'voteResult', { first: join(language, best), votes });
}
