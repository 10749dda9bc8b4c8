/**
 * Reads a protobuf message without its schema: field numbers to values, unknown ones included. Numbers are unsigned. A field that is repeated has several values.
 * Throws `RangeError` on bytes that are no protobuf message; it never reads outside of them.
 */
export interface ProtobufFields {
  /** The last value of a number field, if exact; undefined when absent or of another type. */
  whole(field: number): number | undefined;
  /** As decimal text, whatever its size; '' when absent. */
  digits(field: number): string;
  text(field: number): string;
  /** Messages within; none when absent. */
  messages(field: number): readonly ProtobufFields[];
}

const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
const MOST_FIELDS = 10_000;

export function protobufFields(bytes: Buffer): ProtobufFields {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  let seen = 0;

  const take = (size: number): Buffer => {
    if (size > bytes.length - at) throw new RangeError('a protobuf field is cut short');
    at += size;
    return bytes.subarray(at - size, at);
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = take(1).readUInt8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError('a protobuf number is too long');
  };
  const fieldValue = (wire: number): bigint | Buffer => {
    if (wire === WIRE.varint) return varint();
    if (wire === WIRE.fixed64) return take(8).readBigUInt64LE();
    if (wire === WIRE.fixed32) return BigInt(take(4).readUInt32LE());
    if (wire !== WIRE.bytes) throw new RangeError(`unknown protobuf wire type ${wire}`);
    const size = varint();
    if (size > BigInt(bytes.length)) throw new RangeError('a protobuf field is cut short');
    return take(Number(size));
  };

  while (at < bytes.length) {
    seen += 1;
    if (seen > MOST_FIELDS) throw new RangeError('too many protobuf fields');
    const key = varint();
    const field = Number(key >> 3n);
    const value = fieldValue(Number(key & 7n));
    const values = fields.get(field);
    if (values) values.push(value);
    else fields.set(field, [value]);
  }

  const last = (field: number): bigint | Buffer | undefined => fields.get(field)?.at(-1);
  return {
    whole(field) {
      const value = last(field);
      return typeof value === 'bigint' && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
    },
    digits(field) {
      const value = last(field);
      return typeof value === 'bigint' ? String(value) : '';
    },
    text(field) {
      const value = last(field);
      return typeof value === 'object' ? value.toString('utf8') : '';
    },
    messages: (field) =>
      (fields.get(field) ?? []).filter((value): value is Buffer => typeof value === 'object').map(protobufFields),
  };
}

/** Of a base64 text in a message; throws `RangeError` when it is none. */
export function protobufFromBase64(value: unknown): ProtobufFields {
  if (typeof value !== 'string' || value === '') throw new RangeError('there is no protobuf text');
  return protobufFields(Buffer.from(value, 'base64'));
}
