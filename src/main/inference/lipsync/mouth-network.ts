import { StudioError } from '#shared/errors.ts';
import { LOGITS } from '#shared/speech/lipsync/decode.ts';
import { FEATURES } from '#shared/speech/lipsync/features.ts';
import { floatsOfModel } from '../engines/neural/onnx-graph.ts';
import { COLUMN_STEP, createFloatArena, type FloatArena, roomFor } from './float-arena.ts';

/**
 * The graph of models/lipsync in arithmetic of our own: a convolution over three frames, two GRU layers (ONNX: GRU, linear_before_reset) and heads.
 * A frame is some 130 000 products, fewer than a call of onnxruntime takes the time for; a test compares the two. One per model; readers share it.
 */
export interface MouthNetwork {
  /** A stream of frames through the head of that number. */
  read(head: number): MouthReader;
}

export interface MouthReader {
  /** `features`: FEATURES values of the next frame. Writes LOGITS values. */
  next(features: Float32Array, logits: Float32Array): void;
  reset(): void;
}

/** Heads of the model: now, and 20 ms ago. */
export const HEADS = 2;
/** Frames that the convolution sees, the newest last. */
const SEEN = 3;
const CELLS = 96;
const LAYERS = 2;
const SEEN_WIDTH = Math.ceil((SEEN * FEATURES) / COLUMN_STEP) * COLUMN_STEP;
const GATES = 3 * CELLS;

/** Floats of each weight in the file. */
const SIZES = {
  conv: CELLS * FEATURES * SEEN,
  conv_b: CELLS,
  w1: GATES * CELLS,
  r1: GATES * CELLS,
  b1: 2 * GATES,
  w2: GATES * CELLS,
  r2: GATES * CELLS,
  b2: 2 * GATES,
  head: LAYERS * CELLS * HEADS * LOGITS,
  head_b: HEADS * LOGITS,
} as const;
type Weights = Readonly<Record<keyof typeof SIZES, Float32Array>>;

/** `model`: an ONNX file as `scripts/lipsync/training/export_onnx.py` writes it. Throws `unavailable` for any other. */
export function mouthNetworkFromModel(model: Uint8Array): MouthNetwork {
  const weights = weightsFrom(model);
  const floats = Object.values(SIZES).reduce((sum, size) => sum + roomFor(size), 0);
  const arena = createFloatArena(floats + CELLS * SEEN_WIDTH + 16 * GATES);
  const convolution = createConvolution(arena, weights);
  /** Cells of both layers: what the heads read. */
  const cells = arena.take(LAYERS * CELLS);
  const lower = cells.subarray(0, CELLS);
  const upper = cells.subarray(CELLS);
  const first = createGru(arena, weights.w1, weights.r1, weights.b1);
  const second = createGru(arena, weights.w2, weights.r2, weights.b2);
  const heads = Array.from({ length: HEADS }, (_, head) => createHead(arena, weights, head));

  return {
    read(head) {
      const speak = heads[head];
      if (!speak) throw new RangeError(`the lip-sync model has ${HEADS} heads, none of number ${head}`);
      const seen = new Float32Array(SEEN_WIDTH);
      const state = new Float32Array(LAYERS * CELLS);
      let begun = false;
      return {
        next(features, logits) {
          seen.copyWithin(0, FEATURES, SEEN * FEATURES);
          // Before the first frame the model saw that frame repeated when it was trained.
          for (let k = begun ? SEEN - 1 : 0; k < SEEN; k++) seen.set(features, k * FEATURES);
          begun = true;
          cells.set(state);
          first(convolution(seen), lower);
          second(lower, upper);
          state.set(cells);
          speak(cells, logits);
        },
        reset() {
          state.fill(0);
          begun = false;
        },
      };
    },
  };
}

