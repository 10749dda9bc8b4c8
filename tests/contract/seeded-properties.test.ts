import fc from 'fast-check';
import { expect, test } from 'vitest';
import seeded from '../support/seeded-properties.ts';

function inputsOf(check: (property: fc.IProperty<[number]>) => void): readonly number[] {
  const inputs: number[] = [];
  check(fc.property(fc.nat(), (input) => void inputs.push(input)));
  return inputs;
}

test('what tests import as fast-check asks the same of everybody, every time', () => {
  expect(fc).toBe(seeded);
  const inputs = inputsOf((property) => fc.assert(property));
  expect(new Set(inputs).size).toBeGreaterThan(20);
  expect(inputsOf((property) => fc.assert(property))).toEqual(inputs);
});

test('a property may have a seed of its own, as one that repeats a failure has', () => {
  const inputs = inputsOf((property) => fc.assert(property, { seed: 7 }));
  expect(inputsOf((property) => fc.assert(property, { seed: 7 }))).toEqual(inputs);
  expect(inputsOf((property) => fc.assert(property))).not.toEqual(inputs);
});

test('a failure names its seed, of a property that waits too', async () => {
  const seed = fc.readConfigureGlobal().seed;
  const failing = (): boolean => false;
  expect(() => fc.assert(fc.property(fc.nat(), failing))).toThrow(`seed: ${seed}`);
  await expect(fc.assert(fc.asyncProperty(fc.nat(), async () => failing()))).rejects.toThrow(`seed: ${seed}`);
});
