import { StudioError } from '#shared/errors.ts';
import { FRAME_HEADER_BYTES, FRAME_VERSION, frameKind } from './frame-codec.ts';

/** Of all sound from the microphone: mono float32, −1…1. */
export const MICROPHONE_RATE_HZ = 16_000;
/** Samples of one frame: 20 ms. */
export const MICROPHONE_FRAME = 320;

/** Behind the common header, whose source time is that of the first sample (ms since the epoch): the samples, float32 at 16 kHz. */
export interface MicrophoneFrame {
  readonly sequence: number;
  readonly sourceTimeMs: number;
  readonly samples: Float32Array;
}

/** Bytes of a frame, in a buffer of its own. */
export function encodeMicrophoneFrame({ sequence, sourceTimeMs, samples }: MicrophoneFrame): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + samples.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, frameKind.microphone);
  view.setUint8(1, FRAME_VERSION);
  view.setUint32(4, sequence >>> 0, true);
  view.setFloat64(8, sourceTimeMs, true);
  new Float32Array(bytes.buffer, FRAME_HEADER_BYTES).set(samples);
  return bytes;
}

/** The frame in `bytes`, with samples of its own; values that are no numbers become silence. Throws `protocol` on anything else. */
export function decodeMicrophoneFrame(bytes: Uint8Array): MicrophoneFrame {
  const length = bytes.byteLength - FRAME_HEADER_BYTES;
  if (length !== MICROPHONE_FRAME * 4)
    throw new StudioError(
      'protocol',
      `a microphone frame of ${bytes.byteLength} bytes is not one of ${MICROPHONE_FRAME} samples; reload the studio page`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== frameKind.microphone || view.getUint8(1) !== FRAME_VERSION)
    throw new StudioError(
      'protocol',
      `frame kind ${view.getUint8(0)}, version ${view.getUint8(1)} is no microphone frame of version ${FRAME_VERSION}`,
    );
  const sourceTimeMs = view.getFloat64(8, true);
  if (!Number.isFinite(sourceTimeMs)) throw new StudioError('protocol', 'a microphone frame bears no time');
  const samples = new Float32Array(MICROPHONE_FRAME);
  for (let i = 0; i < MICROPHONE_FRAME; i++) {
    const sample = view.getFloat32(FRAME_HEADER_BYTES + 4 * i, true);
    samples[i] = Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0;
  }
  return { sequence: view.getUint32(4, true), sourceTimeMs, samples };
}
