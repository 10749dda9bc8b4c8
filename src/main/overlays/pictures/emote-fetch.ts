import { chunksOf } from '#main/platform/body-chunks.ts';
import { deadline } from '#main/platform/deadline.ts';
import type { Clock } from '#main/platform/host.ts';
import { readPictureHeader } from '#main/platform/image-header.ts';
import { StudioError } from '#shared/errors.ts';

/** The largest that platforms take are a megabyte; ours are the middle sizes. */
const BYTES_MOST = 1024 * 1024;
const PIXELS_MOST = 1024;
const SECONDS_MOST = 15;
export const EMOTE_ENDINGS = { png: 'png', jpeg: 'jpg', webp: 'webp', gif: 'gif' } as const;

export interface EmotePicture {
  readonly bytes: Buffer;
  readonly ending: (typeof EMOTE_ENDINGS)[keyof typeof EMOTE_ENDINGS];
}

/** One picture from the platform. Rejects where it is late, too large, elsewhere, or no picture at all: whatever the server calls it, its bytes decide. */
export async function fetchEmote(address: string, clock: Clock, signal: AbortSignal): Promise<EmotePicture> {
  const limit = deadline(clock, SECONDS_MOST * 1000, signal);
  try {
    // A redirect would lead to addresses that nobody has looked at.
    const response = await fetch(address, { signal: limit.signal, redirect: 'error', credentials: 'omit' });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new StudioError('network', `the server answered ${response.status}`);
    }
    return pictureFrom(await bounded(response.body));
  } finally {
    limit.release();
  }
}

async function bounded(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of chunksOf(body)) {
    size += piece.byteLength;
    if (size > BYTES_MOST) throw new StudioError('too-large', `it is larger than ${BYTES_MOST} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces, size);
}

function pictureFrom(bytes: Buffer): EmotePicture {
  const header = readPictureHeader(bytes);
  if (header === undefined || header.type === 'ktx2') throw new StudioError('invalid-input', 'it is no picture');
  if (header.width > PIXELS_MOST || header.height > PIXELS_MOST)
    throw new StudioError('too-large', `it has ${header.width} × ${header.height} pixels`);
  return { bytes, ending: EMOTE_ENDINGS[header.type] };
}
