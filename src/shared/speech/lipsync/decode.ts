import type { Viseme } from '#shared/speech/cues.ts';
import { VISEMES } from '#shared/speech/lists.ts';
import type { LipSyncFrame } from './frame.ts';

/** Logits of one head of the model: 15 visemes in the order of VISEMES, aa ih ou ee oh, openness. */
export const LOGITS = VISEMES.length + 6;

const VOWELS_AT = VISEMES.length;
const OPEN_AT = LOGITS - 1;
const SILENCE = VISEMES.indexOf('sil');
const LIPS = VISEMES.indexOf('PP');
const FIRST_VOWEL = VISEMES.indexOf('aa');
/** How much of a vowel's shape a consonant keeps: the mouth is on its way from one vowel to the next. */
const CONSONANT_SHARE = 0.22;
/** The openness is a mean over all that a sound may be; a closure that is likely closes further than that mean. */
const CLOSING = 1.6;

export interface FrameDecoder {
  /** Reads LOGITS values at `at` and writes all of `frame` but its time and level. */
  decode(logits: Float32Array, at: number, frame: LipSyncFrame): void;
}

export function createFrameDecoder(): FrameDecoder {
  const visemes = new Float32Array(VISEMES.length);
  const vowels = new Float32Array(5);

  return {
    decode(logits, at, frame) {
      const best = softmax(logits, at, visemes);
      softmax(logits, at + VOWELS_AT, vowels);
      const closed = (visemes[SILENCE] ?? 0) + (visemes[LIPS] ?? 0);
      let vowel = 0;
      for (let k = FIRST_VOWEL; k < VISEMES.length; k++) vowel += visemes[k] ?? 0;
      const consonant = Math.max(0, 1 - vowel - closed);
      const strength = vowel + CONSONANT_SHARE * consonant;
      for (let k = 0; k < 5; k++) frame.weights[k] = (vowels[k] ?? 0) * strength;
      const open = 1 / (1 + Math.exp(-(logits[at + OPEN_AT] ?? 0)));
      frame.open = open * Math.max(0, 1 - closed) ** (CLOSING * closed);
      frame.viseme = VISEMES[best] ?? silence;
    },
  };
}

const silence: Viseme = 'sil';

/** Writes the probabilities of `out.length` logits; returns the place of the largest. */
function softmax(logits: Float32Array, at: number, out: Float32Array): number {
  let best = 0;
  for (let k = 1; k < out.length; k++) if ((logits[at + k] ?? 0) > (logits[at + best] ?? 0)) best = k;
  const top = logits[at + best] ?? 0;
  let sum = 0;
  for (let k = 0; k < out.length; k++) {
    const value = Math.exp((logits[at + k] ?? 0) - top);
    out[k] = value;
    sum += value;
  }
  for (let k = 0; k < out.length; k++) out[k] = (out[k] ?? 0) / sum;
  return best;
}
