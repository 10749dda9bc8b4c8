import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappedFromText, sourceRange } from './mapped-text.ts';
import { createPronounce, type Pronunciations } from './pronunciation.ts';
import { spokenFromCaption } from './spoken.ts';

const entry = (written: string, spoken: string, language: Pronunciations[number]['language'] = 'any') => ({
  written,
  spoken,
  language,
});
const said = (text: string, ...entries: Pronunciations): string => createPronounce(entries)(mappedFromText(text), 'en').text;

describe('createPronounce', () => {
  it('replaces whole words, whatever their case, and the longest entry first', () => {
    expect(said('AI in the air, ai!', entry('AI', 'A I'))).toBe('A I in the air, A I!');
    expect(said('New York is new', entry('new', 'nyoo'), entry('New York', 'the big apple'))).toBe('the big apple is nyoo');
    expect(said('我喜欢AI虚拟主播', entry('AI', '人工智能'))).toBe('我喜欢人工智能虚拟主播');
  });

  it('finds Chinese and Japanese entries anywhere, for they have no borders', () => {
    expect(said('她姓单，不简单', entry('姓单', '姓善'))).toBe('她姓善，不简单');
    expect(said('影戏さん', entry('影戏', 'エイギ'))).toBe('エイギさん');
  });

  it('keeps to the language of an entry', () => {
    const say = createPronounce([entry('GG', '打得好', 'zh')]);
    expect(say(mappedFromText('GG'), 'zh').text).toBe('打得好');
    expect(say(mappedFromText('GG'), 'en').text).toBe('GG');
  });

  it('takes every entry as plain text, never as a pattern', () => {
    expect(said('a.c abc C++ (x)', entry('a.c', 'dot'), entry('C++', 'see plus plus'), entry('(x)', 'ex'))).toBe(
      'dot abc see plus plus ex',
    );
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
        fc.string({ maxLength: 60, unit: 'binary' }),
        (written, text) => {
          expect(() => createPronounce([entry(written, 'x')])(mappedFromText(text), 'zh')).not.toThrow();
        },
      ),
    );
  });

  it('does not look again at what it replaced, and an entry may be silent', () => {
    expect(said('a b', entry('a', 'b'), entry('b', 'a'))).toBe('b a');
    expect(said('so (laughs) yes', entry('(laughs)', ''))).toBe('so  yes');
    expect(said('nothing')).toBe('nothing');
  });

  it('leads back to the caption, so that the written word lights up', () => {
    const caption = 'Try Yingxi now';
    const spoken = spokenFromCaption(caption, 'en', createPronounce([entry('Yingxi', 'ing shee')]));
    expect(spoken.text).toBe('Try ing shee now');
    const { start, end } = sourceRange(spoken, 4, 12);
    expect(caption.slice(start, end)).toBe('Yingxi');
  });
});
