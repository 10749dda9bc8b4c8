/** Changes the sample rate of a stream without delay: sample 0 of the output lies on sample 0 of the input. */
export interface Resampler {
  /** Mono float32 in, mono float32 out; a few samples stay inside until more come. */
  process(samples: Float32Array): Float32Array;
  /** What is left. The resampler is then spent. */
  flush(): Float32Array;
}

/** Zero crossings of the kernel on each side. */
const ZEROS = 12;
/** Kernel values per input sample; between two of them it is interpolated. */
const STEPS = 256;
/** Kaiser window, about 80 dB. */
const BETA = 8;

/** Windowed-sinc interpolation (J. O. Smith, "Digital audio resampling"). Equal rates pass through unchanged. */
export function createResampler(fromHz: number, toHz: number): Resampler {
  if (fromHz === toHz) return { process: (samples) => samples, flush: () => new Float32Array(0) };
  const scale = Math.min(1, toHz / fromHz);
  const reach = Math.ceil(ZEROS / scale);
  const kernel = kernelFor(scale, reach);
  const step = fromHz / toHz;
  /** Input not yet used up; its first sample is input sample `base`. The stream is led in by silence. */
  let input: Float32Array = new Float32Array(reach);
  let base = -reach;
  let produced = 0;
  let received = 0;

  function produce(until: number): Float32Array {
    const count = Math.max(0, until - produced);
    const output = new Float32Array(count);
    for (let i = 0; i < count; i++) output[i] = valueAt((produced + i) * step);
    produced += count;
    const keepFrom = Math.max(base, Math.floor(produced * step) - reach);
    input = input.slice(keepFrom - base);
    base = keepFrom;
    return output;
  }

  function valueAt(position: number): number {
    const centre = Math.floor(position);
    let sum = 0;
    for (let k = centre - reach + 1; k <= centre + reach; k++) {
      const x = Math.abs(position - k) * STEPS;
      const low = Math.floor(x);
      const a = kernel[low] ?? 0;
      sum += (input[k - base] ?? 0) * (a + ((kernel[low + 1] ?? 0) - a) * (x - low));
    }
    return sum;
  }

  return {
    process(samples) {
      const joined = new Float32Array(input.length + samples.length);
      joined.set(input);
      joined.set(samples, input.length);
      input = joined;
      received += samples.length;
      // An output needs `reach` input samples beyond its place.
      return produce(Math.max(0, Math.floor((received - reach - 1) / step)));
    },
    flush: () => produce(Math.round(received / step)),
  };
}

function kernelFor(scale: number, reach: number): Float32Array {
  // 0.94: room for the filter's slope below half the lower rate.
  const cutoff = scale * 0.94;
  return Float32Array.from({ length: reach * STEPS + 2 }, (_, i) => {
    const x = i / STEPS;
    const share = x / reach;
    if (share >= 1) return 0;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
    return cutoff * sinc * (bessel(BETA * Math.sqrt(1 - share * share)) / bessel(BETA));
  });
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
