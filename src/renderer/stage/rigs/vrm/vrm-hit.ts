import type { VRM, VRMHumanBoneName } from '@pixiv/three-vrm';
import {
  type Camera,
  type Intersection,
  type Mesh,
  type Object3D,
  Raycaster,
  SkinnedMesh,
  Sphere,
  Vector2,
  Vector3,
} from 'three';
import type { BodyPart } from '#shared/avatar/scene.ts';
import type { Hit } from '../rig.ts';
import type { BodyMeasure } from './body-measure.ts';
import type { VrmMesh } from './vrm-meshes.ts';

export interface VrmHitTest {
  at(x: number, y: number, camera: Camera): Hit | undefined;
}

const PART_OF_BONE: readonly (readonly [bone: RegExp, part: BodyPart])[] = [
  [/^(head|jaw|leftEye|rightEye)$/, 'head'],
  [/^neck$/, 'head'],
  [/^left(Hand|Thumb|Index|Middle|Ring|Little)/, 'leftHand'],
  [/^right(Hand|Thumb|Index|Middle|Ring|Little)/, 'rightHand'],
  [/^(chest|upperChest|leftShoulder|rightShoulder)$/, 'chest'],
];
const EVERYWHERE = new Sphere(new Vector3(), 1000);

/** Goes through the triangles as they are posed now: some ms, meant for clicks. */
export function createVrmHitTest(vrm: VRM, body: BodyMeasure, meshes: readonly VrmMesh[]): VrmHitTest {
  const raycaster = new Raycaster();
  // Whatever stands in for them in the picture, these are the meshes.
  raycaster.layers.enableAll();
  const ids = new Map<Object3D, string>(meshes.map(({ id, mesh }) => [mesh, id]));
  const partOf = bodyParts(vrm);
  const head = vrm.humanoid.getRawBoneNode('head');
  const point = new Vector3();
  const origin = head === null ? new Vector3() : new Vector3().setFromMatrixPosition(head.matrixWorld);
  const toRest = head === null ? undefined : head.matrixWorld.clone();

  /** On the face: in front of the ears, below the brows. In the space in which the head stands at rest. */
  function isFace(where: Vector3): boolean {
    if (head === null || toRest === undefined) return false;
    point.copy(where);
    head.worldToLocal(point).applyMatrix4(toRest).sub(origin);
    const lift = Math.max(0.03, body.eyes - body.head);
    return point.z > lift * 0.25 && point.y < lift * 1.5;
  }

  function bodyPart({ object, face, point: where }: Intersection): BodyPart | null {
    const bone = object instanceof SkinnedMesh && face != null ? boneOf(object, face.a) : object.parent;
    let swings = false;
    for (let node: Object3D | null = bone; node !== null; node = node.parent) {
      const part = partOf.get(node);
      if (part === undefined) {
        swings = true;
        continue;
      }
      if (part !== 'head') return part;
      if (swings || isHair(object)) return 'hair';
      return isFace(where) ? 'face' : 'head';
    }
    return 'body';
  }

  return {
    at(x, y, camera) {
      raycaster.setFromCamera(new Vector2(x, y), camera);
      const hits = meshes.flatMap(({ mesh }) => cast(raycaster, mesh));
      hits.sort((one, two) => one.distance - two.distance);
      const [nearest] = hits;
      if (nearest === undefined) return undefined;
      return { part: bodyPart(nearest), meshes: [...new Set(hits.flatMap(({ object }) => ids.get(object) ?? []))] };
    },
  };
}

/** Bounds of skin are those of its rest; for the ray it may be anywhere. */
function cast(raycaster: Raycaster, mesh: Mesh): Intersection[] {
  if (!mesh.visible) return [];
  if (!(mesh instanceof SkinnedMesh)) return raycaster.intersectObject(mesh, false);
  const { boundingSphere } = mesh;
  mesh.boundingSphere = EVERYWHERE;
  const hits = raycaster.intersectObject(mesh, false);
  mesh.boundingSphere = boundingSphere;
  return hits;
}

function boneOf(mesh: SkinnedMesh, vertex: number): Object3D {
  const { skinIndex, skinWeight } = mesh.geometry.attributes;
  let bone: Object3D = mesh;
  let most = -1;
  for (let k = 0; k < 4; k++) {
    const weight = skinWeight?.getComponent(vertex, k) ?? 0;
    if (weight <= most) continue;
    most = weight;
    bone = mesh.skeleton.bones[skinIndex?.getComponent(vertex, k) ?? 0] ?? mesh;
  }
  return bone;
}

function isHair(object: Object3D): boolean {
  return /hair|髪|头发|kami/i.test(object.name);
}

function bodyParts(vrm: VRM): ReadonlyMap<Object3D, BodyPart> {
  const parts = new Map<Object3D, BodyPart>();
  for (const [name, { node }] of Object.entries(vrm.humanoid.humanBones)) parts.set(node, partOfBone(name));
  return parts;
}

function partOfBone(name: VRMHumanBoneName | string): BodyPart {
  return PART_OF_BONE.find(([pattern]) => pattern.test(name))?.[1] ?? 'body';
}
