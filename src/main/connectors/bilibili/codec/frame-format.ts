/** Bilibili's live wire format, the same on the open platform and in the web room. Numbers are big-endian and unsigned. */

/** Byte offsets within a packet's header. */
export const OFFSET = { packetLength: 0, headerLength: 4, version: 6, operation: 8, sequence: 12 } as const;
export const HEADER_BYTES = 16;
export const OPERATION = { heartbeat: 2, heartbeatReply: 3, message: 5, auth: 7, authReply: 8 } as const;
/** 0: JSON; 1: JSON too, of control packets; 2 and 3: packets again, compressed. */
export const VERSION = { json: 0, control: 1, zlib: 2, brotli: 3 } as const;

export type Packet =
  | { readonly op: 8; readonly kind: 'auth_reply'; readonly ver: number; readonly data: unknown }
  | { readonly op: 3; readonly kind: 'heartbeat_reply'; readonly ver: number; readonly popularity: number }
  | { readonly op: 5; readonly kind: 'message'; readonly ver: number; readonly data: unknown };

/** What was wrong with a frame or a part of it. */
export type FrameError =
  | 'truncated_header'
  | 'bad_header_len'
  | 'bad_packet_len'
  | 'truncated_body'
  | 'inflate_failed'
  | 'brotli_failed'
  | 'inflate_limit'
  | 'depth_exceeded'
  | 'bad_json'
  | 'unknown_op'
  | 'unknown_ver'
  | 'too_many_errors';

export interface DecodedFrame {
  readonly packets: readonly Packet[];
  readonly errors: readonly FrameError[];
  /** Messages that nobody wants, which were not read. */
  readonly passedOver: number;
}
