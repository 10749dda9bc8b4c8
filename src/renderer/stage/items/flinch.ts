import type { Pose } from '../layers/pose.ts';

/** The head gives way to what hits it, and swings back. */
export interface Flinch {
  /** `fromX` −1…1: the side that it came from; `strength` 0…1. */
  hit(fromX: number, strength: number): void;
  update(dt: number, pose: Pose): void;
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
  let roll = 0;
  let rollSpeed = 0;
  let pitch = 0;
  let pitchSpeed = 0;
  let squeeze = 0;
  return {
    hit(fromX, strength) {
      // Hit from her left (the picture's right), she leans to her right.
      rollSpeed -= fromX * 240 * strength;
      pitchSpeed -= 120 * strength;
      squeeze = SQUEEZE_SECONDS;
    },
    update(dt, pose) {
      if (Math.abs(roll) + Math.abs(rollSpeed) + Math.abs(pitch) + Math.abs(pitchSpeed) < STILL) {
        roll = rollSpeed = pitch = pitchSpeed = 0;
        if (squeeze <= 0) return;
      }
      // Small steps: a slow picture must not make the spring explode.
      for (let left = dt; left > 0; left -= 1 / 120) {
        const step = Math.min(left, 1 / 120);
        rollSpeed += (-STIFFNESS * roll - DAMPING * rollSpeed) * step;
        pitchSpeed += (-STIFFNESS * pitch - DAMPING * pitchSpeed) * step;
        roll = limit(roll + rollSpeed * step);
        pitch = limit(pitch + pitchSpeed * step);
      }
      squeeze = Math.max(0, squeeze - dt);
      pose.headRoll += roll;
      pose.headPitch += pitch;
      pose.bodyRoll += roll * 0.25;
      if (squeeze > 0) pose.blink = Math.max(pose.blink, Math.min(1, squeeze / 0.08));
    },
  };
}

function limit(degrees: number): number {
  return Math.max(-FARTHEST_DEGREES, Math.min(FARTHEST_DEGREES, degrees));
}
