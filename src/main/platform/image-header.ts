export type PictureType = 'png' | 'jpeg' | 'webp' | 'gif' | 'ktx2';

/** What a picture's own header states; nothing is decoded. */
export interface PictureHeader {
  readonly type: PictureType;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** More than one frame (APNG, GIF, WebP). Unknown formats say false. */
  readonly animated: boolean;
}

/** Undefined: no picture of a kind that browsers and rigs read, or one that is cut off inside its header. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return fromPng(data) ?? fromJpeg(data) ?? fromWebp(data) ?? fromGif(data) ?? fromKtx2(data);
  } catch (error) {
    // Reading beyond the end: the header is cut off.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function fromPng(data: Buffer): PictureHeader | undefined {
  if (data.readUInt32BE(0) !== 0x89504e47 || data.readUInt32BE(4) !== 0x0d0a1a0a) return undefined;
  if (data.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return sized('png', data.readUInt32BE(16), data.readUInt32BE(20), data.subarray(0, 4096).includes('acTL'));
}

/** Walks the segments to the frame header (SOF0…SOF15 without DHT, JPG and DAC). */
function fromJpeg(data: Buffer): PictureHeader | undefined {
  if (data.readUInt16BE(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at < data.length) {
    if (data.readUInt8(at) !== 0xff) return undefined;
    const marker = data.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return sized('jpeg', data.readUInt16BE(at + 7), data.readUInt16BE(at + 5), false);
    if (marker === 0xda || marker === 0xd9) return undefined;
    at += 2 + Math.max(2, data.readUInt16BE(at + 2));
  }
  return undefined;
}

function fromWebp(data: Buffer): PictureHeader | undefined {
  if (data.toString('latin1', 0, 4) !== 'RIFF' || data.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  const chunk = data.toString('latin1', 12, 16);
  if (chunk === 'VP8X')
    return sized('webp', data.readUIntLE(24, 3) + 1, data.readUIntLE(27, 3) + 1, (data.readUInt8(20) & 2) !== 0);
  if (chunk === 'VP8L') {
    const bits = data.readUInt32LE(21);
    return sized('webp', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1, false);
  }
  return chunk === 'VP8 ' ? sized('webp', data.readUInt16LE(26) & 0x3fff, data.readUInt16LE(28) & 0x3fff, false) : undefined;
}

function fromGif(data: Buffer): PictureHeader | undefined {
  return /^GIF8[79]a$/u.test(data.toString('latin1', 0, 6))
    ? sized('gif', data.readUInt16LE(6), data.readUInt16LE(8), true)
    : undefined;
}

function fromKtx2(data: Buffer): PictureHeader | undefined {
  if (data.readUInt32BE(0) !== 0xab4b5458 || data.readUInt32BE(4) !== 0x203230bb) return undefined;
  return sized('ktx2', data.readUInt32LE(20), Math.max(1, data.readUInt32LE(24)), false);
}

function sized(type: PictureType, width: number, height: number, animated: boolean): PictureHeader | undefined {
  return width > 0 && height > 0 ? { type, width, height, animated } : undefined;
}
