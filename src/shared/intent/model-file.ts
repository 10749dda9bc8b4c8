import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';
import { INTENTS } from '#shared/live/appraisal.ts';
import { EMOTIONS } from '#shared/speech/emotion.ts';
import { LABEL_COUNT } from './labels.ts';
import type { Weights } from './trainer.ts';

/**
 * A classifier as it is kept: "YXIN", the header's length (uint32, little-endian), the header (JSON, ASCII), then 2^bits rows of LABEL_COUNT int8 weights.
 * A weight of column c is worth `scales[c]`.
 */
const MAGIC = 0x4e495859;
const MAX_HEADER_BYTES = 20_000;
const columns = z.array(z.number()).length(LABEL_COUNT);

export const modelHeaderSchema = z.object({
  version: z.literal(1),
  bits: z.number().int().min(8).max(20),
  intents: z.array(z.string()),
  emotions: z.array(z.string()),
  scales: columns,
  biases: columns,
  /** Scores are divided by these before they become probabilities. */
  temperatures: z.object({ intent: z.number().positive(), emotion: z.number().positive() }),
  /** Below these probabilities a line is 'chat' and 'neutral'. `request`: all intents together that make her do something; `other`: any one intent. */
  thresholds: z.object({ request: z.number(), other: z.number(), emotion: z.number() }),
  /** Own examples that it was tuned with; 0: as it ships. */
  ownExamples: z.number().int(),
  trainedAt: z.number(),
});
export type ModelHeader = z.infer<typeof modelHeaderSchema>;

export interface IntentModel {
  readonly header: ModelHeader;
  readonly weights: Int8Array;
}

/** Throws `invalid-input` when the bytes are no such model or one for other labels. */
export function modelFromBytes(bytes: Uint8Array): IntentModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 8 || view.getUint32(0, true) !== MAGIC) throw unreadable('it does not begin as one');
  const headerBytes = view.getUint32(4, true);
  if (headerBytes > MAX_HEADER_BYTES || bytes.byteLength < 8 + headerBytes) throw unreadable('it is cut off');
  const header = headerFrom(bytes.subarray(8, 8 + headerBytes));
  const size = (1 << header.bits) * LABEL_COUNT;
  if (bytes.byteLength !== 8 + headerBytes + size) throw unreadable(`${size} weights were expected`);
  const weights = new Int8Array(size);
  // Node's Buffer shares its memory with others: copied, never looked through.
  weights.set(new Int8Array(bytes.buffer, bytes.byteOffset + 8 + headerBytes, size));
  return { header, weights };
}

function headerFrom(bytes: Uint8Array): ModelHeader {
  let header: ModelHeader;
  try {
    header = modelHeaderSchema.parse(JSON.parse(String.fromCharCode(...bytes)));
  } catch (cause) {
    throw unreadable('its header is damaged', cause);
  }
  if (header.intents.join() !== INTENTS.join() || header.emotions.join() !== EMOTIONS.join())
    throw unreadable('it was made for other intents or emotions');
  return header;
}

function unreadable(why: string, cause?: unknown): StudioError {
  return new StudioError(
    'invalid-input',
    `This is no model of intents that can be used: ${why}. Train it again or go back to the one that ships.`,
    {
      cause,
    },
  );
}

export function bytesFromModel({ header, weights }: IntentModel): Uint8Array<ArrayBuffer> {
  // Labels and numbers only: one byte a letter.
  const text = Uint8Array.from(JSON.stringify(header), (letter) => letter.charCodeAt(0));
  const bytes = new Uint8Array(8 + text.length + weights.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, text.length, true);
  bytes.set(text, 8);
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), 8 + text.length);
  return bytes;
}

export type PackingOptions = Pick<ModelHeader, 'temperatures' | 'thresholds' | 'ownExamples' | 'trainedAt'>;

/** Rounds weights to 8 bits, each column by its own scale. */
export function packedModel({ bits, matrix, bias }: Weights, options: PackingOptions): IntentModel {
  const columns = LABEL_COUNT;
  const most = new Float64Array(columns);
  for (let place = 0; place < matrix.length; place++) {
    const column = place % columns;
    most[column] = Math.max(most[column] ?? 0, Math.abs(matrix[place] ?? 0));
  }
  const scales = Array.from(most, (value) => (value === 0 ? 1 : value / 127));
  const weights = new Int8Array(matrix.length);
  for (let place = 0; place < matrix.length; place++)
    weights[place] = Math.round((matrix[place] ?? 0) / (scales[place % columns] ?? 1));
  return {
    header: { version: 1, bits, intents: [...INTENTS], emotions: [...EMOTIONS], scales, biases: [...bias], ...options },
    weights,
  };
}

/** The weights of a packed model, to train on from. */
export function unpackedWeights({ header, weights }: IntentModel): Weights {
  const columns = LABEL_COUNT;
  const matrix = new Float32Array(weights.length);
  for (let place = 0; place < weights.length; place++)
    matrix[place] = (weights[place] ?? 0) * (header.scales[place % columns] ?? 0);
  return { bits: header.bits, matrix, bias: Float32Array.from(header.biases) };
}
