import { eased } from '#shared/avatar/mapping.ts';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import { BONES, emptyPose } from '#shared/tracking/bones.ts';
import { PART_OF_BONE, PART_OF_CHANNEL } from '#shared/tracking/channel-parts.ts';
import { emptyFace } from '#shared/tracking/face-channels.ts';
import { emptyHands, HAND_STRIDE } from '#shared/tracking/hand-channels.ts';
import { copyQuaternion, mixQuaternions } from '#shared/tracking/quaternions.ts';
import type { SourceTrack } from './source-track.ts';

/** Seconds from one source's word to another's. */
const CROSS_SECONDS = 0.3;
/** Whose word a number is, beside the sources: its rest, because the part's source does not tell it; nobody's, and it stays as it is. */
const REST = -1;
const NOBODY = -2;
const HANDS_PART = BODY_PARTS.indexOf('hands');
const LEGS_PART = BODY_PARTS.indexOf('legs');

/** All sources as one, part by part. Where the word passes from one to another, numbers glide: none ever jumps but the first of all. */
export interface BlendedMotion {
  readonly face: Float32Array;
  readonly hands: Float32Array;
  readonly pose: Float32Array;
  /** How much of each bone is told, 0…1, by its index in `BONES`. */
  readonly boneWeights: Float32Array;
  /** `numberOf` tells a part's source apart from others; −2: it has none. Allocates nothing. */
  step(dt: number, trackOf: (part: number) => SourceTrack | undefined, numberOf: (part: number) => number): void;
  /** The part is gone: what was known of it counts no more. */
  forget(part: number): void;
}

/** Numbers whose word passes on. */
interface Row {
  readonly now: Float32Array;
  readonly start: Float32Array;
  readonly owner: Int32Array;
  readonly age: Float32Array;
}
const row = (now: Float32Array, words: number): Row => ({
  now,
  start: now.slice(),
  owner: new Int32Array(words).fill(NOBODY),
  age: new Float32Array(words),
});

export function createBlendedMotion(): BlendedMotion {
  const face = row(emptyFace(), emptyFace().length);
  const hands = row(emptyHands(), emptyHands().length);
  const hips = row(new Float32Array(3).fill(Number.NaN), 3);
  const pose = row(emptyPose(), BONES.length);
  const boneWeights = new Float32Array(BONES.length);

  function stepBone(bone: number, track: SourceTrack | undefined, number: number, dt: number): void {
    const at = 3 + bone * 4;
    const weight = boneWeights[bone] ?? 0;
    const told = track !== undefined && !Number.isNaN(track.pose[at]);
    // Nobody: the part's own presence takes it away.
    if (track === undefined) {
      pose.owner[bone] = NOBODY;
      return;
    }
    boneWeights[bone] = told ? Math.min(1, weight + dt / CROSS_SECONDS) : Math.max(0, weight - dt / CROSS_SECONDS);
    if (!told) {
      pose.owner[bone] = REST;
      return;
    }
    if (Number.isNaN(pose.now[at])) {
      copyQuaternion(track.pose, at, pose.now, at);
      pose.owner[bone] = number;
      pose.age[bone] = CROSS_SECONDS;
    } else if (pose.owner[bone] !== number) {
      for (let k = at; k < at + 4; k++) pose.start[k] = pose.now[k] ?? 0;
      pose.owner[bone] = number;
      pose.age[bone] = 0;
    }
    const age = Math.min(CROSS_SECONDS, (pose.age[bone] ?? 0) + dt);
    pose.age[bone] = age;
    if (age >= CROSS_SECONDS) copyQuaternion(track.pose, at, pose.now, at);
    else mixQuaternions(pose.start, at, track.pose, at, eased(age / CROSS_SECONDS), pose.now, at);
  }

  return {
    face: face.now,
    hands: hands.now,
    pose: pose.now,
    boneWeights,
    step(dt, trackOf, numberOf) {
      for (let i = 0; i < face.now.length; i++) {
        const part = PART_OF_CHANNEL[i] ?? 0;
        stepNumber(face, i, trackOf(part)?.face, numberOf(part), dt);
      }
      const handTrack = trackOf(HANDS_PART);
      const handNumber = numberOf(HANDS_PART);
      for (let i = 0; i < hands.now.length; i++) {
        if (i % HAND_STRIDE !== HAND_STRIDE - 1) stepNumber(hands, i, handTrack?.hands, handNumber, dt);
        else if (handTrack !== undefined) hands.now[i] = handTrack.hands[i] ?? Number.NaN;
      }
      for (let i = 0; i < 3; i++) {
        stepNumber(hips, i, trackOf(LEGS_PART)?.pose, numberOf(LEGS_PART), dt);
        pose.now[i] = hips.now[i] ?? Number.NaN;
      }
      for (let bone = 0; bone < BONES.length; bone++) {
        const part = PART_OF_BONE[bone] ?? 0;
        stepBone(bone, trackOf(part), numberOf(part), dt);
      }
    },
    forget(part) {
      for (let i = 0; i < face.now.length; i++) if (PART_OF_CHANNEL[i] === part) forgetNumber(face, i);
      if (part === HANDS_PART) for (let i = 0; i < hands.now.length; i++) forgetNumber(hands, i);
      if (part === LEGS_PART) for (let i = 0; i < 3; i++) forgetNumber(hips, i);
      for (let bone = 0; bone < BONES.length; bone++) {
        if (PART_OF_BONE[bone] !== part) continue;
        pose.owner[bone] = NOBODY;
        pose.now[3 + bone * 4] = Number.NaN;
        boneWeights[bone] = 0;
      }
    },
  };
}

function forgetNumber(numbers: Row, i: number): void {
  numbers.now[i] = Number.NaN;
  numbers.owner[i] = NOBODY;
}

function stepNumber(numbers: Row, i: number, values: Float32Array | undefined, source: number, dt: number): void {
  const { now, start, owner, age } = numbers;
  if (values === undefined) {
    owner[i] = NOBODY;
    return;
  }
  const told = values[i] ?? Number.NaN;
  const shown = now[i] ?? Number.NaN;
  if (Number.isNaN(told) && Number.isNaN(shown)) return;
  const whose = Number.isNaN(told) ? REST : source;
  const target = Number.isNaN(told) ? 0 : told;
  if (owner[i] !== whose) {
    owner[i] = whose;
    start[i] = Number.isNaN(shown) ? target : shown;
    age[i] = Number.isNaN(shown) ? CROSS_SECONDS : 0;
  }
  const passed = Math.min(CROSS_SECONDS, (age[i] ?? 0) + dt);
  age[i] = passed;
  const from = start[i] ?? 0;
  now[i] = passed >= CROSS_SECONDS ? target : from + (target - from) * eased(passed / CROSS_SECONDS);
}
