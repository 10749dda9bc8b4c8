/** A tensor of a CTranslate2 model, as float32. */
export interface Weight {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

const WIDTHS: Readonly<Record<number, number>> = { 0: 4, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2 };
const FLOAT32 = 0;
const FLOAT16 = 4;

/** Reads `model.bin` of CTranslate2, version 6: the float tensors by name. */
export function readCt2Weights(file: Buffer): ReadonlyMap<string, Weight> {
  let at = 0;
  const take = (bytes: number): number => {
    at += bytes;
    return file.readUIntLE(at - bytes, bytes);
  };
  const u8 = (): number => take(1);
  const u16 = (): number => take(2);
  const u32 = (): number => take(4);
  const text = (): string => {
    const length = u16();
    at += length;
    return file.toString('utf8', at - length, at - 1);
  };
  if (u32() !== 6) throw new Error('the model file is not CTranslate2 version 6');
  text();
  u32();
  const weights = new Map<string, Weight>();
  for (let left = u32(); left > 0; left--) {
    const name = text();
    const dims = Array.from({ length: u8() }, u32);
    const type = u8();
    const bytes = u32();
    const data = file.subarray(at, at + bytes);
    at += bytes;
    const count = bytes / (WIDTHS[type] ?? 1);
    if (type === FLOAT32)
      weights.set(name, { dims, values: Float32Array.from({ length: count }, (_, i) => data.readFloatLE(i * 4)) });
    if (type === FLOAT16) weights.set(name, { dims, values: floatsFromHalfs(data, count) });
  }
  for (let left = u32(); left > 0; left--) {
    const alias = text();
    const original = weights.get(text());
    if (original) weights.set(alias, original);
  }
  return weights;
}

function floatsFromHalfs(data: Buffer, count: number): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = floatFromHalf(data.readUInt16LE(i * 2));
  return values;
}

function floatFromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
