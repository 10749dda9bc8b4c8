import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dbFromWay, partFromLevel, wayFromDb } from './fader-scale.ts';

test('a fader comes back to where it was put, to a tenth of a decibel', () => {
  fc.assert(
    fc.property(fc.integer({ min: -990, max: 0 }), (tenths) => {
      expect(dbFromWay(wayFromDb(tenths / 10))).toBeCloseTo(tenths / 10, 1);
    }),
  );
});

test('the ends are silence and 0 dB, and louder than 0 dB stands at the top', () => {
  expect(dbFromWay(0)).toBe(-100);
  expect(dbFromWay(1)).toBe(0);
  expect([wayFromDb(-100), wayFromDb(0), wayFromDb(12)]).toEqual([0, 1, 1]);
});

test('a meter shows nothing below −60 dB and is full at 0 dB', () => {
  expect([partFromLevel(-100), partFromLevel(-60), partFromLevel(-30), partFromLevel(0), partFromLevel(3)]).toEqual([
    0, 0, 0.5, 1, 1,
  ]);
});
