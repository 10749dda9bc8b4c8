import { describe, expect, it } from 'vitest';
import { sound } from './recognition.testkit.ts';
import { cleanTranscript, judgeTranscript, languageFromCode } from './transcript-rules.ts';
import { createUtterance, soundFacts } from './utterance.ts';

describe('cleanTranscript', () => {
  it.each([
    ['<|zh|><|HAPPY|><|Speech|><|withitn|>今天天气真好。', '今天天气真好。', 'zh'],
    ['<|en|><|NEUTRAL|><|BGM|><|woitn|>hello', 'hello', 'en'],
    ['<|yue|><|EMO_UNKNOWN|>你好', '你好', 'zh'],
    ['<|nospeech|><|EMO_UNKNOWN|><|Event_UNK|>', '', undefined],
    ['今 天 玩 什 么 game 好 呢', '今天玩什么 game 好呢', undefined],
    ['こんにちは 、 皆さん 。', 'こんにちは、皆さん。', undefined],
    ['[BLANK_AUDIO]', '', undefined],
    ['(music)', '', undefined],
    ['♪ la la ♪', 'la la', undefined],
    [' Hello   there .\n', 'Hello there.', undefined],
    ['🎼你好😊', '你好', undefined],
    ['。。。', '', undefined],
    ['...', '', undefined],
    ['Well (kind of) done', 'Well (kind of) done', undefined],
    [`ok ${'I am going. '.repeat(30)}`, 'ok I am going.', undefined],
    ['哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈', '哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈', undefined],
    ['no no no', 'no no no', undefined],
  ])('reads %j as %j', (raw, text, language) => {
    expect(cleanTranscript(raw)).toEqual({ text, language });
  });

  it('is bounded, whatever an engine writes', () => {
    const nasty = [
      'ab'.repeat(100_000),
      '<|'.repeat(50_000),
      '['.repeat(50_000),
      '一 '.repeat(50_000),
      `${'a'.repeat(30)}b`.repeat(3000),
    ];
    for (const text of nasty) expect(cleanTranscript(text).text.length).toBeLessThanOrEqual(4000);
  });
});

describe('judgeTranscript', () => {
  const said = { seconds: 1.5, loudestDb: -20 };
  it.each([
    ['Switch to the game scene.', said, 'said'],
    ['切换到游戏场景', said, 'said'],
    ['はい', { seconds: 0.6, loudestDb: -18 }, 'said'],
    ['好', { seconds: 0.5, loudestDb: -25 }, 'said'],
    ['Thank you.', { seconds: 1, loudestDb: -20 }, 'said'],
    ['谢谢观看！', { seconds: 1.4, loudestDb: -22 }, 'said'],
    ['Thanks for watching!', { seconds: 1.2, loudestDb: -50 }, 'phantom'],
    ['Thank you.', { seconds: 9, loudestDb: -20 }, 'phantom'],
    ['ご視聴ありがとうございました', { seconds: 0.9, loudestDb: -20 }, 'phantom'],
    ['you', { seconds: 6, loudestDb: -30 }, 'phantom'],
    ['字幕由Amara.org社群提供', said, 'subtitle-credit'],
    ['Subtitles by the Amara.org community', said, 'subtitle-credit'],
    ['请不吝点赞 订阅 转发 打赏支持明镜与点点栏目', said, 'subtitle-credit'],
    ['Hello', { seconds: 0.05, loudestDb: -10 }, 'too-short'],
    ['Hello', { seconds: 2, loudestDb: -60 }, 'too-quiet'],
    ['Hello', { seconds: 2, loudestDb: Number.NEGATIVE_INFINITY }, 'too-quiet'],
    [
      'This sentence is far too long to have been said in four tenths of a second by anybody',
      { seconds: 0.4, loudestDb: -20 },
      'too-fast',
    ],
    ['影, Yingxi, Live2D', said, 'hot-words'],
  ] as const)('takes %j in %j as %s', (text, facts, verdict) => {
    expect(judgeTranscript(text, facts, ['影', 'Yingxi', 'Live2D'])).toBe(verdict);
  });
});

describe('an utterance', () => {
  it('measures the loudest 100 ms, wherever they are', () => {
    expect(soundFacts(sound(1, 0)).loudestDb).toBe(Number.NEGATIVE_INFINITY);
    const quiet = sound(2, 0.001);
    quiet.set(sound(0.2, 0.5), 16_000);
    expect(soundFacts(quiet).loudestDb).toBeGreaterThan(-16);
    expect(soundFacts(sound(0.05, 0.5)).loudestDb).toBeGreaterThan(-20);
  });

  it('keeps the newest 60 s and makes silence of what is no number', () => {
    const utterance = createUtterance();
    for (let second = 0; second < 70; second++) utterance.push(new Float32Array(16_000).fill(second / 100));
    utterance.push(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY));
    const all = utterance.samples();
    expect(all.length).toBe(960_000);
    expect([...all.slice(-2)]).toEqual([0, 0]);
    expect(all[0]).toBeCloseTo(0.1);
    expect(utterance.facts().seconds).toBeCloseTo(70, 1);
  });
});

describe('languageFromCode', () => {
  it.each([
    ['zh-CN', 'zh'],
    ['Chinese', 'zh'],
    ['<|ja|>', 'ja'],
    ['en', 'en'],
    ['ko', undefined],
    ['zhongwen', undefined],
    [undefined, undefined],
  ] as const)('reads %s as %s', (code, language) => {
    expect(languageFromCode(code)).toBe(language);
  });
});
