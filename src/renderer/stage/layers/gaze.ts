import type { Layer, Random } from './idle.ts';

/**
 * Where she looks: at the camera most of the time, now and then somewhere else for a moment, always back. Eyes jump (saccades), the head
 * follows part of the way, slowly; the eyes make up for the head's own motion, so that they stay on their mark.
 * Angles are degrees seen from the body; yaw positive to the avatar's left.
 */
export function createGaze(random: Random): Layer {
  let markYaw = 0;
  let markPitch = 0;
  let away = false;
  let wait = 2 + random() * 2;
  let eyeYaw = 0;
  let eyePitch = 0;
  let headYaw = 0;
  let headPitch = 0;

  function choose(speaking: number): void {
    away = !away && random() < (speaking > 0.5 ? 0.55 : 0.75);
    if (away) {
      const side = random() < 0.5 ? -1 : 1;
      markYaw = side * (6 + 14 * random());
      markPitch = -7 + 12 * random();
      wait = 0.5 + 1.1 * random();
    } else {
      // A glance back is never quite the same spot: eye to eye, mouth, forehead.
      markYaw = (random() - 0.5) * 2.4;
      markPitch = (random() - 0.5) * 1.6;
      wait = 1.4 + 3.2 * random() * (1 + 0.5 * speaking);
    }
  }

  return {
    update(dt, speaking, pose) {
      wait -= dt;
      if (wait <= 0) choose(speaking);
      const jump = 1 - Math.exp(-dt / 0.035);
      eyeYaw += (markYaw - eyeYaw) * jump;
      eyePitch += (markPitch - eyePitch) * jump;
      const follow = 1 - Math.exp(-dt / 0.45);
      headYaw += (markYaw * 0.45 - headYaw) * follow;
      headPitch += (markPitch * 0.4 - headPitch) * follow;
      pose.headYaw += headYaw;
      pose.headPitch += headPitch;
      pose.gazeYaw = limit(eyeYaw - pose.headYaw, FARTHEST_YAW);
      pose.gazePitch = limit(eyePitch - pose.headPitch, FARTHEST_PITCH);
    },
  };
}

/** Farther than that nobody turns the eyes without the head. */
const FARTHEST_YAW = 28;
const FARTHEST_PITCH = 18;

function limit(value: number, size: number): number {
  return Math.max(-size, Math.min(size, value));
}
