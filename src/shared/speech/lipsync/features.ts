import { FRAME_MS, LIP_SYNC_RATE_HZ } from './frame.ts';
import { createPowerSpectrum } from './real-fft.ts';

/** Samples of a frame's step. */
export const HOP = (LIP_SYNC_RATE_HZ * FRAME_MS) / 1000;
const WINDOW = 400;
/** The window rises long and falls short, so that most of its weight lies on the newest sound. */
const RISE = 300;
const FFT = 512;
const BANDS = 40;
/** Values of a frame: 40 bands, how far it lies under the level, how far over the floor. */
export const FEATURES = BANDS + 2;
const PRE_EMPHASIS = 0.97;
/** The level falls by this much in a frame, the floor rises by that much; ln of power. */
const LEVEL = { start: -8, fall: 0.01, least: -9 } as const;
const FLOOR = { start: -12, rise: 0.005 } as const;
const SCALE = 3;
const LIMIT = 4;

/** What the model hears. `scripts/lipsync/training/features.py` is its twin: the model was trained on that one's numbers. */
export interface FeatureMaker {
  /** `hop`: the next 160 samples (16 kHz mono, −1…1). Writes FEATURES values at `at`. The frame ends with the hop's last sample. */
  next(hop: Float32Array, out: Float32Array, at: number): void;
  reset(): void;
}

/** A triangular band of the spectrum: its weights and the bin of the first one. */
interface Band {
  readonly first: number;
  readonly weights: Float32Array;
}

export function createFeatureMaker(): FeatureMaker {
  const spectrum = createPowerSpectrum(FFT);
  const shape = windowShape();
  const bands = melBands();
  const sound = new Float32Array(WINDOW);
  const padded = new Float32Array(FFT);
  const power = new Float32Array(FFT / 2 + 1);
  let level: number = LEVEL.start;
  let floor: number = FLOOR.start;

  function weigh(): void {
    let before = sound[0] ?? 0;
    for (let i = 0; i < WINDOW; i++) {
      const value = sound[i] ?? 0;
      padded[i] = (value - PRE_EMPHASIS * before) * (shape[i] ?? 0);
      before = value;
    }
  }

  /** Writes the bands' logarithms; returns their mean. */
  function measure(out: Float32Array, at: number): number {
    let total = 0;
    for (let b = 0; b < BANDS; b++) {
      const band = bands[b];
      if (!band) continue;
      const { first, weights } = band;
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += (power[first + k] ?? 0) * (weights[k] ?? 0);
      const value = Math.log(sum + 1e-7);
      out[at + b] = value;
      total += value;
    }
    return total / BANDS;
  }

  return {
    next(hop, out, at) {
      sound.copyWithin(0, HOP);
      sound.set(hop, WINDOW - HOP);
      weigh();
      spectrum.transform(padded, power);
      const energy = measure(out, at);
      level = Math.max(energy, level - LEVEL.fall, LEVEL.least);
      floor = Math.min(energy, floor + FLOOR.rise);
      for (let b = 0; b < BANDS; b++) out[at + b] = scaled((out[at + b] ?? 0) - level);
      out[at + BANDS] = scaled(energy - level);
      out[at + BANDS + 1] = scaled(energy - floor);
    },
    reset() {
      sound.fill(0);
      level = LEVEL.start;
      floor = FLOOR.start;
    },
  };
}

function scaled(value: number): number {
  return Math.min(LIMIT, Math.max(-LIMIT, value / SCALE));
}

function windowShape(): Float32Array {
  const fall = WINDOW - RISE;
  return Float32Array.from({ length: WINDOW }, (_, i) =>
    i < RISE ? Math.sin(((Math.PI / 2) * (i + 0.5)) / RISE) ** 2 : Math.cos(((Math.PI / 2) * (i - RISE + 0.5)) / fall) ** 2,
  );
}

/** Triangles from 80 to 7600 Hz, evenly spaced in mel. */
function melBands(): readonly Band[] {
  const low = mel(80);
  const high = mel(7600);
  const point = (i: number): number => 700 * (10 ** ((low + ((high - low) * i) / (BANDS + 1)) / 2595) - 1);
  return Array.from({ length: BANDS }, (_, b) => {
    const [from, middle, to] = [point(b), point(b + 1), point(b + 2)];
    const weights = Array.from({ length: FFT / 2 + 1 }, (_, bin) => {
      const hz = (bin * LIP_SYNC_RATE_HZ) / FFT;
      return Math.max(0, Math.min((hz - from) / (middle - from), (to - hz) / (to - middle)));
    });
    const first = Math.max(
      0,
      weights.findIndex((weight) => weight > 0),
    );
    const last = weights.findLastIndex((weight) => weight > 0);
    return { first, weights: Float32Array.from(weights.slice(first, Math.max(first, last) + 1)) };
  });
}

function mel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}
