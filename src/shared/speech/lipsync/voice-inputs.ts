/** Names of the standard inputs that a voice drives; all 0…1. */
export const VOICE_INPUTS = [
  'VoiceVolume',
  'VoiceFrequency',
  'VoiceVolumePlusMouthOpen',
  'VoiceFrequencyPlusMouthSmile',
  'VoiceA',
  'VoiceI',
  'VoiceU',
  'VoiceE',
  'VoiceO',
  'VoiceSilence',
] as const;

export interface VoiceState {
  /** Six values of a mouth: weights of aa, ih, ou, ee, oh, then openness. */
  readonly mouth: Float32Array;
  /** Loudness, dB below full scale. */
  readonly levelDb: number;
  /** What the camera says of the mouth, 0…1; undefined without a face in sight. A smile of 0.5 is neutral. */
  readonly camera: { readonly mouthOpen: number; readonly mouthSmile: number } | undefined;
}

export interface VoiceTuning {
  /** Level that counts as no sound, dB. */
  readonly quietDb: number;
  /** Level of full volume, dB. */
  readonly loudDb: number;
}
export const VOICE_TUNING: VoiceTuning = { quietDb: -50, loudDb: -16 };

/** How wide a vowel draws the mouth: −1 rounded … 1 spread. */
const SPREAD = [0, 0.9, -0.9, 0.6, -0.7] as const;
/** Where a mouth form rests. */
const NEUTRAL = 0.5;

/**
 * A voice as VTube Studio's parameters. VoiceFrequency is its mouth form by vowel, not a pitch: 0.5 at rest, 1 for a spread and 0 for a rounded mouth.
 * Writes in the order of VOICE_INPUTS.
 */
export function writeVoiceInputs({ mouth, levelDb, camera }: VoiceState, tuning: VoiceTuning, out: Float32Array): void {
  const open = unit(mouth[5] ?? 0);
  const loudness = unit((levelDb - tuning.quietDb) / (tuning.loudDb - tuning.quietDb));
  let voiced = 0;
  let form = 0;
  for (let k = 0; k < 5; k++) {
    const weight = unit(mouth[k] ?? 0);
    voiced = Math.max(voiced, weight);
    form += weight * (SPREAD[k] ?? 0);
  }
  // A noise that is no speech has loudness but no mouth; speech that is soft still moves the lips.
  const speaking = Math.max(voiced, open);
  const volume = loudness * Math.min(1, 2 * speaking);
  const frequency = unit(NEUTRAL + form / 2);
  out[0] = volume;
  out[1] = frequency;
  out[2] = unit(Math.max(volume, camera?.mouthOpen ?? 0));
  out[3] = unit(frequency + (camera ? camera.mouthSmile - NEUTRAL : 0));
  for (let k = 0; k < 5; k++) out[4 + k] = unit(mouth[k] ?? 0);
  out[9] = unit(1 - 1.6 * speaking);
}

function unit(value: number): number {
  return value >= 0 ? Math.min(1, value) : 0;
}
