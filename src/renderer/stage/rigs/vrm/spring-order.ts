import type { VRMSpringBoneJoint } from '@pixiv/three-vrm';
import type { Object3D } from 'three';

/** A joint, and what hangs below it up to the next joints: nodes whose place in the world follows from it. */
export interface OrderedJoint {
  readonly joint: VRMSpringBoneJoint;
  readonly followers: readonly Object3D[];
}

/** Joints so that each comes after those that carry its bone or a collider of it; where such ways lead round in a circle, that one is cut. */
export function orderJoints(joints: Iterable<VRMSpringBoneJoint>): readonly OrderedJoint[] {
  const byBone = new Map<Object3D, VRMSpringBoneJoint[]>();
  const all = [...joints];
  for (const joint of all) byBone.set(joint.bone, [...(byBone.get(joint.bone) ?? []), joint]);
  const begun = new Set<VRMSpringBoneJoint>();
  const ordered: OrderedJoint[] = [];

  function insert(joint: VRMSpringBoneJoint): void {
    if (begun.has(joint)) return;
    begun.add(joint);
    for (const dependency of joint.dependencies)
      for (const node of wayDown(dependency)) for (const before of byBone.get(node) ?? []) insert(before);
    const followers: Object3D[] = [];
    collectFollowers(joint.bone, byBone, followers);
    ordered.push({ joint, followers });
  }
  for (const joint of all) insert(joint);
  return ordered;
}

/** From the root to the node itself. */
function wayDown(node: Object3D): readonly Object3D[] {
  const way: Object3D[] = [];
  for (let at: Object3D | null = node; at !== null; at = at.parent) way.unshift(at);
  return way;
}

function collectFollowers(node: Object3D, byBone: ReadonlyMap<Object3D, unknown>, into: Object3D[]): void {
  for (const child of node.children) {
    if (byBone.has(child)) continue;
    into.push(child);
    collectFollowers(child, byBone, into);
  }
}
