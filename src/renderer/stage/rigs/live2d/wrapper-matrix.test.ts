import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spareGarbage, type WrapperMatrix } from './wrapper-matrix.ts';

/** The product of the step and what was there, as the wrapper has it: column after column, the step first. */
function after(step: readonly number[], before: readonly number[]): number[] {
  return Array.from({ length: 16 }, (_, at) => {
    const [column, row] = [Math.floor(at / 4), at % 4];
    return [0, 1, 2, 3].reduce((sum, k) => sum + step[column * 4 + k]! * before[k * 4 + row]!, 0);
  });
}
const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const translation = (x: number, y: number): number[] => IDENTITY.map((value, at) => (at === 12 ? x : at === 13 ? y : value));
const scaling = (x: number, y: number): number[] => IDENTITY.map((value, at) => (at === 0 ? x : at === 5 ? y : value));

function createMatrix(): WrapperMatrix {
  const values = new Float32Array(16).fill(7);
  const prototype: WrapperMatrix = {
    getArray: () => values,
    loadIdentity() {},
    translateRelative() {},
    scaleRelative() {},
  };
  spareGarbage(prototype);
  return prototype;
}

const step = fc.record({
  kind: fc.constantFrom('translate', 'scale'),
  x: fc.float({ min: -3, max: 3, noNaN: true }),
  y: fc.float({ min: -3, max: 3, noNaN: true }),
});

describe('a matrix of the wrapper', () => {
  it('moves and scales as a product of matrices would, in the array that it always had', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const matrix = createMatrix();
        const array = matrix.getArray();
        matrix.loadIdentity();
        let wanted = IDENTITY;
        for (const { kind, x, y } of steps) {
          if (kind === 'translate') matrix.translateRelative(x, y);
          else matrix.scaleRelative(x, y);
          wanted = after(kind === 'translate' ? translation(x, y) : scaling(x, y), wanted);
        }
        expect(matrix.getArray()).toBe(array);
        // Six steps of at most 3 end below 3^6 · 6; single precision keeps seven digits of what was added.
        for (const [at, value] of array.entries()) expect(Math.abs(value - wanted[at]!)).toBeLessThan(0.01);
      }),
    );
  });
});
