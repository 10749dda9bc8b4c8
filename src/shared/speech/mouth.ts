import type { Viseme, VisemeCue } from '#shared/speech/cues.ts';
import { VISEMES } from '#shared/speech/lists.ts';

/**
 * The mouth as a function of time. Every cue is a plateau that domes slightly towards its middle; between two plateaus runs an eased ramp
 * across their boundary (coarticulation). So a peak of openness lies in the middle of its phoneme, whatever its neighbours are,
 * and lips that must close (p b m) have closed when their cue begins and stay so until it ends.
 */
export interface MouthTrack {
  /** Cues later than all before. Overlaps are cut, gaps count as silence; the only call that allocates, and only when storage grows. */
  append(cues: readonly VisemeCue[]): void;
  /** `positionMs` from the utterance's first sample. Writes out[0..4] = weights of aa, ih, ou, ee, oh (0…1) and out[5] = openness (0…1). */
  sample(positionMs: number, out: Float32Array): void;
  /** Forgets all cues; storage is kept. */
  reset(): void;
}

/** Number of values that `sample` writes. */
export const MOUTH_VALUES = 6;

/** Weights of aa, ih, ou, ee, oh of a viseme at its nominal openness. A VRM vowel at 1 is already a natural size, so `ih` goes to 1 though the lips open little. */
const SHAPES: Readonly<
  Record<Viseme, { readonly weights: readonly [number, number, number, number, number]; readonly open: number }>
> = {
  sil: { weights: [0, 0, 0, 0, 0], open: 0 },
  PP: { weights: [0, 0, 0, 0, 0], open: 0 },
  FF: { weights: [0, 0.12, 0.05, 0, 0], open: 0.1 },
  TH: { weights: [0.05, 0.2, 0, 0.05, 0], open: 0.2 },
  DD: { weights: [0.05, 0.25, 0, 0.05, 0], open: 0.2 },
  kk: { weights: [0.12, 0.15, 0, 0.1, 0], open: 0.25 },
  CH: { weights: [0, 0.15, 0.25, 0, 0], open: 0.2 },
  SS: { weights: [0, 0.3, 0, 0.05, 0], open: 0.15 },
  nn: { weights: [0.05, 0.22, 0, 0.05, 0], open: 0.2 },
  RR: { weights: [0.05, 0.05, 0.15, 0.05, 0.15], open: 0.25 },
  aa: { weights: [1, 0, 0, 0, 0], open: 1 },
  E: { weights: [0.1, 0, 0, 0.85, 0], open: 0.55 },
  I: { weights: [0, 0.85, 0, 0, 0], open: 0.32 },
  O: { weights: [0.05, 0, 0, 0, 0.9], open: 0.62 },
  U: { weights: [0, 0, 0.85, 0, 0], open: 0.26 },
};

/** Shapes in the order of VISEMES: five weights and the openness they belong to. */
const shapeTable = Float32Array.from(VISEMES.flatMap((viseme) => [...SHAPES[viseme].weights, SHAPES[viseme].open]));
const SILENCE = VISEMES.indexOf('sil');
const CLOSED_LIPS = VISEMES.indexOf('PP');
const visemeIndex = new Map<Viseme, number>(VISEMES.map((viseme, index) => [viseme, index]));

/** Share of a ramp that lies inside a cue, ms. */
const RAMP_MS = 26;
/** Silence is closed soon after it begins; the mouth still opens a little before the sound. */
const SILENCE_RAMP_MS = 14;
/** Pressed lips hold for nearly all of their cue; the neighbour does the moving. */
const CLOSED_RAMP_MS = 4;
const BESIDE_CLOSED_RAMP_MS = 44;
/** Loss of openness at the edges of a cue against its middle. */
const DOME_DEPTH = 0.14;
/** After the last known cue the mouth closes within this time. */
const TAIL_MS = 80;
/** Shorter gaps belong to the cue before. */
const GAP_MS = 30;

