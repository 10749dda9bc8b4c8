import { INTENTS } from '#shared/live/appraisal.ts';
import { EMOTIONS } from '#shared/speech/emotion.ts';
import { collectFeatures, createFeatureList } from './features.ts';
import { INTENT_COUNT, LABEL_COUNT, type LabelledLine } from './labels.ts';
import { lineForReading } from './line.ts';
import { createRandom } from './random.ts';
import { softmaxInPlace } from './softmax.ts';

/** Weights before they are packed: `matrix` has 2^bits rows of LABEL_COUNT columns. */
export interface Weights {
  readonly bits: number;
  readonly matrix: Float32Array;
  readonly bias: Float32Array;
}

export interface TrainingOptions {
  readonly lines: readonly LabelledLine[];
  readonly bits: number;
  readonly seed: number;
  readonly epochs: number;
  /** Step of Adagrad. */
  readonly rate: number;
  /** Pull of every weight that a line touches towards where it began. */
  readonly l2: number;
  /** Where the weights begin, and what they are pulled to; undefined: zero. */
  readonly base: Weights | undefined;
}

export interface TrainingProgress {
  readonly linesSeen: number;
  readonly linesInAll: number;
}

const YIELD_EVERY = 200;

/**
 * Multinomial logistic regression for both kinds of labels at once, by Adagrad. The same lines, options and seed give the same weights on every machine.
 * A generator, so that the caller can rest, report or give up between steps.
 */
export function* train(options: TrainingOptions): Generator<TrainingProgress, Weights> {
  const { bits, seed, epochs, base } = options;
  const matrix = base === undefined ? new Float32Array((1 << bits) * LABEL_COUNT) : base.matrix.slice();
  const bias = base === undefined ? new Float32Array(LABEL_COUNT) : base.bias.slice();
  const samples = options.lines.map((line) => sampleOf(line, bits)).filter(({ buckets }) => buckets.length > 0);
  const step = createStep(matrix, bias, options);
  const order = samples.map((_, index) => index);
  const random = createRandom(seed);
  const linesInAll = samples.length * epochs;
  let linesSeen = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.shuffle(order);
    for (const index of order) {
      const sample = samples[index];
      if (sample !== undefined) step(sample);
      if (++linesSeen % YIELD_EVERY === 0) yield { linesSeen, linesInAll };
    }
  }
  return { bits, matrix, bias };
}

interface Sample {
  readonly buckets: Uint32Array;
  /** Columns that are right; -1: not labelled. */
  readonly intent: number;
  readonly emotion: number;
  readonly weight: number;
}

const list = createFeatureList();

function sampleOf(line: LabelledLine, bits: number): Sample {
  collectFeatures(lineForReading(line.text), bits, list);
  return {
    buckets: list.buckets.slice(0, list.count),
    intent: line.intent === undefined ? -1 : INTENTS.indexOf(line.intent),
    emotion: line.emotion === undefined ? -1 : INTENT_COUNT + EMOTIONS.indexOf(line.emotion),
    weight: line.weight ?? 1,
  };
}

/** One line's step down the gradient. */
function createStep(matrix: Float32Array, bias: Float32Array, { rate, l2, base }: TrainingOptions): (sample: Sample) => void {
  const squares = new Float32Array(matrix.length);
  const biasSquares = new Float32Array(LABEL_COUNT);
  const errors = new Float64Array(LABEL_COUNT);
  const home = base?.matrix;
  const columns = LABEL_COUNT;

  return ({ buckets, intent, emotion, weight }) => {
    const scale = 1 / Math.sqrt(buckets.length);
    scoresInto(errors, matrix, bias, buckets, scale);
    becomeErrors(errors, 0, INTENT_COUNT, intent, weight);
    becomeErrors(errors, INTENT_COUNT, LABEL_COUNT, emotion, weight);
    for (const bucket of buckets) {
      const row = bucket * columns;
      for (let label = 0; label < columns; label++) {
        const error = at(errors, label);
        if (error === 0) continue;
        const place = row + label;
        const value = at(matrix, place);
        const slope = error * scale + l2 * (value - (home === undefined ? 0 : at(home, place)));
        const sum = at(squares, place) + slope * slope;
        squares[place] = sum;
        matrix[place] = value - (rate * slope) / (Math.sqrt(sum) + 1e-6);
      }
    }
    for (let label = 0; label < LABEL_COUNT; label++) {
      const slope = at(errors, label);
      const sum = at(biasSquares, label) + slope * slope;
      biasSquares[label] = sum;
      // The bias is in every line: a tenth of the step keeps it from leading.
      bias[label] = at(bias, label) - (0.1 * rate * slope) / (Math.sqrt(sum) + 1e-6);
    }
  };
}

function scoresInto(scores: Float64Array, matrix: Float32Array, bias: Float32Array, buckets: Uint32Array, scale: number): void {
  const columns = LABEL_COUNT;
  scores.fill(0);
  for (const bucket of buckets) {
    const row = bucket * columns;
    for (let label = 0; label < columns; label++) scores[label] = at(scores, label) + at(matrix, row + label);
  }
  for (let label = 0; label < LABEL_COUNT; label++) scores[label] = at(scores, label) * scale + at(bias, label);
}

/** Scores of one kind of label become probability minus truth; zeros where the line has no such label. */
function becomeErrors(scores: Float64Array, from: number, to: number, truth: number, weight: number): void {
  if (truth < 0) {
    scores.fill(0, from, to);
    return;
  }
  softmaxInPlace(scores, from, to, 1);
  for (let label = from; label < to; label++) scores[label] = (at(scores, label) - (label === truth ? 1 : 0)) * weight;
}

/** Typed arrays have a number at every place below their length; the type system does not know. */
function at(values: Float32Array | Float64Array, place: number): number {
  return values[place] ?? 0;
}
