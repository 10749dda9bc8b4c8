import type { VRM, VRMHumanBoneName } from '@pixiv/three-vrm';
import { Box3, Matrix4, SkinnedMesh, Vector3 } from 'three';
import type { VrmMesh } from './vrm-meshes.ts';

/** Sizes of the model as it stands at rest, metres, in the world. */
export interface BodyMeasure {
  readonly box: Box3;
  readonly hips: number;
  readonly chest: number;
  /** Root of the head, where it nods. */
  readonly head: number;
  readonly eyes: number;
}

/** World matrices must be up to date, and the model at rest. */
export function measureBody(vrm: VRM, meshes: readonly VrmMesh[]): BodyMeasure {
  const box = boundsAtRest(meshes);
  const at = (bone: VRMHumanBoneName): number | undefined => {
    const node = vrm.humanoid.getRawBoneNode(bone);
    return node === null ? undefined : new Vector3().setFromMatrixPosition(node.matrixWorld).y;
  };
  const top = box.max.y;
  const hips = at('hips') ?? top * 0.5;
  const chest = at('chest') ?? at('spine') ?? (hips + top) / 2;
  const head = at('head') ?? chest;
  return { box, hips, chest, head, eyes: at('leftEye') ?? head + 0.06 };
}

/**
 * Vertices as they are stored, where a mesh is bound as it rests (nearly all are); else every vertex is posed, which takes long. A mesh is bound as it
 * rests when its bones' matrices undo their inverses.
 */
function boundsAtRest(meshes: readonly VrmMesh[]): Box3 {
  const box = new Box3();
  const own = new Box3();
  for (const { mesh } of meshes) {
    const { position } = mesh.geometry.attributes;
    if (position === undefined) continue;
    if (mesh instanceof SkinnedMesh && !isBoundAtRest(mesh)) own.setFromObject(mesh, true);
    else {
      own.makeEmpty();
      const point = new Vector3();
      for (let i = 0; i < position.count; i++) own.expandByPoint(point.fromBufferAttribute(position, i));
      // Skin hangs on the bones, wherever its mesh's own node may be.
      if (mesh instanceof SkinnedMesh) own.applyMatrix4(new Matrix4().multiplyMatrices(skinMatrix(mesh, 0), mesh.bindMatrix));
      else own.applyMatrix4(mesh.matrixWorld);
    }
    box.union(own);
  }
  return box;
}

function skinMatrix({ skeleton }: SkinnedMesh, index: number): Matrix4 {
  const bone = skeleton.bones[index];
  const inverse = skeleton.boneInverses[index];
  return bone === undefined || inverse === undefined ? new Matrix4() : new Matrix4().multiplyMatrices(bone.matrixWorld, inverse);
}

function isBoundAtRest(mesh: SkinnedMesh): boolean {
  const first = skinMatrix(mesh, 0).elements;
  return mesh.skeleton.bones.every((_, index) =>
    skinMatrix(mesh, index).elements.every((value, i) => Math.abs(value - (first[i] ?? 0)) < 1e-3),
  );
}
