import { createLiveDeformer, type LiveDeformer } from './deform.ts';
import { createKeyBlend, type KeyBlend } from './key-blend.ts';
import type { Puppet, PuppetLayer } from './puppet-format.ts';

/** The mesh of one layer: its corners in the common arrays and its triangles. */
export interface LayerMesh {
  readonly layer: PuppetLayer;
  /** Of its first corner, counted in corners. */
  readonly firstVertex: number;
  readonly vertexCount: number;
  readonly firstIndex: number;
  readonly indexCount: number;
}

/** A puppet's geometry: values of parameters in, corners on the canvas out. `update` allocates nothing. */
export interface PuppetBody {
  /** In the order of drawing, farthest first. */
  readonly meshes: readonly LayerMesh[];
  /** Canvas pixels, x and y of every corner; written by `update`. */
  readonly positions: Float32Array;
  /** Places on the layer's picture, 0…1, in the order of `positions`. */
  readonly uvs: Float32Array;
  readonly indices: Uint32Array;
  /** Per mesh, 0…1. */
  readonly opacities: Float32Array;
  /** False: nothing moved since the last call. */
  update(values: Float32Array): boolean;
  /** Moves a point (x, y pair) of the canvas as the deformer and its parents move it now. */
  carry(parent: string | null, points: Float32Array): void;
}

/** Whether any pixel in a part of the layer's picture (u, v from 0 to 1) can be seen. */
export type IsOpaque = (layer: PuppetLayer, left: number, top: number, right: number, bottom: number) => boolean;

interface LiveLayer {
  readonly mesh: LayerMesh;
  /** Innermost first. */
  readonly chain: readonly LiveDeformer[];
  readonly fades: readonly { readonly blend: KeyBlend; readonly forms: Float32Array }[];
}

/** `detail`: share of the author's mesh cells, 0…1. Cells that are wholly transparent get no triangles. */
export function createPuppetBody(puppet: Puppet, detail: number, isOpaque: IsOpaque): PuppetBody {
  const places = new Map(puppet.parameters.map(({ id }, index) => [id, index]));
  const deformers = new Map(puppet.deformers.map((deformer) => [deformer.id, createLiveDeformer(deformer, places)]));
  const parents = new Map(puppet.deformers.map(({ id, parent }) => [id, parent]));
  const live = [...deformers.values()];
  const grids = [...puppet.layers]
    .sort((a, b) => a.z - b.z)
    .map((layer) => ({ layer, columns: cellsAt(layer.cells[0], detail), rows: cellsAt(layer.cells[1], detail) }));
  const corners = grids.reduce((sum, { columns, rows }) => sum + (columns + 1) * (rows + 1), 0);
  const rest = new Float32Array(corners * 2);
  const uvs = new Float32Array(corners * 2);
  const indices: number[] = [];
  let corner = 0;

  const layers = grids.map(({ layer, columns, rows }): LiveLayer => {
    const mesh = { layer, firstVertex: corner, vertexCount: (columns + 1) * (rows + 1), firstIndex: indices.length };
    writeGrid(layer, columns, rows, corner, rest, uvs);
    pushTriangles(layer, columns, rows, corner, isOpaque, indices);
    corner += mesh.vertexCount;
    return {
      mesh: { ...mesh, indexCount: indices.length - mesh.firstIndex },
      chain: chainOf(layer.parent, parents, deformers),
      fades: layer.fades.map(({ axes, forms }) => ({ blend: createKeyBlend(axes, places), forms: Float32Array.from(forms) })),
    };
  });
  const positions = rest.slice();
  const opacities = new Float32Array(layers.length);
  let fresh = true;

  return {
    meshes: layers.map(({ mesh }) => mesh),
    positions,
    uvs,
    indices: Uint32Array.from(indices),
    opacities,
    update(values) {
      for (let i = 0; i < live.length; i++) live[i]?.read(values);
      let moved = fresh;
      for (let i = 0; i < layers.length; i++) {
        const layer = layers[i];
        if (layer === undefined) continue;
        const opacity = opacityOf(layer, values);
        if (opacity !== opacities[i]) moved = true;
        opacities[i] = opacity;
        if (!fresh && !isMoved(layer.chain)) continue;
        moved = true;
        const first = layer.mesh.firstVertex * 2;
        const end = first + layer.mesh.vertexCount * 2;
        for (let k = first; k < end; k++) positions[k] = rest[k] ?? 0;
        for (let k = 0; k < layer.chain.length; k++) layer.chain[k]?.apply(positions, first, end);
      }
      fresh = false;
      return moved;
    },
    carry(parent, points) {
      for (let id = parent; id !== null; id = parents.get(id) ?? null) deformers.get(id)?.apply(points, 0, points.length);
    },
  };
}

function cellsAt(cells: number, detail: number): number {
  return Math.max(1, Math.round(cells * detail));
}

function chainOf(
  parent: string | null,
  parents: ReadonlyMap<string, string | null>,
  deformers: ReadonlyMap<string, LiveDeformer>,
): LiveDeformer[] {
  const chain: LiveDeformer[] = [];
  for (let id = parent; id !== null; id = parents.get(id) ?? null) {
    const deformer = deformers.get(id);
    if (deformer !== undefined) chain.push(deformer);
  }
  return chain;
}

function writeGrid(
  layer: PuppetLayer,
  columns: number,
  rows: number,
  corner: number,
  rest: Float32Array,
  uvs: Float32Array,
): void {
  const { bounds } = layer;
  let at = corner * 2;
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++) {
      uvs[at] = column / columns;
      uvs[at + 1] = row / rows;
      rest[at] = bounds.x + (bounds.width * column) / columns;
      rest[at + 1] = bounds.y + (bounds.height * row) / rows;
      at += 2;
    }
}

function pushTriangles(
  layer: PuppetLayer,
  columns: number,
  rows: number,
  corner: number,
  isOpaque: IsOpaque,
  indices: number[],
): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!isOpaque(layer, column / columns, row / rows, (column + 1) / columns, (row + 1) / rows)) continue;
      const a = corner + row * (columns + 1) + column;
      const b = a + columns + 1;
      indices.push(a, a + 1, b, b, a + 1, b + 1);
    }
}

function isMoved(chain: readonly LiveDeformer[]): boolean {
  for (let i = 0; i < chain.length; i++) if (chain[i]?.changed === true) return true;
  return false;
}

function opacityOf({ mesh, fades }: LiveLayer, values: Float32Array): number {
  let opacity = mesh.layer.opacity;
  for (let i = 0; i < fades.length; i++) {
    const fade = fades[i];
    if (fade === undefined) continue;
    fade.blend.read(values);
    let factor = 0;
    for (let k = 0; k < fade.blend.count; k++)
      factor += (fade.forms[fade.blend.forms[k] ?? 0] ?? 1) * (fade.blend.weights[k] ?? 0);
    opacity *= factor;
  }
  return opacity;
}