/** Frames → what the first layer hears. */
function createConvolution(arena: FloatArena, { conv, conv_b: bias }: Weights): (seen: Float32Array) => Float32Array {
  const rows = arena.take(CELLS * SEEN_WIDTH);
  // ONNX: [cell, feature, frame]. Ours: a row for a cell, frame after frame, as they lie in `seen`.
  for (let cell = 0; cell < CELLS; cell++)
    for (let feature = 0; feature < FEATURES; feature++)
      for (let frame = 0; frame < SEEN; frame++)
        rows[cell * SEEN_WIDTH + frame * FEATURES + feature] = conv[(cell * FEATURES + feature) * SEEN + frame] ?? 0;
  const input = arena.take(SEEN_WIDTH);
  const output = arena.take(CELLS);
  return (seen) => {
    input.set(seen);
    output.set(bias);
    arena.addProducts(rows, input, output);
    for (let k = 0; k < CELLS; k++) output[k] = Math.max(0, output[k] ?? 0);
    return output;
  };
}

/** A step of a layer: reads `input`, turns `cells` into the next ones. Rows of the weights: update, reset, new. */
function createGru(arena: FloatArena, w: Float32Array, r: Float32Array, bias: Float32Array) {
  const inputRows = arena.take(w.length);
  const cellRows = arena.take(r.length);
  inputRows.set(w);
  cellRows.set(r);
  const inputBias = bias.subarray(0, GATES);
  const cellBias = bias.subarray(GATES);
  const fromInput = arena.take(GATES);
  const fromCells = arena.take(GATES);
  return (input: Float32Array, cells: Float32Array): void => {
    fromInput.set(inputBias);
    arena.addProducts(inputRows, input, fromInput);
    fromCells.set(cellBias);
    arena.addProducts(cellRows, cells, fromCells);
    for (let k = 0; k < CELLS; k++) {
      const update = sigmoid((fromInput[k] ?? 0) + (fromCells[k] ?? 0));
      const reset = sigmoid((fromInput[CELLS + k] ?? 0) + (fromCells[CELLS + k] ?? 0));
      const fresh = Math.tanh((fromInput[2 * CELLS + k] ?? 0) + reset * (fromCells[2 * CELLS + k] ?? 0));
      cells[k] = (1 - update) * fresh + update * (cells[k] ?? 0);
    }
  };
}

function createHead(arena: FloatArena, { head: columns, head_b: bias }: Weights, head: number) {
  const rows = arena.take(LOGITS * LAYERS * CELLS);
  // ONNX: [cell, logit of all heads]. Ours: a row for a logit of this head.
  for (let logit = 0; logit < LOGITS; logit++)
    for (let cell = 0; cell < LAYERS * CELLS; cell++)
      rows[logit * LAYERS * CELLS + cell] = columns[cell * HEADS * LOGITS + head * LOGITS + logit] ?? 0;
  const output = arena.take(LOGITS);
  const ownBias = bias.subarray(head * LOGITS, (head + 1) * LOGITS);
  return (cells: Float32Array, logits: Float32Array): void => {
    output.set(ownBias);
    arena.addProducts(rows, cells, output);
    logits.set(output);
  };
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

function weightsFrom(model: Uint8Array): Weights {
  let floats: ReadonlyMap<string, Float32Array>;
  try {
    floats = floatsOfModel(model);
  } catch (error) {
    throw refused('it cannot be read', error);
  }
  const of = (name: keyof typeof SIZES): Float32Array => {
    const values = floats.get(name);
    if (values?.length !== SIZES[name])
      throw refused(`its weight "${name}" has ${values?.length ?? 0} numbers, not ${SIZES[name]}`);
    if (!values.every(Number.isFinite)) throw refused(`its weight "${name}" holds what is no number`);
    return values;
  };
  return {
    conv: of('conv'),
    conv_b: of('conv_b'),
    w1: of('w1'),
    r1: of('r1'),
    b1: of('b1'),
    w2: of('w2'),
    r2: of('r2'),
    b2: of('b2'),
    head: of('head'),
    head_b: of('head_b'),
  };
}

const refused = (why: string, cause?: unknown): StudioError =>
  new StudioError('unavailable', `this is no lip-sync model of this program (${why}): use the one that came with it`, { cause });
