import { type Bone, type Matrix4, type Mesh, type Object3D, SkinnedMesh, Vector3 } from 'three';

/** The bone with the largest weight for every vertex, as an index into the mesh's skeleton. */
export function dominantBones(mesh: SkinnedMesh): Uint16Array {
  const { skinIndex, skinWeight } = mesh.geometry.attributes;
  const count = mesh.geometry.attributes.position?.count ?? 0;
  const owners = new Uint16Array(count);
  if (skinIndex === undefined || skinWeight === undefined) return owners;
  for (let i = 0; i < count; i++) {
    let most = -1;
    for (let k = 0; k < 4; k++) {
      const weight = skinWeight.getComponent(i, k);
      if (weight <= most) continue;
      most = weight;
      owners[i] = skinIndex.getComponent(i, k);
    }
  }
  return owners;
}

/** Points of the surface that move with one node each: enough to know where the avatar is without touching its every vertex. */
export interface SkinPoints {
  readonly nodes: readonly Object3D[];
  /** In the space of the node of the same place. */
  readonly points: readonly Vector3[];
  readonly meshes: readonly Mesh[];
}

/** Directions in which the farthest vertices are kept: faces, edges and corners of a cube. */
const DIRECTIONS: readonly Vector3[] = [-1, 0, 1].flatMap((x) =>
  [-1, 0, 1].flatMap((y) => [-1, 0, 1].filter((z) => x !== 0 || y !== 0 || z !== 0).map((z) => new Vector3(x, y, z).normalize())),
);

/** The farthest vertices of every bone's share of every mesh. World matrices must be up to date. */
export function createSkinPoints(meshes: readonly Mesh[]): SkinPoints {
  const nodes: Object3D[] = [];
  const points: Vector3[] = [];
  const owners: Mesh[] = [];
  const add = (mesh: Mesh, node: Object3D, point: Vector3): void => {
    nodes.push(node);
    points.push(point);
    owners.push(mesh);
  };
  for (const mesh of meshes)
    if (mesh instanceof SkinnedMesh)
      skinned(mesh, (bone, toBone, vertex) => add(mesh, bone, vertex.clone().applyMatrix4(toBone)));
    else for (const vertex of farthest(mesh, undefined, 0)) add(mesh, mesh, vertex.clone());
  return { nodes, points, meshes: owners };
}

function skinned(mesh: SkinnedMesh, visit: (bone: Bone, toBone: Matrix4, vertex: Vector3) => void): void {
  const owners = dominantBones(mesh);
  for (const index of new Set(owners)) {
    const bone = mesh.skeleton.bones[index];
    const inverse = mesh.skeleton.boneInverses[index];
    if (bone === undefined || inverse === undefined) continue;
    const toBone = inverse.clone().multiply(mesh.bindMatrix);
    for (const vertex of farthest(mesh, owners, index)) visit(bone, toBone, vertex);
  }
}

function farthest(mesh: Mesh, owners: Uint16Array | undefined, owner: number): Set<Vector3> {
  const { position } = mesh.geometry.attributes;
  const best = DIRECTIONS.map(() => ({ reach: Number.NEGATIVE_INFINITY, vertex: -1 }));
  const point = new Vector3();
  for (let i = 0; i < (position?.count ?? 0); i++) {
    if (position === undefined || (owners !== undefined && owners[i] !== owner)) continue;
    point.fromBufferAttribute(position, i);
    DIRECTIONS.forEach((direction, k) => {
      const reach = point.dot(direction);
      const leader = best[k];
      if (leader === undefined || reach <= leader.reach) return;
      leader.reach = reach;
      leader.vertex = i;
    });
  }
  const vertices = new Set(best.map(({ vertex }) => vertex).filter((vertex) => vertex >= 0));
  return new Set([...vertices].flatMap((i) => (position === undefined ? [] : [new Vector3().fromBufferAttribute(position, i)])));
}
