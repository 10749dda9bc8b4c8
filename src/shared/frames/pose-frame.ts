import { StudioError } from '#shared/errors.ts';
import { BONES, POSE_VALUES } from '#shared/tracking/bones.ts';
import { FRAME_HEADER_BYTES, FRAME_VERSION, frameKind } from './frame-codec.ts';

/**
 * A pose on its way to the stages, for avatars with a humanoid's bones; the newest wins. Behind the common header: the pose's values f32, then a weight per
 * bone f32 (0 leaves it to itself … 1 rules it), the hips' position under that of the hips.
 */
export const POSE_FRAME_BYTES = FRAME_HEADER_BYTES + 4 * (POSE_VALUES + BONES.length);

/** A frame that is written anew each time into one buffer: nothing is allocated. */
export interface PoseFrameWriter {
  readonly bytes: Uint8Array;
  readonly pose: Float32Array;
  readonly weights: Float32Array;
  stamp(sequence: number, sourceTimeMs: number): void;
}

export function createPoseFrameWriter(): PoseFrameWriter {
  const buffer = new ArrayBuffer(POSE_FRAME_BYTES);
  const view = new DataView(buffer);
  view.setUint8(0, frameKind.pose);
  view.setUint8(1, FRAME_VERSION);
  return {
    bytes: new Uint8Array(buffer),
    pose: new Float32Array(buffer, FRAME_HEADER_BYTES, POSE_VALUES),
    weights: new Float32Array(buffer, FRAME_HEADER_BYTES + 4 * POSE_VALUES, BONES.length),
    stamp(sequence, sourceTimeMs) {
      view.setUint32(4, sequence >>> 0, true);
      view.setFloat64(8, sourceTimeMs, true);
    },
  };
}

export interface PoseFrame {
  readonly sourceTimeMs: number;
  readonly pose: Float32Array;
  readonly weights: Float32Array;
}

/** The pose in `buffer`, which starts at its first byte; values are views of it. Throws `protocol` on anything else. */
export function decodePoseFrame(buffer: ArrayBuffer): PoseFrame {
  const view = new DataView(buffer);
  if (buffer.byteLength !== POSE_FRAME_BYTES || view.getUint8(0) !== frameKind.pose || view.getUint8(1) !== FRAME_VERSION)
    throw new StudioError('protocol', `${buffer.byteLength} bytes are no pose frame of version ${FRAME_VERSION}`);
  return {
    sourceTimeMs: view.getFloat64(8, true),
    pose: new Float32Array(buffer, FRAME_HEADER_BYTES, POSE_VALUES),
    weights: new Float32Array(buffer, FRAME_HEADER_BYTES + 4 * POSE_VALUES, BONES.length),
  };
}
