import type { z } from 'zod';
import { StudioError } from '#shared/errors.ts';
import { parseAsciiJson } from './ascii-json.ts';
import {
  BONE_COUNT,
  cuesSchema,
  endSchema,
  eventSchema,
  HIPS_POSITION,
  headSchema,
  LIMITS,
  lineSchema,
  MAGIC,
  type NamedInput,
  namesSchema,
  type PerformanceHead,
  type PerformedCues,
  type PerformedEvent,
  type PerformedLine,
  PIECE,
  PIECE_HEADER_BYTES,
} from './performance-format.ts';

/** A sentence of hers as it was heard. */
export interface RecordedLine extends Omit<PerformedLine, 'ms' | 'line'> {
  readonly visemes: PerformedCues['visemes'];
  readonly words: PerformedCues['words'];
  /** Mono int16, 48 kHz, little-endian, one after the other. */
  readonly sound: readonly DataView[];
  readonly samples: number;
}

/** A whole performance in memory. Changes and poses in the order of time; players keep a place in them. */
export interface RecordedPerformance {
  readonly head: PerformanceHead;
  readonly inputs: readonly NamedInput[];
  /** Changes of inputs: when (ms), which, and to what; NaN: nobody moves it any more. */
  readonly times: Uint32Array;
  readonly which: Uint16Array;
  readonly values: Float32Array;
  readonly poses: readonly { readonly ms: number; readonly bytes: DataView }[];
  readonly events: readonly PerformedEvent[];
  readonly lines: readonly RecordedLine[];
  readonly lengthMs: number;
  /** The file has its end: it was not cut off. */
  readonly whole: boolean;
}

const broken = (what: string): StudioError =>
  new StudioError(
    'invalid-input',
    `this is no performance that can be played: ${what}; choose a .yxperf file that this program recorded`,
  );

/** Reads a file's bytes (which it keeps). A cut-off last piece is left out; anything else that is not sound throws `invalid-input`. */
export function readPerformance(bytes: Uint8Array): RecordedPerformance {
  if (bytes.byteLength > LIMITS.fileBytes) throw broken(`${bytes.byteLength} bytes are too many`);
  if (bytes.byteLength < MAGIC.length || MAGIC.some((byte, index) => bytes[index] !== byte))
    throw broken('it does not begin like one');
  const reading = createReading();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = MAGIC.length;
  while (at + PIECE_HEADER_BYTES <= bytes.byteLength && !reading.ended()) {
    const kind = view.getUint8(at);
    const length = view.getUint32(at + 1, true);
    if (length > LIMITS.pieceBytes) throw broken(`a piece of ${length} bytes`);
    const from = at + PIECE_HEADER_BYTES;
    if (from + length > bytes.byteLength) break;
    reading.take(kind, new DataView(bytes.buffer, bytes.byteOffset + from, length));
    at = from + length;
  }
  return reading.result();
}

