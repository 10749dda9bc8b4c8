import { z } from 'zod';
import { ITEM_LIMITS, itemSchema, throwSchema } from '#shared/avatar/items.ts';
import { visemeCueSchema, wordCueSchema } from '#shared/speech/cues.ts';
import { emotionSchema, languageSchema, speakerSchema } from '#shared/speech/emotion.ts';
import { BONES } from '#shared/tracking/bones.ts';
import { asciiJson } from './ascii-json.ts';

/**
 * A recorded performance on disk, `.yxperf`: eight bytes of magic, then pieces that are only ever appended, so that a recording which was cut off (a crash, a
 * full disk) is read up to its last whole piece. Described for other programs in docs/performance-format.md. All numbers little-endian.
 */
export const PERFORMANCE_EXTENSION = '.yxperf';
export const MAGIC = Uint8Array.of(0x59, 0x58, 0x50, 0x45, 0x52, 0x46, 0, 1);
/** u8 kind, u32 bytes that follow. */
export const PIECE_HEADER_BYTES = 5;
export const PIECE = { head: 1, names: 2, inputs: 3, pose: 4, event: 5, line: 6, end: 7, cues: 8, sound: 9 } as const;

/** Limits of what is read. Hours of a busy face stay well below them. */
export const LIMITS = {
  fileBytes: 512 * 1024 * 1024,
  pieceBytes: 1024 * 1024,
  lengthMs: 12 * 3600 * 1000,
  names: 4000,
  events: 100_000,
  lines: 20_000,
  /** Of one sentence, 48 kHz: two minutes. */
  lineSamples: 48_000 * 120,
  /** In one piece. */
  cues: 2000,
  /** Of a caption, UTF-16 units. */
  text: 5000,
} as const;

const name = z.string().min(1).max(200);
export const headSchema = z.object({
  program: z.string().max(100),
  /** ms since the epoch */
  recordedAtMs: z.number(),
  /** The avatar's at the time, for information: a performance plays on any. */
  model: z.object({ id: z.string().max(64), name: z.string().max(200) }).nullable(),
});
export type PerformanceHead = z.infer<typeof headSchema>;

/** An input of the parameter bus. Its place in the table is its number in frames. */
export const namedInputSchema = z.object({
  name: z.string().min(1).max(64),
  min: z.number(),
  max: z.number(),
  default: z.number(),
});
export type NamedInput = z.infer<typeof namedInputSchema>;
export const namesSchema = z.array(namedInputSchema).max(LIMITS.names);

const fileName = z.string().min(1).max(255);
/** An item on stage. Its number is the same as long as it stays; its file is found by name where it is replayed. */
export const performedItemSchema = itemSchema
  .omit({ instanceId: true, file: true })
  .extend({ number: z.number().int().min(0).max(1_000_000), fileName });
export type PerformedItem = z.infer<typeof performedItemSchema>;

/** What was done with the avatar beside moving it. */
export const performedSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('expression'), name, on: z.boolean() }),
  z.object({ type: z.literal('motion'), name, loop: z.boolean() }),
  z.object({ type: z.literal('motion-end') }),
  throwSchema.omit({ file: true }).extend({ type: z.literal('throw'), fileName }),
  /** All items that are on stage from now on. */
  z.object({ type: z.literal('items'), items: z.array(performedItemSchema).max(ITEM_LIMITS.loaded) }),
]);
export type Performed = z.infer<typeof performedSchema>;
export const eventSchema = z.object({ ms: z.number().int().min(0).max(LIMITS.lengthMs), did: performedSchema });
export type PerformedEvent = z.infer<typeof eventSchema>;
export const endSchema = z.object({ lengthMs: z.number().int().min(0).max(LIMITS.lengthMs) });

const ms = z.number().int().min(0).max(LIMITS.lengthMs);
const lineNumber = z
  .number()
  .int()
  .min(0)
  .max(LIMITS.lines - 1);
