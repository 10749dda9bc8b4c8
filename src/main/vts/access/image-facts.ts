/** What the first bytes of a picture say of it, without decoding any pixel. */
export interface ImageFacts {
  readonly type: 'png' | 'jpg' | 'gif';
  readonly width: number;
  readonly height: number;
  /** 1 for stills. */
  readonly frames: number;
}

/** Base64 as the specification wants it: no line breaks, no data URL. Returns undefined for anything else. */
export function bytesFromBase64(text: string): Buffer | undefined {
  if (text.length === 0 || text.length % 4 === 1 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64');
}

/** undefined: neither PNG nor JPEG nor GIF, or cut short. */
export function imageFacts(bytes: Buffer): ImageFacts | undefined {
  try {
    return pngFacts(bytes) ?? jpegFacts(bytes) ?? gifFacts(bytes);
  } catch {
    // A read past the end: the picture is cut short.
    return undefined;
  }
}

const PNG_MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function pngFacts(bytes: Buffer): ImageFacts | undefined {
  if (!bytes.subarray(0, 8).equals(PNG_MAGIC) || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { type: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), frames: 1 };
}

function jpegFacts(bytes: Buffer): ImageFacts | undefined {
  if (bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  let at = 2;
  for (;;) {
    if (bytes.readUInt8(at) !== 0xff) return undefined;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Start of frame, all codings; C4, C8 and CC are other things.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { type: 'jpg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5), frames: 1 };
    if (marker === 0xd9 || marker === 0xda) return undefined;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
}

/** Counts the frames. Optimised GIFs hold parts of the picture only; frames larger than the whole are refused. */
function gifFacts(bytes: Buffer): ImageFacts | undefined {
  const magic = bytes.toString('latin1', 0, 6);
  if (magic !== 'GIF87a' && magic !== 'GIF89a') return undefined;
  const width = bytes.readUInt16LE(6);
  const height = bytes.readUInt16LE(8);
  let at = 13 + colourTableBytes(bytes.readUInt8(10));
  let frames = 0;
  for (;;) {
    const block = bytes.readUInt8(at);
    if (block === 0x3b) return frames === 0 ? undefined : { type: 'gif', width, height, frames };
    if (block === 0x21) {
      at = afterSubBlocks(bytes, at + 2);
    } else if (block === 0x2c) {
      if (bytes.readUInt16LE(at + 5) > width || bytes.readUInt16LE(at + 7) > height) return undefined;
      frames += 1;
      at = afterSubBlocks(bytes, at + 10 + colourTableBytes(bytes.readUInt8(at + 9)) + 1);
    } else {
      return undefined;
    }
  }
}

const colourTableBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

function afterSubBlocks(bytes: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const size = bytes.readUInt8(at);
    at += 1 + size;
    if (size === 0) return at;
  }
}
