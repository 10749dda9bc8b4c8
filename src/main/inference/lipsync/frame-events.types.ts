import { z } from 'zod';

/** The lip-sync engine's operation for a microphone: `open` with this input, push sound, get frames; `tell` 'reset' begins anew at 0 ms. */
export const FRAMES_OP = 'frames';
export const framesInputSchema = z.object({
  sampleRateHz: z.number().min(8000).max(192_000),
  /** live: at once. delayed: better, 20 ms later. */
  variant: z.enum(['live', 'delayed']),
});

/** Values of a frame: tMs, aa, ih, ou, ee, oh, openness, place of the viseme in VISEMES, level in dB. See `LipSyncFrame`. */
export const FRAME_ROW = 9;
export const framesEventSchema = z.object({
  /** One or more frames in order, FRAME_ROW values each. */
  rows: z.custom<Float32Array>((value) => value instanceof Float32Array && value.length > 0 && value.length % FRAME_ROW === 0),
});
export type FramesEvent = z.infer<typeof framesEventSchema>;
