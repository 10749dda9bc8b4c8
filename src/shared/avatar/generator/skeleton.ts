import { HEAD_CENTRE } from './face/head-shape.ts';
import type { Skin } from './geometry/part.ts';
import { add, clamp, scale, type Vec3 } from './geometry/vector.ts';

/** Bones stand unturned in a T-pose, so a bone is its place and its parent. World space, metres. */
export interface Bone {
  readonly name: string;
  readonly parent: string | undefined;
  readonly position: Vec3;
}

export interface Spring {
  readonly stiffness: number;
  /** 0 swings for ever, 1 not at all. */
  readonly drag: number;
  readonly gravity: number;
  /** Metres. */
  readonly hitRadius: number;
  readonly collides: readonly ColliderGroup[];
}
export type ColliderGroup = 'head' | 'torso' | 'legs' | 'arms';

/** A row of bones that swings. The last one only marks where the one before it ends. */
export interface Chain {
  readonly name: string;
  readonly parent: string;
  readonly bones: readonly string[];
  readonly spring: Spring;
}

export interface Skeleton {
  readonly bones: readonly Bone[];
  readonly chains: readonly Chain[];
  addChain(name: string, parent: string, points: readonly Vec3[], spring: Spring): Chain;
  indexOf(bone: string): number;
}

export const SIDES = [
  ['left', 1],
  ['right', -1],
] as const;
export type Side = (typeof SIDES)[number][0];

/** Heights and distances that body, clothes and bones share; metres. */
export const BODY = {
  hips: 0.7,
  legX: 0.05,
  legTop: 0.675,
  knee: 0.375,
  ankle: 0.07,
  shoulderY: 1.02,
  shoulderX: 0.088,
  elbowX: 0.238,
  wristX: 0.366,
  neckBase: 1.05,
} as const;

/** Where an eye turns around: behind the iris, nearer to the middle than the eye, so that the iris slides along the face. */
export const EYE_PIVOT: Vec3 = [0.03, HEAD_CENTRE - 0.03, 0.0086];

const SPINE: readonly (readonly [string, string, Vec3])[] = [
  ['hips', 'Root', [0, BODY.hips, 0]],
  ['spine', 'hips', [0, 0.77, 0]],
  ['chest', 'spine', [0, 0.85, 0]],
  ['upperChest', 'chest', [0, 0.94, 0]],
  ['neck', 'upperChest', [0, BODY.neckBase, -0.006]],
  ['head', 'neck', [0, HEAD_CENTRE - 0.145, 0]],
];
const FINGERS: readonly (readonly [name: string, x: number, y: number, z: number, step: number])[] = [
  ['Index', 0.046, 0.001, 0.0185, 0.0145],
  ['Middle', 0.048, 0.0015, 0.0062, 0.0155],
  ['Ring', 0.046, 0.001, -0.0062, 0.0145],
  ['Little', 0.042, -0.0005, -0.0175, 0.0122],
];
export const FINGER_JOINTS = ['Proximal', 'Intermediate', 'Distal'] as const;
export const THUMB_JOINTS = ['Metacarpal', 'Proximal', 'Distal'] as const;

export function createSkeleton(): Skeleton {
  const bones: Bone[] = [];
  const chains: Chain[] = [];
  const index = new Map<string, number>();
  const bone = (name: string, parent: string | undefined, position: Vec3): void => {
    index.set(name, bones.length);
    bones.push({ name, parent, position });
  };
  bone('Root', undefined, [0, 0, 0]);
  for (const [name, parent, position] of SPINE) bone(name, parent, position);
  for (const [side, sign] of SIDES) addLimbs(bone, side, sign);
  return {
    bones,
    chains,
    addChain(name, parent, points, spring) {
      const names = points.map((_, i) => `${name}_${i}`);
      names.forEach((one, i) => {
        bone(one, names[i - 1] ?? parent, points[i] ?? [0, 0, 0]);
      });
      const chain = { name, parent, bones: names, spring };
      chains.push(chain);
      return chain;
    },
    indexOf(name) {
      const found = index.get(name);
      if (found === undefined) throw new RangeError(`there is no bone ${name}`);
      return found;
    },
  };
}

type AddBone = (name: string, parent: string, position: Vec3) => void;

function addLimbs(bone: AddBone, side: Side, sign: number): void {
  const { shoulderY: y, shoulderX, elbowX, wristX, legX, legTop, knee, ankle } = BODY;
  bone(`${side}Eye`, 'head', [sign * EYE_PIVOT[0], EYE_PIVOT[1], EYE_PIVOT[2]]);
  bone(`${side}Shoulder`, 'upperChest', [sign * 0.028, y, 0]);
  bone(`${side}UpperArm`, `${side}Shoulder`, [sign * shoulderX, y, 0]);
  bone(`${side}LowerArm`, `${side}UpperArm`, [sign * elbowX, y, 0]);
  bone(`${side}Hand`, `${side}LowerArm`, [sign * wristX, y, 0]);
  for (const [finger, x, dy, z, step] of FINGERS)
    FINGER_JOINTS.forEach((joint, i) => {
      const parent = i === 0 ? `${side}Hand` : `${side}${finger}${FINGER_JOINTS[i - 1]}`;
      bone(`${side}${finger}${joint}`, parent, [sign * (wristX + x + i * step), y + dy, z]);
    });
  THUMB_JOINTS.forEach((joint, i) => {
    const parent = i === 0 ? `${side}Hand` : `${side}Thumb${THUMB_JOINTS[i - 1]}`;
    bone(`${side}Thumb${joint}`, parent, [sign * (wristX + 0.012 + i * 0.0125), y - 0.004 - i * 0.001, 0.016 + i * 0.0105]);
  });
  bone(`${side}UpperLeg`, 'hips', [sign * legX, legTop, 0]);
  bone(`${side}LowerLeg`, `${side}UpperLeg`, [sign * legX, knee, 0.003]);
  bone(`${side}Foot`, `${side}LowerLeg`, [sign * legX, ankle, -0.004]);
  bone(`${side}Toes`, `${side}Foot`, [sign * legX, 0.02, 0.06]);
}

/** Weights at `f` bones along a chain: a bone turns what lies between it and the next; at a joint the two share. */
export function chainSkin(chain: Chain, f: number): Skin {
  const row = [chain.parent, ...chain.bones.slice(0, -1)];
  const g = clamp(f + 0.5, 0, row.length - 1);
  const i = Math.min(row.length - 2, Math.floor(g));
  return [
    [row[i] ?? chain.parent, 1 - (g - i)],
    [row[i + 1] ?? chain.parent, g - i],
  ];
}

/** Up to four bones of several weighted skins. */
export function blendSkins(parts: readonly (readonly [skin: Skin, share: number])[]): Skin {
  const sums = new Map<string, number>();
  for (const [skin, share] of parts) for (const [bone, weight] of skin) sums.set(bone, (sums.get(bone) ?? 0) + weight * share);
  return [...sums]
    .filter(([, weight]) => weight > 0.004)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4);
}

/** Turns `point` around `pivot`: yaw to the avatar's left, pitch upwards, radians. */
export function turnAround(pivot: Vec3, point: Vec3, yaw: number, pitch: number): Vec3 {
  const [x, y, z] = add(point, scale(pivot, -1));
  const [y1, z1] = [y * Math.cos(pitch) + z * Math.sin(pitch), -y * Math.sin(pitch) + z * Math.cos(pitch)];
  const [x2, z2] = [x * Math.cos(yaw) + z1 * Math.sin(yaw), -x * Math.sin(yaw) + z1 * Math.cos(yaw)];
  return add(pivot, [x2, y1, z2]);
}
