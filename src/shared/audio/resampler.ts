/** Changes the sample rate of a stream without delay: sample 0 of the output lies on sample 0 of the input. */
export interface Resampler {
  /** Mono float32 in, mono float32 out; a few samples stay inside until more come. */
  process(samples: Float32Array): Float32Array;
  /** What is left. The resampler is then spent. */
  flush(): Float32Array;
}

/** Zero crossings of the kernel on each side. */
const ZEROS = 12;
/** Kaiser window, about 80 dB. */
const BETA = 8;

/** Filters of one pair of rates: an output between two input samples has one of `phases` places, each with its own `2 × reach` weights. */
interface Bank {
  readonly phases: number;
  /** Input steps of 1/phases between two outputs. */
  readonly stride: number;
  readonly reach: number;
  readonly weights: Float32Array;
  /** Which phases' weights have been computed. */
  readonly filled: Uint8Array;
  readonly cutoff: number;
}
/** One bank for each rate that a voice has: two or three. */
const banks = new Map<string, Bank>();

/** Windowed-sinc interpolation (J. O. Smith, "Digital audio resampling"), polyphase. Equal rates pass through unchanged. */
export function createResampler(fromHz: number, toHz: number): Resampler {
  if (fromHz === toHz) return { process: (samples) => samples, flush: () => new Float32Array(0) };
  const bank = bankFor(fromHz, toHz);
  const { phases, stride, reach } = bank;
  /** Input not yet used up; its first sample is input sample `base`. The stream is led in by silence. */
  let input: Float32Array = new Float32Array(reach);
  let base = -reach;
  let produced = 0;
  let received = 0;
  /** Place of the next output: `phase / phases` after input sample `centre`. */
  let centre = 0;
  let phase = 0;

  function take(samples: Float32Array): void {
    const joined = new Float32Array(input.length + samples.length);
    joined.set(input);
    joined.set(samples, input.length);
    input = joined;
  }

  /** Reads within `input` only: one read beyond its end would make the whole loop slow for good. */
  function produce(until: number): Float32Array {
    const source = input;
    const { weights, filled } = bank;
    const taps = 2 * reach;
    const output = new Float32Array(Math.max(0, until - produced));
    for (let i = 0; i < output.length; i++) {
      if (filled[phase] === 0) fillPhase(bank, phase);
      const row = phase * taps;
      const first = centre - reach + 1 - base;
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += (source[first + k] ?? 0) * (weights[row + k] ?? 0);
      output[i] = sum;
      phase += stride;
      while (phase >= phases) {
        phase -= phases;
        centre++;
      }
    }
    produced += output.length;
    const keepFrom = Math.max(base, centre - reach);
    input = source.slice(keepFrom - base);
    base = keepFrom;
    return output;
  }

  return {
    process(samples) {
      take(samples);
      received += samples.length;
      // An output needs `reach` input samples beyond its place.
      return produce(Math.max(0, Math.floor(((received - reach - 1) * phases) / stride)));
    },
    flush() {
      take(new Float32Array(2 * reach));
      return produce(Math.round((received * phases) / stride));
    },
  };
}

/** The filter of a rate that is divided by a whole `factor`, with the taps that `createResampler` has: output n is Σ taps[k] · input[factor · n − reach + 1 + k]. */
export function decimationFilter(factor: number): { readonly taps: Float32Array; readonly reach: number } {
  const bank = bankFor(factor, 1);
  if (bank.filled[0] === 0) fillPhase(bank, 0);
  return { taps: bank.weights, reach: bank.reach };
}

function bankFor(fromHz: number, toHz: number): Bank {
  const key = `${fromHz} ${toHz}`;
  const known = banks.get(key);
  if (known) return known;
  const divisor = commonDivisor(Math.round(fromHz), Math.round(toHz));
  const phases = Math.round(toHz) / divisor;
  const scale = Math.min(1, toHz / fromHz);
  const reach = Math.ceil(ZEROS / scale);
  // 0.94: room for the filter's slope below half the lower rate.
  const bank: Bank = {
    phases,
    stride: Math.round(fromHz) / divisor,
    reach,
    weights: new Float32Array(phases * 2 * reach),
    filled: new Uint8Array(phases),
    cutoff: scale * 0.94,
  };
  banks.set(key, bank);
  return bank;
}

function fillPhase(bank: Bank, phase: number): void {
  const taps = 2 * bank.reach;
  for (let k = 0; k < taps; k++) bank.weights[phase * taps + k] = kernelAt(k - bank.reach + 1 - phase / bank.phases, bank);
  bank.filled[phase] = 1;
}

/** Windowed sinc `x` input samples from its middle. */
function kernelAt(x: number, { cutoff, reach }: Bank): number {
  const share = Math.abs(x) / reach;
  if (share >= 1) return 0;
  const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
  return cutoff * sinc * (bessel(BETA * Math.sqrt(1 - share * share)) / bessel(BETA));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 32; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
