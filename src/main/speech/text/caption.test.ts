import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '#shared/speech/emotion.ts';
import { captionFromModelText } from './caption.ts';
import { emotionFromText } from './emotion-from-text.ts';
import { emotionFromName } from './emotion-words.ts';
import { languageOfText } from './language.ts';
import { createUnspokenBlocks } from './unspoken-blocks.ts';

describe('captionFromModelText', () => {
  it.each([
    ['[happy] Hello!', 'Hello!', 'happy'],
    ['【开心】你好', '你好', 'happy'],
    ['［sad］はい', 'はい', 'sad'],
    ['（害羞）人家知道啦', '人家知道啦', 'shy'],
    ['(smiles softly) Hi', 'Hi', 'happy'],
    ['<emotion: angry>Stop', 'Stop', 'angry'],
    ['[emotion: surprised] Oh [sad] no', 'Oh no', 'surprised'],
    ['*blushes* Thanks', 'Thanks', 'shy'],
    ['「[happy]こんにちは」', '「こんにちは」', 'happy'],
  ])('reads the mood of %j and hides its tag', (raw, text, emotion) => {
    expect(captionFromModelText(raw)).toEqual({ text, emotion });
  });

  it.each([
    ['*waves* Hello', 'Hello'],
    ['Hello everyone *waves*', 'Hello everyone'],
    ['（挥手）大家好', '大家好'],
    ['*咳咳* 大家好', '大家好'],
    ['I *really* like it', 'I really like it'],
    ['我*真的*很喜欢', '我真的很喜欢'],
    ['（注意：很重要）的', '（注意：很重要）的'],
    ['(Note: this matters)', '(Note: this matters)'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['[laughs] ok [1]', 'ok'],
    ['【公告】今晚八点', '【公告】今晚八点'],
  ])('tells stage directions in %j from words', (raw, text) => {
    expect(captionFromModelText(raw).text).toBe(text);
  });

  it.each([
    ['**bold** and `code` and [link](http://a.b/c_(d))', 'bold and code and link'],
    ['# Title', 'Title'],
    ['- one', 'one'],
    ['1. one', 'one'],
    ['> quoted', 'quoted'],
    ['~~old~~ __new__', 'old new'],
    ['a | b', 'a b'],
    ['---', ''],
    ['”那好吧。', '那好吧。'],
    ['snake_case_name and 5 * 3', 'snake_case_name and 5 * 3'],
  ])('shows %j without Markdown', (raw, text) => {
    expect(captionFromModelText(raw).text).toBe(text);
  });

  it('keeps emoji and addresses: they can be read', () => {
    expect(captionFromModelText('看 https://a.b/c 😀').text).toBe('看 https://a.b/c 😀');
  });
});

describe('moods', () => {
  it('knows every mood by its own name', () => {
    for (const emotion of EMOTIONS) expect(emotionFromName(emotion)).toBe(emotion);
  });

  it.each([
    ['Happily', 'happy'],
    ['开心地笑', 'happy'],
    ['脸红', 'shy'],
    ['びっくり', 'surprised'],
    ['表情：生气', 'angry'],
    ['ID: 12345', undefined],
    ['注意', undefined],
    ['', undefined],
  ])('reads %j as %s', (name, emotion) => {
    expect(emotionFromName(name)).toBe(emotion);
  });

  it.each([
    ['谢谢你的礼物！', 'loving'],
    ['太好了！！', 'excited'],
    ['I am so sorry to hear that.', 'sad'],
    ['Wow, no way!', 'surprised'],
    ['今日は疲れた…', 'tired'],
    ['大好き、ありがとう', 'loving'],
    ['哈哈哈', 'happy'],
    ['ok 😢', 'sad'],
    ['现在是三点。', undefined],
    ['The cat sat on the mat.', undefined],
  ])('sees in %j: %s', (text, emotion) => {
    expect(emotionFromText(text)).toBe(emotion);
  });
});

describe('languageOfText', () => {
  it.each([
    ['今天玩 Minecraft', 'auto', undefined, 'zh'],
    ['これはペンです', 'auto', 'zh', 'ja'],
    ['東京', 'ja', undefined, 'ja'],
    ['東京', 'auto', 'ja', 'ja'],
    ['気持', 'auto', undefined, 'ja'],
    ['Hello there', 'zh', undefined, 'en'],
    ['123', 'zh', undefined, 'zh'],
    ['123', 'auto', 'ja', 'ja'],
    ['!?', 'auto', undefined, 'en'],
  ] as const)('hears %j (persona %s, before %s) as %s', (text, persona, previous, language) => {
    expect(languageOfText(text, persona, previous)).toBe(language);
  });
});

describe('createUnspokenBlocks', () => {
  const pass = (...chunks: string[]): string => {
    const blocks = createUnspokenBlocks();
    return chunks.map((chunk) => blocks.push(chunk)).join('') + blocks.end();
  };

  it('leaves out fenced code and thoughts, however they are chunked', () => {
    const text = 'a<think>secret ``` </think>b```js\n<think>x\n```c `d` ~ <thin e';
    expect(pass(text)).toBe('abc `d` ~ <thin e');
    expect(pass(...text)).toBe('abc `d` ~ <thin e');
  });

  it('lets text through at once unless a mark may begin', () => {
    const blocks = createUnspokenBlocks();
    expect(blocks.push('hello')).toBe('hello');
    expect(blocks.push(' `')).toBe(' ');
    expect(blocks.push('x')).toBe('`x');
  });

  it('never says an unfinished block', () => {
    expect(pass('a<think>b')).toBe('a');
    expect(pass('a```b``')).toBe('a');
  });
});
