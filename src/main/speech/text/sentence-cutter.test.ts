import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSentenceCutter } from './sentence-cutter.ts';

function cut(...chunks: string[]): string[] {
  const cutter = createSentenceCutter();
  return [...chunks.flatMap((chunk) => [...cutter.push(chunk)]), ...cutter.end()];
}

/** Text as models write it: words of three languages, marks, numbers, tags, addresses. */
const token = fc.constantFrom(
  '你好',
  '今天',
  '我们',
  '玩',
  'ゲーム',
  'です',
  'ありがとう',
  'hello',
  'Mr.',
  'e.g.',
  'the',
  'world',
  '3.14',
  '1,000',
  '12:30',
  '2026-11-21',
  'https://a.b/c?d=1.5',
  '[happy]',
  '（挥手，笑）',
  '*waves, softly*',
  '，',
  '。',
  '！',
  '？',
  '、',
  '；',
  '：',
  '…',
  '——',
  '～',
  ',',
  '.',
  '!',
  '?',
  ';',
  ':',
  '-',
  ' ',
  '  ',
  '\n',
  '"',
  '」',
  '「',
  '”',
  ')',
  '(',
  '😀',
  '𠮷',
  '`x.y`',
  '**',
  'U.S.',
  '...',
);
const text = fc.array(token, { maxLength: 60 }).map((parts) => parts.join(''));

describe('createSentenceCutter', () => {
  it('loses nothing: the pieces joined are the text', () => {
    fc.assert(
      fc.property(text, (whole) => cut(whole).join('') === whole),
      { numRuns: 500 },
    );
  });

  it('cuts the same pieces however the text is chunked', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 400 }), { maxLength: 20 }), (whole, places) => {
        const bounds = [...new Set(places.map((p) => Math.min(p, whole.length)))].sort((a, b) => a - b);
        const chunks = [0, ...bounds].map((from, i) => whole.slice(from, [...bounds, whole.length][i]));
        // A chunk may even end between the halves of a surrogate pair: models stream code points, sockets do not split strings there.
        const sound = chunks.every((chunk) => !/[\ud800-\udbff]$/u.test(chunk));
        fc.pre(sound);
        expect(cut(...chunks)).toEqual(cut(whole));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['大家好，欢迎来到直播间！！！今天玩什么？', ['大家好，', '欢迎来到直播间！！！', '今天玩什么？']],
    ['今日は、いい天気ですね。散歩しましょう！', ['今日は、', 'いい天気ですね。', '散歩しましょう！']],
    ['Hello there, my friend. How are you?', ['Hello there,', ' my friend.', ' How are you?']],
    ['嗯。好的，没问题，我们继续。', ['嗯。', '好的，没问题，我们继续。']],
    ['Hi, all. Next.', ['Hi, all.', ' Next.']],
  ])('makes the first cut of %j early and later cuts at sentence ends', (whole, pieces) => {
    expect(cut(whole)).toEqual(pieces);
  });

  it('gives the first piece out at its mark in zh and ja, without waiting for the next token', () => {
    expect(createSentenceCutter().push('大家好，')).toEqual(['大家好，']);
    expect(createSentenceCutter().push('こんにちは。')).toEqual(['こんにちは。']);
  });

  it.each([
    'It is 3.14 or 1,000 at 12:30 today',
    'Mr. Smith and Dr. Jones met J. K. Rowling e.g. here',
    'Look at https://example.com/a.b?c=d,e now',
    '[happy, very] yes',
    '（挥手，微笑）大家好',
    '*waves, smiling. softly* hello',
    'Node.js runs',
    '1. first item',
  ])('does not cut inside %j', (whole) => {
    expect(cut(whole)).toEqual([whole]);
  });

  it('keeps closing quotes and repeated marks with their sentence', () => {
    expect(cut('OK then. “你好吗？”他说。「そうだ！」と言った。What?! Yes')).toEqual([
      'OK then.',
      ' “你好吗？”',
      '他说。',
      '「そうだ！」',
      'と言った。',
      'What?!',
      ' Yes',
    ]);
  });

  it('cuts a long sentence at a clause mark and a text without marks at a space or at last anywhere', () => {
    const clauses = cut(`开始吧。${'我们今天要讲的是一个很长很长的故事，'.repeat(8)}`);
    expect(clauses.length).toBeGreaterThan(2);
    expect(Math.max(...clauses.map((piece) => piece.length))).toBeLessThan(80);
    expect(Math.max(...cut('word '.repeat(400)).map((piece) => piece.length))).toBeLessThan(300);
    expect(Math.max(...cut('啊'.repeat(1000)).map((piece) => piece.length))).toBeLessThan(200);
  });
});
