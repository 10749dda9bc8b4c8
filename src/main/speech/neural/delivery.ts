import type { SynthesisRequest } from '#main/speech/speech.types.ts';
import { DELIVERIES } from '#main/speech/worker/emotional-delivery.ts';

/** How a neural voice brings about rate, pitch and mood. */
export interface NeuralDelivery {
  /** Times the model's speed. */
  readonly speed: number;
  /** Times the model's rate at which its sound is played: that is how pitch is changed. Timbre moves with it. */
  readonly playback: number;
  readonly liveliness: number;
}

/** A learned voice turns false sooner than a formant voice: half of what the mood asks for, and of its melody a third. */
const PITCH_SHARE = 0.5;
const LIVELINESS_SHARE = 0.35;

export function neuralDelivery({ rate, pitch, emotion }: Pick<SynthesisRequest, 'rate' | 'pitch' | 'emotion'>): NeuralDelivery {
  const mood = DELIVERIES[emotion];
  const playback = 2 ** ((pitch + mood.pitch * PITCH_SHARE) / 12);
  return {
    // Played faster it would also be over sooner.
    speed: Math.min(4, Math.max(0.3, (rate * mood.rate) / playback)),
    playback,
    liveliness: 1 + (mood.range - 1) * LIVELINESS_SHARE,
  };
}

/** Rates are multiples of this, so that resampling to 48 kHz needs few filters; the pitch is off by at most a thirtieth of a semitone. */
const RATE_STEP_HZ = 75;

/** The rate to name for sound of `sampleRateHz`, so that it is played `playback` times faster. */
export function playbackRate(sampleRateHz: number, playback: number): number {
  return playback === 1 ? sampleRateHz : Math.round((sampleRateHz * playback) / RATE_STEP_HZ) * RATE_STEP_HZ;
}
