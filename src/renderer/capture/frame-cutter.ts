import { createResampler } from '#shared/audio/resampler.ts';
import { MICROPHONE_FRAME, MICROPHONE_RATE_HZ } from '#shared/frames/microphone-frame.ts';
import { CAPTURE_RATE_HZ, type CaptureChunk } from './capture-messages.ts';

/** 48 kHz chunks → frames of 20 ms at 16 kHz, each with the time at which its first sample was taken. */
export interface FrameCutter {
  /** `samples` of a frame are the receiver's own. */
  push(chunk: CaptureChunk): void;
}

/** A chunk whose time is further off than this begins a new line: sound was lost before it. */
const BREAK_MS = 50;

export function createFrameCutter(onFrame: (atMs: number, samples: Float32Array) => void): FrameCutter {
  let resampler = createResampler(CAPTURE_RATE_HZ, MICROPHONE_RATE_HZ);
  let frame = new Float32Array(MICROPHONE_FRAME);
  let filled = 0;
  /** Time of the resampler's first sample, samples that went in and that came out since. */
  let startMs: number | undefined;
  let taken = 0;
  let given = 0;

  function begin(atMs: number): void {
    resampler = createResampler(CAPTURE_RATE_HZ, MICROPHONE_RATE_HZ);
    startMs = atMs;
    taken = 0;
    given = 0;
    filled = 0;
  }

  return {
    push({ atMs, samples }) {
      if (startMs === undefined || Math.abs(atMs - (startMs + (taken / CAPTURE_RATE_HZ) * 1000)) > BREAK_MS) begin(atMs);
      // The stamps' own slow drift is followed.
      else startMs += 0.05 * (atMs - (startMs + (taken / CAPTURE_RATE_HZ) * 1000));
      taken += samples.length;
      const resampled = resampler.process(samples);
      for (let at = 0; at < resampled.length; ) {
        const part = resampled.subarray(at, at + MICROPHONE_FRAME - filled);
        frame.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < MICROPHONE_FRAME) break;
        onFrame((startMs ?? atMs) + (given / MICROPHONE_RATE_HZ) * 1000, frame);
        given += MICROPHONE_FRAME;
        frame = new Float32Array(MICROPHONE_FRAME);
        filled = 0;
      }
    },
  };
}
