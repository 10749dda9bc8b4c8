import { createEchoPath } from './echo-path.ts';
import { createNoiseFloor } from './noise-floor.ts';
import { BANDS, createSpectrumFilter, HOP } from './spectrum.ts';

/**
 * Tells the streamer's voice from her own, which comes back from the loudspeakers.
 *
 *   played ──► spectrum ──► echo path ──► expected echo ─┐
 *   heard  ──► spectrum ───────────────────────────────► compare: louder than echo and noise can be → somebody else speaks
 *                       └─► what can be echo is turned down ─► cleaned sound, for the detector of speech and the recogniser
 *
 * Works on powers in 32 bands (`echo-path.ts`), so it needs the delay to some 20 ms only and takes drift, moving loudspeakers and the browser's own echo
 * canceller as they come. How far echo alone strays from what is expected is learned too, so a room that is hard to foretell makes it careful, not wrong.
 */
export interface EchoGuard {
  /** `HOP` samples that the microphone heard and those that she played at that time (mono, 16 kHz); writes `HOP` cleaned samples, 16 ms late. */
  process(heard: Float32Array, played: Float32Array, cleaned: Float32Array): void;
  /** Of the last call. */
  readonly verdict: EchoVerdict;
}

/** One object that is written anew each time. */
export interface EchoVerdict {
  /** Her sound can be in the microphone now. */
  echoing: boolean;
  /** By how much more is heard than echo and noise explain, dB over all bands and the last 150 ms; about 0 while only she speaks. */
  excessDb: number;
  /** Level of what was heard, and of the echo that was expected in it, dB of full scale. */
  heardDb: number;
  echoDb: number;
  /** Delay of the echo, ms, once it is known. */
  delayMs: number | undefined;
  /** Enough was learned to judge. Before, all that comes while she speaks is held for echo. */
  ready: boolean;
}

/** Spectra of her speech until the first judgement: 1 s. */
const READY_AFTER = 62;
/** An echo this far below the noise does not matter, as a ratio of powers. */
const MATTERS = 0.5;
/** Time constant of `excessDb`. */
const SMOOTH = 1 - Math.exp(-0.016 / 0.15);
/** A band counts at most this much, so that one whistle is no voice. */
const BAND_CAP_DB = 10;
/** From here on it may be somebody else, and nothing is learned. */
const SUSPECT_DB = 0.8;
/** The share of echo cells that stray further than the learned bound. */
const STRAY_SHARE = 0.03;
const STRAY_STEP_DB = 0.25;
const STRAY_LEAST_DB = 3.5;
const STRAY_MOST_DB = 14;
const STRAY_FIRST_DB = 8;
const TINY = 1e-14;

export function createEchoGuard(): EchoGuard {
  const heardSpectrum = createSpectrumFilter();
  const playedSpectrum = createSpectrumFilter();
  const path = createEchoPath();
  const floor = createNoiseFloor();
  const heardPowers = new Float64Array(BANDS);
  const playedPowers = new Float64Array(BANDS);
  const echo = new Float64Array(BANDS);
  const mostEcho = new Float64Array(BANDS);
  const noise = new Float64Array(BANDS);
  const gains = new Float64Array(BANDS).fill(1);
  /** How far echo alone exceeds what is expected in 97 of 100 cells, dB per band. */
  const stray = new Float64Array(BANDS).fill(STRAY_FIRST_DB);
  const verdict: EchoVerdict = { echoing: false, excessDb: 0, heardDb: -140, echoDb: -140, delayMs: undefined, ready: false };

  function compare(): number {
    let excess = 0;
    for (let band = 0; band < BANDS; band++) {
      const over = overDb(band) - (stray[band] ?? 0);
      if (over > 0) excess += Math.min(BAND_CAP_DB, over);
    }
    return excess / BANDS;
  }

  function overDb(band: number): number {
    return 10 * Math.log10(((heardPowers[band] ?? 0) + TINY) / ((mostEcho[band] ?? 0) + (noise[band] ?? 0) + TINY));
  }

  /** Moves each band's bound to where the wished share of cells lies above it (a quantile by small steps). */
  function learnStray(): void {
    for (let band = 0; band < BANDS; band++) {
      if ((echo[band] ?? 0) < (noise[band] ?? 0)) continue;
      const bound = stray[band] ?? 0;
      const next = overDb(band) > bound ? bound + STRAY_STEP_DB * (1 - STRAY_SHARE) : bound - STRAY_STEP_DB * STRAY_SHARE;
      stray[band] = Math.min(STRAY_MOST_DB, Math.max(STRAY_LEAST_DB, next));
    }
  }

  function turnDown(): void {
    for (let band = 0; band < BANDS; band++) {
      const held = (mostEcho[band] ?? 0) * 10 ** ((stray[band] ?? 0) / 10);
      const heard = (heardPowers[band] ?? 0) + TINY;
      // Down to the room's own noise, no further: a voice without holes is better understood.
      const least = Math.min(1, Math.sqrt((0.3 * (noise[band] ?? 0)) / heard));
      const wished = held <= TINY ? 1 : Math.max(least, 1 - held / heard);
      // Opens at once, closes over two spectra: less of a warble.
      gains[band] = Math.max(wished, (gains[band] ?? 1) * 0.4);
    }
  }

  return {
    verdict,
    process(heard, played, cleaned) {
      heardSpectrum.analyse(heard, heardPowers);
      playedSpectrum.analyse(played, playedPowers);
      path.played(playedPowers);
      path.expect(echo, mostEcho);
      floor.update(heardPowers, noise);
      const echoPower = sumOf(echo);
      verdict.echoing = echoPower > MATTERS * sumOf(noise) + TINY;
      verdict.heardDb = 10 * Math.log10(sumOf(heardPowers) + TINY);
      verdict.echoDb = 10 * Math.log10(echoPower + TINY);
      const excess = compare();
      verdict.excessDb += SMOOTH * (excess - verdict.excessDb);
      const suspect = verdict.ready && Math.max(excess, verdict.excessDb) > SUSPECT_DB;
      if (verdict.echoing) {
        path.learn(heardPowers, echo, noise, suspect ? 0 : 1);
        if (verdict.ready && !suspect) learnStray();
        verdict.ready ||= path.learned >= READY_AFTER;
      }
      verdict.delayMs = verdict.ready ? path.delay * 16 : undefined;
      turnDown();
      heardSpectrum.synthesise(gains, cleaned);
    },
  };
}

function sumOf(powers: Float64Array): number {
  let sum = 0;
  for (const power of powers) sum += power;
  return sum;
}

export { HOP as ECHO_GUARD_HOP };
