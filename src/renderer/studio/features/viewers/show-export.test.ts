import { expect, test } from 'vitest';
import { chartColumns, csvText } from './show-export.ts';

const minute = (at: number, messages: number) => ({ minute: at, messages, viewers: 1, paid: 0, answered: 0 });

test('shows quiet minutes too, and a long evening in stretches that keep every message', () => {
  expect(
    chartColumns([minute(0, 5), minute(3, 2)])
      .slice(0, 5)
      .map(({ messages }) => messages),
  ).toEqual([5, 0, 0, 2, 0]);
  expect(chartColumns([])).toHaveLength(30);
  const long = chartColumns(Array.from({ length: 1000 }, (_, at) => minute(at, 2)));
  expect(long.length).toBeLessThanOrEqual(240);
  expect(long.reduce((sum, { messages }) => sum + messages, 0)).toBe(2000);
});

test('writes names as text that no spreadsheet runs, and quotes what needs it', () => {
  expect(
    csvText([
      ['=1+1', 'a,"b"', 5],
      ['@x', '小鱼', -2],
    ]),
  ).toBe('\ufeff\'=1+1,"a,""b""",5\r\n\'@x,小鱼,-2\r\n');
});
