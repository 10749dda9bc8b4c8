import type { VRMHumanBoneName } from '@pixiv/three-vrm';
import { type AnimationClip, type Object3D, Quaternion, Vector3 } from 'three';
import type { HumanoidBones } from './humanoid-bones.ts';
import type { Curve, MotionTracks } from './motion-clip.ts';

const FINGERS = ['Index', 'Middle', 'Ring'] as const;
const JOINTS = ['Proximal', 'Intermediate', 'Distal'] as const;

/** Mixamo's skeleton (X Bot, Y Bot) in VRM's words; `mixamorig:` before each name. */
const MIXAMO_BONES: ReadonlyMap<string, VRMHumanBoneName> = new Map([
  ['hips', 'hips'],
  ['spine', 'spine'],
  ['spine1', 'chest'],
  ['spine2', 'upperChest'],
  ['neck', 'neck'],
  ['head', 'head'],
  ...(['left', 'right'] as const).flatMap((side): [string, VRMHumanBoneName][] => [
    [`${side}shoulder`, `${side}Shoulder`],
    [`${side}arm`, `${side}UpperArm`],
    [`${side}forearm`, `${side}LowerArm`],
    [`${side}hand`, `${side}Hand`],
    [`${side}upleg`, `${side}UpperLeg`],
    [`${side}leg`, `${side}LowerLeg`],
    [`${side}foot`, `${side}Foot`],
    [`${side}toebase`, `${side}Toes`],
    [`${side}handthumb1`, `${side}ThumbMetacarpal`],
    [`${side}handthumb2`, `${side}ThumbProximal`],
    [`${side}handthumb3`, `${side}ThumbDistal`],
    ...FINGERS.flatMap((finger) =>
      JOINTS.map((joint, i): [string, VRMHumanBoneName] => [
        `${side}hand${finger.toLowerCase()}${i + 1}`,
        `${side}${finger}${joint}`,
      ]),
    ),
    ...JOINTS.map((joint, i): [string, VRMHumanBoneName] => [`${side}handpinky${i + 1}`, `${side}Little${joint}`]),
  ]),
] satisfies [string, VRMHumanBoneName][]);

/** VRM's name of a Mixamo bone, with or without its prefix, in any case; undefined: none. */
export function boneOfMixamo(name: string): VRMHumanBoneName | undefined {
  return MIXAMO_BONES.get(
    name
      .replace(/^mixamorig\d*/i, '')
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
      .toLowerCase(),
  );
}

/**
 * Turns a motion of Mixamo's skeleton into the model's normalised rotations: parent's rest · key · inverse of the bone's rest, all in the file's world.
 * The rest is how the file's skeleton stands: a T-pose facing +Z. `flip` −1: the model is VRM 0.x. Undefined: no bone of the file is Mixamo's.
 */
export function tracksFromMixamo(
  clip: AnimationClip,
  root: Object3D,
  bones: HumanoidBones,
  flip: 1 | -1,
): MotionTracks | undefined {
  root.updateMatrixWorld(true);
  const rotations = new Map<VRMHumanBoneName, Curve>();
  let hips: Curve | undefined;
  for (const track of clip.tracks) {
    const dot = track.name.lastIndexOf('.');
    const node = root.getObjectByName(track.name.slice(0, dot));
    const bone = node === undefined ? undefined : boneOfMixamo(node.name);
    if (node === undefined || bone === undefined) continue;
    const property = track.name.slice(dot + 1);
    if (property === 'quaternion') rotations.set(bone, rotationCurve(plainCurve(track, 4), node, flip));
    else if (property === 'position' && bone === 'hips') hips = hipsCurve(plainCurve(track, 3), node, bones.hipsHeight, flip);
  }
  if (rotations.size === 0) return undefined;
  return { duration: clip.duration, rotations, hips, expressions: new Map(), lookAt: undefined };
}

/** Cubic splines of glTF keep two tangents with every key; the keys alone, read straight, are near enough. */
function plainCurve({ times, values }: Curve, size: number): Curve {
  if (values.length !== times.length * size * 3) return { times, values };
  const keys = Float32Array.from({ length: times.length * size }, (_, i) => {
    const key = Math.floor(i / size);
    return values[(key * 3 + 1) * size + (i % size)] ?? 0;
  });
  return { times, values: keys };
}

function rotationCurve({ times, values }: Curve, node: Object3D, flip: 1 | -1): Curve {
  const rest = node.getWorldQuaternion(new Quaternion()).invert();
  const parent = node.parent?.getWorldQuaternion(new Quaternion()) ?? new Quaternion();
  const turned = new Float32Array(values.length);
  const key = new Quaternion();
  for (let i = 0; i < values.length; i += 4) {
    key.set(values[i] ?? 0, values[i + 1] ?? 0, values[i + 2] ?? 0, values[i + 3] ?? 1);
    key.premultiply(parent).multiply(rest);
    turned[i] = key.x * flip;
    turned[i + 1] = key.y;
    turned[i + 2] = key.z * flip;
    turned[i + 3] = key.w;
  }
  return { times, values: turned };
}

/** Scaled by how high the hips are, whatever unit the file is in (Mixamo: centimetres). */
function hipsCurve({ times, values }: Curve, node: Object3D, hipsHeight: number, flip: 1 | -1): Curve | undefined {
  const rest = node.getWorldPosition(new Vector3()).y;
  if (!(rest > 0)) return undefined;
  const scale = hipsHeight / rest;
  const moved = new Float32Array(values.length);
  const at = new Vector3();
  for (let i = 0; i < values.length; i += 3) {
    at.set(values[i] ?? 0, values[i + 1] ?? 0, values[i + 2] ?? 0);
    if (node.parent !== null) at.applyMatrix4(node.parent.matrixWorld);
    moved[i] = at.x * scale * flip;
    moved[i + 1] = at.y * scale;
    moved[i + 2] = at.z * scale * flip;
  }
  return { times, values: moved };
}
