import type { CaptureState } from '#shared/hearing/capture-protocol.ts';

/** Rate of the capturing AudioContext. The browser brings every device to it; RNNoise knows no other. */
export const CAPTURE_RATE_HZ = 48_000;
/** Samples that the worklet hands over at a time: 10 ms, a frame of RNNoise. */
export const CAPTURE_CHUNK = 480;
export const CAPTURE_PROCESSOR = 'yingxi-capture';

/** Worklet → worker. */
export interface CaptureChunk {
  /** Of the first sample, ms since the epoch. */
  readonly atMs: number;
  /** Mono float32, 48 kHz, `CAPTURE_CHUNK` samples. */
  readonly samples: Float32Array;
}

/** Page → worker. */
export type ToEars =
  | { readonly type: 'open'; readonly url: string }
  /** The wire from the worklet; the one before is closed. */
  | { readonly type: 'sound'; readonly port: MessagePort; readonly denoise: boolean }
  | { readonly type: 'state'; readonly state: CaptureState; readonly device: string; readonly detail: string }
  | { readonly type: 'close' };

/** Worker → page. */
export type FromEars =
  | { readonly type: 'listen' }
  /** Another page captures from now on. */
  | { readonly type: 'displaced' }
  | { readonly type: 'connection'; readonly connected: boolean }
  /** RNNoise did not load; sound goes on without it. */
  | { readonly type: 'denoise-failed'; readonly reason: string };
