import { curveValue } from '#shared/avatar/cubism/motion-curve.ts';
import type { MotionCurve } from '#shared/avatar/cubism/motion3.ts';
import type { NamedMotion } from './live2d-assets.ts';

/** Where a model's motions find what they move. Indices into `values` and into parts. */
export interface MotionTargets {
  readonly parameters: ReadonlyMap<string, number>;
  readonly parts: ReadonlyMap<string, number>;
  readonly eyeBlink: readonly number[];
  readonly lipSync: readonly number[];
}

/** One motion made ready for a model. Allocates nothing when it is evaluated. */
export interface CompiledMotion {
  readonly name: string;
  /** Seconds; at least one picture. */
  readonly duration: number;
  readonly fadeIn: number;
  readonly fadeOut: number;
  /** 1 for every parameter that it moves. */
  readonly drives: Uint8Array;
  /** Goes over `values` and part opacities with `weight` 0…1; `age` and `left`: seconds since its start and until its end, for curves with a fade of their own. */
  write(time: number, weight: number, age: number, left: number, values: Float32Array, parts: Float32Array): void;
}

/** Seconds, where neither the motion nor the model says. */
const FADE_SECONDS = 0.5;

interface Track {
  readonly index: number;
  readonly curve: MotionCurve;
}

export function compileMotion(named: NamedMotion, targets: MotionTargets, parameterCount: number): CompiledMotion {
  const { motion } = named;
  const find = (target: MotionCurve['target'], places: ReadonlyMap<string, number>): Track[] =>
    motion.curves.flatMap((curve) => {
      const index = curve.target === target ? places.get(curve.id) : undefined;
      return index === undefined ? [] : [{ index, curve }];
    });
  const parameters = find('parameter', targets.parameters);
  const parts = find('part', targets.parts);
  const ofModel = (id: string): MotionCurve | undefined =>
    motion.curves.find((curve) => curve.target === 'model' && curve.id === id);
  const eyes = ofModel('EyeBlink');
  const lips = ofModel('LipSync');
  const drives = new Uint8Array(parameterCount);
  for (const { index } of parameters) drives[index] = 1;
  if (eyes !== undefined) for (const index of targets.eyeBlink) drives[index] = 1;
  if (lips !== undefined) for (const index of targets.lipSync) drives[index] = 1;
  const own = Uint8Array.from({ length: parameterCount }, (_, at) => (parameters.some(({ index }) => index === at) ? 1 : 0));
  const isEye = maskOf(targets.eyeBlink, parameterCount);
  const isLip = maskOf(targets.lipSync, parameterCount);
  const { restricted } = motion;

  return {
    name: named.name,
    duration: Math.max(1 / 60, motion.duration),
    fadeIn: named.fadeIn ?? FADE_SECONDS,
    fadeOut: named.fadeOut ?? FADE_SECONDS,
    drives,
    write(time, weight, age, left, values, partValues) {
      const eyeValue = eyes === undefined ? 1 : curveValue(eyes, time, restricted);
      const lipValue = lips === undefined ? 0 : curveValue(lips, time, restricted);
      for (let i = 0; i < parameters.length; i++) {
        const track = parameters[i];
        if (track === undefined) continue;
        const { index, curve } = track;
        let value = curveValue(curve, time, restricted);
        if (eyes !== undefined && isEye[index] === 1) value *= eyeValue;
        if (lips !== undefined && isLip[index] === 1) value += lipValue;
        const now = values[index] ?? 0;
        values[index] = now + (value - now) * curveWeight(curve, weight, age, left);
      }
      if (eyes !== undefined) spread(targets.eyeBlink, own, eyeValue, weight, values);
      if (lips !== undefined) spread(targets.lipSync, own, lipValue, weight, values);
      for (let i = 0; i < parts.length; i++) {
        const track = parts[i];
        if (track === undefined) continue;
        const value = Math.max(0, Math.min(1, curveValue(track.curve, time, restricted)));
        const now = partValues[track.index] ?? 1;
        partValues[track.index] = now + (value - now) * weight;
      }
    },
  };
}

/** A curve with fades of its own leaves the motion's aside. */
function curveWeight(curve: MotionCurve, weight: number, age: number, left: number): number {
  if (curve.fadeIn === undefined && curve.fadeOut === undefined) return weight;
  const into = curve.fadeIn === undefined ? 1 : fadeWeight(age, curve.fadeIn);
  const out = curve.fadeOut === undefined ? 1 : fadeWeight(left, curve.fadeOut);
  return into * out;
}

/** Parameters of a group that no curve moves take the group's value. */
function spread(group: readonly number[], own: Uint8Array, value: number, weight: number, values: Float32Array): void {
  for (let i = 0; i < group.length; i++) {
    const index = group[i] ?? 0;
    if (own[index] === 1) continue;
    const now = values[index] ?? 0;
    values[index] = now + (value - now) * weight;
  }
}

function maskOf(indices: readonly number[], count: number): Uint8Array {
  const mask = new Uint8Array(count);
  for (const index of indices) mask[index] = 1;
  return mask;
}

/** Half a sine from 0 to 1 over `fade` seconds, as Cubism fades. */
export function fadeWeight(seconds: number, fade: number): number {
  if (fade <= 0) return 1;
  const x = Math.max(0, Math.min(1, seconds / fade));
  return 0.5 - 0.5 * Math.cos(x * Math.PI);
}
