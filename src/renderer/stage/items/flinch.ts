import type { Moment } from '../layers/moment.ts';
import type { Pose } from '../layers/pose.ts';

/** The head gives way to what hits it, and swings back. */
export interface Flinch {
  /** `fromX` −1…1: the side that it came from; `strength` 0…1. */
  hit(fromX: number, strength: number): void;
  update(moment: Moment, pose: Pose): void;
}

/** A spring of about 2.4 Hz, damped so that it crosses the middle once. */
const STIFFNESS = 230;
const DAMPING = 15;
const FARTHEST_DEGREES = 26;
/** Degrees, and degrees a second, that nobody sees. */
const STILL = 1e-3;
/** Eyes stay shut this long after a hit, seconds. */
const SQUEEZE_SECONDS = 0.22;

export function createFlinch(): Flinch {
  // In an object: numbers in a closure are boxed anew with each change.
  const now = { roll: 0, rollSpeed: 0, pitch: 0, pitchSpeed: 0, squeeze: 0 };
  return {
    hit(fromX, strength) {
      // Hit from her left (the picture's right), she leans to her right.
      now.rollSpeed -= fromX * 240 * strength;
      now.pitchSpeed -= 120 * strength;
      now.squeeze = SQUEEZE_SECONDS;
    },
    update({ dt }, pose) {
      if (Math.abs(now.roll) + Math.abs(now.rollSpeed) + Math.abs(now.pitch) + Math.abs(now.pitchSpeed) < STILL) {
        now.roll = now.rollSpeed = now.pitch = now.pitchSpeed = 0;
        if (now.squeeze <= 0) return;
      }
      // Small steps: a slow picture must not make the spring explode.
      for (let left = dt; left > 0; left -= 1 / 120) {
        const step = Math.min(left, 1 / 120);
        now.rollSpeed += (-STIFFNESS * now.roll - DAMPING * now.rollSpeed) * step;
        now.pitchSpeed += (-STIFFNESS * now.pitch - DAMPING * now.pitchSpeed) * step;
        now.roll = limit(now.roll + now.rollSpeed * step);
        now.pitch = limit(now.pitch + now.pitchSpeed * step);
      }
      now.squeeze = Math.max(0, now.squeeze - dt);
      pose.headRoll += now.roll;
      pose.headPitch += now.pitch;
      pose.bodyRoll += now.roll * 0.25;
      if (now.squeeze > 0) pose.blink = Math.max(pose.blink, Math.min(1, now.squeeze / 0.08));
    },
  };
}

function limit(degrees: number): number {
  return Math.max(-FARTHEST_DEGREES, Math.min(FARTHEST_DEGREES, degrees));
}
