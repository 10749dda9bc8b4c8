import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplyReader, MAX_LINE_CHARS } from './reply-reader.ts';

const KEY = 'sk-very-secret-key-123';

/** What a body, cut into `pieces`, turns out to be. */
function read(pieces: readonly Uint8Array[], complete = true, maxChars = 8000) {
  const seen = { text: '', end: '', failure: '', message: '', calls: 0, activity: 0 };
  const reader = createReplyReader({
    address: 'test/v1',
    key: KEY,
    startsThinking: false,
    maxChars,
    sink: {
      text(text) {
        seen.text += text;
      },
      activity() {
        seen.activity++;
      },
      end(how) {
        seen.calls++;
        seen.end = how.finishReason ?? 'none';
      },
      fail(failure) {
        seen.calls++;
        seen.failure = failure.reason;
        seen.message = failure.message;
      },
    },
  });
  for (const piece of pieces) reader.feed(piece);
  reader.finish(complete);
  expect(seen.calls).toBe(1);
  return seen;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const data = (content: string, more: object = {}): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, ...more }] })}`;
const EVENTS = [
  ': keep-alive',
  data('[happy]你好，'),
  data('<thi'),
  data('nk>secret</think>'),
  data('🎉 wor'),
  'event: message',
  data('ld。'),
  data('', { finish_reason: 'stop' }),
  'data: [DONE]',
];

describe('reply reader', () => {
  it('gives the same text wherever the bytes are cut, with any line ends', () => {
    const bodies = ['\n', '\r\n', '\r'].map((end) => bytes(EVENTS.map((event) => `${event}${end}${end}`).join('')));
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.array(fc.nat(2000), { maxLength: 40 }), (body, cuts) => {
        const places = [...new Set(cuts.map((cut) => cut % body.length))].sort((a, b) => a - b);
        const pieces = [0, ...places].map((start, index) => body.subarray(start, places[index] ?? body.length));
        const seen = read(pieces);
        expect(seen).toMatchObject({ text: '[happy]你好，🎉 world。', end: 'stop', failure: '' });
      }),
      { numRuns: 500 },
    );
  });

  it('takes a stream that ends without [DONE], without finish reason and without its last blank line', () => {
    expect(read([bytes(`${data('Hi')}\n\n${data(' you')}\n`)])).toMatchObject({ text: 'Hi you', end: 'none' });
  });

  it('tells a broken connection from an ended one', () => {
    expect(read([bytes(`${data('Hi')}\n\n`)], false)).toMatchObject({ text: 'Hi', failure: 'cut-off' });
  });

  it('reads one JSON reply where a stream was expected, also in pieces', () => {
    const body = bytes(
      JSON.stringify({
        choices: [{ message: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] }, finish_reason: 'stop' }],
      }),
    );
    expect(read([body])).toMatchObject({ text: 'Hi', end: 'stop' });
    expect(read([...body].map((byte) => Uint8Array.of(byte)))).toMatchObject({ text: 'Hi', end: 'stop' });
  });

  it.each([
    ['a web page', '\n <!DOCTYPE html><html><body>Log in</body></html>', 'not-an-api'],
    ['broken JSON in a stream', 'data: {"choices":[{"delta":{"cont\n\n', 'malformed-stream'],
    ['a broken document', '{"choices":', 'malformed-stream'],
    ['choices of another shape', 'data: {"choices":"none"}\n\n', 'malformed-stream'],
    ['an error object in a stream', `${data('Hi')}\n\ndata: {"error":{"message":"overloaded"}}\n\n`, 'provider-error'],
    ['an error event', 'event: error\ndata: overloaded\n\n', 'provider-error'],
    ['an error in an array', '[{"error":{"message":"overloaded"}}]', 'provider-error'],
  ])('says what is wrong with %s', (_what, body, reason) => {
    expect(read([bytes(body)]).failure).toBe(reason);
  });

  it('never repeats the key in a message', () => {
    const seen = read([bytes(`data: {"error":{"message":"bad key ${KEY} and Bearer abc.def-ghi"}}\n\n`)]);
    expect(seen.message).not.toContain(KEY);
    expect(seen.message).not.toContain('abc.def');
  });

  it('gives up on a line without end and on a document without end', () => {
    const megabyte = 'x'.repeat(MAX_LINE_CHARS / 4);
    const lots = [1, 2, 3, 4, 5].map(() => bytes(megabyte));
    expect(read([bytes('data: "'), ...lots]).failure).toBe('too-large');
    expect(read([bytes('{"a":"'), ...lots]).failure).toBe('too-large');
  });

  it('cuts an answer that does not end, between whole characters', () => {
    const seen = read([bytes(`${data('ab🎉cd')}\n\n${data('more')}\n\n`)], true, 3);
    expect(seen).toMatchObject({ text: 'ab', failure: '' });
  });

  it('takes words and reasoning for signs of life, not comments and notes', () => {
    const note = 'data: {"choices":[],"usage":{}}';
    const reasoning = 'data: {"choices":[{"delta":{"reasoning":"hm"}}]}';
    expect(read([bytes(`: ping\n\n${note}\n\n: ping\n\n`)]).activity).toBe(0);
    expect(read([bytes(`${reasoning}\n\n${data('Hi')}\n\n`)]).activity).toBe(2);
  });

  it('ignores tool calls, empty deltas and notes without choices', () => {
    const body = [
      'data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"x","arguments":"{}"}}],"content":null}}]}',
      'data: {"choices":[],"usage":{"total_tokens":1}}',
      'data: {"type":"ping"}',
      data('Hi'),
      'data: [DONE]',
    ];
    expect(read([bytes(body.map((line) => `${line}\n\n`).join(''))])).toMatchObject({ text: 'Hi', end: 'none' });
  });
});
