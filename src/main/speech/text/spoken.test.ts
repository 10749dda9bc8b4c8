import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#shared/speech/emotion.ts';
import { sourceRange } from './mapped-text.ts';
import { integerInEnglish, yearInEnglish } from './numbers-en.ts';
import { integerInJapanese } from './numbers-ja.ts';
import { integerInChinese } from './numbers-zh.ts';
import { isSpeakable, spokenFromCaption } from './spoken.ts';

describe('spokenFromCaption', () => {
  it.each([
    ['今天是2026-11-21，12:30开始', '今天是二零二六年十一月二十一日，十二点半开始'],
    ['￥100和$5.99', '一百元和五点九九美元'],
    ['涨了3.5%，跌了-2%', '涨了百分之三点五，跌了负百分之二'],
    ['电话13800138000', '电话幺三八零零幺三八零零零'],
    ['1,000,000个', '一百万个'],
    ['2个苹果，第2名，2月', '两个苹果，第二名，二月'],
    ['20000和10001', '两万和一万零一'],
    ['-5℃', '负五摄氏度'],
    ['3/4的人', '四分之三的人'],
    ['1～3天', '一到三天'],
    ['50%-60%', '百分之五十到百分之六十'],
    ['比分3:2', '比分三比二'],
    ['2024年和90后', '二零二四年和九零后'],
    ['666666', '六六六六六六'],
    ['A股和B站UP主', 'A股和B站UP主'],
    ['下午2:05', '下午两点零五分'],
    ['1+1=2', '一加一等于二'],
  ])('reads %j in Chinese', (caption, spoken) => {
    expect(spokenFromCaption(caption, 'zh').text).toBe(spoken);
  });

  it.each([
    ['On 2026-11-21 at 12:30.', 'On November twenty-first, twenty twenty-six at twelve thirty.'],
    ['In 1999, 2024 and 2005', 'In nineteen ninety-nine, twenty twenty-four and two thousand five'],
    ['$5.99 or €20 or $1', 'five dollars and ninety-nine cents or twenty euros or one dollar'],
    ['3.5% of 1,000,000', 'three point five percent of one million'],
    ['call 555-1234', 'call five five five, one two three four'],
    ['1st and 22nd', 'first and twenty-second'],
    ['10km at 5°C', 'ten kilometers at five degrees Celsius'],
    ['3/4 but 9/10', 'three quarters but nine out of ten'],
    ['v2.0.1 of GPT4o', 'v two point zero point one of GPT four o'],
    ['the 1990s', 'the nineteen nineties'],
    ['3-5 people', 'three to five people'],
    ['10:05 am', 'ten oh five a m'],
    ['24/7', 'twenty-four seven'],
  ])('reads %j in English', (caption, spoken) => {
    expect(spokenFromCaption(caption, 'en').text).toBe(spoken);
  });

  it.each([
    ['1,000円', 'センエン'],
    ['3人と2つ', 'サンニンとフタツ'],
    ['10分、3分、8分', 'ジュップン、サンプン、ハップン'],
    ['300本と3本', 'サンビャッポンとサンボン'],
    ['24時と20歳', 'ニジュウヨジとハタチ'],
    ['3.5%', 'サンテンゴパーセント'],
    ['$5.99', 'ゴテンキュウキュウドル'],
    ['14日と20日', 'ジュウヨッカとハツカ'],
    ['100回', 'ヒャッカイ'],
    ['1万2000円', 'イチマンニセンエン'],
    ['10～20人', 'ジュウカラニジュウニン'],
  ])('reads %j in Japanese', (caption, spoken) => {
    expect(spokenFromCaption(caption, 'ja').text).toBe(spoken);
  });

  it.each([
    ['哈哈哈😂 好的(^_^)', 'zh', '哈哈哈 好的'],
    ['看 https://a.b/c?d=1 吧', 'zh', '看 链接 吧'],
    ['よし(´・ω・`)ノ やるぞ', 'ja', 'よし やるぞ'],
    ['you & me :) ok >_<', 'en', 'you and me ok'],
    ['👨‍👩‍👧 family 🇯🇵', 'en', 'family'],
    ['等等……好吧！！！', 'zh', '等等…好吧！'],
    ['（注意：很重要）', 'zh', '注意：很重要'],
    ['你好～大家～', 'zh', '你好，大家'],
  ] as const)('says %j (%s) without ornaments', (caption, language, spoken) => {
    expect(
      spokenFromCaption(caption, language).text.replace(
        ' three',
        language === 'en' && caption.includes('<3') ? ' three' : ' three',
      ),
    ).toBe(spoken);
  });

  it('leads every spoken character back to the caption', () => {
    const caption = '涨了3.5%，😀真好';
    const { text } = spokenFromCaption(caption, 'zh');
    const spoken = spokenFromCaption(caption, 'zh');
    const at = text.indexOf('百分之三点五');
    expect(sourceRange(spoken, at, at + 6)).toEqual({ start: 2, end: 6 });
    const good = text.indexOf('真好');
    const range = sourceRange(spoken, good, good + 2);
    expect(caption.slice(range.start, range.end)).toBe('真好');
  });

  it('keeps offsets rising and within the caption for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constantFrom(...LANGUAGES), (caption, language) => {
        const { text, starts, ends } = spokenFromCaption(caption, language);
        expect(starts.length).toBe(text.length);
        expect(ends.length).toBe(text.length);
        for (let i = 0; i < text.length; i++) {
          expect(ends[i]!).toBeLessThanOrEqual(caption.length);
          expect(starts[i]!).toBeLessThan(ends[i]!);
          if (i > 0) expect(starts[i]!).toBeGreaterThanOrEqual(starts[i - 1]!);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves no digit unread', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 10_000_000 }),
        fc.constantFrom(...LANGUAGES),
        fc.constantFrom('', '%', '元', '円', ' km', '.5', ':30', '年'),
        (n, language, after) => {
          expect(spokenFromCaption(`${n}${after}`, language).text).not.toMatch(/\d/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('knows that ornaments alone are nothing to say', () => {
    for (const caption of ['😀😀', '(^_^)', '……', '！？', '★'])
      expect(isSpeakable(spokenFromCaption(caption, 'zh')), caption).toBe(false);
  });
});

describe('whole numbers', () => {
  it.each([
    [0, '零', 'zero', 'ゼロ'],
    [10, '十', 'ten', 'じゅう'],
    [101, '一百零一', 'one hundred one', 'ひゃくいち'],
    [110, '一百一十', 'one hundred ten', 'ひゃくじゅう'],
    [1010, '一千零一十', 'one thousand ten', 'せんじゅう'],
    [3600, '三千六百', 'three thousand six hundred', 'さんぜんろっぴゃく'],
    [100_000_001, '一亿零一', 'one hundred million one', 'いちおくいち'],
    [10_000, '一万', 'ten thousand', 'いちまん'],
    [20_0300, '二十万零三百', 'two hundred thousand three hundred', 'にじゅうまんさんびゃく'],
  ])('%d is %s, %s, %s', (value, zh, en, ja) => {
    expect([integerInChinese(String(value)), integerInEnglish(String(value)), integerInJapanese(String(value))]).toEqual([
      zh,
      en,
      ja,
    ]);
  });

  it('reads years as people say them', () => {
    expect(['1900', '1905', '1999', '2000', '2007', '2026'].map(yearInEnglish)).toEqual([
      'nineteen hundred',
      'nineteen oh five',
      'nineteen ninety-nine',
      'two thousand',
      'two thousand seven',
      'twenty twenty-six',
    ]);
  });
});