/** A sentence of hers of which something was heard, in the order of their sound; `startMs`: when its sound began. Sentences of one answer share a `turn`. */
export const lineSchema = z.object({
  ms,
  line: lineNumber,
  turn: lineNumber,
  startMs: ms,
  /** Caption text; word cues count its UTF-16 units. Data, never markup. */
  text: z.string().max(LIMITS.text),
  language: languageSchema,
  emotion: emotionSchema,
  intensity: z.number().min(0).max(1),
  speaker: speakerSchema,
});
export type PerformedLine = z.infer<typeof lineSchema>;
/** Mouth shapes and words of a sentence, as they became known. */
export const cuesSchema = z.object({
  ms,
  line: lineNumber,
  visemes: z.array(visemeCueSchema).max(LIMITS.cues),
  words: z.array(wordCueSchema).max(LIMITS.cues),
});
export type PerformedCues = z.infer<typeof cuesSchema>;
/** Of recorded sound, which is mono. */
export const SOUND_UNIT = 32_767;
/** Samples in one piece of sound: half a second. */
export const SOUND_PIECE_SAMPLES = 24_000;

/** In a pose's piece: u32 ms, then records of a u8 bone and its values; this number is the hips' position (3 × float32, metres). */
export const HIPS_POSITION = 255;
/** A bone's rotation is four int16 of 32767ths. */
export const ROTATION_UNIT = 32_767;
export const BONE_COUNT = BONES.length;

function piece(kind: number, payloadBytes: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(PIECE_HEADER_BYTES + payloadBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint32(1, payloadBytes, true);
  return { bytes, view };
}
function jsonPiece(kind: number, value: unknown): Uint8Array {
  const payload = asciiJson(value);
  const { bytes } = piece(kind, payload.byteLength);
  bytes.set(payload, PIECE_HEADER_BYTES);
  return bytes;
}

export const headPiece = (head: PerformanceHead): Uint8Array => jsonPiece(PIECE.head, head);
/** These follow those that were named before. */
export const namesPiece = (names: readonly NamedInput[]): Uint8Array => jsonPiece(PIECE.names, names);
export const eventPiece = (event: PerformedEvent): Uint8Array => jsonPiece(PIECE.event, event);
export const linePiece = (line: PerformedLine): Uint8Array => jsonPiece(PIECE.line, line);
export const cuesPiece = (cues: PerformedCues): Uint8Array => jsonPiece(PIECE.cues, cues);
export const endPiece = (lengthMs: number): Uint8Array => jsonPiece(PIECE.end, { lengthMs: Math.round(lengthMs) });

/** Inputs that changed; NaN: nobody moves it any more. */
export function inputsPiece(ms: number, changes: readonly { readonly input: number; readonly value: number }[]): Uint8Array {
  const { bytes, view } = piece(PIECE.inputs, 4 + changes.length * 6);
  view.setUint32(5, ms, true);
  changes.forEach(({ input, value }, index) => {
    view.setUint16(9 + index * 6, input, true);
    view.setFloat32(11 + index * 6, value, true);
  });
  return bytes;
}

/** The next samples of a sentence: mono float32, 48 kHz, −1…1; written as int16. */
export function soundPiece(ms: number, line: number, samples: Float32Array): Uint8Array {
  const { bytes, view } = piece(PIECE.sound, 8 + samples.length * 2);
  view.setUint32(5, ms, true);
  view.setUint32(9, line, true);
  for (let at = 0; at < samples.length; at++)
    view.setInt16(13 + at * 2, Math.round(Math.max(-1, Math.min(1, samples[at] ?? 0)) * SOUND_UNIT), true);
  return bytes;
}

/** Bones that are known; `pose` as `emptyPose` lays it out. */
export function posePiece(ms: number, pose: Float32Array): Uint8Array {
  const hasHips = Number.isFinite(pose[0] ?? Number.NaN);
  const known: number[] = [];
  for (let bone = 0; bone < BONE_COUNT; bone++) if (Number.isFinite(pose[3 + bone * 4] ?? Number.NaN)) known.push(bone);
  const { bytes, view } = piece(PIECE.pose, 4 + (hasHips ? 13 : 0) + known.length * 9);
  view.setUint32(5, ms, true);
  let at = 9;
  if (hasHips) {
    view.setUint8(at, HIPS_POSITION);
    for (let axis = 0; axis < 3; axis++) view.setFloat32(at + 1 + axis * 4, pose[axis] ?? 0, true);
    at += 13;
  }
  for (const bone of known) {
    view.setUint8(at, bone);
    for (let k = 0; k < 4; k++)
      view.setInt16(at + 1 + k * 2, Math.round(Math.max(-1, Math.min(1, pose[3 + bone * 4 + k] ?? 0)) * ROTATION_UNIT), true);
    at += 9;
  }
  return bytes;
}
