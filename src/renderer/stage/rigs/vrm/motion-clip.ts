import type { VRMHumanBoneName } from '@pixiv/three-vrm';
import { LinearInterpolant, QuaternionLinearInterpolant } from 'three';
import { type Flat, slerpTowards } from './flat-quaternion.ts';
import type { HumanoidBones } from './humanoid-bones.ts';
import type { VrmParameters } from './vrm-parameters.ts';

/** A motion made for one model: its bones' normalised rotations, its hips' height, its parameters. */
export interface MotionClip {
  /** Seconds. */
  readonly duration: number;
  /** Moves the bones the share `weight` of the way towards what the motion has at `time`. */
  blendBones(time: number, weight: number, bones: HumanoidBones): void;
  /** Moves the parameters that the motion knows in the same way. */
  blendValues(time: number, weight: number, values: Float32Array): void;
  /** As `blendValues`, but only upwards: beneath what a pose asks for. */
  raiseValues(time: number, weight: number, values: Float32Array): void;
}

/** What a file holds, in the model's own axes and size. */
export interface MotionTracks {
  readonly duration: number;
  readonly rotations: ReadonlyMap<VRMHumanBoneName, Curve>;
  /** Of the hips, in normalised model space, metres from the origin. */
  readonly hips: Curve | undefined;
  /** By the name of an expression. */
  readonly expressions: ReadonlyMap<string, Curve>;
  /** Where the eyes look, as a rotation from straight ahead (+Z). */
  readonly lookAt: Curve | undefined;
}
/** Keys and values of one quantity. */
export interface Curve {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

interface Sampler {
  evaluate(time: number): ArrayLike<number>;
}

/** Degrees at which `ParamEyeBallX/Y` are ±1; the gaze has the same. */
const FULL_YAW = 26;
const FULL_PITCH = 20;

export function createMotionClip(tracks: MotionTracks, bones: HumanoidBones, parameters: VrmParameters): MotionClip {
  const turns = [...tracks.rotations].flatMap(([name, curve]) => {
    const at = bones.index(name) * 4;
    return at < 0 ? [] : [{ at, sampler: samplerOf(curve, 4) }];
  });
  const hips = tracks.hips === undefined ? undefined : samplerOf(tracks.hips, 3);
  const shapes = [...tracks.expressions].flatMap(([name, curve]) => {
    const place = parameters.place(name);
    return place < 0 ? [] : [{ place, sampler: samplerOf(curve, 1) }];
  });
  const look = tracks.lookAt === undefined ? undefined : samplerOf(tracks.lookAt, 4);
  const eyeX = parameters.place('ParamEyeBallX');
  const eyeY = parameters.place('ParamEyeBallY');
  const goal: Flat = new Float64Array(4);

  function blendEyes(time: number, weight: number, values: Float32Array): void {
    if (look === undefined) return;
    const [x = 0, y = 0, z = 0, w = 1] = copy(look.evaluate(time), goal);
    // Where +Z goes under the rotation.
    const ahead = 1 - 2 * (x * x + y * y);
    const yaw = (Math.atan2(2 * (x * z + w * y), ahead) * 180) / Math.PI;
    const pitch = (Math.asin(Math.max(-1, Math.min(1, 2 * (y * z - w * x)))) * 180) / Math.PI;
    blend(values, eyeX, Math.max(-1, Math.min(1, yaw / FULL_YAW)), weight);
    blend(values, eyeY, Math.max(-1, Math.min(1, pitch / FULL_PITCH)), weight);
  }

  return {
    duration: tracks.duration,
    blendBones(time, weight, { rotations, hips: offset, hipsHeight }) {
      for (let i = 0; i < turns.length; i++) {
        const turn = turns[i];
        if (turn === undefined) continue;
        copy(turn.sampler.evaluate(time), goal);
        slerpTowards(rotations, turn.at, goal, 0, weight);
      }
      if (hips === undefined) return;
      const now = hips.evaluate(time);
      offset.x += ((now[0] ?? 0) - offset.x) * weight;
      offset.y += ((now[1] ?? 0) - hipsHeight - offset.y) * weight;
      offset.z += ((now[2] ?? 0) - offset.z) * weight;
    },
    blendValues(time, weight, values) {
      for (let i = 0; i < shapes.length; i++) {
        const shape = shapes[i];
        if (shape !== undefined) blend(values, shape.place, shape.sampler.evaluate(time)[0] ?? 0, weight);
      }
      blendEyes(time, weight, values);
    },
    raiseValues(time, weight, values) {
      for (let i = 0; i < shapes.length; i++) {
        const shape = shapes[i];
        if (shape === undefined) continue;
        values[shape.place] = Math.max(values[shape.place] ?? 0, (shape.sampler.evaluate(time)[0] ?? 0) * weight);
      }
    },
  };
}

/** Linear; rotations along the shorter arc. */
function samplerOf({ times, values }: Curve, size: 1 | 3 | 4): Sampler {
  const keys = Float32Array.from(times);
  const samples = Float32Array.from(values);
  const result = new Float32Array(size);
  if (size === 4) return new QuaternionLinearInterpolant(keys, samples, size, result);
  return new LinearInterpolant(keys, samples, size, result);
}

function copy(from: ArrayLike<number>, into: Flat): Flat {
  for (let i = 0; i < 4; i++) into[i] = from[i] ?? 0;
  return into;
}

function blend(values: Float32Array, place: number, goal: number, weight: number): void {
  if (place < 0) return;
  const now = values[place] ?? 0;
  values[place] = now + (goal - now) * weight;
}
