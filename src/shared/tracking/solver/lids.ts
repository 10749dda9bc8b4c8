import { FACE_AT } from '#shared/tracking/face-channels.ts';
import type { SolverSettings } from './solver.types.ts';

/** Turned away further than this, the far eye is seen too slantwise to be believed; by `blind` it is not believed at all. Degrees. */
const FAR_EYE = { doubted: 25, blind: 40 } as const;
/** Where both lids have come down this far, they blink together. */
const TOGETHER = { from: 0.1, to: 0.3 } as const;

const ramp = (value: number, from: number, to: number): number => Math.min(1, Math.max(0, (value - from) / (to - from)));
const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/**
 * Makes the lids agree where they should. Linked: a lid that is half hidden by a frame of glasses follows the other, unless that other closes alone (a wink);
 * winks off: they always close together. Every step is continuous, so no lid jumps.
 */
export function linkLids(out: Float32Array, settings: Pick<SolverSettings, 'linkedBlink' | 'winks'>): void {
  let left = out[FACE_AT.eyeBlinkLeft] ?? Number.NaN;
  let right = out[FACE_AT.eyeBlinkRight] ?? Number.NaN;
  if (!Number.isFinite(left + right)) return;
  const yaw = out[FACE_AT.headYaw] ?? 0;
  const distrust = ramp(Math.abs(yaw), FAR_EYE.doubted, FAR_EYE.blind);
  if (yaw > 0) left = mix(left, right, distrust);
  else right = mix(right, left, distrust);
  if (settings.linkedBlink || !settings.winks) {
    const together = settings.winks ? ramp(Math.min(left, right), TOGETHER.from, TOGETHER.to) : 1;
    const most = Math.max(left, right);
    left = mix(left, most, together);
    right = mix(right, most, together);
  }
  out[FACE_AT.eyeBlinkLeft] = left;
  out[FACE_AT.eyeBlinkRight] = right;
}
