import { add, cross, dot, length, normalize, scale, subtract, type Vec2, type Vec3 } from './vector.ts';

/** Bones by name and how much each carries; at most four, any sum. */
export type Skin = readonly (readonly [bone: string, weight: number])[];

export interface Vertex {
  readonly position: Vec3;
  /** In the atlas, 0…1, v downwards. */
  readonly uv: Vec2;
  readonly skin: Skin;
}

/** A piece of surface under construction. Pieces of one material become one mesh. */
export interface Part {
  readonly vertices: Vertex[];
  /** Three a triangle, counter-clockwise seen from outside. */
  readonly triangles: number[];
  /** Set where flat or round shading is wanted; else computed from the triangles. */
  normalOf: ((vertex: Vertex, computed: Vec3) => Vec3) | undefined;
  /** Offsets of every vertex, metres, by morph name. */
  readonly morphs: Map<string, readonly Vec3[]>;
}

export type Facing = 'out' | 'in' | 'front';

export const createPart = (): Part => ({ vertices: [], triangles: [], normalOf: undefined, morphs: new Map() });

/**
 * A grid of (columns + 1) × (rows + 1) vertices at u, v = 0…1. `facing` turns the triangles: away from the grid's middle, towards it, or to +z.
 * Returns the index of its first vertex.
 */
export function addGrid(
  part: Part,
  { columns, rows, facing }: { columns: number; rows: number; facing: Facing },
  vertex: (u: number, v: number) => Vertex,
): number {
  const first = part.vertices.length;
  const firstIndex = part.triangles.length;
  for (let j = 0; j <= rows; j++) for (let i = 0; i <= columns; i++) part.vertices.push(vertex(i / columns, j / rows));
  const width = columns + 1;
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const a = first + j * width + i;
      part.triangles.push(a, a + 1, a + width, a + 1, a + width + 1, a + width);
    }
  orient(part, firstIndex, facing);
  return first;
}

/** Turns the triangles from `firstIndex` on, all together, to face where they should. */
export function orient(part: Part, firstIndex: number, facing: Facing): void {
  let middle: Vec3 = [0, 0, 0];
  let count = 0;
  for (let k = firstIndex; k < part.triangles.length; k++, count++) middle = add(middle, positionAt(part, k));
  middle = scale(middle, 1 / Math.max(1, count));
  let outward = 0;
  for (let k = firstIndex; k < part.triangles.length; k += 3) {
    const [a, b, c] = [positionAt(part, k), positionAt(part, k + 1), positionAt(part, k + 2)];
    const normal = cross(subtract(b, a), subtract(c, a));
    outward += facing === 'front' ? normal[2] : dot(normal, subtract(a, middle));
  }
  if (facing === 'in') outward = -outward;
  if (outward < 0) flip(part, firstIndex);
}

function flip(part: Part, firstIndex: number): void {
  for (let k = firstIndex; k + 2 < part.triangles.length; k += 3) {
    const second = part.triangles[k + 1] ?? 0;
    part.triangles[k + 1] = part.triangles[k + 2] ?? 0;
    part.triangles[k + 2] = second;
  }
}

const positionAt = (part: Part, corner: number): Vec3 => vertexAt(part, part.triangles[corner] ?? 0).position;

export function vertexAt(part: Part, index: number): Vertex {
  const vertex = part.vertices[index];
  if (vertex === undefined) throw new RangeError(`no vertex ${index}`);
  return vertex;
}

/** Points nearer than this are the same point when surfaces are smoothed; metres. */
const SAME_POINT = 5e-5;

/** Smooth normals; vertices at the same place share theirs, so that the seams of closed surfaces do not show. */
export function normalsOf(part: Part): readonly Vec3[] {
  const keyOf = ({ position }: Vertex): string => position.map((x) => Math.round(x / SAME_POINT)).join();
  const sums = new Map<string, Vec3>();
  for (let k = 0; k < part.triangles.length; k += 3) {
    const corners = [0, 1, 2].map((i) => vertexAt(part, part.triangles[k + i] ?? 0));
    const [a, b, c] = corners.map((corner) => corner.position);
    if (a === undefined || b === undefined || c === undefined) continue;
    const normal = cross(subtract(b, a), subtract(c, a));
    for (const corner of corners) sums.set(keyOf(corner), add(sums.get(keyOf(corner)) ?? [0, 0, 0], normal));
  }
  return part.vertices.map((vertex) => {
    const sum = sums.get(keyOf(vertex)) ?? [0, 0, 1];
    const computed = length(sum) > 0 ? normalize(sum) : ([0, 0, 1] as const);
    return part.normalOf?.(vertex, computed) ?? computed;
  });
}
