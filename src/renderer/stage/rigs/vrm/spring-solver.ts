import type { VRMSpringBoneJoint, VRMSpringBoneManager } from '@pixiv/three-vrm';
import { Matrix4, type Object3D, Vector3 } from 'three';
import { premultiply } from './flat-quaternion.ts';
import { createSpringColliders, type SpringColliders } from './spring-colliders.ts';
import { orderJoints } from './spring-order.ts';

/** Swings hair, skirts and tails by the file format's equations, without leaving garbage behind. World matrices must be up to date at every call. */
export interface SpringSolver {
  update(pace: { readonly dt: number }): void;
  /** Everything hangs as its author left it, from where it is now. */
  reset(): void;
}

interface Spring {
  readonly joint: VRMSpringBoneJoint;
  readonly bone: Object3D;
  readonly followers: readonly Object3D[];
  readonly colliders: SpringColliders;
  /** The bone as it was loaded: its matrix, its rotation (x, y, z, w), where its end is, and that way's direction. */
  readonly rest: Matrix4;
  readonly restTurn: Float64Array;
  readonly end: Float64Array;
  readonly axis: Float64Array;
  /** Space in which the spring feels motion; undefined: the world. */
  readonly center: Center | undefined;
  /** End of the bone, now and a step before; in the centre's space. */
  readonly tail: Float64Array;
  readonly before: Float64Array;
}
interface Center {
  readonly node: Object3D;
  /** From the world; of this frame. */
  readonly inverse: Matrix4;
}

const IDENTITY = new Matrix4();
/** Of one joint. In arrays: numbers handed from function to function are boxed on their way. */
const next = new Float64Array(3);
const root = new Float64Array(3);
const length = new Float64Array(1);
const direction = new Float64Array(3);
const turn = new Float64Array(4);
const toRest = new Matrix4();

/** Takes the joints over from the library's manager, which must not be updated any more. The model at rest. */
export function createSpringSolver(manager: VRMSpringBoneManager): SpringSolver {
  const centers = new Map<Object3D, Center>();
  const springs = orderJoints(manager.joints).map(({ joint, followers }) => springOf(joint, followers, centers));
  const all = [...centers.values()];
  const readCenters = (): void => {
    for (let i = 0; i < all.length; i++) {
      const center = all[i];
      if (center !== undefined) center.inverse.copy(center.node.matrixWorld).invert();
    }
  };
  return {
    update(pace) {
      if (!(pace.dt > 0)) return;
      readCenters();
      for (let i = 0; i < springs.length; i++) {
        const spring = springs[i];
        if (spring === undefined) continue;
        place(spring);
        fly(spring, pace);
        spring.colliders.pushOut(next, root, length);
        keep(spring);
        aim(spring);
      }
    },
    reset() {
      readCenters();
      for (const spring of springs) {
        spring.bone.quaternion.fromArray(spring.restTurn);
        spring.bone.updateMatrix();
        place(spring);
        transform(next, spring.end, spring.bone.matrixWorld.elements, 1);
        transform(spring.tail, next, (spring.center?.inverse ?? IDENTITY).elements, 1);
        spring.before.set(spring.tail);
        follow(spring);
      }
    },
  };
}

function springOf(joint: VRMSpringBoneJoint, followers: readonly Object3D[], centers: Map<Object3D, Center>): Spring {
  const { bone, center: node, initialLocalChildPosition: end } = joint;
  bone.updateMatrix();
  if (node !== null && !centers.has(node)) centers.set(node, { node, inverse: new Matrix4() });
  // The library watches a centre's matrix through a proxy; without a centre it takes that away.
  joint.center = null;
  return {
    ...{ joint, bone, followers },
    colliders: createSpringColliders(joint),
    rest: bone.matrix.clone(),
    restTurn: Float64Array.from(bone.quaternion.toArray()),
    end: Float64Array.from(end.toArray()),
    axis: Float64Array.from(new Vector3().copy(end).normalize().toArray()),
    center: node === null ? undefined : centers.get(node),
    tail: new Float64Array(3),
    before: new Float64Array(3),
  };
}

/** Where the bone begins and how long it is in the world, in the pose that its parent has now. */
function place({ bone, end }: Spring): void {
  bone.matrixWorld.multiplyMatrices(bone.parent?.matrixWorld ?? IDENTITY, bone.matrix);
  const { elements } = bone.matrixWorld;
  for (let k = 0; k < 3; k++) root[k] = elements[k + 12] ?? 0;
  transform(direction, end, elements, 0);
  length[0] = Math.sqrt((direction[0] ?? 0) ** 2 + (direction[1] ?? 0) ** 2 + (direction[2] ?? 0) ** 2);
}

