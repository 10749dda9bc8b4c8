import { type VRM, VRMHumanBoneList, type VRMHumanBoneName } from '@pixiv/three-vrm';
import { Matrix4, type Object3D, Quaternion, Vector3 } from 'three';

/**
 * The humanoid as numbers. Rotations are those of three-vrm's normalised bones: every bone at rest is the identity, its axes the model's own (in VRM 0.x
 * X and Z point the other way than in 1.0). `write` brings them to the model's real bones, which may rest at any angle.
 */
export interface HumanoidBones {
  readonly names: readonly VRMHumanBoneName[];
  /** x, y, z, w for each name. */
  readonly rotations: Float64Array;
  /** The hips' way from their rest, metres, model space. */
  readonly hips: Vector3;
  /** Height of the hips at rest above the model's origin, metres. */
  readonly hipsHeight: number;
  /** −1: the model has no such bone. */
  index(name: VRMHumanBoneName): number;
  node(index: number): Object3D | undefined;
  write(): void;
}

/** Call before `VRMUtils.rotateVRM0`, while the model still stands as its file has it. */
export function createHumanoidBones(vrm: VRM): HumanoidBones {
  const { humanoid } = vrm;
  vrm.scene.updateMatrixWorld(true);
  const toModel = vrm.scene.matrixWorld.clone().invert();
  const names = VRMHumanBoneList.filter((name) => humanoid.getRawBoneNode(name) !== null);
  const nodes = names.flatMap((name) => humanoid.getRawBoneNode(name) ?? []);
  const places = new Map(names.map((name, index) => [name, index]));
  // A real bone's rotation is before · normalised · after.
  const before = nodes.map((node) => parentRotation(node, toModel).invert());
  const after = nodes.map((node) => parentRotation(node, toModel).multiply(node.quaternion));
  const rotations = new Float64Array(names.length * 4);
  const written = new Float64Array(names.length * 4).fill(Number.NaN);
  for (let i = 3; i < rotations.length; i += 4) rotations[i] = 1;
  const hips = new Vector3();
  const hipsNode = humanoid.getRawBoneNode('hips');
  const hipsRest = hipsNode?.position.clone() ?? new Vector3();
  const hipsParent = new Matrix4();
  if (hipsNode?.parent) hipsParent.multiplyMatrices(toModel, hipsNode.parent.matrixWorld).invert();
  const hipsOrigin = new Vector3().applyMatrix4(hipsParent);
  const hipsHeight = hipsNode ? new Vector3().setFromMatrixPosition(hipsNode.matrixWorld).applyMatrix4(toModel).y : 1;
  const scratch = new Quaternion();
  const step = new Vector3();

  return {
    names,
    rotations,
    hips,
    hipsHeight,
    index: (name) => places.get(name) ?? -1,
    node: (index) => nodes[index],
    write() {
      for (let i = 0; i < nodes.length; i++) {
        const at = i * 4;
        if (same(rotations, written, at)) continue;
        for (let k = at; k < at + 4; k++) written[k] = rotations[k] ?? 0;
        const node = nodes[i];
        const first = before[i];
        const last = after[i];
        if (node === undefined || first === undefined || last === undefined) continue;
        scratch.set(rotations[at] ?? 0, rotations[at + 1] ?? 0, rotations[at + 2] ?? 0, rotations[at + 3] ?? 1);
        node.quaternion.copy(scratch.premultiply(first).multiply(last));
        node.updateMatrix();
      }
      if (hipsNode === null) return;
      step.copy(hips).applyMatrix4(hipsParent).sub(hipsOrigin);
      hipsNode.position.addVectors(hipsRest, step);
      hipsNode.updateMatrix();
    },
  };
}

const position = new Vector3();
const scale = new Vector3();

/** Rotation of a node's parent at rest, in model space. */
function parentRotation(node: Object3D, toModel: Matrix4): Quaternion {
  const rotation = new Quaternion();
  if (node.parent !== null) new Matrix4().multiplyMatrices(toModel, node.parent.matrixWorld).decompose(position, rotation, scale);
  return rotation;
}

function same(one: Float64Array, two: Float64Array, at: number): boolean {
  return one[at] === two[at] && one[at + 1] === two[at + 1] && one[at + 2] === two[at + 2] && one[at + 3] === two[at + 3];
}
