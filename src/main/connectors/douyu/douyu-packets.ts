/**
 * Douyu's frames: length, length again (both uint32 LE; all bytes after the first of them), type (uint16 LE, 689 from us, 690 from the
 * server), encryption, reserved, then UTF-8 text that ends in one NUL. A frame may be cut anywhere and several may come together.
 */
const HEADER_BYTES = 12;
/** The first length field does not count itself. */
const LENGTH_BYTES = 4;
const LEAST_LENGTH = 9;
const MOST_LENGTH = 1024 * 1024;
const FROM_CLIENT = 689;

export type DouyuFrameError = 'bad_packet_len';

export interface DouyuFrames {
  /** Texts of the frames that are whole now, without their NUL, in order. `error`: the stream cannot be read on; close it. */
  push(bytes: Uint8Array): { readonly texts: readonly string[]; readonly error?: DouyuFrameError };
  /** Bytes of a frame whose end has not come. At most 1 MiB and a header. */
  readonly pendingBytes: number;
}

export function createDouyuFrames(): DouyuFrames {
  const decoder = new TextDecoder();
  let pending: Buffer = Buffer.alloc(0);
  let broken = false;
  return {
    push(bytes) {
      if (broken) return { texts: [], error: 'bad_packet_len' };
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const all = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const texts: string[] = [];
      let at = 0;
      while (all.length - at >= 2 * LENGTH_BYTES) {
        const length = all.readUInt32LE(at);
        if (length < LEAST_LENGTH || length > MOST_LENGTH || length !== all.readUInt32LE(at + LENGTH_BYTES)) {
          broken = true;
          pending = Buffer.alloc(0);
          return { texts, error: 'bad_packet_len' };
        }
        const end = at + LENGTH_BYTES + length;
        if (end > all.length) break;
        const body = all.subarray(at + HEADER_BYTES, all[end - 1] === 0 ? end - 1 : end);
        texts.push(decoder.decode(body));
        at = end;
      }
      // A copy: what is kept must not hold a whole socket buffer in memory.
      pending = Buffer.from(all.subarray(at));
      return { texts };
    },
    get pendingBytes() {
      return pending.length;
    },
  };
}

/** A frame as the client sends it. */
export function douyuFrame(text: string, type: 689 | 690 = FROM_CLIENT): Buffer {
  const body = Buffer.from(`${text}\0`);
  const frame = Buffer.alloc(HEADER_BYTES + body.length);
  const length = frame.length - LENGTH_BYTES;
  frame.writeUInt32LE(length, 0);
  frame.writeUInt32LE(length, LENGTH_BYTES);
  frame.writeUInt16LE(type, 8);
  body.copy(frame, HEADER_BYTES);
  return frame;
}
