import { BufferAttribute, type BufferGeometry, type InterleavedBufferAttribute, type TypedArray } from 'three';

type Attribute = BufferAttribute | InterleavedBufferAttribute;

/** An attribute's numbers, `size` a vertex, one vertex after another. Not to be written to: it may be the attribute's own memory. */
export function valuesOf(attribute: Attribute | undefined, size: number): TypedArray {
  if (attribute === undefined) return new Float32Array();
  const { count, itemSize } = attribute;
  if (attribute instanceof BufferAttribute && !attribute.normalized && itemSize === size) return attribute.array;
  const values = new Float32Array(count * size);
  for (let i = 0; i < count; i++) for (let k = 0; k < size; k++) values[i * size + k] = attribute.getComponent(i, k);
  return values;
}

/** The same as floats. */
export function floatsOf(attribute: Attribute | undefined, size: number): Float32Array {
  const values = valuesOf(attribute, size);
  return values instanceof Float32Array ? values : new Float32Array(values);
}

/** Vertices of the triangles, three by three. */
export function trianglesOf({ index, attributes: { position } }: BufferGeometry): Uint32Array {
  return index === null ? Uint32Array.from({ length: position?.count ?? 0 }, (_, i) => i) : new Uint32Array(index.array);
}
