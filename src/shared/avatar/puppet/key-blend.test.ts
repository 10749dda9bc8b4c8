import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyBlend } from './key-blend.ts';

const places = new Map([
  ['a', 0],
  ['b', 1],
]);
const read = (keys: readonly (readonly number[])[], ...values: number[]): [form: number, weight: number][] => {
  const blend = createKeyBlend(
    keys.map((list, i) => ({ parameter: i === 0 ? 'a' : 'b', keys: list })),
    places,
  );
  blend.read(Float32Array.from(values));
  return Array.from({ length: blend.count }, (_, i) => [blend.forms[i]!, Math.round(blend.weights[i]! * 1000) / 1000]);
};

describe('a place among keys', () => {
  it('is one form at a key, two between keys, four in a plane', () => {
    expect(read([[-1, 0, 1]], 0)).toEqual([[1, 1]]);
    expect(read([[-1, 0, 1]], 0.25)).toEqual([
      [1, 0.75],
      [2, 0.25],
    ]);
    expect(
      read(
        [
          [0, 1],
          [0, 1],
        ],
        0.5,
        0.25,
      ),
    ).toEqual([
      [0, 0.375],
      [1, 0.375],
      [2, 0.125],
      [3, 0.125],
    ]);
  });

  it('stays at the nearest key beyond the ends, and for what is no number', () => {
    expect(read([[-1, 0, 1]], 9)).toEqual([[2, 1]]);
    expect(read([[-1, 0, 1]], -9)).toEqual([[0, 1]]);
    expect(read([[-1, 0, 1]], Number.NaN)).toEqual([[0, 1]]);
  });

  it('says when nothing changed', () => {
    const blend = createKeyBlend([{ parameter: 'a', keys: [0, 1] }], places);
    expect(blend.read(Float32Array.of(0.5))).toBe(true);
    expect(blend.read(Float32Array.of(0.5))).toBe(false);
    expect(blend.read(Float32Array.of(0.6))).toBe(true);
  });

  it('always shares out exactly one whole among forms that exist', () => {
    const keys = fc
      .uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 6 })
      .map((list) => list.sort((one, two) => one - two));
    const value = fc.float({ min: -200, max: 200, noNaN: true });
    fc.assert(
      fc.property(keys, keys, value, value, (first, second, a, b) => {
        const shares = read([first, second], a, b);
        expect(shares.reduce((sum, [, weight]) => sum + weight, 0)).toBeCloseTo(1, 2);
        for (const [form, weight] of shares) {
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(form).toBeGreaterThanOrEqual(0);
          expect(form).toBeLessThan(first.length * second.length);
        }
      }),
    );
  });
});
