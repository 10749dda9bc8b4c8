import { inflateSync } from 'node:zlib';
import { StudioError } from '#shared/errors.ts';

/** PNG as chunks (https://www.w3.org/TR/png-3/#5Chunk-layout): length u32 big-endian · type · data · CRC-32 of type and data. */
export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** As the file states it; checked only where a chunk's content is used. */
  readonly crc: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_CHUNKS = 20_000;

/** Throws `invalid-input` when it is no PNG or is cut short. Data are views into `png`. */
export function chunksOfPng(png: Uint8Array): readonly PngChunk[] {
  if (!SIGNATURE.every((byte, index) => png[index] === byte)) throw new StudioError('invalid-input', notPng(png));
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: PngChunk[] = [];
  let offset = SIGNATURE.length;
  while (chunks.length < MAX_CHUNKS) {
    if (offset + 12 > png.byteLength)
      throw new StudioError('invalid-input', 'The PNG file is cut short. Download or export the card again.');
    const length = view.getUint32(offset);
    if (length > png.byteLength - offset - 12)
      throw new StudioError('invalid-input', 'The PNG file is cut short or damaged. Download or export the card again.');
    const type = latin1(png.subarray(offset + 4, offset + 8));
    chunks.push({ type, data: png.subarray(offset + 8, offset + 8 + length), crc: view.getUint32(offset + 8 + length) });
    offset += 12 + length;
    if (type === 'IEND') return chunks;
  }
  throw new StudioError('invalid-input', 'The PNG file has too many parts to be a card.');
}

export function pngFromChunks(chunks: readonly { readonly type: string; readonly data: Uint8Array }[]): Uint8Array {
  const size = chunks.reduce((sum, chunk) => sum + 12 + chunk.data.byteLength, SIGNATURE.length);
  const png = new Uint8Array(size);
  const view = new DataView(png.buffer);
  png.set(SIGNATURE);
  let offset = SIGNATURE.length;
  for (const { type, data } of chunks) {
    view.setUint32(offset, data.byteLength);
    png.set(Buffer.from(type, 'latin1'), offset + 4);
    png.set(data, offset + 8);
    view.setUint32(offset + 8 + data.byteLength, crc32(png.subarray(offset + 4, offset + 8 + data.byteLength)));
    offset += 12 + data.byteLength;
  }
  return png;
}

/** Keyword and text of a tEXt, zTXt or iTXt chunk. Throws `invalid-input` when its CRC is wrong or it unpacks to more than `maxBytes`. */
export function textOfChunk(chunk: PngChunk, maxBytes: number): { readonly keyword: string; readonly text: string } | undefined {
  if (chunk.type !== 'tEXt' && chunk.type !== 'zTXt' && chunk.type !== 'iTXt') return undefined;
  const end = chunk.data.indexOf(0);
  if (end < 1 || end > 79) return undefined;
  const keyword = latin1(chunk.data.subarray(0, end));
  return { keyword, text: checkedText(chunk, chunk.data.subarray(end + 1), maxBytes) };
}

export function textChunk(keyword: string, text: string): { readonly type: string; readonly data: Uint8Array } {
  return { type: 'tEXt', data: Buffer.from(`${keyword}\0${text}`, 'latin1') };
}

/** The keyword alone, without unpacking or checking. */
export function keywordOfChunk(chunk: PngChunk): string | undefined {
  if (!/^[tzi]TXt$|^tEXt$/.test(chunk.type)) return undefined;
  const end = chunk.data.indexOf(0);
  return end < 1 || end > 79 ? undefined : latin1(chunk.data.subarray(0, end));
}

function checkedText(chunk: PngChunk, rest: Uint8Array, maxBytes: number): string {
  const stated = crc32(Buffer.concat([Buffer.from(chunk.type, 'latin1'), chunk.data]));
  if (stated !== chunk.crc)
    throw new StudioError(
      'invalid-input',
      `The card in the PNG is damaged (${chunk.type} checksum is wrong). Download or export it again.`,
    );
  if (chunk.type === 'tEXt') return latin1(bounded(rest, maxBytes));
  if (chunk.type === 'zTXt') return latin1(unpacked(rest.subarray(1), maxBytes));
  const compressed = rest[0] === 1;
  const languageEnd = rest.indexOf(0, 2);
  const keywordEnd = rest.indexOf(0, languageEnd + 1);
  const body = rest.subarray(keywordEnd + 1);
  return Buffer.from(compressed ? unpacked(body, maxBytes) : bounded(body, maxBytes)).toString('utf8');
}

function bounded(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.byteLength > maxBytes)
    throw new StudioError(
      'too-large',
      `The card in the PNG is over ${Math.round(maxBytes / 1e6)} MB. Remove embedded files from it and export it again.`,
    );
  return bytes;
}

function unpacked(bytes: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    throw new StudioError(
      'invalid-input',
      'The card in the PNG cannot be unpacked: it is damaged or too large. Download or export it again.',
      { cause },
    );
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function notPng(bytes: Uint8Array): string {
  const start = latin1(bytes.subarray(0, 12));
  const kind = start.startsWith('PK')
    ? 'a CHARX or zip archive'
    : start.startsWith('\xff\xd8')
      ? 'a JPEG picture'
      : start.startsWith('RIFF')
        ? 'a WebP picture'
        : 'no PNG picture';
  return `The file is ${kind}. Choose a character card as PNG or JSON.`;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_unused, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 as in PNG and zip (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
