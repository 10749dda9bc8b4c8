import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReasoningFilter } from './reasoning-filter.ts';

function spoken(chunks: readonly string[], startsThinking = false): string {
  const filter = createReasoningFilter({ startsThinking });
  return chunks.map((chunk) => filter.push(chunk)).join('') + filter.end();
}

describe('reasoning filter', () => {
  it.each([
    ['plain words', 'Hello there.', 'Hello there.'],
    ['a thought before the words', '<think>secret</think>\n\nHello', 'Hello'],
    ['a thought in the middle', 'Hi <think>secret</think>you', 'Hi you'],
    ['an upper-case tag', '<THINK>secret</Think>Hi', 'Hi'],
    ['a thought that never ends', '<think>secret and more secret', ''],
    ['other names of the tag', '<thinking>a</thinking><reasoning>b</reasoning>[THINK]c[/THINK]◁think▷d◁/think▷Hi', 'Hi'],
    [
      'harmony channels',
      '<|channel|>analysis<|message|>secret<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>',
      'Hi',
    ],
    ['a harmony tool call', '<|channel|>commentary to=functions.x <|constrain|>json<|message|>{"a":1}<|call|>', ''],
    ['template tokens that leak', 'Hi<|im_end|></s><|eot_id|>', 'Hi'],
    ['brackets and emotion tags', '[happy]I <3 you, 1 < 2 > 0, <b>bold</b>', '[happy]I <3 you, 1 < 2 > 0, <b>bold</b>'],
    ['an unfinished tag at the end', 'Hi <thi', 'Hi <thi'],
  ])('speaks only what is meant to be heard: %s', (_what, text, expected) => {
    expect(spoken([text])).toBe(expected);
  });

  it('drops a thought without an opening tag when the model is known for it', () => {
    expect(spoken(['let me see', ' hmm</think>', '\nHi'], true)).toBe('Hi');
  });

  it('loses nothing when such a model does not think for once', () => {
    expect(spoken(['Hi ', 'there'], true)).toBe('Hi there');
  });

  it('tells when a closing tag came without an opening one', () => {
    const filter = createReasoningFilter({ startsThinking: false });
    filter.push('hmm</think>Hi');
    expect(filter.sawOrphanClose).toBe(true);
  });

  it('speaks the same however the text is cut into chunks', () => {
    const piece = fc.constantFrom(
      '<think>',
      '</think>',
      '<thinking>',
      '</thinking>',
      '[THINK]',
      '[/THINK]',
      '<|channel|>',
      'analysis',
      'final',
      '<|message|>',
      '<|end|>',
      '<|start|>',
      'assistant',
      '<',
      '>',
      '[',
      ']',
      '|',
      '/',
      'th',
      'ink',
      '[happy]',
      '你好。',
      ' ',
      '\n',
      'secret',
      '</s>',
      '<|im_end|>',
      '◁think▷',
    );
    const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(300), { maxLength: 30 }), fc.boolean(), (whole, cuts, startsThinking) => {
        const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
        const chunks = [0, ...places].map((start, index) => whole.slice(start, places[index] ?? whole.length));
        expect(chunks.join('')).toBe(whole);
        expect(spoken(chunks, startsThinking)).toBe(spoken([whole], startsThinking));
      }),
      { numRuns: 1000 },
    );
  });
});
