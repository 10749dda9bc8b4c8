import type { FaceTarget } from './control-row.ts';
import type { MacroName } from './macro-names.ts';

/** Points of one target over time: seconds, value. It begins and ends at 0, so that a movement never jumps whatever it is laid over. */
interface MacroTrack {
  readonly channel: FaceTarget;
  readonly points: readonly (readonly [seconds: number, value: number])[];
}
export interface Macro {
  readonly seconds: number;
  readonly tracks: readonly MacroTrack[];
}

const track = (channel: FaceTarget, ...points: readonly (readonly [number, number])[]): MacroTrack => ({ channel, points });

/** Angles in degrees, positions in centimetres, shapes 0…1; see `face-channels.ts`. */
export const MACROS: Readonly<Record<MacroName, Macro>> = {
  nod: {
    seconds: 1,
    tracks: [
      track('headPitch', [0, 0], [0.18, -14], [0.4, 3], [0.62, -10], [1, 0]),
      track('blink', [0.1, 0], [0.2, 1], [0.34, 0]),
    ],
  },
  shake: {
    seconds: 1.3,
    tracks: [
      track('headYaw', [0, 0], [0.2, 16], [0.48, -16], [0.76, 13], [1.02, -7], [1.3, 0]),
      track('browDownLeft', [0, 0], [0.2, 0.4], [1, 0.4], [1.3, 0]),
      track('browDownRight', [0, 0], [0.2, 0.4], [1, 0.4], [1.3, 0]),
    ],
  },
  shrug: {
    seconds: 1.5,
    tracks: [
      track('headRoll', [0, 0], [0.3, 11], [1, 11], [1.5, 0]),
      track('headY', [0, 0], [0.3, -2], [1, -2], [1.5, 0]),
      track('brows', [0, 0], [0.25, 0.8], [1, 0.8], [1.5, 0]),
      track('mouthFrownLeft', [0, 0], [0.3, 0.6], [1, 0.6], [1.4, 0]),
      track('mouthFrownRight', [0, 0], [0.3, 0.6], [1, 0.6], [1.4, 0]),
      track('mouthShrugLower', [0, 0], [0.3, 0.7], [1, 0.7], [1.4, 0]),
    ],
  },
  wink: {
    seconds: 0.8,
    tracks: [
      track('eyeBlinkLeft', [0.05, 0], [0.15, 1], [0.5, 1], [0.68, 0]),
      track('cheekSquintLeft', [0.05, 0], [0.18, 0.7], [0.5, 0.7], [0.8, 0]),
      track('smile', [0, 0], [0.2, 0.6], [0.5, 0.6], [0.8, 0]),
      track('headRoll', [0, 0], [0.2, 7], [0.5, 7], [0.8, 0]),
    ],
  },
  laugh: {
    seconds: 2,
    tracks: [
      track('mouth', [0, 0], [0.15, 0.7], [0.35, 0.3], [0.55, 0.75], [0.75, 0.3], [0.95, 0.7], [1.2, 0.3], [1.4, 0.5], [1.9, 0]),
      track('smile', [0, 0], [0.2, 1], [1.5, 1], [2, 0]),
      track('blink', [0.05, 0], [0.2, 0.8], [1.4, 0.8], [1.7, 0]),
      track('headPitch', [0, 0], [0.25, 10], [0.45, 5], [0.65, 11], [0.85, 5], [1.05, 10], [1.5, 4], [2, 0]),
    ],
  },
  surprise: {
    seconds: 1.4,
    tracks: [
      track('brows', [0, 0], [0.12, 1], [0.9, 1], [1.4, 0]),
      track('eyeWideLeft', [0, 0], [0.12, 1], [0.9, 1], [1.3, 0]),
      track('eyeWideRight', [0, 0], [0.12, 1], [0.9, 1], [1.3, 0]),
      track('mouth', [0, 0], [0.15, 0.5], [0.8, 0.4], [1.3, 0]),
      track('headPitch', [0, 0], [0.15, 6], [0.9, 4], [1.4, 0]),
    ],
  },
};

/** A track's value at `seconds`: from point to point with rest at each, 0 before the first and after the last. */
export function valueOfTrack({ points }: MacroTrack, seconds: number): number {
  const next = points.findIndex(([at]) => at > seconds);
  const before = points[next - 1];
  const after = points[next];
  if (before === undefined || after === undefined) return 0;
  const way = (seconds - before[0]) / (after[0] - before[0]);
  return before[1] + (after[1] - before[1]) * way * way * (3 - 2 * way);
}
