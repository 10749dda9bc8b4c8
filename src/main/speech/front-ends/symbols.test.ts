import { describe, expect, it } from 'vitest';
import { kokoroFromEnglish, piperSymbols, styleTtsSymbols } from './ipa-symbols.ts';
import { kokoroFromKana } from './kana-symbols.ts';
import { spelledInKokoro } from './letter-names.ts';
import { ipaOfPinyinSymbol, kokoroFromPinyin, piperFromPinyin } from './pinyin-symbols.ts';

const text = (symbols: readonly string[]): string => symbols.join('');

describe('kokoroFromEnglish', () => {
  it.each([
    ['h ə l ˈoʊ', 'həlˈO'],
    ['w ˈɜː l d', 'wˈɜɹld'],
    ['dʒ ˈʌ dʒ', 'ʤˈʌʤ'],
    ['tʃ ˈaɪ n ə', 'ʧˈInə'],
    ['b ˈɛ ɾ ɚ', 'bˈɛTəɹ'],
    ['f ˈaɪɚ', 'fˈIəɹ'],
    ['b ˈɑː ɾ əl', 'bˈɑTᵊl'],
  ])('writes American %s as %s', (phones, signs) => {
    expect(text(kokoroFromEnglish(phones, false))).toBe(signs);
  });

  it('keeps British lengths and diphthongs', () => {
    expect(text(kokoroFromEnglish('ɡ ˈəʊ', true))).toBe('ɡˈQ');
    expect(text(kokoroFromEnglish('ð ˈeə', true))).toBe('ðˈɛː');
    expect(text(kokoroFromEnglish('k ˈɑː', true))).toBe('kˈɑː');
  });

  it('does not take the vowels of two phones for one diphthong', () => {
    expect(text(kokoroFromEnglish('a ɪ', false))).toBe('aɪ');
    expect(text(kokoroFromEnglish('aɪ', false))).toBe('I');
  });
});

describe('IPA characters', () => {
  it('sets combining marks apart for Piper', () => {
    expect(piperSymbols('b ɔ̃ ç')).toEqual(['b', 'ɔ', '\u0303', 'c', '\u0327']);
  });

  it('keeps characters whole for StyleTTS 2', () => {
    expect(styleTtsSymbols('ˈoʊ tʃ')).toEqual(['ˈ', 'o', 'ʊ', 't', 'ʃ']);
  });
});

describe('kokoroFromPinyin', () => {
  it.each([
    ['ni3 hao3', 'ni↓xau↓'],
    ['zhong1 guo2', 'ꭧʊ→ŋkwo↗'],
    ['shi4', 'ʂɨ↘'],
    ['si4', 'sɨ↘'],
    ['ri4', 'ɻɨ↘'],
    ['xue2 xi2', 'ɕɥe↗ɕi↗'],
    ['lv4', 'ly↘'],
    ['nve4', 'nɥe↘'],
    ['jun1', 'ʨy→n'],
    ['yuan2', 'ɥɛ↗n'],
    ['you3', 'jou↓'],
    ['liu4', 'ljou↘'],
    ['wei4', 'wei↘'],
    ['dui4', 'twei↘'],
    ['wen2', 'wə↗n'],
    ['lun2', 'lwə↗n'],
    ['yi1', 'i→'],
    ['wu3', 'u↓'],
    ['yong4', 'jʊ↘ŋ'],
    ['er4', 'ɚ↘'],
    ['o2', 'ɔ↗'],
    ['bo1', 'pwo→'],
    ['ma5', 'ma'],
    ['ng4', 'ŋ↘'],
  ])('writes %s as %s', (syllables, signs) => {
    expect(text(kokoroFromPinyin(syllables))).toBe(signs);
  });

  it.each([
    ['wanr2', 'wa↗ɻ'],
    ['huir4', 'xwe↘ɻ'],
    ['dianr3', 'tjɛ↓ɻ'],
    ['huar1', 'xwa→ɻ'],
  ])('drops the n or i of %s before the r', (syllable, signs) => {
    expect(text(kokoroFromPinyin(syllable))).toBe(signs);
  });

  it('leaves out what is no syllable', () => {
    expect(kokoroFromPinyin('xyz ni ni9 ???')).toEqual([]);
  });
});

describe('piperFromPinyin', () => {
  it('takes syllables apart as the voices were taught', () => {
    expect(piperFromPinyin('ni3 hao3')).toEqual(['n', 'i', '3', 'h', 'ao', '3']);
    expect(piperFromPinyin('ai4')).toEqual(['Ø', 'ai', '4']);
    expect(piperFromPinyin('yuan2')).toEqual(['y', 'uan', '2']);
    expect(piperFromPinyin('er2 wanr2')).toEqual(['Ø', 'er', '2', 'w', 'an', '2']);
  });

  it('tells how each part sounds', () => {
    expect(['zh', 'ao', '3', 'iu', 'w'].map(ipaOfPinyinSymbol)).toEqual(['ꭧ', 'au', '', 'jou', 'w']);
  });
});

describe('kokoroFromKana', () => {
  it.each([
    ['トーキョー', 'toːkʲoː'],
    ['シンブン', 'ɕimbɯɴ'],
    ['ガッコー', 'ɡaʔkoː'],
    ['サンネン', 'sanneɴ'],
    ['デンワ', 'deɴβa'],
    ['ゲンキ', 'ɡeŋkʲi'],
    ['チョット', 'ʨoʔto'],
    ['ジュンビ', 'ʥɨmbʲi'],
    ['パーティー', 'paːtʲiː'],
    ['ファン', 'ɸaɴ'],
    ['フィルム', 'ɸʲiɾɯmɯ'],
    ['ウィーク', 'βiːkɯ'],
    ['ヴァイオリン', 'vaioɾʲiɴ'],
    ['わたしわ', 'βataɕiβa'],
    ['ｶﾞﾝﾊﾞﾚ', 'ɡambaɾe'],
  ])('writes %s as %s', (kana, signs) => {
    expect(text(kokoroFromKana(kana))).toBe(signs);
  });

  it('leaves out what is no kana, and a length mark without a vowel', () => {
    expect(text(kokoroFromKana('ーアa漢!'))).toBe('a');
  });
});

describe('spelledInKokoro', () => {
  it('spells words letter by letter with their places', () => {
    expect(spelledInKokoro('玩 AB!').map(({ symbols, ...place }) => ({ ...place, sounds: text(symbols) }))).toEqual([
      { textStart: 2, textEnd: 4, sounds: 'ˈAbˈi' },
    ]);
  });
});
