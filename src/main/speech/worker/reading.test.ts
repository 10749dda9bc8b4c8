import { describe, expect, it } from 'vitest';
import { createEspeakEngine } from './espeak-engine.ts';
import { loadEspeak } from './espeak-module.ts';
import { wholeInIpa, wordsInIpa } from './espeak-reader.ts';
import { createMandarinReader } from './mandarin-reader.ts';
import { createReaderEngine } from './reader-engine.ts';

const mandarin = createMandarinReader();
const pinyin = async (text: string): Promise<string> => (await mandarin.read(text)).map((word) => word.sounds).join(' ');

describe('createMandarinReader', () => {
  it.each([
    ['你好', 'ni2 hao3'],
    ['展览馆', 'zhan2 lan2 guan3'],
    ['我们老板很好', 'wo3 men5 lao2 ban3 hen2 hao3'],
    ['一个人', 'yi2 ge4 ren2'],
    ['第一次', 'di4 yi1 ci4'],
    ['不对', 'bu2 dui4'],
    ['看一看', 'kan4 yi5 kan4'],
  ])('changes the tones of %s as they are spoken', async (text, sounds) => {
    expect(await pinyin(text)).toBe(sounds);
  });

  it.each([
    ['银行', 'yin2 hang2'],
    ['不行', 'bu4 xing2'],
    ['重庆很重要', 'chong2 qing4 hen3 zhong4 yao4'],
    ['他长得很高', 'ta1 zhang3 de5 hen3 gao1'],
    ['觉得想睡觉', 'jue2 de5 xiang3 shui4 jiao4'],
    ['弹幕太快乐了', 'dan4 mu4 tai4 kuai4 le4 le5'],
    ['听音乐', 'ting1 yin1 yue4'],
    ['绿色', 'lv4 se4'],
  ])('reads the characters of %s that have several sounds', async (text, sounds) => {
    expect(await pinyin(text)).toBe(sounds);
  });

  it.each([
    ['玩儿', 'wanr2'],
    ['一会儿', 'yi2 huir4'],
    ['这儿有花儿', 'zher4 you3 huar1'],
    ['女儿', 'nv3 er2'],
    ['儿子', 'er2 zi5'],
    ['儿童节', 'er2 tong2 jie2'],
  ])('colours %s by r only where it is no syllable of its own', async (text, sounds) => {
    expect(await pinyin(text)).toBe(sounds);
  });

  it('tells where in the text each word stands, and leaves out what is no hanzi', async () => {
    const text = '我们玩 Minecraft 吧😀！𠀀';
    const words = await mandarin.read(text);
    expect(words.map((word) => [text.slice(word.textStart, word.textEnd), word.sounds])).toEqual([
      ['我们', 'wo3 men5'],
      ['玩', 'wan2'],
      ['吧', 'ba5'],
    ]);
  });

  it('reads nothing of nothing and ten thousand characters at once', async () => {
    expect(await mandarin.read('')).toEqual([]);
    expect(await mandarin.read('hello, ありがとう!')).toEqual([]);
    const long = await mandarin.read('今天天气很好我们去公园吧'.repeat(840));
    expect(long.flatMap((word) => word.sounds.split(' '))).toHaveLength(840 * 12);
  });
});

describe('createReaderEngine', () => {
  it.each([
    ['私は学校へ行きます', 'ワタシワ ガッコーエ イキマス'],
    ['今日は東京で会いましょう', 'キョーワ トーキョーデ アイマショウ'],
    ['コーヒーを三つください', 'コーヒーヲ ミッツクダサイ'],
  ])('reads %s with particles as they sound and long vowels marked', async (text, kana) => {
    const engine = await createReaderEngine();
    const words = await engine.read!({ script: 'kana', text, voice: '' });
    expect(words.map((word) => word.sounds).join(' ')).toBe(kana);
    expect(words.map((word) => text.slice(word.textStart, word.textEnd)).join('')).toBe(text);
  });

  it('spells an English word when nobody here knows English', async () => {
    const engine = await createReaderEngine();
    const words = await engine.read!({ script: 'kana', text: 'Zelda が好き', voice: '' });
    expect(words[0]?.sounds).toContain('ゼットイーエル');
  });

  it('says that eSpeak NG is missing for scripts that need it', async () => {
    const engine = await createReaderEngine();
    await expect(engine.read!({ script: 'ipa', text: 'hello', voice: 'en-us' })).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('eSpeak NG as a reader', () => {
  it('speaks British English by the name that models use for it, and says when it has no such voice', async () => {
    const engine = await createEspeakEngine();
    const sounds = async (voice: string) => (await engine.read!({ script: 'ipa', text: 'go', voice }))[0]?.sounds;
    expect(await sounds('en-us')).toContain('oʊ');
    expect(await sounds('en-gb')).toContain('əʊ');
    expect(await sounds('en-gb+f3')).toContain('əʊ');
    await expect(sounds('xx-klingon')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('gives phones word by word with the places of the words', async () => {
    const espeak = await loadEspeak();
    espeak.set_voice('en-us');
    const text = 'Hello everyone, it’s 42';
    const words = wordsInIpa(espeak, text);
    expect(words.slice(0, 2).map((word) => [text.slice(word.textStart, word.textEnd), word.sounds])).toEqual([
      ['Hello', 'h ə l ˈoʊ'],
      ['everyone', 'ˈɛ v ɹ ɪ w ˌʌ n'],
    ]);
    expect(words.every((word) => word.textEnd > word.textStart || word.sounds !== '')).toBe(true);
  });

  it('gives a small word that leans on the one before it the place of both', async () => {
    const espeak = await loadEspeak();
    espeak.set_voice('en-us');
    const text = 'Is it not a wonderful evening?';
    const words = wordsInIpa(espeak, text).map((word) => text.slice(word.textStart, word.textEnd));
    expect(words).toEqual(['Is', 'it', 'not a', 'wonderful', 'evening']);
  });

  it('keeps the tones of Mandarin', async () => {
    const espeak = await loadEspeak();
    espeak.set_voice('cmn');
    expect(wholeInIpa(espeak, '你好')[0]?.sounds).toMatch(/iɜ.*u2/u);
  });
});
