import { type BufferAttribute, type InterleavedBufferAttribute, Matrix3, Matrix4, type Mesh, SkinnedMesh, Vector3 } from 'three';
import { valuesOf } from './attribute-values.ts';

/** A mesh of which the processor poses every vertex: morph targets that are open, then bones. */
export interface FigureSkin {
  /** Triangles, in the figure's own numbering: vertices in the order of their first use, which draws fastest and leaves out those without one. */
  readonly index: Uint16Array | Uint32Array;
  /** World space, metres; as of the last `pose`. */
  readonly positions: Float32Array;
  readonly uvs: Float32Array;
  /** World matrices and the skeleton's own must be up to date. */
  pose(): void;
}

/** What a morph target moves: few vertices, as a rule. */
interface Target {
  readonly vertices: Uint32Array;
  readonly offsets: Float32Array;
}

const UNMOVED = new Matrix4();

/** `index`: triangles of the mesh to be drawn, in the mesh's own numbering. */
export function createFigureSkin(mesh: Mesh, index: ArrayLike<number>): FigureSkin {
  const { numbers, sources } = renumbered(index, mesh.geometry.attributes.position?.count ?? 0);
  const rest = restPositions(mesh, sources);
  const targets = morphTargets(mesh, sources);
  const morphed = targets.length === 0 ? rest : rest.slice();
  const positions = new Float32Array(rest.length);
  const bind = mesh instanceof SkinnedMesh ? skinBinding(mesh, sources) : undefined;
  const world = new Float32Array(16);

  function morph(): void {
    const influences = mesh.morphTargetInfluences;
    if (influences === undefined || targets.length === 0) return;
    morphed.set(rest);
    for (let i = 0; i < targets.length; i++) {
      const influence = influences[i] ?? 0;
      const target = influence === 0 ? undefined : targets[i]?.();
      if (target !== undefined) addTarget(morphed, target, influence);
    }
  }

  return {
    index: numbers,
    positions,
    uvs: taken(mesh.geometry.attributes.uv, sources, 2),
    pose() {
      morph();
      if (bind !== undefined && mesh instanceof SkinnedMesh) skin(positions, morphed, bind, mesh.skeleton.boneMatrices ?? world);
      else {
        world.set(mesh.matrixWorld.elements);
        move(positions, morphed, world);
      }
    },
  };
}

/** Numbers vertices by first use; `sources` are their old numbers. */
function renumbered(index: ArrayLike<number>, count: number): { numbers: Uint16Array | Uint32Array; sources: Uint32Array } {
  const places = new Int32Array(count).fill(-1);
  const numbers = new Uint32Array(index.length);
  const sources = new Uint32Array(count);
  let used = 0;
  for (let i = 0; i < index.length; i++) {
    const vertex = index[i] ?? 0;
    if (places[vertex] === -1) {
      places[vertex] = used;
      sources[used++] = vertex;
    }
    numbers[i] = places[vertex] ?? 0;
  }
  return { numbers: used <= 0xffff ? new Uint16Array(numbers) : numbers, sources: sources.slice(0, used) };
}

type Attribute = BufferAttribute | InterleavedBufferAttribute;

function taken(attribute: Attribute | undefined, sources: Uint32Array, size: number): Float32Array {
  const values = valuesOf(attribute, size);
  const out = new Float32Array(sources.length * size);
  for (let i = 0; i < sources.length; i++)
    for (let k = 0; k < size; k++) out[i * size + k] = values[(sources[i] ?? 0) * size + k] ?? 0;
  return out;
}

/** In the space in which bones take hold of them. */
function restPositions(mesh: Mesh, sources: Uint32Array): Float32Array {
  const rest = taken(mesh.geometry.attributes.position, sources, 3);
  if (!(mesh instanceof SkinnedMesh) || mesh.bindMatrix.equals(UNMOVED)) return rest;
  const point = new Vector3();
  for (let i = 0; i < rest.length; i += 3) point.fromArray(rest, i).applyMatrix4(mesh.bindMatrix).toArray(rest, i);
  return rest;
}

/** Each is read from the model when it opens for the first time: the first picture shows few of them. */
function morphTargets(mesh: Mesh, sources: Uint32Array): readonly (() => Target)[] {
  const turn = new Matrix3();
  if (mesh instanceof SkinnedMesh) turn.setFromMatrix4(mesh.bindMatrix);
  return (mesh.geometry.morphAttributes.position ?? []).map((attribute) => {
    let target: Target | undefined;
    return () => {
      target ??= readTarget(attribute, sources, turn);
      return target;
    };
  });
}

