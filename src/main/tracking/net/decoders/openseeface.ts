import { emptyFace } from '#shared/tracking/face-channels.ts';
import type { MotionDecoder } from './decoder.types.ts';
import { createRestingPlace, degrees, setFace, unit } from './face-values.ts';

/** One face; a datagram holds fewer than 40, back to back. Little-endian. */
export const OPENSEEFACE_BYTES = 1785;
const FACES_MOST = 40;
const AT = {
  time: 0,
  id: 8,
  rightEye: 20,
  leftEye: 24,
  has3d: 28,
  euler: 49,
  translation: 61,
  landmarks: 345,
  features: 1729,
} as const;
/** The outline of the jaw, of 68 landmarks. */
const JAW_POINTS = 17;
/** Its head is one unit wide from ear to ear. */
const CM_PER_UNIT = 14;
/** Its clock is this computer's, unless it runs on another. */
const CLOCK_TRUSTED_MS = 2000;

/** In their order on the wire; about −1…1, relative to what is usual for this face. */
const FEATURE = {
  eyeLeft: 0,
  eyeRight: 1,
  browUpDownLeft: 3,
  browUpDownRight: 6,
  cornerUpDownLeft: 8,
  cornerInOutLeft: 9,
  cornerUpDownRight: 10,
  cornerInOutRight: 11,
  mouthOpen: 12,
  mouthWide: 13,
} as const;

/** Faces that OpenSeeFace sees by webcam. Of several, the largest is followed until it is gone. */
export function createOpenSeeFaceDecoder(): MotionDecoder {
  const face = emptyFace();
  const seen = { persons: 0, blendshapes: false, device: 'OpenSeeFace' };
  const settle = createRestingPlace();
  let followed: number | undefined;
  let lastSeconds = Number.NEGATIVE_INFINITY;

  return {
    wholeFrames: true,
    seen,
    decode(bytes, atMs) {
      const count = bytes.byteLength / OPENSEEFACE_BYTES;
      if (!Number.isInteger(count) || count < 1 || count > FACES_MOST) return undefined;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const start = faceIn(view, count, followed);
      const seconds = view.getFloat64(start + AT.time, true);
      if (seconds < lastSeconds && (lastSeconds - seconds) * 1000 < CLOCK_TRUSTED_MS) return undefined;
      lastSeconds = Number.isFinite(seconds) ? seconds : lastSeconds;
      followed = view.getInt32(start + AT.id, true);
      seen.persons = count;
      writeFace(view, start, face, settle);
      const capturedMs = seconds * 1000;
      const trusted = capturedMs <= atMs && atMs - capturedMs < CLOCK_TRUSTED_MS;
      return { atMs: trusted ? capturedMs : atMs, found: true, face, hands: undefined, pose: undefined };
    },
  };
}

/** Where the followed face begins, or the largest. */
function faceIn(view: DataView, count: number, followed: number | undefined): number {
  let largest = 0;
  let width = -1;
  for (let i = 0; i < count; i++) {
    const start = i * OPENSEEFACE_BYTES;
    if (view.getInt32(start + AT.id, true) === followed) return start;
    const at = start + AT.landmarks;
    const from = view.getFloat32(at, true);
    const to = view.getFloat32(at + (JAW_POINTS - 1) * 8, true);
    const across = Math.hypot(to - from, view.getFloat32(at + (JAW_POINTS - 1) * 8 + 4, true) - view.getFloat32(at + 4, true));
    if (across > width) [largest, width] = [start, across];
  }
  return largest;
}

function writeFace(view: DataView, start: number, face: Float32Array, settle: ReturnType<typeof createRestingPlace>): void {
  const number = (at: number): number => view.getFloat32(start + at, true);
  const feature = (index: number): number => number(AT.features + 4 * index);
  face.fill(Number.NaN);
  setFace(face, 'eyeBlinkLeft', unit(1 - number(AT.leftEye)));
  setFace(face, 'eyeBlinkRight', unit(1 - number(AT.rightEye)));
  setFace(face, 'eyeWideLeft', unit(feature(FEATURE.eyeLeft)));
  setFace(face, 'eyeWideRight', unit(feature(FEATURE.eyeRight)));
  const [browLeft, browRight] = [feature(FEATURE.browUpDownLeft), feature(FEATURE.browUpDownRight)];
  setFace(face, 'browOuterUpLeft', unit(browLeft));
  setFace(face, 'browOuterUpRight', unit(browRight));
  setFace(face, 'browInnerUp', unit((browLeft + browRight) / 2));
  setFace(face, 'browDownLeft', unit(-browLeft));
  setFace(face, 'browDownRight', unit(-browRight));
  const wide = feature(FEATURE.mouthWide);
  setFace(face, 'jawOpen', unit(feature(FEATURE.mouthOpen)));
  setFace(face, 'mouthPucker', unit(-wide));
  // Corners: down is positive, and so is outwards.
  const [downLeft, outLeft] = [feature(FEATURE.cornerUpDownLeft), feature(FEATURE.cornerInOutLeft)];
  const [downRight, outRight] = [feature(FEATURE.cornerUpDownRight), feature(FEATURE.cornerInOutRight)];
  setFace(face, 'mouthSmileLeft', unit((outLeft + wide) / 2 - downLeft / 2));
  setFace(face, 'mouthSmileRight', unit((outRight + wide) / 2 - downRight / 2));
  setFace(face, 'mouthFrownLeft', unit(downLeft - outLeft));
  setFace(face, 'mouthFrownRight', unit(downRight - outRight));
  if (view.getUint8(start + AT.has3d) !== 1) return;
  setFace(face, 'headYaw', degrees(number(AT.euler + 4)));
  setFace(face, 'headPitch', degrees(180 - number(AT.euler)));
  setFace(face, 'headRoll', degrees(90 - number(AT.euler + 8)));
  const [tx, ty, tz] = [number(AT.translation), number(AT.translation + 4), number(AT.translation + 8)];
  settle(face, -ty * CM_PER_UNIT, tx * CM_PER_UNIT, tz * CM_PER_UNIT);
}
