import { IMPORT_LIMITS } from '#shared/avatar/model-import.ts';
import { ImportFailure } from '../import-failure.ts';

/** Binary glTF 2.0 (specification chapter 4): a header, one JSON chunk, at most one BIN chunk. */
export interface Glb {
  readonly json: unknown;
  /** Shares memory with the file. */
  readonly bin: Uint8Array;
}

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;
const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/** Throws `ImportFailure` (`other-format`, `version-unsupported`, `truncated`, `damaged`, `too-large`). `name` is for its words. */
export function parseGlb(file: Uint8Array, name: string): Glb {
  const data = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (data.length < HEADER_BYTES + CHUNK_HEADER_BYTES || data.readUInt32LE(0) !== MAGIC)
    throw new ImportFailure(
      'other-format',
      name,
      `${name} is no VRM: it does not begin as binary glTF does. Choose the .vrm file that was exported, not a renamed one.`,
    );
  const version = data.readUInt32LE(4);
  if (version !== 2)
    throw new ImportFailure(
      'version-unsupported',
      `${name}: glTF ${version}`,
      `${name} is binary glTF ${version}; version 2 is read. Export it again with a present tool.`,
    );
  const length = data.readUInt32LE(8);
  if (length > data.length) throw truncated(name, length, data.length);
  const jsonBytes = data.readUInt32LE(12);
  if (data.readUInt32LE(16) !== JSON_CHUNK) throw damaged(name, 'the first chunk is not JSON');
  if (jsonBytes > IMPORT_LIMITS.jsonBytes)
    throw new ImportFailure(
      'too-large',
      name,
      `${name} describes itself in ${jsonBytes} bytes; at most ${IMPORT_LIMITS.jsonBytes} are taken. Export it again with fewer parts.`,
    );
  const jsonEnd = HEADER_BYTES + CHUNK_HEADER_BYTES + jsonBytes;
  if (jsonEnd > length) throw truncated(name, jsonEnd, length);
  return {
    json: parseJson(data.subarray(HEADER_BYTES + CHUNK_HEADER_BYTES, jsonEnd), name),
    bin: binChunk(data.subarray(0, length), jsonEnd, name),
  };
}

/** Chunks of unknown types are skipped, as the specification says. */
function binChunk(data: Buffer, from: number, name: string): Uint8Array {
  let at = from;
  while (at + CHUNK_HEADER_BYTES <= data.length) {
    const bytes = data.readUInt32LE(at);
    const end = at + CHUNK_HEADER_BYTES + bytes;
    if (end > data.length) throw truncated(name, end, data.length);
    if (data.readUInt32LE(at + 4) === BIN_CHUNK) return data.subarray(at + CHUNK_HEADER_BYTES, end);
    at = end;
  }
  return new Uint8Array(0);
}

function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ImportFailure('damaged', name, `${name} is damaged: its description cannot be read. Download or export it again.`, {
      cause,
    });
  }
}

/** Puts a file together again. `bin` is padded to 4 bytes as the format wants. */
export function glbFrom(json: unknown, bin: Uint8Array): Uint8Array {
  const text = Buffer.from(JSON.stringify(json), 'utf8');
  const jsonBytes = roundUp(text.length);
  const binBytes = roundUp(bin.length);
  const out = Buffer.alloc(HEADER_BYTES + 2 * CHUNK_HEADER_BYTES + jsonBytes + binBytes);
  out.writeUInt32LE(MAGIC, 0);
  out.writeUInt32LE(2, 4);
  out.writeUInt32LE(out.length, 8);
  out.writeUInt32LE(jsonBytes, 12);
  out.writeUInt32LE(JSON_CHUNK, 16);
  out.fill(0x20, 20, 20 + jsonBytes);
  text.copy(out, 20);
  out.writeUInt32LE(binBytes, 20 + jsonBytes);
  out.writeUInt32LE(BIN_CHUNK, 24 + jsonBytes);
  out.set(bin, 28 + jsonBytes);
  return out;
}

export const roundUp = (bytes: number): number => Math.ceil(bytes / 4) * 4;

export const damaged = (name: string, what: string): ImportFailure =>
  new ImportFailure(
    'damaged',
    `${name}: ${what}`,
    `${name} is damaged (${what}). Download it again, or export it again from the program it was made in.`,
  );

const truncated = (name: string, wanted: number, found: number): ImportFailure =>
  new ImportFailure(
    'truncated',
    `${name}: ${found} / ${wanted}`,
    `${name} is cut off: it says it has ${wanted} bytes, ${found} are there. Download or copy it again.`,
  );
