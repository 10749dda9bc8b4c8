import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INTENTS } from '#shared/avatar/bindings.ts';
import { INTENT_WORDS } from './intent-words.ts';
import { intentsOf } from './intents.ts';
import { containsWord, plainText } from './words.ts';

describe('intentsOf', () => {
  it.each([
    ['Hello everyone, welcome back!', ['greeting']],
    ['大家好，欢迎来到直播间！', ['greeting']],
    ['こんばんは、来てくれてありがとう！', ['greeting', 'thanks']],
    ['Thanks for the gift!', ['thanks']],
    ['谢谢老板的礼物～', ['thanks']],
    ['那我先下播啦，晚安！', ['farewell']],
    ['おやすみなさい、またね！', ['farewell']],
    ['I am so sorry about that.', ['apology']],
    ['ごめんなさい！', ['apology']],
    ['哈哈哈哈笑死我了', ['laughter']],
    ['What is your favourite game?', ['question']],
    ['你今天吃饭了吗', ['question']],
    ['今日は何を食べましたか。', ['question']],
    ['Of course!', ['agreement']],
    ['才不要呢', ['refusal', 'question']],
    ['お誕生日おめでとう！', ['celebration']],
    ['This is a history of machines.', []],
    ['The byte order matters.', []],
    ['今天天气很好。', []],
    ['', []],
  ] as const)('%s', (sentence, expected) => {
    expect([...intentsOf(sentence)].sort()).toEqual([...expected].sort());
  });

  it('finds every listed phrase inside any sentence, in any width and case', () => {
    const phrase = fc.constantFrom(...INTENTS.flatMap((intent) => INTENT_WORDS[intent].map((word) => ({ intent, word }))));
    const filler = fc.string({ unit: fc.constantFrom('、', '…', '(', ' ', '今', 'の', '!'), maxLength: 12 });
    const form = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.replaceAll(/[!-~]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
    );
    fc.assert(
      fc.property(phrase, filler, filler, form, ({ intent, word }, before, after, formed) => {
        expect(intentsOf(formed(`${before} ${word} ${after}`))).toContain(intent);
      }),
    );
  });

  it('takes any text at all without hanging, and tells only what there is, each once and in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4000 }), (text) => {
        const found = intentsOf(text);
        expect(found).toEqual(INTENTS.filter((intent) => found.includes(intent)));
      }),
    );
    intentsOf('("~ '.repeat(200_000));
    intentsOf('ha'.repeat(400_000));
  });
});

describe('containsWord', () => {
  it('finds a word exactly where no Latin letter or digit goes on', () => {
    const latin = fc.string({ unit: fc.constantFrom(...'abcz09'), minLength: 1, maxLength: 6 });
    const around = fc.string({ unit: fc.constantFrom(...'abcz09 ,。あ好'), maxLength: 6 });
    fc.assert(
      fc.property(around, latin, around, (before, word, after) => {
        const text = plainText(`${before}${word}${after}`);
        const words = text.split(/[^a-z0-9]+/);
        expect(containsWord(text, word)).toBe(words.includes(word));
      }),
    );
  });

  it('treats what people write as letters, never as a pattern', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'.*+?^$()|[]\\{}'), minLength: 1, maxLength: 8 }), (word) => {
        expect(containsWord('aaaa bbbb', plainText(word))).toBe(false);
        expect(containsWord(`x ${plainText(word)} y`, plainText(word))).toBe(true);
      }),
    );
  });
});
