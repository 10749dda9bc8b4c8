import { describe, expect, it } from 'vitest';
import { eventually, personaWith } from '../dialogue.testkit.ts';
import { CONFIDENT_LIKENESS, createFaqIndex } from './faq-index.ts';
import { passagesFromFaq } from './passages.ts';

const FAQ = `Q: When do you stream?
A: Every Friday at nine in the evening.

Q: What PC do you use?
A: A Ryzen 9 with 64 GB of memory.

Q: Which mods are installed in Minecraft? A: Only Sodium and Iris.

问：什么时候开播？
答：每周五晚上九点。

问：你的电脑配置是什么？
答：锐龙9，内存64G。
显卡是4070。

質問：好きなゲームは何ですか？
回答：マインクラフトとゼルダです。

Our Discord server is called Shadow Theatre and everybody may join.

粉丝群的号码在主页简介里，欢迎加入粉丝群。`;

describe('passagesFromFaq', () => {
  it('reads questions and answers in three languages, on one line or many, and plain paragraphs', () => {
    const passages = passagesFromFaq(FAQ);
    expect(passages).toHaveLength(8);
    expect(passages[2]).toEqual({ question: 'Which mods are installed in Minecraft?', answer: 'Only Sodium and Iris.' });
    expect(passages[4]).toEqual({ question: '你的电脑配置是什么？', answer: '锐龙9，内存64G。\n显卡是4070。' });
    expect(passages[6]?.question).toBe('');
  });

  it('cuts long paragraphs at sentence ends and survives any text', () => {
    const long = passagesFromFaq('One sentence here. '.repeat(100));
    expect(long.length).toBeGreaterThan(2);
    for (const passage of long) expect(passage.answer).toMatch(/\.$/);
    expect(passagesFromFaq('')).toEqual([]);
    expect(passagesFromFaq('Q:\nA:\n\nQ: only a question\n\n\n')).toEqual([]);
  });
});

describe('createFaqIndex', () => {
  const index = createFaqIndex(
    personaWith({ faq: FAQ, examples: [{ viewer: 'do you like cats', her: '[happy]I am half cat.' }] }),
  );

  it.each([
    ['when do you stream', 'Every Friday'],
    ['What time are your streams?', 'Every Friday'],
    ['hey what pc do you have', 'Ryzen 9'],
    ['which minecraft mods do you use?', 'Sodium'],
    ['wich mods in mincraft', 'Sodium'],
    ['几点开播呀', '每周五'],
    ['主播什么时候开播？', '每周五'],
    ['请问电脑是什么配置', '锐龙9'],
    ['好きなゲームを教えて', 'マインクラフト'],
    ['粉丝群的号码是多少', '主页简介'],
    ['Do you like cats?', 'half cat'],
  ])('finds with confidence: %s', (query, answer) => {
    const hit = index.search(query, 1)[0];
    expect(hit?.answer).toContain(answer);
    expect(hit?.likeness).toBeGreaterThanOrEqual(CONFIDENT_LIKENESS);
  });

  it.each([
    'hello',
    'you are so cute',
    'what do you think about the weather in Berlin',
    '你今天真好看',
    '我想吃火锅',
    'おはようございます',
    '今日は寒いですね',
    'when is your birthday',
    'where do you live',
    '什么时候吃饭',
    '',
    '???',
    '🎉',
    'stream more please you are the best streamer on this whole platform and I love it',
  ])('is not confident about: %s', (query) => {
    expect(index.search(query, 1)[0]?.likeness ?? 0).toBeLessThan(CONFIDENT_LIKENESS);
  });

  it('takes in the largest text allowed without holding up the program', async () => {
    const line = (number: number): string =>
      `Q: question number ${number} about topic ${number * 7}?\nA: answer ${number} 今天第${number}题的答案`;
    const faq = Array.from({ length: 2000 }, (_unused, number) => line(number))
      .join('\n\n')
      .slice(0, 200_000);
    const large = createFaqIndex(personaWith({ faq }));
    const answer = (): string => large.search('what about topic 10493', 1)[0]?.answer ?? '';
    expect(large.search('what about topic 350', 1)[0]?.answer).toContain('answer 50 ');
    await eventually(() => answer().includes('answer 1499 '));
  });
});
