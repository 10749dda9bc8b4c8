import { type FrameError, HEADER_BYTES, OFFSET, OPERATION } from './frame-format.ts';

/** Where the packets of one buffer lie, as far as it can be read. */
export interface PacketTable {
  readonly packets: readonly PacketPlace[];
  /** Why reading stopped before the end; none when it did not. */
  readonly stoppedBy: FrameError | undefined;
}

export interface PacketPlace {
  /** First byte of the header. */
  readonly start: number;
  /** First byte of the body. */
  readonly body: number;
  /** Behind the last byte of the body. */
  readonly end: number;
  readonly op: number;
  readonly ver: number;
}

/** Walks over the headers only. A heartbeat reply is the last packet: the server appends an echo of what we sent, which is no packet. */
export function packetTableOf(bytes: Buffer): PacketTable {
  const packets: PacketPlace[] = [];
  let at = 0;
  do {
    const place = packetAt(bytes, at);
    if (typeof place === 'string') return { packets, stoppedBy: place };
    packets.push(place);
    if (place.op === OPERATION.heartbeatReply) break;
    at = place.end;
  } while (at < bytes.length);
  return { packets, stoppedBy: undefined };
}

/** The checks and their order are the protocol's; lengths come from the network and are believed only after them. */
export function packetAt(bytes: Buffer, at: number): PacketPlace | FrameError {
  if (bytes.length - at < HEADER_BYTES) return 'truncated_header';
  const headerLength = bytes.readUInt16BE(at + OFFSET.headerLength);
  if (headerLength < HEADER_BYTES) return 'bad_header_len';
  const packetLength = bytes.readUInt32BE(at + OFFSET.packetLength);
  if (packetLength < HEADER_BYTES) return 'bad_packet_len';
  if (headerLength > packetLength) return 'bad_header_len';
  if (packetLength > bytes.length - at) return 'truncated_body';
  return {
    start: at,
    body: at + headerLength,
    end: at + packetLength,
    op: bytes.readUInt32BE(at + OFFSET.operation),
    ver: bytes.readUInt16BE(at + OFFSET.version),
  };
}

/** Moves these packets to the front of the buffer, one behind the other, over what lies between them; tells where they are now. **Writes in `bytes`.** */
export function movedTogether(bytes: Buffer, packets: readonly PacketPlace[]): readonly PacketPlace[] {
  let at = 0;
  return packets.map(({ start, body, end, op, ver }) => {
    bytes.copyWithin(at, start, end);
    const moved = { start: at, body: at + body - start, end: at + end - start, op, ver };
    at = moved.end;
    return moved;
  });
}
