import { normalsOf, type Part, type Skin } from '../geometry/part.ts';
import { cross, length, subtract, type Vec2, type Vec3 } from '../geometry/vector.ts';
import type { Skeleton } from '../skeleton.ts';

/** One drawable, as typed arrays in glTF's layout. Every vertex is used, and no two are the same. */
export interface MeshData {
  readonly name: string;
  readonly material: number;
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly uvs: Float32Array;
  readonly joints: Uint8Array;
  /** Four a vertex, summing up to 255. */
  readonly weights: Uint8Array;
  readonly indices: Uint16Array;
  readonly morphs: readonly Morph[];
}

/** Only the vertices that move. */
export interface Morph {
  readonly name: string;
  readonly vertices: Uint16Array;
  readonly offsets: Float32Array;
}

interface Corner {
  readonly position: Vec3;
  readonly normal: Vec3;
  readonly uv: Vec2;
  readonly skin: Skin;
  readonly offsets: ReadonlyMap<string, Vec3>;
}

/** Steps of the coordinates in the file. Rounding makes the bytes the same on every machine whose sine differs in the last bit. */
const POSITION_STEP = 1e5;
const NORMAL_STEP = 1e3;
const UV_STEP = 1e5;
const round = (x: number, step: number): number => Math.round(x * step) / step + 0;
/** Twice the area below which a triangle is nothing; m². */
const NO_AREA = 2e-10;

export function assembleMesh(name: string, material: number, parts: readonly Part[], skeleton: Skeleton): MeshData {
  const corners: Corner[] = [];
  const indices: number[] = [];
  const known = new Map<string, number>();
  for (const part of parts) {
    const place = cornersOf(part);
    const used = usedTriangles(part);
    const target = new Map<number, number>();
    for (const index of used) {
      let at = target.get(index);
      if (at === undefined) {
        const corner = place(index);
        const key = keyOf(corner);
        at = known.get(key) ?? corners.length;
        if (at === corners.length) corners.push(corner);
        known.set(key, at);
        target.set(index, at);
      }
      indices.push(at);
    }
  }
  if (corners.length > 65_535) throw new RangeError(`the mesh ${name} has ${corners.length} vertices; 65535 is the most`);
  return pack(name, material, corners, indices, skeleton);
}

function usedTriangles(part: Part): number[] {
  const moves = part.morphs.size > 0;
  const used: number[] = [];
  for (let k = 0; k + 2 < part.triangles.length; k += 3) {
    const triangle = part.triangles.slice(k, k + 3);
    const [a, b, c] = triangle.map((index) => part.vertices[index]?.position);
    if (a === undefined || b === undefined || c === undefined) continue;
    if (moves || length(cross(subtract(b, a), subtract(c, a))) > NO_AREA) used.push(...triangle);
  }
  return used;
}

function cornersOf(part: Part): (index: number) => Corner {
  const normals = normalsOf(part);
  const rounded = (v: Vec3, step: number): Vec3 => [round(v[0], step), round(v[1], step), round(v[2], step)];
  return (index) => {
    const vertex = part.vertices[index];
    const normal = normals[index];
    if (vertex === undefined || normal === undefined) throw new RangeError(`no vertex ${index}`);
    const offsets = new Map<string, Vec3>();
    for (const [name, moved] of part.morphs) {
      const offset = rounded(moved[index] ?? [0, 0, 0], POSITION_STEP);
      if (offset[0] !== 0 || offset[1] !== 0 || offset[2] !== 0) offsets.set(name, offset);
    }
    return {
      position: rounded(vertex.position, POSITION_STEP),
      normal: rounded(normal, NORMAL_STEP),
      uv: [round(vertex.uv[0], UV_STEP), round(vertex.uv[1], UV_STEP)],
      skin: vertex.skin,
      offsets,
    };
  };
}

const keyOf = ({ position, normal, uv, skin, offsets }: Corner): string =>
  [
    position,
    normal,
    uv,
    ...skin.map(([bone, weight]) => `${bone}${weight.toFixed(3)}`),
    ...[...offsets].map(([name, v]) => `${name}${v}`),
  ].join(';');

function pack(
  name: string,
  material: number,
  corners: readonly Corner[],
  indices: readonly number[],
  skeleton: Skeleton,
): MeshData {
  const joints = new Uint8Array(corners.length * 4);
  const weights = new Uint8Array(corners.length * 4);
  corners.forEach(({ skin }, i) => {
    packSkin(skin, skeleton, joints.subarray(i * 4, i * 4 + 4), weights.subarray(i * 4, i * 4 + 4));
  });
  return {
    name,
    material,
    positions: new Float32Array(corners.flatMap(({ position }) => position)),
    normals: new Float32Array(corners.flatMap(({ normal }) => normal)),
    uvs: new Float32Array(corners.flatMap(({ uv }) => uv)),
    joints,
    weights,
    indices: new Uint16Array(indices),
    morphs: packMorphs(corners),
  };
}

/** At most four bones; rounding must not lose weight, or the vertex is left behind. */
function packSkin(skin: Skin, skeleton: Skeleton, joints: Uint8Array, weights: Uint8Array): void {
  const strongest = [...skin].sort((a, b) => b[1] - a[1]).slice(0, 4);
  const sum = strongest.reduce((total, [, weight]) => total + weight, 0);
  let left = 255;
  strongest.forEach(([bone, weight], i) => {
    const share = Math.min(left, Math.round((weight / sum) * 255 - 1e-6));
    weights[i] = share;
    joints[i] = share > 0 ? skeleton.indexOf(bone) : 0;
    left -= share;
  });
  weights[0] = (weights[0] ?? 0) + left;
}

function packMorphs(corners: readonly Corner[]): Morph[] {
  const names = new Set<string>();
  for (const { offsets } of corners) for (const name of offsets.keys()) names.add(name);
  return [...names].sort().map((name) => {
    const vertices: number[] = [];
    const values: number[] = [];
    corners.forEach(({ offsets }, i) => {
      const offset = offsets.get(name);
      if (offset === undefined) return;
      vertices.push(i);
      values.push(...offset);
    });
    return { name, vertices: new Uint16Array(vertices), offsets: new Float32Array(values) };
  });
}
