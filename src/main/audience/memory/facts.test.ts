import { expect, test } from 'vitest';
import { factsFrom, topicsWith } from './facts.ts';

test.each([
  ['我叫阿鱼', ['name: 阿鱼']],
  ['大家好，我叫阿鱼，我来自杭州', ['name: 阿鱼', 'place: 杭州']],
  ['叫我小米就好', ['name: 小米']],
  ['我生日是3月5号！', ['birthday: 3月5号']],
  ['我最喜欢吃火锅了', ['likes: 吃火锅了']],
  ['我最喜欢的歌是晴天', ['likes: 晴天']],
  ['我讨厌香菜', ['dislikes: 香菜']],
  ['我不喜欢加班', ['dislikes: 加班']],
  ['我是做前端的', ['work: 前端']],
  ['我养了两只猫', ['pet: 两只猫']],
  ['my name is Ben', ['name: Ben']],
  ["Hi! I'm from Canada and I like old songs", ['place: Canada', 'likes: old songs']],
  ['my birthday is on May 5', ['birthday: May 5']],
  ['My favourite game is Celeste!', ['likes: Celeste']],
  ["i don't like spoilers", ['dislikes: spoilers']],
  ['I have a cat named Mochi', ['pet: cat named Mochi']],
  ['僕の名前はケンです', ['name: ケン']],
  ['誕生日は5月3日です', ['birthday: 5月3日']],
  ['大阪出身です', ['place: 大阪']],
  ['私はラーメンが大好きです', ['likes: ラーメン']],
  ['犬を飼っています', ['pet: 犬']],
])('learns from "%s"', (line, expected) => {
  expect(factsFrom(line).map(({ kind, text }) => `${kind}: ${text}`)).toEqual(expected);
});

test.each([
  '我喜欢你',
  '我喜欢主播',
  '我叫你什么好',
  '你喜欢什么？',
  '我喜欢什么你知道吗',
  '祝我生日快乐',
  'I love you so much',
  'i like it',
  'what is your name?',
  'do you know what i like?',
  'call me maybe?',
  'あなたが好きです',
  '何が好きですか？',
  '666666',
  '',
])('learns nothing from "%s"', (line) => {
  expect(factsFrom(line)).toEqual([]);
});

test('stays within its bounds on endless and evil lines', () => {
  for (const line of ['我喜欢'.repeat(2000), `I like ${'a '.repeat(5000)}`, '，'.repeat(9000), `${'と'.repeat(5000)}呼んで`]) {
    for (const { text } of factsFrom(line)) expect(text.length).toBeLessThanOrEqual(60);
  }
});

test('keeps the newest three subjects, each once, and none without words', () => {
  let topics: readonly string[] = [];
  for (const line of [
    '今天打什么游戏呢',
    '哈哈哈',
    'nice',
    '今天打什么游戏呢',
    'the boss in that castle was hard',
    '下次一起去看电影吧',
    '昨天的比赛你看了吗',
  ])
    topics = topicsWith(line, topics);
  expect(topics).toEqual(['昨天的比赛你看了吗', '下次一起去看电影吧', 'the boss in that castle was hard']);
  expect([...(topicsWith('长'.repeat(500), [])[0] ?? '')]).toHaveLength(60);
});
