import { StudioError } from '#shared/errors.ts';
import { FRAME_HEADER_BYTES, FRAME_VERSION, frameKind } from './frame-codec.ts';

/**
 * Values for model parameters, at most 60 times a second; the newest wins. Behind the common header: table u32 (of the `parameter-table` message that
 * names them, in its order) · count u32 · time f64 of the newest camera picture in it (ms since the epoch; 0: nobody is tracked) · `count` values f32 ·
 * `count` weights f32 (0 leaves the parameter alone … 1 rules it).
 */
const TABLE_HEADER_BYTES = 16;

/** Bytes of a parameter frame with room for `count` parameters. */
export function parameterFrameBytes(count: number): number {
  return FRAME_HEADER_BYTES + TABLE_HEADER_BYTES + count * 8;
}

/** A frame that is written anew each time into one buffer: nothing is allocated. */
export interface ParameterFrameWriter {
  readonly bytes: Uint8Array;
  /** One per parameter of the table; write, then `stamp`. */
  readonly values: Float32Array;
  readonly weights: Float32Array;
  stamp(sequence: number, sourceTimeMs: number, pictureMs: number): void;
}

export function createParameterFrameWriter(table: number, count: number): ParameterFrameWriter {
  const buffer = new ArrayBuffer(parameterFrameBytes(count));
  const view = new DataView(buffer);
  const at = FRAME_HEADER_BYTES + TABLE_HEADER_BYTES;
  view.setUint8(0, frameKind.parameters);
  view.setUint8(1, FRAME_VERSION);
  view.setUint32(FRAME_HEADER_BYTES, table, true);
  view.setUint32(FRAME_HEADER_BYTES + 4, count, true);
  return {
    bytes: new Uint8Array(buffer),
    values: new Float32Array(buffer, at, count),
    weights: new Float32Array(buffer, at + count * 4, count),
    stamp(sequence, sourceTimeMs, pictureMs) {
      view.setUint32(4, sequence >>> 0, true);
      view.setFloat64(8, sourceTimeMs, true);
      view.setFloat64(FRAME_HEADER_BYTES + 8, pictureMs, true);
    },
  };
}

export interface ParameterFrame {
  readonly sequence: number;
  readonly sourceTimeMs: number;
  /** Of the newest camera picture that these values know of, ms since the epoch; 0: nobody is tracked. */
  readonly pictureMs: number;
  readonly table: number;
  readonly values: Float32Array;
  readonly weights: Float32Array;
}

/** The parameter frame in `buffer`, which starts at its first byte; values and weights are views of it. Throws `protocol` on anything else. */
export function decodeParameterFrame(buffer: ArrayBuffer): ParameterFrame {
  const head = FRAME_HEADER_BYTES + TABLE_HEADER_BYTES;
  if (buffer.byteLength < head) throw new StudioError('protocol', `a parameter frame of ${buffer.byteLength} bytes is cut short`);
  const view = new DataView(buffer);
  const count = view.getUint32(FRAME_HEADER_BYTES + 4, true);
  if (view.getUint8(0) !== frameKind.parameters || view.getUint8(1) !== FRAME_VERSION)
    throw new StudioError(
      'protocol',
      `frame kind ${view.getUint8(0)}, version ${view.getUint8(1)} is no parameter frame of version ${FRAME_VERSION}`,
    );
  if (buffer.byteLength !== parameterFrameBytes(count))
    throw new StudioError('protocol', `a parameter frame of ${buffer.byteLength} bytes does not hold ${count} parameters`);
  return {
    sequence: view.getUint32(4, true),
    sourceTimeMs: view.getFloat64(8, true),
    pictureMs: view.getFloat64(FRAME_HEADER_BYTES + 8, true),
    table: view.getUint32(FRAME_HEADER_BYTES, true),
    values: new Float32Array(buffer, head, count),
    weights: new Float32Array(buffer, head + count * 4, count),
  };
}
