import { BONES, POSE_VALUES } from '#shared/tracking/bones.ts';
import type { ChannelFilters } from './channel-filters.ts';
import { createOneEuro, GAP_SECONDS, lowPassShare, type OneEuroShape, paced, SPEED_CUTOFF_HZ } from './one-euro.ts';

const HIPS_SHAPE: OneEuroShape = { restHz: 2, hzPerSpeed: 6 };
/** Hz at rest, and Hz for each radian per second. */
const BONE_SHAPE: OneEuroShape = { restHz: 2.2, hzPerSpeed: 2.5 };

/** Rotations are smoothed as a whole, on the short way round. */
export function createPoseFilters(): ChannelFilters {
  const hips = createOneEuro(3);
  const last = new Float32Array(BONES.length * 4).fill(Number.NaN);
  const speed = new Float32Array(BONES.length);
  let smoothing = 0.3;
  let [hipsShape, boneShape] = [HIPS_SHAPE, BONE_SHAPE];
  const reset = (): void => {
    hips.reset();
    last.fill(Number.NaN);
    speed.fill(0);
  };
  const keep = (bone: number, pose: Float32Array): void => {
    for (let k = 0; k < 4; k++) last[bone * 4 + k] = pose[3 + bone * 4 + k] ?? Number.NaN;
  };
  const turn = (bone: number, pose: Float32Array, dt: number): void => {
    const at = bone * 4;
    const to = 3 + at;
    let dot = 0;
    for (let k = 0; k < 4; k++) dot += (last[at + k] ?? 0) * (pose[to + k] ?? 0);
    if (!Number.isFinite(dot) || smoothing === 0 || dt <= 0) {
      speed[bone] = 0;
      keep(bone, pose);
      return;
    }
    const angularSpeed = (2 * Math.acos(Math.min(1, Math.abs(dot)))) / dt;
    const speedBefore = speed[bone] ?? 0;
    const speedNow = speedBefore + lowPassShare(SPEED_CUTOFF_HZ, dt) * (angularSpeed - speedBefore);
    speed[bone] = speedNow;
    const share = lowPassShare(boneShape.restHz + boneShape.hzPerSpeed * speedNow, dt);
    const sign = dot < 0 ? -1 : 1;
    let length = 0;
    for (let k = 0; k < 4; k++) {
      const mixed = (last[at + k] ?? 0) * (1 - share) + sign * share * (pose[to + k] ?? 0);
      pose[to + k] = mixed;
      length += mixed * mixed;
    }
    const scale = 1 / Math.sqrt(length);
    for (let k = 0; k < 4; k++) pose[to + k] = (pose[to + k] ?? 0) * scale;
    keep(bone, pose);
  };
  return {
    set(next) {
      smoothing = Math.min(1, Math.max(0, next));
      hipsShape = paced(HIPS_SHAPE, smoothing);
      boneShape = paced(BONE_SHAPE, smoothing);
    },
    apply(values, dt) {
      if (values.length !== POSE_VALUES) return;
      if (dt > GAP_SECONDS) reset();
      for (let i = 0; i < 3; i++) values[i] = hips.step(i, values[i] ?? Number.NaN, smoothing === 0 ? 1e3 : dt, hipsShape);
      for (let bone = 0; bone < BONES.length; bone++) turn(bone, values, dt);
    },
    reset,
  };
}
