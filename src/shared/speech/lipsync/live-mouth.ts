import { MOUTH_VALUES } from '#shared/speech/mouth.ts';
import { FRAME_MS, type LipSyncFrame } from './frame.ts';

/**
 * Frames of a running stream as a mouth at any moment: the same six values that cues give through `createMouthTrack`, so every rig takes them.
 * Frames stand in the middle of their 10 ms; what lies between them is eased, which is the coarticulation that the model leaves to us.
 */
export interface LiveMouth {
  push(frame: Readonly<LipSyncFrame>): void;
  /**
   * The mouth at `positionMs` of the stream, for sound that is played by a clock; beyond the newest frame it holds for a moment, then closes.
   * Writes out[0..4] = weights of aa, ih, ou, ee, oh and out[5] = openness, 0…1.
   */
  sample(positionMs: number, out: Float32Array): void;
  /** The newest moment that can be told, `ageMs` after its frame came: for a microphone, whose sound has no clock of ours. */
  sampleNewest(ageMs: number, out: Float32Array): void;
  reset(): void;
}

/** About two and a half seconds: a delayed stream never lies further back. */
const KEPT = 256;
/** Half the width of the easing, ms: lips do not turn faster. */
const REACH_MS = 14;
/** Frames come in bunches, so a short gap is no silence. */
const HOLD_MS = 60;
const CLOSE_MS = 120;

export function createLiveMouth(): LiveMouth {
  const values = new Float32Array(KEPT * MOUTH_VALUES);
  /** Index of the next frame; frame f lies at f % KEPT. */
  let next = 0;

  /** Adds frame `index`, times `share`. */
  function add(index: number, share: number, out: Float32Array): void {
    const row = (index % KEPT) * MOUTH_VALUES;
    for (let k = 0; k < MOUTH_VALUES; k++) out[k] = (out[k] ?? 0) + (values[row + k] ?? 0) * share;
  }

  function sample(positionMs: number, out: Float32Array): void {
    out.fill(0, 0, MOUTH_VALUES);
    const oldest = Math.max(0, next - KEPT);
    if (next === 0 || !(positionMs >= oldest * FRAME_MS)) return;
    const end = next * FRAME_MS;
    const late = positionMs - end;
    if (late >= HOLD_MS + CLOSE_MS) return;
    const at = Math.min(positionMs, end - FRAME_MS / 2);
    const first = Math.max(oldest, Math.ceil((at - REACH_MS) / FRAME_MS - 0.5));
    const last = Math.min(next - 1, Math.floor((at + REACH_MS) / FRAME_MS - 0.5));
    let total = 0;
    for (let f = first; f <= last; f++) total += weightAt((f + 0.5) * FRAME_MS - at);
    for (let f = first; f <= last; f++) add(f, weightAt((f + 0.5) * FRAME_MS - at) / total, out);
    const share = late > HOLD_MS ? 1 - (late - HOLD_MS) / CLOSE_MS : 1;
    if (share < 1) for (let k = 0; k < MOUTH_VALUES; k++) out[k] = (out[k] ?? 0) * share;
  }

  return {
    push(frame) {
      const index = Math.round(frame.tMs / FRAME_MS);
      // A stream that lost frames shows a closed mouth for them, not old ones.
      for (let f = Math.max(next, index - KEPT); f < index; f++)
        values.fill(0, (f % KEPT) * MOUTH_VALUES, ((f % KEPT) + 1) * MOUTH_VALUES);
      const row = (index % KEPT) * MOUTH_VALUES;
      for (let k = 0; k < 5; k++) values[row + k] = frame.weights[k] ?? 0;
      values[row + 5] = frame.open;
      next = Math.max(next, index + 1);
    },
    sample,
    sampleNewest: (ageMs, out) => sample(next * FRAME_MS + Math.max(0, ageMs - FRAME_MS), out),
    reset() {
      next = 0;
    },
  };
}

/** A rounded hill over ±REACH_MS. */
function weightAt(distanceMs: number): number {
  const x = Math.min(1, Math.abs(distanceMs) / REACH_MS);
  return 1 - x * x * (3 - 2 * x) + 1e-6;
}
