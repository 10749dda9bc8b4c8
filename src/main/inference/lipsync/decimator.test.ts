import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createResampler } from '#shared/audio/resampler.ts';
import { createDecimator } from './decimator.ts';

const noise = (length: number, seed: number): Float32Array => {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

const inPieces = (sound: Float32Array, pieces: readonly number[], process: (samples: Float32Array) => Float32Array): number[] => {
  const out: number[] = [];
  let at = 0;
  for (let i = 0; at < sound.length; i++) {
    const length = pieces[i % pieces.length] ?? 1;
    out.push(...process(sound.subarray(at, at + length)));
    at += length;
  }
  return out;
};

describe('createDecimator', () => {
  test('gives what the resampler gives, at the same moments, however the sound is cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(2, 3, 6),
        fc.integer({ min: 0, max: 3000 }),
        fc.array(fc.integer({ min: 1, max: 1200 }), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (factor, length, pieces, seed) => {
          const sound = noise(length, seed);
          const decimator = createDecimator(factor);
          const resampler = createResampler(16_000 * factor, 16_000);
          const ours = inPieces(sound, pieces, decimator.process);
          const theirs = inPieces(sound, pieces, resampler.process);
          expect(ours.length).toBe(theirs.length);
          for (const [i, value] of ours.entries()) expect(Math.abs(value - (theirs[i] ?? 0))).toBeLessThan(2e-6);
        },
      ),
    );
  });
});
