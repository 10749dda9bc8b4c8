import { describe, expect, it } from 'vitest';
import { createFeatureMaker, FEATURES, HOP } from './features.ts';
import vectors from './features.vectors.json' with { type: 'json' };
import { LIP_SYNC_RATE_HZ } from './frame.ts';
import { createPowerSpectrum } from './real-fft.ts';

/** The sound of scripts/lipsync/training/write_vectors.py. */
function knownSound(frames: number): Float32Array {
  const samples = new Float32Array(frames * HOP);
  let state = 12_345;
  for (let n = 0; n < samples.length; n++) {
    const t = n / LIP_SYNC_RATE_HZ;
    const phase = 2 * Math.PI * (120 * t + ((0.5 * (1900 - 120)) / (frames * 0.01)) * t * t);
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const noise = state / 2 ** 32 - 0.5;
    const swell = (0.4 * (1 - Math.cos((2 * Math.PI * t) / 0.6))) / 2;
    samples[n] = swell * (Math.sin(phase) + 0.3 * Math.sin(2 * phase)) + 0.002 * noise;
  }
  return samples;
}

function featuresOf(samples: Float32Array): Float32Array[] {
  const maker = createFeatureMaker();
  return Array.from({ length: Math.floor(samples.length / HOP) }, (_, f) => {
    const row = new Float32Array(FEATURES);
    maker.next(samples.subarray(f * HOP, (f + 1) * HOP), row, 0);
    return row;
  });
}

describe('createFeatureMaker', () => {
  it('gives the numbers that the model was trained on, within 0.002', () => {
    const rows = featuresOf(knownSound(vectors.frames));
    for (const [frame, expected] of Object.entries(vectors.rows))
      for (const [k, value] of expected.entries())
        expect(Math.abs(rows[Number(frame)]![k]! - value), `frame ${frame}, value ${k}`).toBeLessThan(0.002);
  });

  it('hears no sound beyond the end of its frame', () => {
    const samples = knownSound(40);
    const changed = samples.slice();
    changed.fill(0.5, 20 * HOP);
    const [before, after] = [featuresOf(samples), featuresOf(changed)];
    expect(after.slice(0, 20)).toEqual(before.slice(0, 20));
    expect(after[20]).not.toEqual(before[20]);
  });

  it('hears the same speech at another loudness as the same, once it has found the level', () => {
    const samples = knownSound(120);
    const [loud, soft] = [featuresOf(samples), featuresOf(samples.map((value) => value * 0.5))];
    // Bands without sound lie on the floor that keeps logarithms finite, not on the level.
    for (let f = 85; f < 95; f++)
      for (let k = 0; k < 40; k++) if (loud[f]![k]! > -1) expect(Math.abs(loud[f]![k]! - soft[f]![k]!)).toBeLessThan(0.05);
  });

  it('begins anew after a reset', () => {
    const maker = createFeatureMaker();
    const hop = knownSound(3).subarray(HOP, 2 * HOP);
    const first = new Float32Array(FEATURES);
    const second = new Float32Array(FEATURES);
    maker.next(hop, first, 0);
    maker.next(new Float32Array(HOP).fill(0.9), second, 0);
    maker.reset();
    maker.next(hop, second, 0);
    expect(second).toEqual(first);
  });
});

describe('createPowerSpectrum', () => {
  it('agrees with the definition of the Fourier transform', () => {
    const size = 64;
    const input = knownSound(1).subarray(0, size);
    const power = new Float32Array(size / 2 + 1);
    createPowerSpectrum(size).transform(input, power);
    for (let k = 0; k <= size / 2; k++) {
      let [re, im] = [0, 0];
      for (const [n, value] of input.entries()) {
        re += value * Math.cos((2 * Math.PI * k * n) / size);
        im -= value * Math.sin((2 * Math.PI * k * n) / size);
      }
      expect(power[k]).toBeCloseTo(re * re + im * im, 6);
    }
  });

  it('refuses sizes that are no power of two', () => {
    expect(() => createPowerSpectrum(400)).toThrow(RangeError);
  });
});
