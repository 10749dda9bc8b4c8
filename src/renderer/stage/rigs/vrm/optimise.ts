import { type VRM, VRMExpressionMorphTargetBind, VRMUtils } from '@pixiv/three-vrm';
import { Mesh, SkinnedMesh } from 'three';

/**
 * Rewrites a model so that it draws faster, where that is worth its time: exporters keep one vertex list for many meshes, a skeleton for each, and morph
 * targets that no expression uses. A model without these is left as it is: looking takes no time.
 */
export function optimise(vrm: VRM): void {
  const meshes: Mesh[] = [];
  vrm.scene.traverse((object) => {
    if (object instanceof Mesh) meshes.push(object);
  });
  if (sharesVertices(meshes)) VRMUtils.removeUnnecessaryVertices(vrm.scene);
  const skeletons = new Set(meshes.flatMap((mesh) => (mesh instanceof SkinnedMesh ? [mesh.skeleton] : [])));
  if (skeletons.size > 1) VRMUtils.combineSkeletons(vrm.scene);
  if (combiningSaves(vrm, meshes)) VRMUtils.combineMorphs(vrm);
}

function sharesVertices(meshes: readonly Mesh[]): boolean {
  const seen = new Set<unknown>();
  for (const { geometry } of meshes) {
    const { position } = geometry.attributes;
    if (seen.has(position)) return true;
    seen.add(position);
  }
  return false;
}

/** The shader goes through all targets of a mesh for every vertex: fewer are better. Combining makes one target for each expression that moves the mesh. */
function combiningSaves(vrm: VRM, meshes: readonly Mesh[]): boolean {
  const expressions = new Map<Mesh, number>();
  for (const { binds } of vrm.expressionManager?.expressions ?? []) {
    const moved = new Set<Mesh>();
    for (const bind of binds)
      if (bind instanceof VRMExpressionMorphTargetBind && bind.weight !== 0) for (const mesh of bind.primitives) moved.add(mesh);
    for (const mesh of moved) expressions.set(mesh, (expressions.get(mesh) ?? 0) + 1);
  }
  let now = 0;
  let then = 0;
  for (const mesh of meshes) {
    const vertices = mesh.geometry.attributes.position?.count ?? 0;
    const targets = mesh.geometry.morphAttributes.position?.length ?? 0;
    now += vertices * targets;
    if (targets > 0) then += vertices * (expressions.get(mesh) ?? 0);
  }
  return then < now * 0.9;
}
