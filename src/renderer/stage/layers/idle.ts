import type { Pose } from './pose.ts';

/** A source of 0…1, injected so that a test knows what comes. */
export type Random = () => number;

/** One motion of its own. `dt` in seconds. Adds to the pose. */
export interface Layer {
  update(dt: number, speaking: number, pose: Pose): void;
}

/** Breathing: 4.2 s a breath, a little quicker while speaking; in faster than out. */
export function createBreath(): Layer {
  let phase = 0;
  return {
    update(dt, speaking, pose) {
      phase = (phase + dt * (0.24 + 0.08 * speaking)) % 1;
      const inhale = 0.42;
      const x = phase < inhale ? phase / inhale : 1 - (phase - inhale) / (1 - inhale);
      pose.breath = x * x * (3 - 2 * x);
    },
  };
}

const BLINK_CLOSE_SECONDS = 0.07;
const BLINK_HOLD_SECONDS = 0.035;
const BLINK_OPEN_SECONDS = 0.13;
const BLINK_SECONDS = BLINK_CLOSE_SECONDS + BLINK_HOLD_SECONDS + BLINK_OPEN_SECONDS;

/** Blinks every 1.5 to 6 s, one in seven twice. Lids shut faster than they open. */
export function createBlink(random: Random): Layer {
  let wait = 1 + random() * 3;
  let at = Number.POSITIVE_INFINITY;
  return {
    update(dt, _speaking, pose) {
      at += dt;
      wait -= dt;
      if (wait <= 0) {
        at = 0;
        wait = random() < 1 / 7 ? BLINK_SECONDS + 0.08 : 1.5 + 4.5 * random() * random();
      }
      pose.blink = lids(at);
    },
  };
}

function lids(seconds: number): number {
  if (seconds >= BLINK_SECONDS) return 0;
  if (seconds < BLINK_CLOSE_SECONDS) return ease(seconds / BLINK_CLOSE_SECONDS);
  if (seconds < BLINK_CLOSE_SECONDS + BLINK_HOLD_SECONDS) return 1;
  return 1 - ease((seconds - BLINK_CLOSE_SECONDS - BLINK_HOLD_SECONDS) / BLINK_OPEN_SECONDS);
}

/**
 * Slow sway of head and body: sums of sines whose periods share no common multiple, so that it never looks like a loop. Speaking makes
 * it larger and adds small nods; the head leads, the body follows at a third.
 */
export function createSway(random: Random): Layer {
  let time = random() * 100;
  let nodTime = random() * 100;
  let energy = 0;
  return {
    update(dt, speaking, pose) {
      time += dt;
      energy += (speaking - energy) * Math.min(1, dt * 2.5);
      nodTime += dt * (0.4 + 0.6 * energy);
      const size = 1 + 0.9 * energy;
      const yaw = (Math.sin(time * 0.53) * 2.1 + Math.sin(time * 0.29 + 1.3) * 1.7) * size;
      const roll = (Math.sin(time * 0.41 + 0.7) * 1.5 + Math.sin(time * 0.23) * 1.2) * size;
      const nod = energy * (Math.sin(nodTime * 4.7) * 1.5 + Math.sin(nodTime * 2.9 + 2) * 1.3);
      pose.headYaw += yaw;
      pose.headRoll += roll;
      pose.headPitch += Math.sin(time * 0.37 + 2.1) * 1.1 + nod;
      pose.bodyYaw += yaw * 0.35 + Math.sin(time * 0.19) * 1.2;
      pose.bodyRoll += roll * 0.3;
      pose.bodyPitch += energy * Math.sin(nodTime * 1.7) * 0.8;
    },
  };
}

/** Every 6 to 16 s the weight goes to the other leg, or to both, over about 2 s. */
export function createWeightShift(random: Random): Layer {
  let target = random() < 0.5 ? 0.6 : -0.6;
  let now = target;
  let speed = 0;
  let wait = 4 + random() * 8;
  return {
    update(dt, _speaking, pose) {
      wait -= dt;
      if (wait <= 0) {
        wait = 6 + random() * 10;
        target = (random() * 2 - 1) * 0.9;
      }
      // Critically damped spring, 0.5 s: starts and ends softly.
      speed += ((target - now) * 4 - speed * 4) * dt;
      now += speed * dt;
      pose.weightShift += now;
    },
  };
}

/** Smoothstep of 0…1. */
function ease(x: number): number {
  return x * x * (3 - 2 * x);
}