/** Where the end would fly: on, held back by drag, pulled by stiffness and gravity, at the bone's length. */
function fly({ joint, rest, bone, axis, center, tail, before }: Spring, { dt }: { readonly dt: number }): void {
  const { stiffness, dragForce, gravityDir, gravityPower } = joint.settings;
  for (let k = 0; k < 3; k++) direction[k] = (tail[k] ?? 0) + ((tail[k] ?? 0) - (before[k] ?? 0)) * (1 - dragForce);
  transform(next, direction, (center?.node.matrixWorld ?? IDENTITY).elements, 1);
  transform(direction, axis, rest.elements, 0);
  normalise(direction);
  transform(turn, direction, (bone.parent?.matrixWorld ?? IDENTITY).elements, 0);
  normalise(turn);
  next[0] = (next[0] ?? 0) + (turn[0] ?? 0) * stiffness * dt + gravityDir.x * gravityPower * dt - (root[0] ?? 0);
  next[1] = (next[1] ?? 0) + (turn[1] ?? 0) * stiffness * dt + gravityDir.y * gravityPower * dt - (root[1] ?? 0);
  next[2] = (next[2] ?? 0) + (turn[2] ?? 0) * stiffness * dt + gravityDir.z * gravityPower * dt - (root[2] ?? 0);
  normalise(next);
  for (let k = 0; k < 3; k++) next[k] = (next[k] ?? 0) * (length[0] ?? 0) + (root[k] ?? 0);
}

function keep({ center, tail, before }: Spring): void {
  before.set(tail);
  transform(tail, next, (center?.inverse ?? IDENTITY).elements, 1);
}

/** Turns the bone so that it ends there: from its axis the shortest way, after its rotation at rest. */
function aim(spring: Spring): void {
  const { bone, rest, axis, restTurn } = spring;
  toRest.multiplyMatrices(bone.parent?.matrixWorld ?? IDENTITY, rest).invert();
  transform(direction, next, toRest.elements, 1);
  normalise(direction);
  between(turn, axis, direction);
  premultiply(turn, 0, restTurn, 0);
  bone.quaternion.fromArray(turn);
  bone.updateMatrix();
  bone.matrixWorld.multiplyMatrices(bone.parent?.matrixWorld ?? IDENTITY, bone.matrix);
  follow(spring);
}

function follow({ followers }: Spring): void {
  for (let i = 0; i < followers.length; i++) {
    const node = followers[i];
    if (node?.parent == null) continue;
    if (node.matrixAutoUpdate) node.updateMatrix();
    node.matrixWorld.multiplyMatrices(node.parent.matrixWorld, node.matrix);
  }
}

/** `share` 1: a point; 0: a direction. */
function transform(out: Float64Array, from: Float64Array, m: readonly number[], share: 0 | 1): void {
  const x = from[0] ?? 0;
  const y = from[1] ?? 0;
  const z = from[2] ?? 0;
  for (let k = 0; k < 3; k++) out[k] = (m[k] ?? 0) * x + (m[k + 4] ?? 0) * y + (m[k + 8] ?? 0) * z + (m[k + 12] ?? 0) * share;
}

function normalise(vector: Float64Array): void {
  const x = vector[0] ?? 0;
  const y = vector[1] ?? 0;
  const z = vector[2] ?? 0;
  const size = Math.sqrt(x * x + y * y + z * z) || 1;
  vector[0] = x / size;
  vector[1] = y / size;
  vector[2] = z / size;
}

/** The rotation that brings one direction to another the shortest way. */
function between(out: Float64Array, from: Float64Array, to: Float64Array): void {
  const fx = from[0] ?? 0;
  const fy = from[1] ?? 0;
  const fz = from[2] ?? 0;
  const tx = to[0] ?? 0;
  const ty = to[1] ?? 0;
  const tz = to[2] ?? 0;
  const w = fx * tx + fy * ty + fz * tz + 1;
  // Half a turn leads over any side.
  const opposite = w < 1e-9;
  const x = opposite ? (Math.abs(fx) > Math.abs(fz) ? -fy : 0) : fy * tz - fz * ty;
  const y = opposite ? (Math.abs(fx) > Math.abs(fz) ? fx : -fz) : fz * tx - fx * tz;
  const z = opposite ? (Math.abs(fx) > Math.abs(fz) ? 0 : fy) : fx * ty - fy * tx;
  const size = Math.sqrt(x * x + y * y + z * z + (opposite ? 0 : w * w)) || 1;
  out[0] = x / size;
  out[1] = y / size;
  out[2] = z / size;
  out[3] = opposite ? 0 : w / size;
}
