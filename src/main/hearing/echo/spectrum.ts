import { createFft } from './fft.ts';

/** Samples between two spectra: 16 ms at 16 kHz. */
export const HOP = 256;
const WINDOW = 2 * HOP;
const BINS = HOP + 1;
export const BANDS = 32;
const RATE_HZ = 16_000;
/** Below it are hum and the room's rumble, not voices. */
const LOWEST_HZ = 120;
const HIGHEST_HZ = 7600;

/** First bin of each band, and one past the last band's end: about equally wide to the ear, at least two bins. */
export const BAND_EDGES: readonly number[] = bandEdges();
const WINDOW_SHAPE = Float64Array.from({ length: WINDOW }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / WINDOW));

/** Sound as spectra of 32 ms, each half over the one before, and back again. Delays by one hop. */
export interface SpectrumFilter {
  /** Takes `HOP` samples (mono, 16 kHz) and writes the power of each band, in squares of full scale. */
  analyse(samples: Float32Array, powers: Float64Array): void;
  /** Weighs the bands of the last spectrum (0 … 1 each) and writes `HOP` samples of sound. */
  synthesise(gains: Float64Array, out: Float32Array): void;
}

export function createSpectrumFilter(): SpectrumFilter {
  const fft = createFft(WINDOW);
  const history = new Float64Array(WINDOW);
  const re = new Float64Array(WINDOW);
  const im = new Float64Array(WINDOW);
  const tail = new Float64Array(HOP);
  const binGains = new Float64Array(BINS);
  return {
    analyse(samples, powers) {
      history.copyWithin(0, HOP);
      for (let i = 0; i < HOP; i++) history[HOP + i] = samples[i] ?? 0;
      for (let i = 0; i < WINDOW; i++) re[i] = (history[i] ?? 0) * (WINDOW_SHAPE[i] ?? 0);
      im.fill(0);
      fft.forward(re, im);
      sumBands(re, im, powers);
    },
    synthesise(gains, out) {
      spreadGains(gains, binGains);
      for (let bin = 0; bin < BINS; bin++) {
        const gain = binGains[bin] ?? 0;
        scale(re, im, bin, gain);
        if (bin > 0 && bin < HOP) scale(re, im, WINDOW - bin, gain);
      }
      fft.inverse(re, im);
      for (let i = 0; i < HOP; i++) {
        out[i] = (tail[i] ?? 0) + (re[i] ?? 0) * (WINDOW_SHAPE[i] ?? 0);
        tail[i] = (re[HOP + i] ?? 0) * (WINDOW_SHAPE[HOP + i] ?? 0);
      }
    },
  };
}

function scale(re: Float64Array, im: Float64Array, bin: number, gain: number): void {
  re[bin] = (re[bin] ?? 0) * gain;
  im[bin] = (im[bin] ?? 0) * gain;
}

function sumBands(re: Float64Array, im: Float64Array, powers: Float64Array): void {
  for (let band = 0; band < BANDS; band++) {
    let sum = 0;
    for (let bin = BAND_EDGES[band] ?? 0; bin < (BAND_EDGES[band + 1] ?? 0); bin++) {
      const real = re[bin] ?? 0;
      const imaginary = im[bin] ?? 0;
      sum += real * real + imaginary * imaginary;
    }
    powers[band] = sum / (WINDOW * HOP);
  }
}

/** Bins below the first band follow it, those above the last follow that. */
function spreadGains(gains: Float64Array, binGains: Float64Array): void {
  let band = 0;
  for (let bin = 0; bin < BINS; bin++) {
    while (band < BANDS - 1 && bin >= (BAND_EDGES[band + 1] ?? 0)) band++;
    binGains[bin] = gains[band] ?? 0;
  }
}

function bandEdges(): readonly number[] {
  const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const hz = (mels: number): number => 700 * (10 ** (mels / 2595) - 1);
  const edges: number[] = [];
  for (let i = 0; i <= BANDS; i++) {
    const wished = hz(mel(LOWEST_HZ) + ((mel(HIGHEST_HZ) - mel(LOWEST_HZ)) * i) / BANDS);
    const bin = Math.round((wished * WINDOW) / RATE_HZ);
    edges.push(i === 0 ? bin : Math.max(bin, (edges[i - 1] ?? 0) + 2));
  }
  return edges;
}