export function createMouthTrack(): MouthTrack {
  let capacity = 64;
  let count = 0;
  /** Where the last sample fell: positions mostly move forward by a frame. */
  let cursor = 0;
  let start = new Float64Array(capacity);
  let end = new Float64Array(capacity);
  let open = new Float32Array(capacity);
  let shape = new Uint8Array(capacity);

  function grow(): void {
    capacity *= 2;
    start = grown(start, new Float64Array(capacity));
    end = grown(end, new Float64Array(capacity));
    open = grown(open, new Float32Array(capacity));
    shape = grown(shape, new Uint8Array(capacity));
  }

  function push(from: number, to: number, index: number, openness: number): void {
    if (count === capacity) grow();
    start[count] = from;
    end[count] = to;
    shape[count] = index;
    open[count] = openness;
    count++;
  }

  function appendOne(cue: VisemeCue): void {
    const last = count > 0 ? at(end, count - 1) : 0;
    const from = Math.max(cue.startMs, last);
    if (!(cue.endMs > from)) return;
    const gap = from - last;
    if (gap > 0 && count > 0 && gap < GAP_MS) end[count - 1] = from;
    else if (gap > 0) push(last, from, SILENCE, 0);
    push(from, cue.endMs, visemeIndex.get(cue.viseme) ?? SILENCE, Math.min(1, Math.max(0, cue.open)));
  }

  function locate(positionMs: number): number {
    let i = Math.min(cursor, count - 1);
    if (positionMs >= at(start, i)) {
      // Forward by a few cues at most in play; a jump costs one walk.
      while (i < count - 1 && positionMs >= at(end, i)) i++;
    } else {
      let low = 0;
      let high = i;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (positionMs < at(end, middle)) high = middle;
        else low = middle + 1;
      }
      i = low;
    }
    cursor = i;
    return i;
  }

  /** How far the ramp on one side reaches into cue `i`, ms. */
  function ramp(i: number, neighbour: number): number {
    const length = at(end, i) - at(start, i);
    const kind = at(shape, i);
    if (kind === CLOSED_LIPS) return Math.min(CLOSED_RAMP_MS, length / 4);
    const beside = neighbour >= 0 && neighbour < count && at(shape, neighbour) === CLOSED_LIPS;
    if (beside) return Math.min(BESIDE_CLOSED_RAMP_MS, length / 2);
    return Math.min(kind === SILENCE ? SILENCE_RAMP_MS : RAMP_MS, length / 2);
  }

  /** Adds cue `i` at `positionMs`, times `share`. */
  function add(i: number, positionMs: number, share: number, out: Float32Array): void {
    const half = (at(end, i) - at(start, i)) / 2;
    const fromMiddle = Math.min(1, Math.abs(positionMs - at(start, i) - half) / half);
    const openness = at(open, i) * (1 - DOME_DEPTH * fromMiddle * fromMiddle) * share;
    const row = at(shape, i) * MOUTH_VALUES;
    const nominal = at(shapeTable, row + 5);
    const scale = nominal > 0 ? openness / nominal : 0;
    for (let k = 0; k < 5; k++) out[k] = Math.min(1, at(out, k) + at(shapeTable, row + k) * scale);
    out[5] = at(out, 5) + openness;
  }

  function sample(positionMs: number, out: Float32Array): void {
    for (let k = 0; k < MOUTH_VALUES; k++) out[k] = 0;
    if (count === 0 || !(positionMs >= 0)) return;
    const last = at(end, count - 1);
    if (positionMs >= last) {
      if (positionMs < last + TAIL_MS) add(count - 1, last, 1 - ease((positionMs - last) / TAIL_MS), out);
      return;
    }
    const i = locate(positionMs);
    const from = at(start, i);
    const to = at(end, i);
    const left = ramp(i, i - 1);
    const right = ramp(i, i + 1);
    if (i > 0 && positionMs < from + left) between(i - 1, ramp(i - 1, i), i, left, positionMs, out);
    else if (i < count - 1 && positionMs >= to - right) between(i, right, i + 1, ramp(i + 1, i), positionMs, out);
    else add(i, positionMs, 1, out);
  }

  /** On the ramp from cue `a` (which it enters by `inA` ms) to cue `b`. */
  function between(a: number, inA: number, b: number, inB: number, positionMs: number, out: Float32Array): void {
    const share = ease((positionMs - at(end, a) + inA) / (inA + inB));
    add(a, positionMs, 1 - share, out);
    add(b, positionMs, share, out);
  }

  return {
    append(cues) {
      for (const cue of cues) appendOne(cue);
    },
    sample,
    reset() {
      count = 0;
      cursor = 0;
    },
  };
}

/** Smoothstep of 0…1. */
function ease(x: number): number {
  const t = Math.min(1, Math.max(0, x));
  return t * t * (3 - 2 * t);
}

/** An element that the caller knows to exist. */
function at(array: Float64Array | Float32Array | Uint8Array, index: number): number {
  return array[index] ?? 0;
}

function grown<T extends Float64Array | Float32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
