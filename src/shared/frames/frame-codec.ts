import { StudioError } from '#shared/errors.ts';

/**
 * Binary frames: a 16-byte little-endian header, then the payload.
 *
 *   0 kind u8 · 1 version u8 · 2 flags u16 · 4 sequence u32 · 8 source time f64 (ms since the epoch) · 16 payload
 *
 * PCM payload: turn id u32 · utterance index u32 · start sample u32 · reserved u32 · mono float32 samples at 48 kHz, −1…1.
 */
export const FRAME_HEADER_BYTES = 16;
export const PCM_HEADER_BYTES = 16;
export const FRAME_VERSION = 1;
export const frameKind = { parameters: 1, pcm: 2, microphone: 3, motion: 4, pose: 5 } as const;

/** PCM of one utterance. `startSample` counts from the utterance's first sample, at 48 kHz. */
export interface PcmFrame {
  readonly sequence: number;
  readonly sourceTimeMs: number;
  readonly turnId: number;
  readonly utterance: number;
  readonly startSample: number;
  readonly samples: Float32Array;
}

/** Bytes of a PCM frame, in a buffer of its own. */
export function encodePcmFrame(frame: PcmFrame): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + PCM_HEADER_BYTES + frame.samples.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, frameKind.pcm);
  view.setUint8(1, FRAME_VERSION);
  view.setUint32(4, frame.sequence >>> 0, true);
  view.setFloat64(8, frame.sourceTimeMs, true);
  view.setUint32(16, frame.turnId, true);
  view.setUint32(20, frame.utterance, true);
  view.setUint32(24, frame.startSample, true);
  bytes.set(
    new Uint8Array(frame.samples.buffer, frame.samples.byteOffset, frame.samples.byteLength),
    FRAME_HEADER_BYTES + PCM_HEADER_BYTES,
  );
  return bytes;
}

/** The PCM frame in `buffer`. Its samples are a view where alignment allows, else a copy. Throws `protocol` on anything else. */
export function decodePcmFrame(buffer: ArrayBufferLike, byteOffset = 0, byteLength = buffer.byteLength - byteOffset): PcmFrame {
  const head = FRAME_HEADER_BYTES + PCM_HEADER_BYTES;
  if (byteLength < head || (byteLength - head) % 4 !== 0)
    throw new StudioError('protocol', `a PCM frame of ${byteLength} bytes is cut short or not whole samples`);
  const view = new DataView(buffer, byteOffset, byteLength);
  if (view.getUint8(0) !== frameKind.pcm) throw new StudioError('protocol', `frame kind ${view.getUint8(0)} is not PCM`);
  if (view.getUint8(1) !== FRAME_VERSION)
    throw new StudioError('protocol', `frame version ${view.getUint8(1)} is not ${FRAME_VERSION}`);
  const start = byteOffset + head;
  const samples =
    start % 4 === 0
      ? new Float32Array(buffer, start, (byteLength - head) / 4)
      : new Float32Array(buffer.slice(start, byteOffset + byteLength));
  return {
    sequence: view.getUint32(4, true),
    sourceTimeMs: view.getFloat64(8, true),
    turnId: view.getUint32(16, true),
    utterance: view.getUint32(20, true),
    startSample: view.getUint32(24, true),
    samples,
  };
}
