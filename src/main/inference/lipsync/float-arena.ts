/** Float32 memory in which products of a matrix and a vector are made four numbers at a time. */
export interface FloatArena {
  /** `length` zeros, as a view that stays valid. Throws `RangeError` when the arena is full. */
  take(length: number): Float32Array;
  /** y[r] += Σ w[r · x.length + k] · x[k]. All three are of this arena; x.length is a multiple of COLUMN_STEP. */
  addProducts(w: Float32Array, x: Float32Array, y: Float32Array): void;
}

/** Columns that the kernel reads at once. */
export const COLUMN_STEP = 8;
const PAGE_BYTES = 65_536;
/** A view begins on a whole vector of four. */
const VECTOR = 4;

/** Floats that a view of `length` takes up. */
export const roomFor = (length: number): number => Math.ceil(length / VECTOR) * VECTOR;

export function createFloatArena(floats: number): FloatArena {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((floats * 4) / PAGE_BYTES) });
  const { kernel } = new WebAssembly.Instance(new WebAssembly.Module(kernelModule()), { host: { memory } }).exports;
  if (typeof kernel !== 'function') throw new TypeError('the kernel of the lip-sync was not compiled');
  let taken = 0;

  return {
    take(length) {
      if (taken + roomFor(length) > floats) throw new RangeError(`the arena of ${floats} numbers is full`);
      const view = new Float32Array(memory.buffer, taken * 4, length);
      taken += roomFor(length);
      return view;
    },
    addProducts(w, x, y) {
      if (x.length % COLUMN_STEP !== 0 || w.length !== x.length * y.length || y.length === 0)
        throw new RangeError(`${w.length} weights do not take ${x.length} numbers to ${y.length}`);
      kernel(w.byteOffset, x.byteOffset, y.byteOffset, y.length, x.length * 4);
    },
  };
}

/**
 * The kernel in WebAssembly's binary form. JavaScript has no vectors of floats: written in it, the same sums take seven times as long, longer than
 * the frame may cost. Instructions: WebAssembly core specification 2.0, chapter 5.4.
 */
function kernelModule(): Uint8Array<ArrayBuffer> {
  const [I32, V128, VOID] = [0x7f, 0x7b, 0x40];
  /** Parameters in bytes, but for `rows`; then a cursor in x and two sums. */
  const [w, x, y, rows, width, at, even, odd] = [0, 1, 2, 3, 4, 5, 6, 7];
  const get = (local: number) => [0x20, local];
  const set = (local: number) => [0x21, local];
  const number = (value: number) => [0x41, value];
  const forward = (local: number, bytes: number) => [...get(local), ...number(bytes), 0x6a, ...set(local)];
  const loop = (body: readonly number[], again: readonly number[]) => [0x03, VOID, ...body, ...again, 0x0d, 0, 0x0b];
  const vector = (local: number, offset: number) => [...get(local), 0xfd, 0x00, 4, offset];
  const times = [0xfd, 0xe6, 0x01];
  const plus = [0xfd, 0xe4, 0x01];
  const sumPlus = (sum: number, offset: number) => [
    ...get(sum),
    ...vector(w, offset),
    ...vector(at, offset),
    ...times,
    ...plus,
    ...set(sum),
  ];
  const zero = (local: number) => [0xfd, 0x0c, ...new Array<number>(16).fill(0), ...set(local)];
  const lane = (index: number) => [...get(even), 0xfd, 0x1f, index];
  const floatPlus = 0x92;
  const columns = loop(
    [...sumPlus(even, 0), ...sumPlus(odd, 16), ...forward(w, 32), ...forward(at, 32)],
    [...get(at), ...get(x), ...get(width), 0x6a, 0x49],
  );
  const total = [...lane(0), ...lane(1), floatPlus, ...lane(2), ...lane(3), floatPlus, floatPlus];
  const write = [...get(y), ...get(y), 0x2a, 2, 0, ...total, floatPlus, 0x38, 2, 0];
  const body = loop(
    [
      ...zero(even),
      ...zero(odd),
      ...get(x),
      ...set(at),
      ...columns,
      ...get(even),
      ...get(odd),
      ...plus,
      ...set(even),
      ...write,
      ...forward(y, 4),
    ],
    [...get(rows), ...number(1), 0x6b, ...set(rows), ...get(rows)],
  );
  const text = (value: string) => [value.length, ...Buffer.from(value)];
  const section = (id: number, content: readonly number[]) => [id, ...sized(content)];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]),
    ...section(2, [1, ...text('host'), ...text('memory'), 0x02, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('kernel'), 0x00, 0]),
    ...section(10, [1, ...sized([2, 1, I32, 2, V128, ...body, 0x0b])]),
  ]);
}

/** Content with its length before it, in seven bits a byte. */
function sized(content: readonly number[]): readonly number[] {
  const { length } = content;
  return length < 128 ? [length, ...content] : [(length & 127) | 128, length >> 7, ...content];
}
