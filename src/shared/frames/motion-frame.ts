import { StudioError } from '#shared/errors.ts';
import { POSE_VALUES } from '#shared/tracking/bones.ts';
import { FACE_CHANNEL_COUNT } from '#shared/tracking/face-channels.ts';
import { HANDS_COUNT } from '#shared/tracking/hand-channels.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import { FRAME_HEADER_BYTES, FRAME_VERSION, frameKind } from './frame-codec.ts';

/**
 * What a page's tracker saw. The common header's flags say what follows, in this order, all float32: 1 somebody is in sight · 2 face · 4 hands · 8 pose.
 * Its source time is the moment of the picture, ms since the epoch.
 */
const FLAG = { found: 1, face: 2, hands: 4, pose: 8 } as const;
export const MOTION_FRAME_BYTES_MOST = FRAME_HEADER_BYTES + 4 * (FACE_CHANNEL_COUNT + HANDS_COUNT + POSE_VALUES);

/** Bytes of a frame, in a buffer of its own. */
export function encodeMotionFrame(sequence: number, sample: MotionSample): Uint8Array<ArrayBuffer> {
  const parts = [sample.face, sample.hands, sample.pose];
  const flags =
    (sample.found ? FLAG.found : 0) |
    (sample.face ? FLAG.face : 0) |
    (sample.hands ? FLAG.hands : 0) |
    (sample.pose ? FLAG.pose : 0);
  const count = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + 4 * count);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, frameKind.motion);
  view.setUint8(1, FRAME_VERSION);
  view.setUint16(2, flags, true);
  view.setUint32(4, sequence >>> 0, true);
  view.setFloat64(8, sample.atMs, true);
  let at = FRAME_HEADER_BYTES;
  for (const part of parts) {
    if (part === undefined) continue;
    new Float32Array(bytes.buffer, at, part.length).set(part);
    at += 4 * part.length;
  }
  return bytes;
}

/** The sample in `bytes`, with values of its own; infinities become NaN. Throws `protocol` on anything else. */
export function decodeMotionFrame(bytes: Uint8Array): MotionSample & { readonly sequence: number } {
  if (bytes.byteLength < FRAME_HEADER_BYTES)
    throw new StudioError('protocol', `a motion frame of ${bytes.byteLength} bytes is cut short; reload the page`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint16(2, true);
  const [face, hands, pose] = [
    flags & FLAG.face ? FACE_CHANNEL_COUNT : 0,
    flags & FLAG.hands ? HANDS_COUNT : 0,
    flags & FLAG.pose ? POSE_VALUES : 0,
  ];
  if (view.getUint8(0) !== frameKind.motion || view.getUint8(1) !== FRAME_VERSION || flags > 15)
    throw new StudioError(
      'protocol',
      `frame kind ${view.getUint8(0)}, version ${view.getUint8(1)}, flags ${flags} is no motion frame of version ${FRAME_VERSION}`,
    );
  if (bytes.byteLength !== FRAME_HEADER_BYTES + 4 * (face + hands + pose))
    throw new StudioError('protocol', `a motion frame of ${bytes.byteLength} bytes does not hold what its flags ${flags} say`);
  const atMs = view.getFloat64(8, true);
  if (!Number.isFinite(atMs)) throw new StudioError('protocol', 'a motion frame bears no time');
  let at = FRAME_HEADER_BYTES;
  const take = (count: number): Float32Array | undefined => {
    if (count === 0) return undefined;
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const value = view.getFloat32(at + 4 * i, true);
      values[i] = Number.isFinite(value) ? value : Number.NaN;
    }
    at += 4 * count;
    return values;
  };
  return {
    sequence: view.getUint32(4, true),
    atMs,
    found: (flags & FLAG.found) !== 0,
    face: take(face),
    hands: take(hands),
    pose: take(pose),
  };
}
