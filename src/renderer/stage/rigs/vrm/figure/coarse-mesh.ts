import type { MeshoptSimplifier } from 'meshoptimizer/simplifier';
import type { FineMesh } from './fine-mesh.ts';

export type Simplifier = Pick<typeof MeshoptSimplifier, 'simplifyWithAttributes' | 'getScale'>;

/** Triangles of a whole avatar that look the same from where viewers sit. */
export const COARSE_TRIANGLES = 18_000;
/** Metres by which surfaces may be off, tried one after another; the last is about a pixel of a whole figure on a small stage. */
const ERRORS = [0.0005, 0.001, 0.00125, 0.0015, 0.002, 0.0025, 0.003, 0.004, 0.006];
/** Meshes of no more triangles stay whole: blushes and tears lie so near to the skin that it would swallow them. */
const SMALL = 256;
/** What a texture may be off against the surface: these are seen from afar. */
const UV_SHARE = 0.5;
/** Metres; what a morph target moves by less may be simplified. */
const MOVED = 0.0005;

/** Triangle lists of fewer triangles: all meshes by the same error in metres, the smallest that brings the sum down to `budget`. */
export function coarsen(meshes: readonly FineMesh[], budget: number, simplifier: Simplifier): readonly Uint32Array[] {
  const halves = meshes.map(split);
  const simplify = meshes.map((mesh, i) => simplifierOf(mesh, halves[i]?.staying ?? [], simplifier));
  const staying = halves.reduce((sum, half) => sum + half.staying.length / 3, 0);
  let lists = halves.map(({ still }) => still);
  for (const error of ERRORS) {
    if (lists.reduce((sum, { length }) => sum + length / 3, staying) <= budget) break;
    lists = lists.map((list, i) => simplify[i]?.(list, error) ?? list);
  }
  return lists.map((list, i) => joined(list, halves[i]?.staying));
}

function joined(one: Uint32Array, two: Uint32Array = new Uint32Array()): Uint32Array {
  const both = new Uint32Array(one.length + two.length);
  both.set(one);
  both.set(two, one.length);
  return both;
}

interface Halves {
  readonly still: Uint32Array;
  readonly staying: Uint32Array;
}

/** Triangles that a morph target moves stay as they are: lips that rest shut are no flat surface, however flat they lie. */
function split({ index, positions, targets }: FineMesh): Halves {
  if (index.length / 3 <= SMALL) return { still: new Uint32Array(), staying: index };
  const moved = new Uint8Array(positions.length / 3);
  for (const offsets of targets)
    for (let i = 0; i < offsets.length; i++) if (Math.abs(offsets[i] ?? 0) > MOVED) moved[Math.floor(i / 3)] = 1;
  const isMoving = (corner: number): boolean => {
    const first = corner - (corner % 3);
    return [0, 1, 2].some((k) => moved[index[first + k] ?? 0] === 1);
  };
  return { still: index.filter((_, i) => !isMoving(i)), staying: index.filter((_, i) => isMoving(i)) };
}

/** `beside`: triangles that come on top and must not come apart from these. */
function simplifierOf(
  mesh: FineMesh,
  beside: ArrayLike<number>,
  simplifier: Simplifier,
): (index: Uint32Array, error: number) => Uint32Array {
  const { positions, uvs } = mesh;
  // The library counts in sizes of the mesh.
  const scale = simplifier.getScale(positions, 3);
  if (scale === 0 || uvs.length === 0) return (index) => index;
  const uvWeight = (UV_SHARE * metresPerUv(mesh)) / scale;
  const kept = new Uint8Array(positions.length / 3);
  for (let i = 0; i < beside.length; i++) kept[beside[i] ?? 0] = 1;
  return (index, error) =>
    simplifier.simplifyWithAttributes(index, positions, 3, uvs, 2, [uvWeight, uvWeight], kept, 0, error / scale)[0];
}

/** Metres of surface that one unit of the texture covers, on the whole. */
function metresPerUv({ index, positions, uvs }: FineMesh): number {
  let surface = 0;
  let texture = 0;
  for (let i = 0; i < index.length; i += 3) {
    const a = index[i] ?? 0;
    const b = index[i + 1] ?? 0;
    const c = index[i + 2] ?? 0;
    surface += Math.hypot(
      doubleArea(positions, 3, a, b, c, 0, 1),
      doubleArea(positions, 3, a, b, c, 1, 2),
      doubleArea(positions, 3, a, b, c, 2, 0),
    );
    texture += Math.abs(doubleArea(uvs, 2, a, b, c, 0, 1));
  }
  return texture === 0 ? 0 : Math.sqrt(surface / texture);
}

/** Twice the triangle's area as seen along the third axis, from the coordinates `j` and `k` of its corners. */
function doubleArea(values: Float32Array, size: number, a: number, b: number, c: number, j: number, k: number): number {
  const aj = values[a * size + j] ?? 0;
  const ak = values[a * size + k] ?? 0;
  const bj = (values[b * size + j] ?? 0) - aj;
  const bk = (values[b * size + k] ?? 0) - ak;
  const cj = (values[c * size + j] ?? 0) - aj;
  const ck = (values[c * size + k] ?? 0) - ak;
  return bj * ck - bk * cj;
}
