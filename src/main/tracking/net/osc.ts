/**
 * OSC 1.0: what VMC needs of it. Everything is aligned to four bytes, numbers are big-endian; a bundle holds messages and further bundles.
 * https://opensoundcontrol.stanford.edu/spec-1_0.html
 */
export type OscValue = number | string | boolean | undefined;

const BUNDLES_DEEP = 4;
const MESSAGES_MOST = 2000;
const VALUES_MOST = 32;
const TEXT_MOST = 1024;
const BUNDLE = '#bundle';
const BUNDLE_HEADER = 16;

/**
 * Calls `take` for each message of a packet, in order; `values` is one array that is used again. What is cut short or of no known type ends its message
 * (or its bundle) unsaid. Returns how many were told.
 */
export function readOsc(bytes: Uint8Array, take: (address: string, values: readonly OscValue[]) => void): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: OscValue[] = [];
  let told = 0;

  readPacket(0, bytes.byteLength, 0);
  return told;

  function readPacket(from: number, to: number, depth: number): void {
    if (bytes[from] === 0x23) readBundle(from, to, depth);
    else if (bytes[from] === 0x2f) readMessage(from, to);
  }

  function readBundle(from: number, to: number, depth: number): void {
    if (depth >= BUNDLES_DEEP || to - from < BUNDLE_HEADER || stringAt(from, to) !== BUNDLE) return;
    let at = from + BUNDLE_HEADER;
    while (at + 4 <= to && told < MESSAGES_MOST) {
      const size = view.getUint32(at);
      at += 4;
      if (size === 0 || size % 4 !== 0 || size > to - at) return;
      readPacket(at, at + size, depth + 1);
      at += size;
    }
  }

  function readMessage(from: number, to: number): void {
    const address = stringAt(from, to);
    if (address === undefined) return;
    let at = from + paddedLength(address);
    const tags = at < to && bytes[at] === 0x2c ? stringAt(at, to) : ',';
    if (tags === undefined || tags.length > VALUES_MOST + 1) return;
    at += at < to ? paddedLength(tags) : 0;
    values.length = 0;
    for (let i = 1; i < tags.length; i++) {
      const size = readValue(tags.charCodeAt(i), at, to);
      if (size < 0) return;
      at += size;
    }
    told += 1;
    take(address, values);
  }

  /** Bytes that the value takes; −1: it is cut short or unknown. */
  function readValue(tag: number, at: number, to: number): number {
    switch (tag) {
      case 0x69: // i
        return at + 4 > to ? -1 : push(view.getInt32(at), 4);
      case 0x66: // f
        return at + 4 > to ? -1 : push(view.getFloat32(at), 4);
      case 0x64: // d
        return at + 8 > to ? -1 : push(view.getFloat64(at), 8);
      case 0x73: // s
      case 0x53: {
        const value = stringAt(at, to);
        return value === undefined ? -1 : push(value, paddedLength(value));
      }
      case 0x54: // T
        return push(true, 0);
      case 0x46: // F
        return push(false, 0);
      case 0x4e: // N
      case 0x49: // I
        return push(undefined, 0);
      case 0x68: // h, t: 64 bits that nothing here asks for
      case 0x74:
        return at + 8 > to ? -1 : push(undefined, 8);
      case 0x63: // c, r, m
      case 0x72:
      case 0x6d:
        return at + 4 > to ? -1 : push(undefined, 4);
      case 0x62: {
        // b
        const size = at + 4 > to ? -1 : view.getUint32(at);
        return size < 0 || size > to - at - 4 ? -1 : push(undefined, 4 + ((size + 3) & ~3));
      }
      default:
        return -1;
    }
  }

  function push(value: OscValue, size: number): number {
    values.push(value);
    return size;
  }

  function stringAt(from: number, to: number): string | undefined {
    const end = bytes.indexOf(0, from);
    return end < 0 || end >= to || end - from > TEXT_MOST ? undefined : text.toString('utf8', from, end);
  }
}

/** With its closing zero and what fills it up to a multiple of four. */
const paddedLength = (text: string): number => (Buffer.byteLength(text) & ~3) + 4;

/** Writes messages into datagrams: one each, or as many as fit into a bundle. Sends what is full by itself; `flush` sends the rest. */
export interface OscWriter {
  /** The type follows from the tag: `s` text, `i` and `f` numbers. */
  write(address: string, tags: string, ...values: readonly (number | string)[]): void;
  flush(): void;
}

/** Bundles stay below what an Ethernet frame carries. */
const DATAGRAM_BYTES = 1400;

/** `send` gets bytes that are written anew for the next datagram: it copies what it keeps. */
export function createOscWriter(bundles: boolean, send: (bytes: Uint8Array) => void): OscWriter {
  const bytes = Buffer.alloc(4 * DATAGRAM_BYTES);
  let length = 0;

  function text(value: string, at: number): number {
    const padded = paddedLength(value);
    bytes.fill(0, at, at + padded);
    bytes.write(value, at, 'utf8');
    return at + padded;
  }

  function message(start: number, address: string, tags: string, values: readonly (number | string)[]): number {
    let at = text(`,${tags}`, text(address, start));
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (typeof value === 'string') at = text(value.slice(0, 256), at);
      else at = tags[i] === 'i' ? bytes.writeInt32BE(value, at) : bytes.writeFloatBE(value, at);
    }
    return at;
  }

  function flush(): void {
    if (length > 0) send(bytes.subarray(0, length));
    length = 0;
  }

  return {
    write(address, tags, ...values) {
      if (!bundles) {
        length = message(0, address, tags, values);
        flush();
        return;
      }
      if (length === 0) {
        bytes.write(`${BUNDLE}\0`, 0, 'latin1');
        // The time tag 1: at once.
        bytes.writeUInt32BE(0, 8);
        length = bytes.writeUInt32BE(1, 12);
      }
      const start = length;
      const end = message(start + 4, address, tags, values);
      if (end > DATAGRAM_BYTES && start > BUNDLE_HEADER) {
        flush();
        this.write(address, tags, ...values);
        return;
      }
      bytes.writeUInt32BE(end - start - 4, start);
      length = end;
    },
    flush,
  };
}
