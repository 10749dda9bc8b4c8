import type { Moment } from '../../layers/moment.ts';
import type { MotionEvent } from '../rig.ts';
import { type CompiledMotion, fadeWeight } from './live2d-motions.ts';

/** Plays one motion at a time over `values`; the one before fades out beneath it. Allocates nothing per frame. */
export interface MotionPlayer {
  /** What plays or fades, newest first; undefined: nothing. */
  readonly current: CompiledMotion | undefined;
  /** Of the newest, 0…1. */
  readonly weight: number;
  play(motion: CompiledMotion, loop: boolean): void;
  /** Fades out what plays. */
  stop(): void;
  update(moment: Moment, values: Float32Array, parts: Float32Array): void;
}

interface Slot {
  motion: CompiledMotion | undefined;
  loop: boolean;
  /** Seconds since the start. */
  age: number;
  /** Age at which it is gone; Infinity while nobody stopped a loop. */
  endsAt: number;
  told: boolean;
}

/** `tell` hears of starts and of ends by themselves or by `stop`, not of the fade after it. */
export function createMotionPlayer(idle: boolean, tell: (event: MotionEvent) => void): MotionPlayer {
  let now = emptySlot();
  let before = emptySlot();
  const ended = ({ name, duration }: CompiledMotion): void => tell({ name, state: 'end', idle, duration });

  function fadeOut(slot: Slot): void {
    if (slot.motion === undefined) return;
    slot.endsAt = Math.min(slot.endsAt, slot.age + slot.motion.fadeOut);
    if (!slot.told) ended(slot.motion);
    slot.told = true;
  }

  function advance(slot: Slot, { dt }: Moment, values: Float32Array, parts: Float32Array): void {
    const { motion } = slot;
    if (motion === undefined) return;
    slot.age += dt;
    const left = slot.endsAt - slot.age;
    if (left <= 0) {
      slot.motion = undefined;
      if (!slot.told) ended(motion);
      return;
    }
    const time = slot.loop ? slot.age % motion.duration : Math.min(slot.age, motion.duration);
    motion.write(time, weightOf(slot), slot.age, left, values, parts);
  }

  return {
    get current() {
      return now.motion;
    },
    get weight() {
      return now.motion === undefined ? 0 : weightOf(now);
    },
    play(motion, loop) {
      fadeOut(now);
      [now, before] = [before, now];
      now.motion = motion;
      now.loop = loop;
      now.age = 0;
      now.endsAt = loop ? Number.POSITIVE_INFINITY : motion.duration;
      now.told = false;
      tell({ name: motion.name, state: 'start', idle, duration: motion.duration });
    },
    stop() {
      fadeOut(now);
    },
    update(moment, values, parts) {
      advance(before, moment, values, parts);
      advance(now, moment, values, parts);
    },
  };
}

function emptySlot(): Slot {
  return { motion: undefined, loop: false, age: 0, endsAt: 0, told: false };
}

function weightOf({ motion, age, endsAt }: Slot): number {
  if (motion === undefined) return 0;
  const out = endsAt === Number.POSITIVE_INFINITY ? 1 : fadeWeight(endsAt - age, motion.fadeOut);
  return fadeWeight(age, motion.fadeIn) * out;
}
