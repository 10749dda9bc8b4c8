/** What a voice's level was so far; kept from sentence to sentence so that the next begins right. */
export interface VoiceLevel {
  /** Mean square of the voice where it speaks, averaged as a level (in decibels): a shout weighs no more than a whisper. */
  power: number;
  /** Seconds of speech behind that figure. */
  seconds: number;
}

export interface Leveller {
  /** Scales mono float32 in place and returns it. */
  process(samples: Float32Array): Float32Array;
}

/** RMS of running speech that all voices are brought to: about −18 LUFS for a single voice, with room for peaks. */
export const TARGET_RMS = 0.09;
/** Blocks quieter than this are pauses and do not count, full scale squared (−45 dB). */
const GATE = 10 ** (-45 / 10);
const MAX_GAIN = 8;
const MIN_GAIN = 0.1;
/** The memory of a voice's level, seconds of speech. */
const MEMORY_SECONDS = 4;
const BLOCK_MS = 20;
/** How fast the gain may move. */
const GLIDE_SECONDS = 0.25;
/** Above this the limiter bends. */
const KNEE = 0.8;

/** Level of a voice that has not spoken yet: no correction until something is known. */
export function freshLevel(): VoiceLevel {
  return { power: TARGET_RMS * TARGET_RMS, seconds: 0.1 };
}

/**
 * Brings a voice to one loudness while it streams: a running gated power per voice sets the gain, which glides; a soft limiter catches peaks.
 * No look-ahead, no delay.
 */
export function createLeveller(sampleRateHz: number, level: VoiceLevel): Leveller {
  const blockLength = Math.round((sampleRateHz * BLOCK_MS) / 1000);
  const glide = 1 - Math.exp(-1 / (GLIDE_SECONDS * sampleRateHz));
  let gain = gainFor(level);
  let target = gain;
  let sum = 0;
  let count = 0;

  function endBlock(): void {
    const power = sum / count;
    sum = 0;
    count = 0;
    if (power < GATE) return;
    const seconds = BLOCK_MS / 1000;
    const weight = seconds / (level.seconds + seconds);
    level.power *= (power / level.power) ** weight;
    level.seconds = Math.min(MEMORY_SECONDS, level.seconds + seconds);
    target = gainFor(level);
  }

  return {
    process(samples) {
      for (let i = 0; i < samples.length; i++) {
        const value = samples[i] ?? 0;
        sum += value * value;
        if (++count === blockLength) endBlock();
        gain += (target - gain) * glide;
        samples[i] = limit(value * gain);
      }
      return samples;
    },
  };
}

function gainFor(level: VoiceLevel): number {
  return Math.min(MAX_GAIN, Math.max(MIN_GAIN, TARGET_RMS / Math.sqrt(Math.max(level.power, 1e-9))));
}

/** Straight up to the knee, then ever flatter towards 1. */
function limit(value: number): number {
  const size = Math.abs(value);
  if (size <= KNEE) return value;
  return Math.sign(value) * (KNEE + (1 - KNEE) * Math.tanh((size - KNEE) / (1 - KNEE)));
}
