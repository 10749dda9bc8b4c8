import type { Moment } from './moment.ts';
import type { Pose } from './pose.ts';

/** A source of 0…1, injected so that a test knows what comes. */
export type Random = () => number;

/** One motion of its own. Adds to the pose. What it remembers stands in an object: numbers in a closure are boxed anew with each change. */
export interface Layer {
  update(moment: Moment, pose: Pose): void;
}

/** Breathing: 4.2 s a breath, a little quicker while speaking; in faster than out. */
export function createBreath(): Layer {
  const now = { phase: 0 };
  return {
    update({ dt, speaking }, pose) {
      now.phase = (now.phase + dt * (0.24 + 0.08 * speaking)) % 1;
      const inhale = 0.42;
      const x = now.phase < inhale ? now.phase / inhale : 1 - (now.phase - inhale) / (1 - inhale);
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
  const now = { wait: 1 + random() * 3, at: Number.POSITIVE_INFINITY };
  return {
    update({ dt }, pose) {
      now.at += dt;
      now.wait -= dt;
      if (now.wait <= 0) {
        now.at = 0;
        now.wait = random() < 1 / 7 ? BLINK_SECONDS + 0.08 : 1.5 + 4.5 * random() * random();
      }
      pose.blink = lids(now.at);
    },
  };
}

function lids(seconds: number): number {
  if (seconds >= BLINK_SECONDS) return 0;
  const opening = Math.max(0, (seconds - BLINK_CLOSE_SECONDS - BLINK_HOLD_SECONDS) / BLINK_OPEN_SECONDS);
  const x = seconds < BLINK_CLOSE_SECONDS ? seconds / BLINK_CLOSE_SECONDS : 1 - opening;
  // Smoothstep, written out: as a function of its own it would be too rare to be compiled into this one.
  return x * x * (3 - 2 * x);
}

/**
 * Slow sway of head and body: sums of sines whose periods share no common multiple, so that it never looks like a loop. Speaking makes
 * it larger and adds small nods; the head leads, the body follows at a third.
 */
export function createSway(random: Random): Layer {
  const now = { time: random() * 100, nodTime: random() * 100, energy: 0 };
  return {
    update({ dt, speaking }, pose) {
      now.time += dt;
      now.energy += (speaking - now.energy) * Math.min(1, dt * 2.5);
      now.nodTime += dt * (0.4 + 0.6 * now.energy);
      const size = 1 + 0.9 * now.energy;
      const yaw = (Math.sin(now.time * 0.53) * 2.1 + Math.sin(now.time * 0.29 + 1.3) * 1.7) * size;
      const roll = (Math.sin(now.time * 0.41 + 0.7) * 1.5 + Math.sin(now.time * 0.23) * 1.2) * size;
      const nod = now.energy * (Math.sin(now.nodTime * 4.7) * 1.5 + Math.sin(now.nodTime * 2.9 + 2) * 1.3);
      pose.headYaw += yaw;
      pose.headRoll += roll;
      pose.headPitch += Math.sin(now.time * 0.37 + 2.1) * 1.1 + nod;
      pose.bodyYaw += yaw * 0.35 + Math.sin(now.time * 0.19) * 1.2;
      pose.bodyRoll += roll * 0.3;
      pose.bodyPitch += now.energy * Math.sin(now.nodTime * 1.7) * 0.8;
    },
  };
}

/** Every 6 to 16 s the weight goes to the other leg, or to both, over about 2 s. */
export function createWeightShift(random: Random): Layer {
  const start = random() < 0.5 ? 0.6 : -0.6;
  const shift = { target: start, now: start, speed: 0, wait: 4 + random() * 8 };
  return {
    update({ dt }, pose) {
      shift.wait -= dt;
      if (shift.wait <= 0) {
        shift.wait = 6 + random() * 10;
        shift.target = (random() * 2 - 1) * 0.9;
      }
      // Critically damped spring, 0.5 s: starts and ends softly.
      shift.speed += ((shift.target - shift.now) * 4 - shift.speed * 4) * dt;
      shift.now += shift.speed * dt;
      pose.weightShift += shift.now;
    },
  };
}
