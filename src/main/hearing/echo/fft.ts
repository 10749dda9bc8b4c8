/** A discrete Fourier transform of one size, in place, without allocation. */
export interface Fft {
  readonly size: number;
  /** Real and imaginary parts, `size` each. Forward: sum of x·e^(−2πi·kn/N). */
  forward(re: Float64Array, im: Float64Array): void;
  /** As `forward` with the opposite sign, divided by `size`. */
  inverse(re: Float64Array, im: Float64Array): void;
}

/** Radix 2, decimation in time; `size` must be a power of two. */
export function createFft(size: number): Fft {
  const cosines = new Float64Array(size / 2);
  const sines = new Float64Array(size / 2);
  for (let i = 0; i < size / 2; i++) {
    cosines[i] = Math.cos((2 * Math.PI * i) / size);
    sines[i] = Math.sin((2 * Math.PI * i) / size);
  }
  const swapped = bitReversal(size);

  function transform(re: Float64Array, im: Float64Array): void {
    for (let i = 0; i < size; i++) {
      const j = swapped[i] ?? 0;
      if (j <= i) continue;
      const real = re[i] ?? 0;
      const imaginary = im[i] ?? 0;
      re[i] = re[j] ?? 0;
      im[i] = im[j] ?? 0;
      re[j] = real;
      im[j] = imaginary;
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half)
        for (let k = 0; k < half; k++) butterfly(re, im, start + k, start + k + half, k * stride);
    }
  }

  function butterfly(re: Float64Array, im: Float64Array, upper: number, lower: number, turn: number): void {
    const cosine = cosines[turn] ?? 0;
    const sine = sines[turn] ?? 0;
    const a = re[lower] ?? 0;
    const b = im[lower] ?? 0;
    const real = a * cosine + b * sine;
    const imaginary = b * cosine - a * sine;
    re[lower] = (re[upper] ?? 0) - real;
    im[lower] = (im[upper] ?? 0) - imaginary;
    re[upper] = (re[upper] ?? 0) + real;
    im[upper] = (im[upper] ?? 0) + imaginary;
  }

  return {
    size,
    forward: transform,
    inverse(re, im) {
      // The inverse is the forward transform with the parts exchanged.
      transform(im, re);
      for (let i = 0; i < size; i++) {
        re[i] = (re[i] ?? 0) / size;
        im[i] = (im[i] ?? 0) / size;
      }
    },
  };
}

function bitReversal(size: number): Uint32Array {
  const swapped = new Uint32Array(size);
  const bits = Math.log2(size);
  for (let i = 0; i < size; i++) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
    swapped[i] = reversed;
  }
  return swapped;
}
