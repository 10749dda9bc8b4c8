import type { Puppet, PuppetMotion } from './puppet-format.ts';

/** A step in seconds, any length. In an object, for numbers handed from function to function are boxed on their way. */
export interface FrameTime {
  readonly dt: number;
}

/** Plays keyframe motions over `values`: one idle motion beneath, one other on top, each with its fades. */
export interface MotionPlayer {
  play(name: string, loop: boolean): boolean;
  stop(): void;
  setIdle(name: string | null): void;
  onEvent(listener: (event: { name: string; state: 'start' | 'end'; idle: boolean; duration: number }) => void): void;
  /** The idle motion: beneath what the pose writes would be lost, so it goes over it. */
  updateIdle(time: FrameTime, values: Float32Array): void;
  /** The motion that was asked for; tells of its end. */
  update(time: FrameTime, values: Float32Array): void;
}

interface Curve {
  readonly place: number;
  readonly easing: 'linear' | 'smooth' | 'hold';
  readonly times: Float32Array;
  readonly values: Float32Array;
}
interface Playing {
  readonly motion: PuppetMotion;
  readonly curves: readonly Curve[];
  loop: boolean;
  time: number;
  weight: number;
  ending: boolean;
}

export function createMotionPlayer(puppet: Puppet): MotionPlayer {
  const places = new Map(puppet.parameters.map(({ id }, index) => [id, index]));
  const motions = new Map(puppet.motions.map((motion) => [motion.name, { motion, curves: curvesOf(motion, places) }]));
  let tell: Parameters<MotionPlayer['onEvent']>[0] = () => {};
  /** Those that end fade beside the one that begins. */
  let playing: Playing[] = [];
  let idle: Playing[] = [];

  function start(list: Playing[], name: string, loop: boolean, isIdle: boolean): Playing[] {
    const found = motions.get(name);
    if (found === undefined) return list;
    for (const one of list) one.ending = true;
    tell({ name, state: 'start', idle: isIdle, duration: found.motion.duration });
    return [...list, { ...found, loop, time: 0, weight: found.motion.fadeIn === 0 ? 1 : 0, ending: false }];
  }

  function step(list: Playing[], time: FrameTime, values: Float32Array, isIdle: boolean): Playing[] {
    let gone = false;
    for (let i = 0; i < list.length; i++) {
      const one = list[i];
      if (one === undefined) continue;
      advance(one, time);
      if (one.weight > 0) write(one, values);
      if (one.ending && one.weight === 0) gone = true;
    }
    if (!gone) return list;
    for (const { ending, weight, motion } of list)
      if (ending && weight === 0) tell({ name: motion.name, state: 'end', idle: isIdle, duration: motion.duration });
    return list.filter(({ ending, weight }) => !ending || weight > 0);
  }

  return {
    play(name, loop) {
      if (!motions.has(name)) return false;
      playing = start(playing, name, loop, false);
      return true;
    },
    stop() {
      for (const one of playing) one.ending = true;
    },
    setIdle(name) {
      const now = idle.find(({ ending }) => !ending);
      if (now?.motion.name === name || (now === undefined && name === null)) return;
      for (const one of idle) one.ending = true;
      if (name !== null) idle = start(idle, name, true, true);
    },
    onEvent(listener) {
      tell = listener;
    },
    updateIdle(time, values) {
      idle = step(idle, time, values, true);
    },
    update(time, values) {
      playing = step(playing, time, values, false);
    },
  };
}

function curvesOf(motion: PuppetMotion, places: ReadonlyMap<string, number>): Curve[] {
  return motion.curves.map(({ parameter, easing, keys }) => ({
    place: places.get(parameter) ?? 0,
    easing,
    times: Float32Array.from(keys, ([time]) => time),
    values: Float32Array.from(keys, ([, value]) => value),
  }));
}

function advance(one: Playing, { dt }: FrameTime): void {
  const { motion } = one;
  one.time += dt;
  if (one.loop) one.time %= motion.duration;
  else if (one.time >= motion.duration - motion.fadeOut) one.ending = true;
  if (one.ending) one.weight = motion.fadeOut > 0 ? Math.max(0, one.weight - dt / motion.fadeOut) : 0;
  else one.weight = motion.fadeIn > 0 ? Math.min(1, one.weight + dt / motion.fadeIn) : 1;
}

function write({ curves, time, weight }: Playing, values: Float32Array): void {
  for (let i = 0; i < curves.length; i++) {
    const curve = curves[i];
    if (curve === undefined) continue;
    const now = values[curve.place] ?? 0;
    values[curve.place] = now + (sample(curve, time) - now) * weight;
  }
}

function sample({ easing, times, values }: Curve, time: number): number {
  const last = times.length - 1;
  if (time <= (times[0] ?? 0)) return values[0] ?? 0;
  if (time >= (times[last] ?? 0)) return values[last] ?? 0;
  let i = 0;
  while (time >= (times[i + 1] ?? 0)) i++;
  const from = values[i] ?? 0;
  if (easing === 'hold') return from;
  const start = times[i] ?? 0;
  const share = (time - start) / ((times[i + 1] ?? 0) - start);
  const eased = easing === 'smooth' ? share * share * (3 - 2 * share) : share;
  return from + ((values[i + 1] ?? 0) - from) * eased;
}
