import { POSE_VALUES } from '#shared/tracking/bones.ts';
import {
  cuesPiece,
  endPiece,
  eventPiece,
  headPiece,
  inputsPiece,
  LIMITS,
  linePiece,
  MAGIC,
  type NamedInput,
  namesPiece,
  type PerformanceHead,
  type Performed,
  type PerformedCues,
  type PerformedLine,
  posePiece,
  SOUND_PIECE_SAMPLES,
  soundPiece,
} from './performance-format.ts';

/** Turns what moves into pieces of a file, in order. Times are ms since the beginning. */
export interface PerformanceRecorder {
  readonly start: readonly Uint8Array[];
  /** One moment: `visit` is called for every input that is moved now. Returns what is to be appended. */
  frame(ms: number, moving: (visit: (input: NamedInput, value: number) => void) => void): readonly Uint8Array[];
  pose(ms: number, pose: Float32Array): readonly Uint8Array[];
  event(ms: number, did: Performed): readonly Uint8Array[];
  /** A sentence of which the first sound is heard, and its number; undefined: no more are taken. */
  line(
    ms: number,
    line: Omit<PerformedLine, 'ms' | 'line'>,
  ): { readonly number: number; readonly pieces: readonly Uint8Array[] } | undefined;
  cues(ms: number, line: number, cues: Pick<PerformedCues, 'visemes' | 'words'>): readonly Uint8Array[];
  /** More of its sound: mono float32, 48 kHz, −1…1. */
  sound(ms: number, line: number, samples: Float32Array): readonly Uint8Array[];
  end(ms: number): readonly Uint8Array[];
  /** How many inputs were moved so far. */
  inputs(): number;
}

/** Changes smaller than this share of an input's range are not worth their bytes. */
const WORTH = 1 / 8000;
const NONE: readonly Uint8Array[] = [];

export function createPerformanceRecorder(head: PerformanceHead): PerformanceRecorder {
  const places = new Map<string, number>();
  const last: number[] = [];
  let lastMs = 0;
  let events = 0;
  /** Samples of each line so far. */
  const lines: number[] = [];
  let lastStartMs = 0;
  let lastPose = new Float32Array(POSE_VALUES).fill(Number.NaN);

  const now = (ms: number): number => {
    lastMs = Math.max(lastMs, Math.round(ms));
    return lastMs;
  };
  return {
    start: [MAGIC, headPiece(head)],
    frame(ms, moving) {
      const fresh: NamedInput[] = [];
      const changes: { input: number; value: number }[] = [];
      const seen = new Set<number>();
      moving((input, value) => {
        if (!Number.isFinite(value)) return;
        let place = places.get(input.name);
        if (place === undefined) {
          place = places.size;
          places.set(input.name, place);
          last.push(Number.NaN);
          fresh.push({ name: input.name, min: input.min, max: input.max, default: input.default });
        }
        seen.add(place);
        const before = last[place] ?? Number.NaN;
        if (Math.abs(value - before) < Math.abs(input.max - input.min) * WORTH) return;
        if (value === before) return;
        last[place] = value;
        changes.push({ input: place, value });
      });
      for (let place = 0; place < last.length; place++) {
        if (seen.has(place) || Number.isNaN(last[place] ?? Number.NaN)) continue;
        last[place] = Number.NaN;
        changes.push({ input: place, value: Number.NaN });
      }
      if (changes.length === 0) return NONE;
      const frame = inputsPiece(now(ms), changes);
      return fresh.length === 0 ? [frame] : [namesPiece(fresh), frame];
    },
    pose(ms, pose) {
      const same = pose.every((value, index) => {
        const before = lastPose[index] ?? Number.NaN;
        return Math.abs(value - before) < 1e-4 || (Number.isNaN(value) && Number.isNaN(before));
      });
      if (same) return NONE;
      lastPose = pose.slice();
      return [posePiece(now(ms), pose)];
    },
    event(ms, did) {
      // More than a reader takes would make all of it worthless.
      if (events >= LIMITS.events) return NONE;
      events += 1;
      return [eventPiece({ ms: now(ms), did })];
    },
    line(ms, line) {
      if (lines.length >= LIMITS.lines) return undefined;
      const number = lines.push(0) - 1;
      lastStartMs = Math.max(lastStartMs, Math.round(line.startMs));
      return {
        number,
        pieces: [linePiece({ ...line, text: line.text.slice(0, LIMITS.text), ms: now(ms), line: number, startMs: lastStartMs })],
      };
    },
    cues(ms, line, { visemes, words }) {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < Math.max(visemes.length, words.length); at += LIMITS.cues) {
        const [from, to] = [at, at + LIMITS.cues];
        pieces.push(cuesPiece({ ms: now(ms), line, visemes: visemes.slice(from, to), words: words.slice(from, to) }));
      }
      return pieces;
    },
    sound(ms, line, samples) {
      const total = (lines[line] ?? 0) + samples.length;
      // More than a reader takes would make all of it worthless.
      lines[line] = total > LIMITS.lineSamples ? Number.POSITIVE_INFINITY : total;
      if (total > LIMITS.lineSamples) return NONE;
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < samples.length; at += SOUND_PIECE_SAMPLES)
        pieces.push(soundPiece(now(ms), line, samples.subarray(at, at + SOUND_PIECE_SAMPLES)));
      return pieces;
    },
    end: (ms) => [endPiece(now(ms))],
    inputs: () => places.size,
  };
}
