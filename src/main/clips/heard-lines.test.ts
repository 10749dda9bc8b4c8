import { describe, expect, it } from 'vitest';
import { createHeardLines, type HeardLine, type HeardProgress } from './heard-lines.ts';

function collect() {
  let now = 1000;
  const lines: HeardLine[] = [];
  const read = createHeardLines(
    () => now,
    (line) => lines.push(line),
  );
  const at = (ms: number, progress: Partial<HeardProgress>): void => {
    now = ms;
    read({ state: 'speaking', turnId: 1, reply: '', spokenUntil: 0, ...progress });
  };
  return { lines, at };
}
const TWO = 'Hello there. How are you?';

describe('heard lines', () => {
  it('tells each sentence with the time between its first and its last sound', () => {
    const { lines, at } = collect();
    at(1000, { reply: TWO, spokenUntil: 0 });
    at(1100, { reply: TWO, spokenUntil: 3 });
    at(2000, { reply: TWO, spokenUntil: 12 });
    at(2100, { reply: TWO, spokenUntil: 15 });
    at(3000, { reply: TWO, spokenUntil: TWO.length });
    expect(lines).toEqual([
      { startMs: 1100, endMs: 2000, text: 'Hello there.' },
      { startMs: 2100, endMs: 3000, text: 'How are you?' },
    ]);
  });

  it('waits for the end of a sentence whose words still stream in', () => {
    const { lines, at } = collect();
    at(1000, { reply: '今天', spokenUntil: 1 });
    at(1200, { reply: '今天', spokenUntil: 2 });
    expect(lines).toEqual([]);
    at(1900, { reply: '今天真好。', spokenUntil: 5 });
    expect(lines).toEqual([{ startMs: 1000, endMs: 1900, text: '今天真好。' }]);
  });

  it('keeps of a sentence that is cut off what was heard', () => {
    const { lines, at } = collect();
    at(1000, { reply: TWO, spokenUntil: 5 });
    at(1500, { state: 'idle', turnId: null, reply: TWO, spokenUntil: 5 });
    expect(lines).toEqual([{ startMs: 1000, endMs: 1500, text: 'Hello' }]);
  });

  it('ends the open sentence where the next turn begins', () => {
    const { lines, at } = collect();
    at(1000, { reply: 'No full stop', spokenUntil: 12 });
    at(1800, { turnId: 2, reply: 'Next.', spokenUntil: 1 });
    at(2500, { turnId: 2, reply: 'Next.', spokenUntil: 5 });
    expect(lines.map(({ text, startMs, endMs }) => [text, startMs, endMs])).toEqual([
      ['No full stop', 1000, 1800],
      ['Next.', 1800, 2500],
    ]);
  });

  it('tells two short sentences that one report covers', () => {
    const { lines, at } = collect();
    at(1000, { reply: 'Yes! No!', spokenUntil: 0 });
    at(1400, { reply: 'Yes! No!', spokenUntil: 8 });
    expect(lines.map(({ text }) => text)).toEqual(['Yes!', 'No!']);
  });

  it('tells nothing of signs alone', () => {
    const { lines, at } = collect();
    at(1000, { reply: '……', spokenUntil: 2 });
    at(1100, { state: 'idle', turnId: null });
    expect(lines).toEqual([]);
  });
});
