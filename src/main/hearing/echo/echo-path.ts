import { BANDS } from './spectrum.ts';

/** Spectra of 16 ms back from now in which her sound may still be in the room: 640 ms of delay and reverberation. */
export const TAPS = 40;
/** Memory of what was learned: 6 s of her speech. */
const FORGET = Math.exp(-0.016 / 6);
/** A cell louder than expected by more than this does not teach: it is somebody else. As a ratio of powers. */
const OUTLIER = 4;
/** How strongly each step follows what was gathered; 0.5 would be the whole way for independent steps. */
const STEP = 0.4;
const TINY = 1e-14;
/** What is played below −90 dB teaches nothing: its echo drowns in any room. */
const INAUDIBLE = 1e-9;
/** Bounds of one weight: 6 dB louder than played, and gone. */
const LOUDEST = 4;
const QUIETEST = 1e-9;
const BENT_FIRST = 1e-3;
const BENT_MOST = 0.1;
/** Spectra between two steps: the steps cost more than the sums. */
const STEP_EVERY = 4;
const DOUBT = 0.5;

/**
 * How much of what she plays comes back to the microphone, as powers per band and delay. No phases: a loudspeaker that moves by a hand's breadth, a clock that
 * drifts or a canceller in the browser change those, but hardly the powers.
 * Learned by multiplicative steps for the Itakura-Saito distance (Févotte, Bertin and Durrieu 2009), which looks at ratios: a quiet sound teaches as much as a loud one.
 */
export interface EchoPath {
  /** The powers that she played in the newest 16 ms. */
  played(powers: Float64Array): void;
  /**
   * Writes the powers that her sound should have in the microphone now, and the most that it may have if the word on where the sound is errs by
   * 16 ms: that word jumps with a page's clock, and what was learned of a dry room lies in one delay alone.
   */
  expect(powers: Float64Array, most: Float64Array): void;
  /** Learns from what the microphone heard. `noise`: what is there without her. `pace` 0 … 1: less while somebody else may speak. */
  learn(heard: Float64Array, expected: Float64Array, noise: Float64Array, pace: number): void;
  /** Delay at which most comes back, in spectra. */
  readonly delay: number;
  /** Spectra of her speech that taught so far. */
  readonly learned: number;
  /** Power of what comes back over power of what was played, all bands, in dB. */
  readonly gainDb: number;
}

/** Before anything was learned everything that could be an echo is held for one: as loud as played, at any delay. */
const FIRST_GAIN = 1 / 8;

export function createEchoPath(): EchoPath {
  const weights = new Float64Array(BANDS * TAPS).fill(FIRST_GAIN);
  const up = new Float64Array(BANDS * TAPS);
  const down = new Float64Array(BANDS * TAPS);
  /** Ring of what was played, newest at `head`. */
  const history = new Float64Array(BANDS * TAPS);
  /** What a loudspeaker that is driven hard adds in bands where nothing was played, as a share of the whole echo. */
  const bent = new Float64Array(BANDS).fill(BENT_FIRST);
  const bentUp = new Float64Array(BANDS);
  const bentDown = new Float64Array(BANDS);
  /** The whole echo without that. */
  let straight = 0;
  let head = 0;
  let learned = 0;

  return {
    played(powers) {
      head = (head + TAPS - 1) % TAPS;
      for (let band = 0; band < BANDS; band++) history[band * TAPS + head] = Math.max(0, (powers[band] ?? 0) - INAUDIBLE);
    },
    expect(powers, most) {
      straight = 0;
      for (let band = 0; band < BANDS; band++) {
        const row = band * TAPS;
        let sum = 0;
        let early = 0;
        let late = 0;
        let newer = 0;
        let now = history[row + head] ?? 0;
        for (let tap = 0; tap < TAPS; tap++) {
          const weight = weights[row + tap] ?? 0;
          const older = tap + 1 < TAPS ? (history[row + ((head + tap + 1) % TAPS)] ?? 0) : 0;
          sum += weight * now;
          early += weight * newer;
          late += weight * older;
          newer = now;
          now = older;
        }
        powers[band] = sum;
        most[band] = Math.max(sum, early, late);
        straight += sum;
      }
      for (let band = 0; band < BANDS; band++) {
        const added = (bent[band] ?? 0) * straight;
        powers[band] = (powers[band] ?? 0) + added;
        most[band] = (most[band] ?? 0) + added;
      }
    },
    learn(heard, expected, noise, pace) {
      learned++;
      // At the start the gathered sums are small and each step is a guess; then they settle.
      const step = learned % STEP_EVERY === 0 ? pace * (learned < 60 ? 0.9 : STEP) : 0;
      for (let band = 0; band < BANDS; band++) {
        const guess = (expected[band] ?? 0) + (noise[band] ?? 0) + TINY;
        const ratio = Math.min(OUTLIER, (heard[band] ?? 0) / guess);
        teach(band * TAPS, ratio, guess, step);
        teachBent(band, ratio, guess, step);
      }
    },
    get delay() {
      let best = 0;
      let most = -1;
      for (let tap = 0; tap < TAPS; tap++) {
        let sum = 0;
        for (let band = 0; band < BANDS; band++) sum += weights[band * TAPS + tap] ?? 0;
        if (sum > most) {
          most = sum;
          best = tap;
        }
      }
      return best;
    },
    get learned() {
      return learned;
    },
    get gainDb() {
      let sum = 0;
      for (const weight of weights) sum += weight;
      return 10 * Math.log10(sum / BANDS + TINY);
    },
  };

  function teachBent(band: number, ratio: number, guess: number, step: number): void {
    const weight = bent[band] ?? 0;
    const share = (weight * straight) / guess;
    const more = (bentUp[band] ?? 0) * FORGET + share * ratio;
    const less = (bentDown[band] ?? 0) * FORGET + share;
    bentDown[band] = less;
    const next =
      step === 0 ? weight : Math.min(BENT_MOST, Math.max(QUIETEST, weight * ((more + DOUBT) / (less + DOUBT)) ** step));
    bent[band] = next;
    bentUp[band] = (more * weight) / next;
  }

  /** Each tap answers for its share of what was expected, and follows the mean of heard over expected, weighed by that share. */
  function teach(row: number, ratio: number, guess: number, step: number): void {
    for (let tap = 0; tap < TAPS; tap++) {
      const at = row + tap;
      const weight = weights[at] ?? 0;
      const share = (weight * (history[row + ((head + tap) % TAPS)] ?? 0)) / guess;
      const more = (up[at] ?? 0) * FORGET + share * ratio;
      const less = (down[at] ?? 0) * FORGET + share;
      down[at] = less;
      up[at] = more;
      if (step === 0) continue;
      // Doubt: a few cells' worth of "as it is".
      const factor = ((more + DOUBT) / (less + DOUBT)) ** step;
      const next = Math.min(LOUDEST, Math.max(QUIETEST, weight * factor));
      weights[at] = next;
      // What was gathered was measured against the old weight.
      up[at] = weight > 0 ? (more * weight) / next : more;
    }
  }
}
