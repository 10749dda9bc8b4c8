import {
  type VRMSpringBoneCollider,
  VRMSpringBoneColliderShapeCapsule,
  VRMSpringBoneColliderShapeSphere,
  type VRMSpringBoneJoint,
} from '@pixiv/three-vrm';
import { Vector3 } from 'three';

/** What a spring must not swing into. */
export interface SpringColliders {
  /** Moves `tail` (x, y, z in the world) out of them, at its distance `length` (of the first place) from `root`. */
  pushOut(tail: Float64Array, root: Float64Array, length: Float64Array): void;
}

/** A ball, or one drawn out from `offset` to `tail`; all in the collider's space. */
interface Ball {
  readonly elements: () => readonly number[];
  readonly offset: Vector3;
  readonly tail: Vector3 | undefined;
  readonly radius: number;
  readonly inside: boolean;
}

/** Of one frame, for numbers handed from function to function are boxed: centre, axis, way from the centre, world. */
const centre = new Float64Array(3);
const axis = new Float64Array(3);
const way = new Float64Array(3);
const normal = new Vector3();
const point = new Vector3();

/** The equations are three-vrm's, for which a test speaks; its own steps leave 14 kB a frame behind. */
export function createSpringColliders({ colliderGroups, settings }: VRMSpringBoneJoint): SpringColliders {
  const colliders = colliderGroups.flatMap((group) => group.colliders);
  const balls = colliders.flatMap((collider) => ballOf(collider) ?? []);
  const others = colliders.filter((collider) => ballOf(collider) === undefined);
  return {
    pushOut(tail, root, length) {
      for (let i = 0; i < balls.length; i++) {
        const ball = balls[i];
        if (ball === undefined) continue;
        locate(ball, tail);
        const far = Math.sqrt((way[0] ?? 0) ** 2 + (way[1] ?? 0) ** 2 + (way[2] ?? 0) ** 2);
        const depth = ball.inside ? far - (ball.radius - settings.hitRadius) : ball.radius + settings.hitRadius - far;
        if (depth <= 0) continue;
        const step = (ball.inside ? -depth : depth) / far;
        for (let k = 0; k < 3; k++) tail[k] = (tail[k] ?? 0) + (way[k] ?? 0) * step;
        keepLength(tail, root, length);
      }
      for (let i = 0; i < others.length; i++) {
        const other = others[i];
        if (other !== undefined) pushOutOther(other, settings.hitRadius, tail, root, length);
      }
    },
  };
}

function ballOf(collider: VRMSpringBoneCollider): Ball | undefined {
  const { shape } = collider;
  const elements = (): readonly number[] => collider.matrixWorld.elements;
  if (shape instanceof VRMSpringBoneColliderShapeSphere) {
    const { offset, radius, inside } = shape;
    return { elements, offset, tail: undefined, radius, inside };
  }
  if (!(shape instanceof VRMSpringBoneColliderShapeCapsule)) return undefined;
  const { offset, tail, radius, inside } = shape;
  return { elements, offset, tail, radius, inside };
}

/** Writes the way from the nearest point of the ball's axis to the tail. */
function locate({ elements, offset, tail: end }: Ball, tail: Float64Array): void {
  const m = elements();
  let square = 0;
  let along = 0;
  for (let k = 0; k < 3; k++) {
    const x = m[k] ?? 0;
    const y = m[k + 4] ?? 0;
    const z = m[k + 8] ?? 0;
    centre[k] = x * offset.x + y * offset.y + z * offset.z + (m[k + 12] ?? 0);
    axis[k] = end === undefined ? 0 : x * (end.x - offset.x) + y * (end.y - offset.y) + z * (end.z - offset.z);
    way[k] = (tail[k] ?? 0) - (centre[k] ?? 0);
    square += (axis[k] ?? 0) ** 2;
    along += (axis[k] ?? 0) * (way[k] ?? 0);
  }
  const share = along <= 0 ? 0 : along >= square ? 1 : along / square;
  for (let k = 0; k < 3; k++) way[k] = (way[k] ?? 0) - (axis[k] ?? 0) * share;
}

function keepLength(tail: Float64Array, root: Float64Array, length: Float64Array): void {
  const x = (tail[0] ?? 0) - (root[0] ?? 0);
  const y = (tail[1] ?? 0) - (root[1] ?? 0);
  const z = (tail[2] ?? 0) - (root[2] ?? 0);
  const stretch = (length[0] ?? 0) / (Math.sqrt(x * x + y * y + z * z) || 1);
  tail[0] = (root[0] ?? 0) + x * stretch;
  tail[1] = (root[1] ?? 0) + y * stretch;
  tail[2] = (root[2] ?? 0) + z * stretch;
}

/** Planes, and what future versions of the format may bring: the library's own answer. */
function pushOutOther(
  collider: VRMSpringBoneCollider,
  hitRadius: number,
  tail: Float64Array,
  root: Float64Array,
  length: Float64Array,
): void {
  collider.updateWorldMatrix(false, false);
  point.fromArray(tail);
  const distance = collider.shape.calculateCollision(collider.colliderMatrix, point, hitRadius, normal);
  if (distance >= 0) return;
  point.addScaledVector(normal, -distance).toArray(tail);
  keepLength(tail, root, length);
}
