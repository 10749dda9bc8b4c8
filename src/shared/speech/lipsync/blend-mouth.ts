import { MOUTH_VALUES } from '#shared/speech/mouth.ts';

export interface MouthBlend {
  /** How much the voice says about the mouth, 0…1. */
  readonly voice: number;
  /** How much the camera says, 0…1. */
  readonly camera: number;
  /** Whether the camera sees the face: 0 (lost) … 1. A lost camera gives its say to the voice. */
  readonly cameraSeen: number;
  /** Whether the microphone hears speech: 0 (silent or off) … 1. A silent one gives its say to the camera: a mouth may open without a sound. */
  readonly voiceHeard: number;
}

/**
 * One mouth from two: weighted by trust, per moment. With both shares at 1 and a clear voice, the voice leads two to one, since a camera is late and
 * misses p, b and m. All mouths are the six values of `createMouthTrack`; `out` may be one of the inputs.
 */
export function blendMouth(voice: Float32Array, camera: Float32Array, blend: MouthBlend, out: Float32Array): void {
  const heard = unit(blend.voiceHeard);
  const v = unit(blend.voice) * (0.5 + 1.5 * heard);
  const c = unit(blend.camera) * unit(blend.cameraSeen) * (2 - heard);
  const total = v + c;
  for (let k = 0; k < MOUTH_VALUES; k++) out[k] = total > 0 ? unit(((voice[k] ?? 0) * v + (camera[k] ?? 0) * c) / total) : 0;
}

function unit(value: number): number {
  return value >= 0 ? Math.min(1, value) : 0;
}
