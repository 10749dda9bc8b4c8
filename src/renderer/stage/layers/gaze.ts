import type { Layer, Random } from './idle.ts';

/**
 * Where she looks: at the camera most of the time, now and then somewhere else for a moment, always back. Eyes jump (saccades), the head
 * follows part of the way, slowly; the eyes make up for the head's own motion, so that they stay on their mark.
 * Angles are degrees seen from the body; yaw positive to the avatar's left.
 */
export function createGaze(random: Random): Layer {
  const eyes = { markYaw: 0, markPitch: 0, wait: 2 + random() * 2, yaw: 0, pitch: 0 };
  const head = { yaw: 0, pitch: 0 };
  let away = false;

  function choose(speaking: number): void {
    away = !away && random() < (speaking > 0.5 ? 0.55 : 0.75);
    if (away) {
      const side = random() < 0.5 ? -1 : 1;
      eyes.markYaw = side * (6 + 14 * random());
      eyes.markPitch = -7 + 12 * random();
      eyes.wait = 0.5 + 1.1 * random();
    } else {
      // A glance back is never quite the same spot: eye to eye, mouth, forehead.
      eyes.markYaw = (random() - 0.5) * 2.4;
      eyes.markPitch = (random() - 0.5) * 1.6;
      eyes.wait = 1.4 + 3.2 * random() * (1 + 0.5 * speaking);
    }
  }

  return {
    update({ dt, speaking }, pose) {
      eyes.wait -= dt;
      if (eyes.wait <= 0) choose(speaking);
      const jump = 1 - Math.exp(-dt / 0.035);
      eyes.yaw += (eyes.markYaw - eyes.yaw) * jump;
      eyes.pitch += (eyes.markPitch - eyes.pitch) * jump;
      const follow = 1 - Math.exp(-dt / 0.45);
      head.yaw += (eyes.markYaw * 0.45 - head.yaw) * follow;
      head.pitch += (eyes.markPitch * 0.4 - head.pitch) * follow;
      pose.headYaw += head.yaw;
      pose.headPitch += head.pitch;
      pose.gazeYaw = limit(eyes.yaw - pose.headYaw, FARTHEST_YAW);
      pose.gazePitch = limit(eyes.pitch - pose.headPitch, FARTHEST_PITCH);
    },
  };
}

/** Farther than that nobody turns the eyes without the head. */
const FARTHEST_YAW = 28;
const FARTHEST_PITCH = 18;

function limit(value: number, size: number): number {
  return Math.max(-size, Math.min(size, value));
}