function createReading() {
  const inputs: NamedInput[] = [];
  const events: PerformedEvent[] = [];
  const poses: { readonly ms: number; readonly bytes: DataView }[] = [];
  const times: number[] = [];
  const which: number[] = [];
  const values: number[] = [];
  const voice = createVoiceReading();
  let head: PerformanceHead | undefined;
  let lastMs = 0;
  let end: number | undefined;

  const timeOf = (piece: DataView): number => {
    if (piece.byteLength < 4) throw broken('a piece without a time');
    const ms = piece.getUint32(0, true);
    if (ms < lastMs || ms > LIMITS.lengthMs) throw broken('its times do not run forwards');
    lastMs = ms;
    return ms;
  };
  const takeInputs = (piece: DataView): void => {
    const ms = timeOf(piece);
    if ((piece.byteLength - 4) % 6 !== 0) throw broken('a frame of inputs that is cut short');
    for (let at = 4; at < piece.byteLength; at += 6) {
      const input = piece.getUint16(at, true);
      const value = piece.getFloat32(at + 2, true);
      if (input >= inputs.length) throw broken(`it moves input ${input} of ${inputs.length}`);
      if (Math.abs(value) === Number.POSITIVE_INFINITY) throw broken('an infinite value');
      times.push(ms);
      which.push(input);
      values.push(value);
    }
  };
  const takePose = (piece: DataView): void => {
    const ms = timeOf(piece);
    let at = 4;
    while (at < piece.byteLength) {
      const bone = piece.getUint8(at);
      if (bone !== HIPS_POSITION && bone >= BONE_COUNT) throw broken(`it moves bone ${bone} of ${BONE_COUNT}`);
      at += bone === HIPS_POSITION ? 13 : 9;
    }
    if (at !== piece.byteLength) throw broken('a pose that is cut short');
    poses.push({ ms, bytes: piece });
  };
  const inTime = <T extends { readonly ms: number }>(told: T): T => {
    if (told.ms < lastMs) throw broken('its times do not run forwards');
    lastMs = told.ms;
    return told;
  };

  return {
    ended: (): boolean => end !== undefined,
    take(kind: number, piece: DataView): void {
      if (head === undefined && kind !== PIECE.head) throw broken('its head is missing');
      switch (kind) {
        case PIECE.head:
          head ??= json(piece, headSchema);
          return;
        case PIECE.names:
          inputs.push(...json(piece, namesSchema));
          if (inputs.length > LIMITS.names) throw broken('too many inputs');
          return;
        case PIECE.inputs:
          takeInputs(piece);
          return;
        case PIECE.pose:
          takePose(piece);
          return;
        case PIECE.event: {
          if (events.push(inTime(json(piece, eventSchema))) > LIMITS.events) throw broken('too many events');
          return;
        }
        case PIECE.line:
          voice.line(inTime(json(piece, lineSchema)));
          return;
        case PIECE.cues:
          voice.cues(inTime(json(piece, cuesSchema)));
          return;
        case PIECE.sound:
          timeOf(piece);
          voice.sound(piece);
          return;
        case PIECE.end:
          end = Math.max(lastMs, json(piece, endSchema).lengthMs);
          return;
        // Pieces of a later version are passed over.
        default:
          return;
      }
    },
    result(): RecordedPerformance {
      if (head === undefined) throw broken('its head is missing');
      return {
        head,
        inputs,
        times: Uint32Array.from(times),
        which: Uint16Array.from(which),
        values: Float32Array.from(values),
        poses,
        events,
        lines: voice.lines,
        lengthMs: end ?? lastMs,
        whole: end !== undefined,
      };
    },
  };
}

/** Sentences, put together from their pieces. */
function createVoiceReading() {
  const lines: (RecordedLine & { readonly sound: DataView[]; samples: number })[] = [];
  const find = (number: number) => lines[number] ?? notThere(number);
  const notThere = (number: number): never => {
    throw broken(`it has no sentence ${number}`);
  };
  return {
    lines,
    line({ ms: _ms, line, ...said }: PerformedLine): void {
      const before = lines.at(-1);
      if (line !== lines.length || said.startMs < (before?.startMs ?? 0) || said.turn < (before?.turn ?? 0))
        throw broken('its sentences are not in order');
      lines.push({ ...said, visemes: [], words: [], sound: [], samples: 0 });
    },
    cues({ line, visemes, words }: PerformedCues): void {
      const told = find(line);
      for (const viseme of visemes) told.visemes.push(viseme);
      for (const word of words) told.words.push(word);
      if (told.visemes.length + told.words.length > CUES_OF_LINE) throw broken('too many shapes of the mouth');
    },
    sound(piece: DataView): void {
      if (piece.byteLength < 8 || piece.byteLength % 2 !== 0) throw broken('sound that is cut short');
      const line = find(piece.getUint32(4, true));
      line.samples += (piece.byteLength - 8) / 2;
      if (line.samples > LIMITS.lineSamples) throw broken('a sentence that does not end');
      line.sound.push(new DataView(piece.buffer, piece.byteOffset + 8, piece.byteLength - 8));
    },
  };
}
/** Far more than anybody speaks in two minutes. */
const CUES_OF_LINE = 50_000;

function json<T>(piece: DataView, schema: z.ZodType<T>): T {
  try {
    return schema.parse(parseAsciiJson(piece));
  } catch (cause) {
    throw new StudioError('invalid-input', broken('a piece that cannot be understood').message, { cause });
  }
}
