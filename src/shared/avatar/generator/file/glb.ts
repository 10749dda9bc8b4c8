import { strToU8 } from 'fflate';
/** glTF's binary container, grown buffer by buffer (glTF 2.0 specification, 4.4 "GLB File Format"). */
export interface GlbBuffer {
  /** Index of the new buffer view. */
  addView(data: ArrayBufferView, target?: number): number;
  addAccessor(data: ArrayBufferView, accessor: Record<string, unknown>, target?: number): number;
  /** An accessor without data of its own: zeros but for the given elements. */
  addSparse(accessor: Record<string, unknown>, vertices: Uint16Array, values: Float32Array): number;
  readonly views: readonly object[];
  readonly accessors: readonly object[];
  bytes(): Uint8Array;
}

export const VERTICES = 34962;
export const INDICES = 34963;
export const FLOAT = 5126;
export const UBYTE = 5121;
export const USHORT = 5123;

export function createGlbBuffer(): GlbBuffer {
  const chunks: Uint8Array[] = [];
  const views: object[] = [];
  const accessors: object[] = [];
  let size = 0;
  const addView = (data: ArrayBufferView, target?: number): number => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    views.push({ buffer: 0, byteOffset: size, byteLength: bytes.length, ...(target === undefined ? {} : { target }) });
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
    padded.set(bytes);
    chunks.push(padded);
    size += padded.length;
    return views.length - 1;
  };
  const add = (accessor: object): number => {
    accessors.push(accessor);
    return accessors.length - 1;
  };
  return {
    views,
    accessors,
    addView,
    addAccessor: (data, accessor, target) => add({ bufferView: addView(data, target), ...accessor }),
    addSparse: (accessor, vertices, values) =>
      add({
        ...accessor,
        sparse: {
          count: vertices.length,
          indices: { bufferView: addView(vertices), componentType: USHORT },
          values: { bufferView: addView(values) },
        },
      }),
    bytes: () => concat(chunks, size),
  };
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const one of chunks) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}

/** The finished file from its JSON and binary chunks. */
export function glbFile(json: object, binary: Uint8Array): Uint8Array {
  const text = strToU8(JSON.stringify(json));
  const jsonSize = Math.ceil(text.length / 4) * 4;
  const file = new Uint8Array(12 + 8 + jsonSize + 8 + binary.length);
  const view = new DataView(file.buffer);
  const words = [0x46546c67, 2, file.length, jsonSize, 0x4e4f534a];
  words.forEach((word, i) => {
    view.setUint32(i * 4, word, true);
  });
  file.fill(0x20, 20, 20 + jsonSize);
  file.set(text, 20);
  view.setUint32(20 + jsonSize, binary.length, true);
  view.setUint32(24 + jsonSize, 0x004e4942, true);
  file.set(binary, 28 + jsonSize);
  return file;
}
