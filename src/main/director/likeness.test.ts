import { describe, expect, it } from 'vitest';
import { createAlikeIndex } from './alike-index.ts';
import { likenessOf, similarity } from './likeness.ts';
import { readText } from './message-text.ts';

const SOUNDS: Readonly<Record<string, string>> = { 主: 'zhu', 播: 'bo', 波: 'bo', 好: 'hao', 可: 'ke', 爱: 'ai', 艾: 'ai' };
const soundOf = (character: string): string | undefined => SOUNDS[character];
const alike = (text: string) => likenessOf(readText(text), soundOf);

describe('the key of a line', () => {
  it('takes time in proportion to the length, also for hostile text', () => {
    const hostile = [`${'a'.repeat(1999)}b`, 'ab'.repeat(1000), '？'.repeat(2000), 'ﷺ'.repeat(2000), '\u0301'.repeat(2000)];
    for (const text of hostile) expect(alike(text).key.length).toBeLessThanOrEqual(32);
  });

  it('still tells lines of mere signs apart', () => {
    expect(alike('？？？').key).toBe(alike('?').key);
    expect(alike('...').key).not.toBe(alike('???').key);
    expect(alike('🎉🎉🎉').key).toBe(alike('🎉').key);
  });
});

describe('nearly alike', () => {
  const find = (waiting: string, incoming: string): string | undefined => {
    const index = createAlikeIndex<string>();
    index.add(alike(waiting), waiting);
    return index.find(alike(incoming), () => true);
  };

  it.each([
    ['主播今天晚上要唱什么歌', '主播今天晚上要唱什么歌呀'],
    ['what song are you singing next', 'what song are you singing next please'],
    ['can you please sing moonlight', 'can you plese sing moonlihgt'],
    ['主播好可爱', '主波好可艾'],
    ['今日の配信は何時までですか', '今日の配信は何時までですかね'],
  ])('"%s" and "%s" are one message', (a, b) => {
    expect(find(a, b)).toBe(a);
    expect(find(b, a)).toBe(b);
  });

  it.each([
    ['今天吃什么好呢', '今天玩什么好呢'],
    ['what is your name', 'what is your game'],
    ['我喜欢你的歌', '我不喜欢你的歌'],
    ['my number is 100 today friends', 'my number is 1000 today friends'],
    ['好可爱', '好可艾'],
    ['one two three', 'one two three four five'],
  ])('"%s" and "%s" are not', (a, b) => {
    expect(find(a, b)).toBeUndefined();
  });

  it('forgets what left, and looks past what may not be folded into', () => {
    const index = createAlikeIndex<string>();
    const line = alike('what song are you singing next');
    index.add(line, 'first');
    expect(index.find(alike('what song are you singing next please'), () => false)).toBeUndefined();
    index.remove(line, 'first');
    expect(index.find(alike('what song are you singing next please'), () => true)).toBeUndefined();
  });

  it('is the same both ways', () => {
    const [a, b] = [alike('can you please sing moonlight').near(), alike('please sing moonlight for us').near()];
    expect(similarity(a, b)).toBe(similarity(b, a));
  });
});
