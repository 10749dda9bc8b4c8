import type { Mesh } from 'three';
import { floatsOf, trianglesOf } from './attribute-values.ts';

/** A mesh to be drawn with fewer triangles; the vertices stay as they are. */
export interface FineMesh {
  readonly index: Uint32Array;
  /** Metres, x, y, z. */
  readonly positions: Float32Array;
  readonly uvs: Float32Array;
  /** Ways of all vertices, for each morph target; metres, x, y, z. */
  readonly targets: readonly Float32Array[];
}

export function fineMeshOf({ geometry }: Mesh): FineMesh {
  return {
    index: trianglesOf(geometry),
    positions: floatsOf(geometry.attributes.position, 3),
    uvs: floatsOf(geometry.attributes.uv, 2),
    targets: (geometry.morphAttributes.position ?? []).map((target) => floatsOf(target, 3)),
  };
}
