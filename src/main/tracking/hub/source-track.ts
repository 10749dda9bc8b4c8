import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import { BONES, emptyPose } from '#shared/tracking/bones.ts';
import { PART_OF_BONE, PART_OF_CHANNEL } from '#shared/tracking/channel-parts.ts';
import { emptyFace, FACE_AT, HEAD_CHANNELS } from '#shared/tracking/face-channels.ts';
import { bendFingers } from '#shared/tracking/hand-bones.ts';
import { emptyHands, HAND_STRIDE } from '#shared/tracking/hand-channels.ts';
import { mirrorFace, mirrorHands, mirrorPose } from '#shared/tracking/mirror.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import { copyQuaternion, mixQuaternions } from '#shared/tracking/quaternions.ts';

/** A source that says nothing for so long is not counted on. */
const SILENT_MS = 500;
/** Slower sources jump rather than lag further behind. */
const LONGEST_GLIDE_MS = 100;
const HANDS_PART = BODY_PARTS.indexOf('hands');
const HEAD_AT = HEAD_CHANNELS.map((name) => FACE_AT[name]);

/**
 * What one source sees, moved on between its samples: it glides to each new one in the time that the source takes for one, so that the last picture of
 * the avatar before the next sample shows it whole. Where pictures are no more frequent than samples there is nothing between them to show.
 */
export interface SourceTrack {
  /** At the moment of the last `advance`; NaN is "not told". */
  readonly face: Float32Array;
  readonly hands: Float32Array;
  readonly pose: Float32Array;
  /** `atMs` of the sample that came last. */
  readonly sampleMs: number;
  take(sample: MotionSample, mirrored: boolean, nowMs: number): void;
  /** Whether it is alive and tells anything of a part (index of `BODY_PARTS`). */
  tells(part: number, nowMs: number): boolean;
  /** `periodMs`: for so long this moment is shown. Allocates nothing. */
  advance(nowMs: number, periodMs: number): void;
  /** The head's present place is its rest from now on. */
  recenter(): void;
}

/** One array of numbers on its way from what was shown to what came. */
interface Glide {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly now: Float32Array;
}
const glide = (empty: () => Float32Array): Glide => ({ from: empty(), to: empty(), now: empty() });

export function createSourceTrack(): SourceTrack {
  const [face, hands, pose] = [glide(emptyFace), glide(emptyHands), glide(emptyPose)];
  /** Of the six numbers of a head: where it rests, in the source's own axes. */
  const rest = new Float64Array(HEAD_AT.length);
  const scratch = { face: emptyFace(), hands: emptyHands(), pose: emptyPose() };
  /** As it came, for `recenter`. */
  const head = new Float64Array(HEAD_AT.length);
  let told = 0;
  let found = false;
  let arrivedMs = Number.NEGATIVE_INFINITY;
  /** Between two samples; 0: not known yet. */
  let usualMs = 0;
  let glideMs = 0;
  let sampleMs = 0;

  function advance(nowMs: number, periodMs: number): void {
    const way = glideMs > 0 ? Math.min(1, Math.max(0, (nowMs - arrivedMs + periodMs) / glideMs)) : 1;
    glideNumbers(face, way);
    glideNumbers(hands, way);
    // A sign is made or not made.
    for (let at = HAND_STRIDE - 1; at < hands.now.length; at += HAND_STRIDE) hands.now[at] = hands.to[at] ?? Number.NaN;
    glidePose(pose, way);
  }

  function takeFace(values: Float32Array | undefined, mirrored: boolean): void {
    if (values === undefined) {
      face.to.fill(Number.NaN);
      return;
    }
    scratch.face.set(values);
    for (let i = 0; i < HEAD_AT.length; i++) {
      const at = HEAD_AT[i] ?? 0;
      head[i] = values[at] ?? Number.NaN;
      scratch.face[at] = (values[at] ?? Number.NaN) - (rest[i] ?? 0);
    }
    if (mirrored) mirrorFace(scratch.face, face.to);
    else face.to.set(scratch.face);
  }

  return {
    face: face.now,
    hands: hands.now,
    pose: pose.now,
    get sampleMs() {
      return sampleMs;
    },
    take(sample, mirrored, nowMs) {
      const gap = nowMs - arrivedMs;
      usualMs = gap > SILENT_MS ? 0 : usualMs === 0 ? gap : usualMs + (gap - usualMs) * 0.2;
      glideMs = usualMs === 0 ? LONGEST_GLIDE_MS : Math.min(LONGEST_GLIDE_MS, usualMs);
      arrivedMs = nowMs;
      sampleMs = sample.atMs;
      found = sample.found;
      if (!found) return;
      keep(face);
      keep(hands);
      keep(pose);
      takeFace(sample.face, mirrored);
      takeInto(hands.to, sample.hands, mirrored ? mirrorHands : undefined, scratch.hands);
      takeInto(pose.to, sample.pose, mirrored ? mirrorPose : undefined, scratch.pose);
      bendFingers(hands.to, pose.to);
      told = partsToldBy(face.to, hands.to, pose.to);
    },
    tells: (part, nowMs) => found && nowMs - arrivedMs <= SILENT_MS && (told & (1 << part)) !== 0,
    advance,
    recenter() {
      for (let i = 0; i < HEAD_AT.length; i++) if (!Number.isNaN(head[i])) rest[i] = head[i] ?? 0;
    },
  };
}

const keep = ({ from, now }: Glide): void => from.set(now);

function takeInto(
  to: Float32Array,
  values: Float32Array | undefined,
  mirror: ((from: Float32Array, out: Float32Array) => void) | undefined,
  scratch: Float32Array,
): void {
  if (values === undefined) to.fill(Number.NaN);
  else if (mirror === undefined) to.set(values);
  else {
    scratch.set(values);
    mirror(scratch, to);
  }
}

function glideNumbers({ from, to, now }: Glide, way: number): void {
  for (let i = 0; i < now.length; i++) {
    const goal = to[i] ?? Number.NaN;
    const start = from[i] ?? Number.NaN;
    now[i] = Number.isNaN(start) ? goal : start + (goal - start) * way;
  }
}

function glidePose({ from, to, now }: Glide, way: number): void {
  for (let i = 0; i < 3; i++) {
    const goal = to[i] ?? Number.NaN;
    const start = from[i] ?? Number.NaN;
    now[i] = Number.isNaN(start) ? goal : start + (goal - start) * way;
  }
  for (let at = 3; at < now.length; at += 4) {
    if (Number.isNaN(to[at])) now[at] = Number.NaN;
    else if (Number.isNaN(from[at])) copyQuaternion(to, at, now, at);
    else mixQuaternions(from, at, to, at, way, now, at);
  }
}

/** One bit per body part. Bones without a direction count as not told. */
function partsToldBy(face: Float32Array, hands: Float32Array, pose: Float32Array): number {
  let told = 0;
  for (let i = 0; i < face.length; i++) if (!Number.isNaN(face[i])) told |= 1 << (PART_OF_CHANNEL[i] ?? 0);
  for (let i = 0; i < hands.length; i++) if (!Number.isNaN(hands[i])) told |= 1 << HANDS_PART;
  for (let bone = 0; bone < BONES.length; bone++) {
    const at = 3 + bone * 4;
    if (copyQuaternion(pose, at, pose, at)) told |= 1 << (PART_OF_BONE[bone] ?? 0);
    else pose[at] = Number.NaN;
  }
  return told;
}
