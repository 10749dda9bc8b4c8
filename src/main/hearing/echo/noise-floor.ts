import { BANDS } from './spectrum.ts';

/** Spectra in each of the four stretches whose least power counts: 0.6 s. */
const STRETCH = 38;
const STRETCHES = 4;
/** The least of many lies below their mean: for smoothed noise by about this factor. */
const BIAS = 1.6;
const SMOOTH = 0.75;

/** Power of the steady noise of each band: the least that was heard within 2.4 s ("minimum statistics", Martin 2001, in a small form). */
export interface NoiseFloor {
  /** Takes the powers now and writes the noise. */
  update(heard: Float64Array, noise: Float64Array): void;
}

export function createNoiseFloor(): NoiseFloor {
  const smooth = new Float64Array(BANDS).fill(-1);
  const least = new Float64Array(BANDS * STRETCHES).fill(Number.POSITIVE_INFINITY);
  let count = 0;
  let stretch = 0;
  return {
    update(heard, noise) {
      if (count === STRETCH) {
        count = 0;
        stretch = (stretch + 1) % STRETCHES;
        for (let band = 0; band < BANDS; band++) least[band * STRETCHES + stretch] = Number.POSITIVE_INFINITY;
      }
      count++;
      for (let band = 0; band < BANDS; band++) {
        const before = smooth[band] ?? -1;
        const now = before < 0 ? (heard[band] ?? 0) : SMOOTH * before + (1 - SMOOTH) * (heard[band] ?? 0);
        smooth[band] = now;
        const at = band * STRETCHES + stretch;
        least[at] = Math.min(least[at] ?? now, now);
        let floor = Number.POSITIVE_INFINITY;
        for (let i = 0; i < STRETCHES; i++) floor = Math.min(floor, least[band * STRETCHES + i] ?? floor);
        noise[band] = floor * BIAS;
      }
    },
  };
}
