import { HEADER_BYTES, OFFSET, OPERATION, VERSION } from './frame-format.ts';

/** The first packet of a connection, within about 5 s. On the open platform `body` is the server's auth_body, byte for byte. */
export function authPacket(body: string): Buffer {
  return packet(OPERATION.auth, Buffer.from(body, 'utf8'));
}

/** Empty on purpose: the server echoes what stands in it behind its reply. */
export function heartbeatPacket(): Buffer {
  return packet(OPERATION.heartbeat, Buffer.alloc(0));
}

function packet(operation: number, body: Buffer): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + body.length);
  bytes.writeUInt32BE(bytes.length, OFFSET.packetLength);
  bytes.writeUInt16BE(HEADER_BYTES, OFFSET.headerLength);
  bytes.writeUInt16BE(VERSION.control, OFFSET.version);
  bytes.writeUInt32BE(operation, OFFSET.operation);
  bytes.writeUInt32BE(1, OFFSET.sequence);
  body.copy(bytes, HEADER_BYTES);
  return bytes;
}
