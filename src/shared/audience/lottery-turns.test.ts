import fc from 'fast-check';
import { expect, it } from 'vitest';
import { turnNow } from './lottery-turns.ts';

const draws = (...times: readonly number[]) => times.map((at, seq) => ({ seq, at })).reverse();

it('shows a draw from its moment on for so many seconds, then nothing', () => {
  const drawn = draws(10_000);
  const shown = [9_999, 10_000, 15_999, 16_000].map((now) => turnNow(drawn, 6, now)?.seq);
  expect(shown).toEqual([undefined, 0, 0, undefined]);
});

it('shows draws of one moment one after the other, the later ones shorter', () => {
  const drawn = draws(10_000, 10_000, 10_001);
  expect([10_000, 16_000, 18_999, 19_000, 21_999, 22_000].map((now) => turnNow(drawn, 6, now)?.seq)).toEqual([
    0,
    1,
    1,
    2,
    2,
    undefined,
  ]);
});

it('shows every draw for a while, in order and never two at once, whenever they come', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 2, max: 20 }),
      (times, seconds) => {
        const drawn = draws(...times.sort((a, b) => a - b));
        const seen: number[] = [];
        for (let now = 0; now < 20_000 + 10 * seconds * 1000 + 2000; now += 250) {
          const seq = turnNow(drawn, seconds, now)?.seq;
          if (seq !== undefined && seq !== seen.at(-1)) seen.push(seq);
        }
        expect(seen).toEqual(times.map((_, seq) => seq));
      },
    ),
    { numRuns: 60 },
  );
});
