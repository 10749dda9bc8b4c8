/** Sound of recognition: mono float32, 16 kHz. */
export const RECOGNITION_RATE_HZ = 16_000;
/** Older sound of an utterance is given up. */
export const MAX_UTTERANCE_SECONDS = 60;

/** How an utterance sounds as a whole: what its text is judged by. */
export interface SoundFacts {
  readonly seconds: number;
  /** Level of the loudest 100 ms, dB below full scale (0 = a full-scale square); −Infinity for digital silence. */
  readonly loudestDb: number;
}

/** One utterance, kept so that a second recogniser can hear it. */
export interface Utterance {
  /** Copies `samples`. Values that are no numbers become silence. */
  push(samples: Float32Array): void;
  /** A new array, at most 60 s: the newest. */
  samples(): Float32Array;
  facts(): SoundFacts;
}

const MAX_SAMPLES = MAX_UTTERANCE_SECONDS * RECOGNITION_RATE_HZ;
const WINDOW = RECOGNITION_RATE_HZ / 10;

export function createUtterance(): Utterance {
  const pieces: Float32Array[] = [];
  let length = 0;
  let heard = 0;
  let windowEnergy = 0;
  let windowLength = 0;
  let loudestPower = 0;

  function measure(samples: Float32Array): void {
    for (const value of samples) {
      windowEnergy += value * value;
      if (++windowLength < WINDOW) continue;
      loudestPower = Math.max(loudestPower, windowEnergy / WINDOW);
      windowEnergy = 0;
      windowLength = 0;
    }
  }

  return {
    push(samples) {
      const piece = Float32Array.from(samples, (value) => (Number.isFinite(value) ? value : 0));
      measure(piece);
      pieces.push(piece);
      length += piece.length;
      heard += piece.length;
      while (length - (pieces[0]?.length ?? 0) >= MAX_SAMPLES) length -= pieces.shift()?.length ?? 0;
    },
    samples() {
      const all = joined(pieces, length);
      return all.length > MAX_SAMPLES ? all.slice(all.length - MAX_SAMPLES) : all;
    },
    facts() {
      // A last window that is not full counts when nothing else does.
      const power = loudestPower > 0 || windowLength === 0 ? loudestPower : windowEnergy / windowLength;
      return { seconds: heard / RECOGNITION_RATE_HZ, loudestDb: 10 * Math.log10(power) };
    },
  };
}

export function soundFacts(samples: Float32Array): SoundFacts {
  const utterance = createUtterance();
  utterance.push(samples);
  return utterance.facts();
}

function joined(pieces: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
