/** Power spectrum of real samples, without allocation. */
export interface PowerSpectrum {
  /** `input`: `size` samples. Writes `size / 2 + 1` values of re² + im², from 0 Hz to half the sample rate. */
  transform(input: Float32Array, power: Float32Array): void;
}

/**
 * For one size, a power of two of at least 4. Two neighbouring samples make a complex one, so a transform of half the size is enough
 * (Press et al., "Numerical Recipes", FFT of single real functions).
 */
export function createPowerSpectrum(size: number): PowerSpectrum {
  const half = size / 2;
  const bits = Math.log2(half);
  if (!Number.isInteger(bits) || bits < 1) throw new RangeError(`an FFT of ${size} samples is not supported`);
  const real = new Float64Array(half);
  const imaginary = new Float64Array(half);
  const cosine = Float64Array.from({ length: half }, (_, k) => Math.cos((-2 * Math.PI * k) / size));
  const sine = Float64Array.from({ length: half }, (_, k) => Math.sin((-2 * Math.PI * k) / size));
  const mirrored = Uint16Array.from({ length: half }, (_, k) => reversedBits(k, bits));

  function load(input: Float32Array): void {
    for (let k = 0; k < half; k++) {
      const from = 2 * (mirrored[k] ?? 0);
      real[k] = input[from] ?? 0;
      imaginary[k] = input[from + 1] ?? 0;
    }
  }

  function butterflies(): void {
    for (let span = 1; span < half; span *= 2) {
      // The tables turn by a circle of `size`; a stage of 2·span points steps through them in these strides.
      const stride = half / span;
      for (let start = 0; start < half; start += 2 * span) {
        for (let k = 0; k < span; k++) {
          const c = cosine[k * stride] ?? 0;
          const s = sine[k * stride] ?? 0;
          const a = start + k;
          const b = a + span;
          const br = real[b] ?? 0;
          const bi = imaginary[b] ?? 0;
          const tr = br * c - bi * s;
          const ti = br * s + bi * c;
          const ar = real[a] ?? 0;
          const ai = imaginary[a] ?? 0;
          real[b] = ar - tr;
          imaginary[b] = ai - ti;
          real[a] = ar + tr;
          imaginary[a] = ai + ti;
        }
      }
    }
  }

  function untangle(power: Float32Array): void {
    const r0 = real[0] ?? 0;
    const i0 = imaginary[0] ?? 0;
    power[0] = (r0 + i0) ** 2;
    power[half] = (r0 - i0) ** 2;
    for (let k = 1; k < half; k++) {
      const ar = real[k] ?? 0;
      const ai = imaginary[k] ?? 0;
      const br = real[half - k] ?? 0;
      const bi = imaginary[half - k] ?? 0;
      const evenR = (ar + br) / 2;
      const evenI = (ai - bi) / 2;
      const oddR = (ai + bi) / 2;
      const oddI = (br - ar) / 2;
      const c = cosine[k] ?? 0;
      const s = sine[k] ?? 0;
      power[k] = (evenR + oddR * c - oddI * s) ** 2 + (evenI + oddR * s + oddI * c) ** 2;
    }
  }

  return {
    transform(input, power) {
      load(input);
      butterflies();
      untangle(power);
    },
  };
}

function reversedBits(value: number, bits: number): number {
  let out = 0;
  for (let k = 0; k < bits; k++) if (value & (1 << k)) out |= 1 << (bits - 1 - k);
  return out;
}
