import { ImportFailure } from '../import-failure.ts';
import { damaged } from './glb.ts';
import { COMPONENT_BYTES, ELEMENTS, type Gltf, type GltfAccessor } from './gltf-schema.ts';

/** Many accessors may lie over the same bytes; reading all of them must still end soon. Numbers per byte of the file, with room for sharing. */
const READS_PER_BYTE = 8;
const LEAST_READS = 50_000_000;

export interface NumberScan {
  /** Float accessors hold no NaN and no infinity. */
  finite(accessor: number): void;
  /** Whole numbers of the accessor, 0 … bound − 1. */
  integersBelow(accessor: number, bound: number, what: string): void;
}

/** Reads the numbers behind accessors whose ranges were checked. Throws `ImportFailure`. */
export function createNumberScan(gltf: Gltf, bin: Uint8Array, name: string): NumberScan {
  const data = new DataView(bin.buffer, bin.byteOffset, bin.byteLength);
  let left = Math.max(LEAST_READS, bin.length * READS_PER_BYTE);
  /** Highest value of an accessor's whole numbers. */
  const highest = new Map<number, number>();

  function each(accessor: GltfAccessor, visit: (at: number) => void): void {
    const view = accessor.bufferView === undefined ? undefined : gltf.bufferViews[accessor.bufferView];
    const component = COMPONENT_BYTES[accessor.componentType] ?? 4;
    const elements = ELEMENTS[accessor.type] ?? 1;
    const sparse = accessor.sparse;
    spend((view === undefined ? 0 : accessor.count * elements) + (sparse?.count ?? 0) * elements);
    if (view !== undefined) {
      const stride = view.byteStride ?? component * elements;
      for (let entry = 0; entry < accessor.count; entry += 1) {
        const at = view.byteOffset + accessor.byteOffset + entry * stride;
        for (let element = 0; element < elements; element += 1) visit(at + element * component);
      }
    }
    const values = sparse === undefined ? undefined : gltf.bufferViews[sparse.values.bufferView];
    if (sparse === undefined || values === undefined) return;
    const from = values.byteOffset + sparse.values.byteOffset;
    for (let element = 0; element < sparse.count * elements; element += 1) visit(from + element * component);
  }

  function spend(reads: number): void {
    left -= reads;
    if (left < 0) throw damaged(name, 'its lists of numbers overlap far too often');
  }

  function checkSparse(accessor: GltfAccessor, what: string): void {
    const { sparse } = accessor;
    const view = sparse === undefined ? undefined : gltf.bufferViews[sparse.indices.bufferView];
    if (sparse === undefined || view === undefined) return;
    const step = COMPONENT_BYTES[sparse.indices.componentType] ?? 4;
    spend(sparse.count);
    for (let entry = 0; entry < sparse.count; entry += 1)
      if (
        readInteger(data, view.byteOffset + sparse.indices.byteOffset + entry * step, sparse.indices.componentType) >=
        accessor.count
      )
        throw damaged(name, `${what} replaces an entry that is not there`);
  }

  return {
    finite(index) {
      const accessor = gltf.accessors[index];
      if (accessor === undefined) return;
      checkSparse(accessor, `accessor ${index}`);
      if (accessor.componentType !== 5126) return;
      each(accessor, (at) => {
        // All ones in the exponent: infinity or NaN.
        if ((data.getUint32(at, true) & 0x7f800000) === 0x7f800000) throw broken(name, index);
      });
    },
    integersBelow(index, bound, what) {
      const accessor = gltf.accessors[index];
      if (accessor === undefined) return;
      if (![5121, 5123, 5125].includes(accessor.componentType)) throw damaged(name, `${what} are no whole numbers`);
      let most = highest.get(index);
      if (most === undefined) {
        let found = 0;
        each(accessor, (at) => {
          const value = readInteger(data, at, accessor.componentType);
          if (value > found) found = value;
        });
        most = found;
        highest.set(index, most);
      }
      if (most >= bound) throw damaged(name, `${what} name number ${most} of ${bound}`);
    },
  };
}

function readInteger(data: DataView, at: number, componentType: number): number {
  if (componentType === 5121) return data.getUint8(at);
  return componentType === 5123 ? data.getUint16(at, true) : data.getUint32(at, true);
}

const broken = (name: string, accessor: number): ImportFailure =>
  new ImportFailure(
    'numbers-broken',
    `${name}: accessor ${accessor}`,
    `${name} holds positions or weights that are no numbers (NaN or infinity, list ${accessor}): it would draw nothing or garbage. Export it again; in Blender, remove loose vertices and clean up weights first.`,
  );
