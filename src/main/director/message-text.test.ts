import { describe, expect, it } from 'vitest';
import { isQuestion, mentionsName, plainText } from './message-text.ts';

describe('calls by name', () => {
  it.each([
    ['影，你好', '影', true],
    ['@影 在吗', '影', true],
    ['影酱好可爱', '影', true],
    ['影你在干嘛', '影', true],
    ['今天看了电影', '影', false],
    ['摄影师来了', '影', false],
    ['影视城在哪', '影', false],
    ['我最喜欢小夜了', '小夜', true],
    ['Hey KAGE, hi', 'Kage', true],
    ['Ｋａｇｅ!', 'Kage', true],
    ['kagemusha is a film', 'Kage', false],
    ['kageちゃんこんばんは', 'Kage', true],
    ['(a+)+$', '', false],
  ])('"%s" calls "%s": %s', (text, name, expected) => {
    expect(mentionsName(plainText(text), plainText(name))).toBe(expected);
  });
});

describe('questions', () => {
  it.each([
    ['你喜欢什么歌', true],
    ['今晚播到几点', true],
    ['能不能唱一首', true],
    ['今日は何時までですか', true],
    ['好きな曲を教えて', true],
    ['how are you', true],
    ['really?', true],
    ['晚上好呀', false],
    ['I know how it goes', false],
    ['ただいま', false],
    ['however it ends', false],
  ])('"%s" asks: %s', (text, expected) => {
    expect(isQuestion(plainText(text))).toBe(expected);
  });
});
