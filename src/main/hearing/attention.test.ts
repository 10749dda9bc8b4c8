import { describe, expect, it } from 'vitest';
import { createAttention } from './attention.ts';
import { loadChineseSound } from './chinese-sound.ts';

type Settings = ReturnType<Parameters<typeof createAttention>[0]['settings']>;
const set = (change: Partial<Settings>) => {
  const settings: Settings = {
    mode: 'wake-word',
    wakeWords: ['Xiao Ying', '小影', 'ユキ'],
    sleepWords: ['休息吧', 'go to sleep'],
    awakeSeconds: 30,
    ...change,
  };
  return createAttention({ settings: () => settings, name: () => 'Momo' });
};

describe('attention', () => {
  it.each([
    ['Hey Xiao Ying, what time is it?', 'what time is it?'],
    ['小影，你好吗？', '你好吗?'],
    ['ゆき、こんにちは', 'こんにちは'],
    ['xiao ying', ''],
  ])('wakes at a wake word in "%s" and takes what follows for her', (text, rest) => {
    expect(set({}).hear(text, 0)).toEqual({ kind: 'wake', text: rest });
  });

  it('sleeps through everything else', () => {
    const attention = set({});
    expect(attention.hear('What time is it?', 0)).toEqual({ kind: 'ignored' });
    expect(attention.hear('xiao yingying is somebody else', 0)).toEqual({ kind: 'ignored' });
    expect(attention.isAwake(0)).toBe(false);
  });

  it('stays awake as long as somebody speaks, then falls asleep', () => {
    const attention = set({});
    attention.hear('小影', 0);
    expect(attention.hear('first', 20_000)).toEqual({ kind: 'words', text: 'first' });
    attention.touch(45_000);
    expect(attention.isAwake(70_000)).toBe(true);
    expect(attention.isAwake(76_000)).toBe(false);
  });

  it('goes to sleep at a sleep word said alone, not within a sentence', () => {
    const attention = set({});
    attention.hear('小影', 0);
    expect(attention.hear('I want to go to sleep soon', 1000).kind).toBe('words');
    expect(attention.hear('Go to sleep!', 2000)).toEqual({ kind: 'sleep' });
    expect(attention.isAwake(2000)).toBe(false);
  });

  it('hears by her name when no wake word was chosen', () => {
    expect(set({ wakeWords: [] }).hear('momo, sing!', 0)).toEqual({ kind: 'wake', text: 'sing!' });
  });

  it('knows a Chinese wake word by its sound, whatever characters the recogniser chose', async () => {
    await loadChineseSound();
    expect(set({}).hear('小颖，唱首歌', 0)).toEqual({ kind: 'wake', text: '唱首歌' });
    expect(set({}).hear('小英你在吗', 0)).toEqual({ kind: 'wake', text: '你在吗' });
    expect(set({}).hear('小猫你在吗', 0)).toEqual({ kind: 'ignored' });
  });

  it('always hears in the open mode, and sleeps only if something can wake her', () => {
    expect(set({ mode: 'open' }).hear('hello', 0).kind).toBe('words');
    expect(set({ mode: 'open', wakeWords: [] }).hear('休息吧', 0).kind).toBe('words');
    const attention = set({ mode: 'open' });
    expect(attention.hear('休息吧', 0).kind).toBe('sleep');
    expect(attention.hear('hello', 1).kind).toBe('ignored');
    expect(attention.hear('小影', 2).kind).toBe('wake');
    expect(attention.hear('hello', 3).kind).toBe('words');
  });

  it('takes wake and sleep words for words under push-to-talk', () => {
    expect(set({ mode: 'push-to-talk' }).hear('休息吧', 0)).toEqual({ kind: 'words', text: '休息吧' });
  });
});