function readTarget(attribute: Attribute, sources: Uint32Array, turn: Matrix3): Target {
  const all = valuesOf(attribute, 3);
  const vertices: number[] = [];
  const offsets: number[] = [];
  const offset = new Vector3();
  for (let i = 0; i < sources.length; i++) {
    const at = (sources[i] ?? 0) * 3;
    if (all[at] === 0 && all[at + 1] === 0 && all[at + 2] === 0) continue;
    offset.fromArray(all, at).applyMatrix3(turn);
    vertices.push(i);
    offsets.push(offset.x, offset.y, offset.z);
  }
  return { vertices: new Uint32Array(vertices), offsets: new Float32Array(offsets) };
}

function addTarget(positions: Float32Array, { vertices, offsets }: Target, influence: number): void {
  for (let i = 0; i < vertices.length; i++) {
    const at = (vertices[i] ?? 0) * 3;
    positions[at] = (positions[at] ?? 0) + influence * (offsets[i * 3] ?? 0);
    positions[at + 1] = (positions[at + 1] ?? 0) + influence * (offsets[i * 3 + 1] ?? 0);
    positions[at + 2] = (positions[at + 2] ?? 0) + influence * (offsets[i * 3 + 2] ?? 0);
  }
}

/** Up to four bones a vertex, those with weight first; a weight of 0 ends them. */
interface Binding {
  /** Where each bone's matrix begins among the skeleton's. */
  readonly bones: Uint32Array;
  readonly weights: Float32Array;
}

function skinBinding(mesh: SkinnedMesh, sources: Uint32Array): Binding {
  const { skinIndex, skinWeight } = mesh.geometry.attributes;
  const bones = new Uint32Array(sources.length * 4);
  const weights = new Float32Array(sources.length * 4);
  if (skinIndex === undefined || skinWeight === undefined) return { bones, weights };
  const allBones = valuesOf(skinIndex, 4);
  const allWeights = valuesOf(skinWeight, 4);
  for (let i = 0; i < sources.length; i++) {
    let at = i * 4;
    const from = (sources[i] ?? 0) * 4;
    for (let k = from; k < from + 4; k++) {
      const weight = allWeights[k] ?? 0;
      if (weight === 0) continue;
      bones[at] = (allBones[k] ?? 0) * 16;
      weights[at++] = weight;
    }
  }
  return { bones, weights };
}

function skin(out: Float32Array, from: Float32Array, { bones, weights }: Binding, matrices: Float32Array): void {
  for (let i = 0, at = 0; at < from.length; i += 4, at += 3) {
    const x = from[at] ?? 0;
    const y = from[at + 1] ?? 0;
    const z = from[at + 2] ?? 0;
    let outX = 0;
    let outY = 0;
    let outZ = 0;
    for (let k = i; k < i + 4; k++) {
      const weight = weights[k] ?? 0;
      if (weight === 0) break;
      const m = bones[k] ?? 0;
      outX +=
        weight * ((matrices[m] ?? 0) * x + (matrices[m + 4] ?? 0) * y + (matrices[m + 8] ?? 0) * z + (matrices[m + 12] ?? 0));
      outY +=
        weight * ((matrices[m + 1] ?? 0) * x + (matrices[m + 5] ?? 0) * y + (matrices[m + 9] ?? 0) * z + (matrices[m + 13] ?? 0));
      outZ +=
        weight *
        ((matrices[m + 2] ?? 0) * x + (matrices[m + 6] ?? 0) * y + (matrices[m + 10] ?? 0) * z + (matrices[m + 14] ?? 0));
    }
    out[at] = outX;
    out[at + 1] = outY;
    out[at + 2] = outZ;
  }
}

/** `m`: a matrix, column by column. */
function move(out: Float32Array, from: Float32Array, m: Float32Array): void {
  for (let at = 0; at < from.length; at += 3) {
    const x = from[at] ?? 0;
    const y = from[at + 1] ?? 0;
    const z = from[at + 2] ?? 0;
    out[at] = (m[0] ?? 0) * x + (m[4] ?? 0) * y + (m[8] ?? 0) * z + (m[12] ?? 0);
    out[at + 1] = (m[1] ?? 0) * x + (m[5] ?? 0) * y + (m[9] ?? 0) * z + (m[13] ?? 0);
    out[at + 2] = (m[2] ?? 0) * x + (m[6] ?? 0) * y + (m[10] ?? 0) * z + (m[14] ?? 0);
  }
}
