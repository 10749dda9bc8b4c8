import type { Granule } from './layer3-frame.ts';
import { SYNTHESIS_WINDOW } from './layer3-tables.ts';

const SUBBANDS = 32;
const SLOTS = 18;

/** Butterflies between subbands (11172-3, table 3-B.9). */
const ALIAS = [-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037].map((c) => ({
  keep: 1 / Math.sqrt(1 + c * c),
  cross: c / Math.sqrt(1 + c * c),
}));

/** Undoes the encoder's reduction of aliases, in place. Short blocks have none. */
export function reduceAliases(lines: Float32Array, granule: Granule): void {
  const borders = granule.blockType !== 2 ? SUBBANDS - 1 : granule.isMixed ? 1 : 0;
  for (let border = 1; border <= borders; border++) {
    for (const [i, { keep, cross }] of ALIAS.entries()) {
      const below = border * SLOTS - 1 - i;
      const above = border * SLOTS + i;
      const low = lines[below] ?? 0;
      const high = lines[above] ?? 0;
      lines[below] = low * keep - high * cross;
      lines[above] = high * keep + low * cross;
    }
  }
}

const sine = (length: number, i: number): number => Math.sin((Math.PI / length) * (i + 0.5));
/** Windows of 36 samples: long, start, (short), stop. */
const WINDOWS: readonly Float32Array[] = [
  Float32Array.from({ length: 36 }, (_, i) => sine(36, i)),
  Float32Array.from({ length: 36 }, (_, i) => (i < 18 ? sine(36, i) : i < 24 ? 1 : i < 30 ? sine(12, i - 18) : 0)),
  new Float32Array(36),
  Float32Array.from({ length: 36 }, (_, i) => (i < 6 ? 0 : i < 12 ? sine(12, i - 6) : i < 18 ? 1 : sine(36, i))),
];
const SHORT_WINDOW = Float32Array.from({ length: 12 }, (_, i) => sine(12, i));

/** Inverse MDCT by its definition: row i, column k. */
function cosines(length: number): Float32Array {
  const half = length / 2;
  return Float32Array.from({ length: length * half }, (_, at) => {
    const i = Math.floor(at / half);
    const k = at % half;
    return Math.cos((Math.PI / (2 * length)) * (2 * i + 1 + half) * (2 * k + 1));
  });
}
const LONG_COSINES = cosines(36);
const SHORT_COSINES = cosines(12);

/** One channel from lines to samples. Keeps what overlaps into the next granule and the synthesis filter's memory. */
export interface HybridFilter {
  /** 576 lines (alias-reduced) → 576 samples. */
  process(lines: Float32Array, granule: Granule): Float32Array;
}

export function createHybridFilter(): HybridFilter {
  const overlap = new Float32Array(SUBBANDS * SLOTS);
  const raw = new Float32Array(36);
  /** Subband samples: slot × 32 + subband. */
  const slots = new Float32Array(SUBBANDS * SLOTS);
  const synthesise = createSynthesis();

  function subband(lines: Float32Array, index: number, granule: Granule, silent: boolean): void {
    const isShort = granule.blockType === 2 && !(granule.isMixed && index < 2);
    const windowType = granule.blockType === 2 ? 0 : granule.blockType;
    if (silent) raw.fill(0);
    else if (isShort) threeShort(lines, index * SLOTS, raw);
    else oneLong(lines, index * SLOTS, WINDOWS[windowType] ?? raw, raw);
    for (let i = 0; i < SLOTS; i++) {
      const at = index * SLOTS + i;
      const value = (raw[i] ?? 0) + (overlap[at] ?? 0);
      overlap[at] = raw[i + SLOTS] ?? 0;
      // Every second sample of every second subband stands on its head.
      slots[i * SUBBANDS + index] = i % 2 === 1 && index % 2 === 1 ? -value : value;
    }
  }

  return {
    process(lines, granule) {
      // Speech leaves the upper half empty.
      const filled = Math.ceil((lines.findLastIndex((value) => value !== 0) + 1) / SLOTS);
      for (let index = 0; index < SUBBANDS; index++) subband(lines, index, granule, index >= filled);
      const samples = new Float32Array(SUBBANDS * SLOTS);
      for (let slot = 0; slot < SLOTS; slot++) synthesise(slots, slot * SUBBANDS, samples);
      return samples;
    },
  };
}

function oneLong(lines: Float32Array, from: number, window: Float32Array, into: Float32Array): void {
  for (let i = 0; i < 36; i++) {
    let sum = 0;
    for (let k = 0; k < 18; k++) sum += (lines[from + k] ?? 0) * (LONG_COSINES[i * 18 + k] ?? 0);
    into[i] = sum * (window[i] ?? 0);
  }
}

function threeShort(lines: Float32Array, from: number, into: Float32Array): void {
  into.fill(0);
  for (let window = 0; window < 3; window++) {
    for (let i = 0; i < 12; i++) {
      let sum = 0;
      for (let k = 0; k < 6; k++) sum += (lines[from + k * 3 + window] ?? 0) * (SHORT_COSINES[i * 6 + k] ?? 0);
      const at = 6 + window * 6 + i;
      into[at] = (into[at] ?? 0) + sum * (SHORT_WINDOW[i] ?? 0);
    }
  }
}

const MATRIX = Float32Array.from({ length: 64 * SUBBANDS }, (_, at) =>
  Math.cos((Math.PI / 64) * (16 + Math.floor(at / SUBBANDS)) * (2 * (at % SUBBANDS) + 1)),
);

/** The polyphase filter (11172-3, figure 3-A.2): 32 subband samples in, 32 samples out, written to the same place of `into`. */
function createSynthesis(): (subbands: Float32Array, at: number, into: Float32Array) => void {
  const memory = new Float32Array(1024);
  return (subbands, at, into) => {
    memory.copyWithin(64, 0, 960);
    // The cosines mirror at 16 (with a change of sign) and at 48: half of them are enough.
    for (let i = 0; i < 16; i++) {
      const value = row(i, subbands, at);
      memory[i] = value;
      memory[32 - i] = -value;
    }
    memory[16] = 0;
    for (let i = 33; i <= 48; i++) {
      const value = row(i, subbands, at);
      memory[i] = value;
      if (i < 48) memory[96 - i] = value;
    }
    for (let j = 0; j < SUBBANDS; j++) {
      let sum = 0;
      for (let i = 0; i < 8; i++) {
        sum += (memory[i * 128 + j] ?? 0) * (SYNTHESIS_WINDOW[i * 64 + j] ?? 0);
        sum += (memory[i * 128 + 96 + j] ?? 0) * (SYNTHESIS_WINDOW[i * 64 + 32 + j] ?? 0);
      }
      into[at + j] = sum;
    }
  };
}

function row(i: number, subbands: Float32Array, at: number): number {
  let sum = 0;
  for (let k = 0; k < SUBBANDS; k++) sum += (MATRIX[i * SUBBANDS + k] ?? 0) * (subbands[at + k] ?? 0);
  return sum;
}
