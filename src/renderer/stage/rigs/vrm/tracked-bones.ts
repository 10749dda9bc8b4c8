import { BONES, POSE_VALUES } from '#shared/tracking/bones.ts';
import { type Flat, premultiply, slerpTowards } from './flat-quaternion.ts';
import type { HumanoidBones } from './humanoid-bones.ts';

/** A tracked human's bones over what the avatar does by herself. */
export interface TrackedBones {
  /** The newest pose and how much of each bone it rules, as pose frames have them; undefined: nobody is tracked. Views are kept. */
  take(pose: Float32Array | undefined, weights: Float32Array | undefined): void;
  /** Moves the bones towards the pose. `dt` in seconds. Allocates nothing. */
  blend(dt: number): void;
}

/** Seconds of a weight from nothing to all: frames that end, or come late, make no jump. */
const FADE_SECONDS = 0.25;
/** Between two frames of 60 Hz and the picture: seconds of a low pass, so that both rates need not agree. */
const SMOOTH_SECONDS = 0.02;
/** The gaze is told by parameters, which turn the eyes already. */
const BY_PARAMETERS = new Set(['leftEye', 'rightEye']);
const TRUNK = ['hips', 'spine', 'chest', 'upperChest'] as const;

/** `flip` −1: VRM 0.x, whose axes X and Z point the other way. */
export function createTrackedBones(bones: HumanoidBones, flip: 1 | -1): TrackedBones {
  const { rotations, hips } = bones;
  const places = BONES.map((name) => (BY_PARAMETERS.has(name) ? -1 : bones.names.findIndex((one) => one === name)));
  const weights = new Float64Array(BONES.length);
  const shown = new Float64Array(POSE_VALUES);
  const known = new Uint8Array(BONES.length);
  const trunk = TRUNK.map((name) => bones.index(name)).filter((index) => index >= 0);
  const neck = bones.index('neck') >= 0 ? bones.index('neck') : bones.index('head');
  const before: Flat = new Float64Array(4);
  const after: Flat = new Float64Array(4);
  const goal: Flat = new Float64Array(4);
  let pose: Float32Array | undefined;
  let wanted: Float32Array | undefined;

  /** What carries the head, as one rotation. */
  function readTrunk(out: Flat): void {
    out[0] = out[1] = out[2] = 0;
    out[3] = 1;
    for (let i = trunk.length - 1; i >= 0; i--) premultiply(out, 0, rotations, (trunk[i] ?? 0) * 4);
  }

  function follow(bone: number, dt: number): number {
    const goal = wanted?.[bone] ?? 0;
    const now = weights[bone] ?? 0;
    const step = dt / FADE_SECONDS;
    weights[bone] = goal > now ? Math.min(goal, now + step) : Math.max(goal, now - step);
    return weights[bone] ?? 0;
  }

  /** Takes in where the human's bone is now; the first time at once. */
  function see(bone: number, dt: number): void {
    const at = 3 + bone * 4;
    const x = pose?.[at] ?? Number.NaN;
    if (pose === undefined || Number.isNaN(x)) return;
    goal[0] = x * flip;
    goal[1] = pose[at + 1] ?? 0;
    goal[2] = (pose[at + 2] ?? 0) * flip;
    goal[3] = pose[at + 3] ?? 1;
    if (known[bone] === 1) slerpTowards(shown, at, goal, 0, 1 - Math.exp(-dt / SMOOTH_SECONDS));
    else for (let k = 0; k < 4; k++) shown[at + k] = goal[k] ?? 0;
    known[bone] = 1;
  }

  function moveHips(weight: number): void {
    if (pose === undefined || Number.isNaN(pose[0])) return;
    hips.x += ((pose[0] ?? 0) * flip - hips.x) * weight;
    hips.y += ((pose[1] ?? 0) - hips.y) * weight;
    hips.z += ((pose[2] ?? 0) * flip - hips.z) * weight;
  }

  return {
    take(nextPose, nextWeights) {
      pose = nextPose ?? pose;
      wanted = nextWeights;
    },
    blend(dt) {
      let any = false;
      readTrunk(before);
      let corrected = false;
      for (let bone = 0; bone < places.length; bone++) {
        const place = places[bone] ?? -1;
        const weight = place < 0 ? 0 : follow(bone, dt);
        if (weight === 0) {
          known[bone] = 0;
          continue;
        }
        any = true;
        if (!corrected && bone >= NECK_AT) {
          keepHead();
          corrected = true;
        }
        see(bone, dt);
        if (known[bone] === 1) slerpTowards(rotations, place * 4, shown, 3 + bone * 4, weight);
      }
      if (any && !corrected) keepHead();
      if ((weights[0] ?? 0) > 0) moveHips(weights[0] ?? 0);
    },
  };

  /** The head's parameters are against the model, not against a trunk that somebody else has turned: it looks where it looked. */
  function keepHead(): void {
    if (neck < 0) return;
    readTrunk(after);
    for (let k = 0; k < 3; k++) after[k] = -(after[k] ?? 0);
    premultiply(rotations, neck * 4, before, 0);
    premultiply(rotations, neck * 4, after, 0);
  }
}

const NECK_AT = BONES.indexOf('neck');
