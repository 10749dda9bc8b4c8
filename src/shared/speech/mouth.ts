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
  /** The same, for who asks in every picture: a position in an object is not boxed on its way. */
  sampleHeard(heard: { readonly positionMs: number }, out: Float32Array): void;
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
  // Of the sample that is being taken, and the two ends of a ramp in ms: numbers handed from function to function are boxed on their way.
  const now = { positionMs: 0, share: 1 };
  const ramps = new Float64Array(4);

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

  function locate(): number {
    const { positionMs } = now;
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

  /** Writes how far the ramp on one side reaches into cue `i`, ms. */
  function ramp(i: number, neighbour: number, into: number): void {
    const length = at(end, i) - at(start, i);
    const kind = at(shape, i);
    const beside = neighbour >= 0 && neighbour < count && at(shape, neighbour) === CLOSED_LIPS;
    if (kind === CLOSED_LIPS) ramps[into] = Math.min(CLOSED_RAMP_MS, length / 4);
    else if (beside) ramps[into] = Math.min(BESIDE_CLOSED_RAMP_MS, length / 2);
    else ramps[into] = Math.min(kind === SILENCE ? SILENCE_RAMP_MS : RAMP_MS, length / 2);
  }

  /** Adds cue `i` where the sample is, times its share. */
  function add(i: number, out: Float32Array): void {
    const { positionMs, share } = now;
    const half = (at(end, i) - at(start, i)) / 2;
    const fromMiddle = Math.min(1, Math.abs(positionMs - at(start, i) - half) / half);
    const openness = at(open, i) * (1 - DOME_DEPTH * fromMiddle * fromMiddle) * share;
    const row = at(shape, i) * MOUTH_VALUES;
    const nominal = at(shapeTable, row + 5);
    const scale = nominal > 0 ? openness / nominal : 0;
    for (let k = 0; k < 5; k++) out[k] = Math.min(1, at(out, k) + at(shapeTable, row + k) * scale);
    out[5] = at(out, 5) + openness;
  }

  function sampleHeard({ positionMs }: { readonly positionMs: number }, out: Float32Array): void {
    for (let k = 0; k < MOUTH_VALUES; k++) out[k] = 0;
    if (count === 0 || !(positionMs >= 0)) return;
    const last = at(end, count - 1);
    if (positionMs >= last) {
      if (positionMs >= last + TAIL_MS) return;
      now.positionMs = last;
      now.share = 1 - ease((positionMs - last) / TAIL_MS);
      add(count - 1, out);
      return;
    }
    now.positionMs = positionMs;
    now.share = 1;
    const i = locate();
    ramp(i, i - 1, INTO_LEFT);
    ramp(i, i + 1, INTO_RIGHT);
    if (i > 0 && positionMs < at(start, i) + at(ramps, INTO_LEFT)) {
      ramp(i - 1, i, INTO_BEFORE);
      between(i - 1, INTO_BEFORE, i, INTO_LEFT, out);
    } else if (i < count - 1 && positionMs >= at(end, i) - at(ramps, INTO_RIGHT)) {
      ramp(i + 1, i, INTO_AFTER);
      between(i, INTO_RIGHT, i + 1, INTO_AFTER, out);
    } else add(i, out);
  }

  /** On the ramp from cue `a` to cue `b`, which it enters by the milliseconds in those places of `ramps`. */
  function between(a: number, inA: number, b: number, inB: number, out: Float32Array): void {
    const share = ease((now.positionMs - at(end, a) + at(ramps, inA)) / (at(ramps, inA) + at(ramps, inB)));
    now.share = 1 - share;
    add(a, out);
    now.share = share;
    add(b, out);
  }

  return {
    append(cues) {
      for (const cue of cues) appendOne(cue);
    },
    sample: (positionMs, out) => sampleHeard({ positionMs }, out),
    sampleHeard,
    reset() {
      count = 0;
      cursor = 0;
    },
  };
}

/** Places in `ramps`: into the cue that is heard, from both its sides, and into its neighbours. */
const INTO_LEFT = 0;
const INTO_RIGHT = 1;
const INTO_BEFORE = 2;
const INTO_AFTER = 3;

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
