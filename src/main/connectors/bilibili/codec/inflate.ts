import { promisify } from 'node:util';
import { brotliDecompress, brotliDecompressSync, inflate, inflateSync } from 'node:zlib';
import { type FrameError, VERSION } from './frame-format.ts';

/**
 * A compressed body of at most this is unpacked on the spot, for a trip to the thread pool costs more than the work (measured: 20 to 150 µs for a
 * batch of 60 messages, against 100 to 250 µs for the trip) …
 */
const SMALL_INPUT_BYTES = 32 * 1024;
/** … unless more than this comes out: about 1 ms of the event loop. */
const SMALL_OUTPUT_BYTES = 512 * 1024;

/**
 * Bytes of output that are asked for at once. What fits in one piece is not copied again, which saves a quarter to a third for a batch of 20 to 60; larger pieces cost more
 * to get than they save. Chat packs to a twelfth to a twentieth of its length.
 */
const FEWEST_PIECE_BYTES = 16 * 1024;
const MOST_PIECE_BYTES = 64 * 1024;
const UNPACKED_TIMES = 20;
const pieceFor = (packedBytes: number): number =>
  packedBytes * UNPACKED_TIMES > FEWEST_PIECE_BYTES ? MOST_PIECE_BYTES : FEWEST_PIECE_BYTES;

const inflateInPool = promisify(inflate);
const brotliInPool = promisify(brotliDecompress);

/** Unpacks a zlib (version 2) or brotli (version 3) body of at most `limit` bytes unpacked. The bytes are the caller's to write in. Never throws. */
export async function inflated(body: Buffer, version: number, limit: number): Promise<Buffer | FrameError> {
  const isBrotli = version === VERSION.brotli;
  const failed: FrameError = isBrotli ? 'brotli_failed' : 'inflate_failed';
  if (body.length <= SMALL_INPUT_BYTES) {
    const small = Math.min(limit, SMALL_OUTPUT_BYTES);
    try {
      return (isBrotli ? brotliDecompressSync : inflateSync)(body, {
        maxOutputLength: small,
        chunkSize: pieceFor(body.length),
      });
    } catch (error) {
      if (!isTooLarge(error)) return failed;
      if (small === limit) return 'inflate_limit';
    }
  }
  try {
    return await (isBrotli ? brotliInPool : inflateInPool)(body, { maxOutputLength: limit, chunkSize: MOST_PIECE_BYTES });
  } catch (error) {
    return isTooLarge(error) ? 'inflate_limit' : failed;
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ERR_BUFFER_TOO_LARGE';
}
