import type { VRM, VRMHumanBoneName } from '@pixiv/three-vrm';
import { type Camera, type Object3D, SkinnedMesh, Vector3 } from 'three';
import type { BodyPart } from '#shared/avatar/scene.ts';
import type { Anchor } from '../rig.ts';
import type { BodyMeasure } from './body-measure.ts';
import { dominantBones } from './skin-points.ts';
import type { VrmMesh } from './vrm-meshes.ts';

/** Where body parts and meshes are in the window. */
export interface VrmAnchors {
  read(place: BodyPart | { readonly mesh: string }, camera: Camera, into: Anchor): boolean;
}

/** A point that a node carries along. */
interface Mark {
  readonly node: Object3D;
  /** All in the node's space. */
  readonly point: Vector3;
  readonly above: Vector3;
  readonly beside: Vector3;
}

/** The model at rest, world matrices up to date. */
export function createVrmAnchors(vrm: VRM, body: BodyMeasure, meshes: readonly VrmMesh[]): VrmAnchors {
  const parts = bodyMarks(vrm, body);
  const ofMeshes = new Map<string, Mark | undefined>();
  const point = new Vector3();
  const above = new Vector3();
  const beside = new Vector3();

  function meshMark(id: string): Mark | undefined {
    if (!ofMeshes.has(id)) {
      const found = meshes.find((one) => one.id === id);
      ofMeshes.set(id, found === undefined ? undefined : markOfMesh(found));
    }
    return ofMeshes.get(id);
  }

  return {
    read(place, camera, into) {
      const mark = typeof place === 'string' ? parts.get(place) : meshMark(place.mesh);
      if (mark === undefined) return false;
      const { matrixWorld } = mark.node;
      point.copy(mark.point).applyMatrix4(matrixWorld).project(camera);
      above.copy(mark.above).applyMatrix4(matrixWorld).project(camera);
      beside.copy(mark.beside).applyMatrix4(matrixWorld).project(camera);
      const aspect = aspectOf(camera);
      into.x = point.x;
      into.y = point.y;
      into.angle = (Math.atan2((above.x - point.x) * aspect, above.y - point.y) * 180) / Math.PI;
      // From the middle to the side, twice, in halves of the window's height.
      into.size = Math.hypot((beside.x - point.x) * aspect, beside.y - point.y);
      return true;
    },
  };
}

function bodyMarks(vrm: VRM, { box, head, eyes, chest, hips }: BodyMeasure): ReadonlyMap<BodyPart, Mark> {
  const marks = new Map<BodyPart, Mark>();
  const add = (part: BodyPart, bones: readonly VRMHumanBoneName[], place: (bone: Vector3) => Vector3, half: number): void => {
    const node = bones.map((bone) => vrm.humanoid.getRawBoneNode(bone)).find((one) => one !== null);
    if (node == null) return;
    const at = place(new Vector3().setFromMatrixPosition(node.matrixWorld));
    const up = at.clone();
    up.y += 0.1;
    const side = at.clone();
    side.x += half;
    marks.set(part, { node, point: node.worldToLocal(at), above: node.worldToLocal(up), beside: node.worldToLocal(side) });
  };
  // Heads are about as high above the eyes as the eyes are above the neck's end; ornaments on top do not count.
  const lift = Math.max(0.03, eyes - head);
  const crown = Math.min(box.max.y, eyes + lift * 1.7);
  const halfHead = (crown - head) * 0.42;
  add('head', ['head'], ({ x, z }) => new Vector3(x, (crown + head) / 2, z), halfHead);
  add('face', ['head'], ({ x, z }) => new Vector3(x, eyes - lift * 0.35, z + halfHead), halfHead * 0.8);
  add('hair', ['head'], ({ x, z }) => new Vector3(x, crown, z), halfHead);
  add(
    'chest',
    ['upperChest', 'chest', 'spine'],
    ({ x, z }) => new Vector3(x, chest + (head - chest) * 0.35, z),
    (head - chest) * 0.5,
  );
  add('body', ['spine', 'hips'], ({ x, z }) => new Vector3(x, (hips + chest) / 2, z), (head - chest) * 0.6);
  add('leftHand', ['leftMiddleProximal', 'leftHand'], (bone) => bone, halfHead * 0.4);
  add('rightHand', ['rightMiddleProximal', 'rightHand'], (bone) => bone, halfHead * 0.4);
  return marks;
}

/** The vertex nearest to the middle of the mesh carries the mark; half the mesh's width is its half size. */
function markOfMesh({ mesh }: VrmMesh): Mark | undefined {
  const { position } = mesh.geometry.attributes;
  if (position === undefined || position.count === 0) return undefined;
  if (mesh.geometry.boundingBox === null) mesh.geometry.computeBoundingBox();
  const box = mesh.geometry.boundingBox;
  if (box === null) return undefined;
  const middle = box.getCenter(new Vector3());
  const vertex = new Vector3();
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < position.count; i++) {
    const distance = vertex.fromBufferAttribute(position, i).distanceToSquared(middle);
    if (distance >= least) continue;
    least = distance;
    nearest = i;
  }
  const bone = mesh instanceof SkinnedMesh ? mesh.skeleton.bones[dominantBones(mesh)[nearest] ?? 0] : undefined;
  const inverse = mesh instanceof SkinnedMesh ? mesh.skeleton.boneInverses[dominantBones(mesh)[nearest] ?? 0] : undefined;
  const toNode = (at: Vector3): Vector3 =>
    mesh instanceof SkinnedMesh && inverse !== undefined ? at.applyMatrix4(mesh.bindMatrix).applyMatrix4(inverse) : at;
  vertex.fromBufferAttribute(position, nearest);
  return {
    node: bone ?? mesh,
    point: toNode(vertex.clone()),
    above: toNode(vertex.clone().setY(vertex.y + 0.1)),
    beside: toNode(vertex.clone().setX(vertex.x + (box.max.x - box.min.x) / 2)),
  };
}

function aspectOf(camera: Camera): number {
  // Width against height of the window, from what the projection does to both.
  return (camera.projectionMatrix.elements[5] ?? 1) / (camera.projectionMatrix.elements[0] ?? 1);
}
