import type { Viseme } from '#shared/speech/cues.ts';

/** Step of the frames, ms. */
export const FRAME_MS = 10;
/** Rate that the features are made for. */
export const LIP_SYNC_RATE_HZ = 16_000;

/** The mouth during 10 ms of sound, as the model reads it. */
export interface LipSyncFrame {
  /** Where those 10 ms begin, from the stream's first sample. */
  tMs: number;
  /** aa, ih, ou, ee, oh as in VRM, 0…1: a clear vowel has nearly 1 whatever its openness, consonants have little, a closed mouth next to none. */
  readonly weights: Float32Array;
  /** Openness of the lips, 0…1. */
  open: number;
  viseme: Viseme;
  /** Loudness of the sound, dB below full scale (0 = a full-scale square wave, −100 at least). */
  levelDb: number;
}

/**
 * live: says at once what the sound up to now means, for a microphone that is heard without delay.
 * delayed: looks 20 ms into the sound first, for sound that is played later than it is known (synthesised speech, delayed microphone).
 */
export type LipSyncVariant = 'live' | 'delayed';
