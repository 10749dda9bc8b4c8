import { mouthHalf } from '../face/face-part.ts';
import { ARKIT_POSES, EMOTION_POSES, VOWEL_POSES } from '../face/face-pose.ts';
import { HEAD_CENTRE } from '../face/head-shape.ts';
import { GENERATOR_AUTHOR } from '../options.ts';
import { BODY, type ColliderGroup, type Skeleton } from '../skeleton.ts';
import type { MeshData } from './assemble-mesh.ts';

const HUMAN_BONE =
  /^(hips|spine|chest|upperChest|neck|head|(left|right)(Eye|Shoulder|UpperArm|LowerArm|Hand|UpperLeg|LowerLeg|Foot|Toes|(Thumb|Index|Middle|Ring|Little)(Metacarpal|Proximal|Intermediate|Distal)))$/;

/** VRMC_vrm 1.0. `meshNodes`: node of each mesh. */
export function vrmExtension(name: string, skeleton: Skeleton, meshes: readonly MeshData[], firstMeshNode: number): object {
  const humanBones: Record<string, { node: number }> = {};
  skeleton.bones.forEach((bone, node) => {
    if (HUMAN_BONE.test(bone.name)) humanBones[bone.name] = { node };
  });
  return {
    specVersion: '1.0',
    meta: metaOf(name),
    humanoid: { humanBones },
    firstPerson: { meshAnnotations: [] },
    lookAt: {
      offsetFromHeadBone: [0, 0.115, 0.06],
      type: 'bone',
      rangeMapHorizontalInner: { inputMaxValue: 30, outputScale: 25 },
      rangeMapHorizontalOuter: { inputMaxValue: 30, outputScale: 25 },
      rangeMapVerticalDown: { inputMaxValue: 24, outputScale: 18 },
      rangeMapVerticalUp: { inputMaxValue: 24, outputScale: 18 },
    },
    expressions: expressionsOf(meshes, firstMeshNode),
  };
}

function metaOf(name: string): object {
  return {
    name,
    version: '1.0',
    authors: [GENERATOR_AUTHOR],
    licenseUrl: 'https://vrm.dev/licenses/1.0/',
    otherLicenseUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
    avatarPermission: 'everyone',
    allowExcessivelyViolentUsage: true,
    allowExcessivelySexualUsage: true,
    commercialUsage: 'corporation',
    allowPoliticalOrReligiousUsage: true,
    allowAntisocialOrHateUsage: true,
    creditNotation: 'unnecessary',
    allowRedistribution: true,
    modification: 'allowModificationRedistribution',
  };
}

interface Bind {
  readonly node: number;
  readonly index: number;
  readonly weight: number;
}
type Override = 'none' | 'block' | 'blend';

/** Which morphs each of VRM's preset expressions shows, and what it keeps others from doing. */
const PRESETS: Readonly<
  Record<
    string,
    { readonly morphs: readonly string[]; readonly blink?: Override; readonly look?: Override; readonly mouth?: Override }
  >
> = {
  ...Object.fromEntries(Object.keys(VOWEL_POSES).map((name) => [name, { morphs: [name] }])),
  ...Object.fromEntries(
    Object.keys(EMOTION_POSES).map((name) => [name, { morphs: [name, mouthHalf(name)], mouth: 'blend' as const }]),
  ),
  happy: { morphs: ['happy', mouthHalf('happy')], blink: 'block', look: 'block', mouth: 'blend' },
  surprised: { morphs: ['surprised', mouthHalf('surprised')], blink: 'block', mouth: 'blend' },
  blink: { morphs: ['eyeBlinkLeft', 'eyeBlinkRight'] },
  blinkLeft: { morphs: ['eyeBlinkLeft'] },
  blinkRight: { morphs: ['eyeBlinkRight'] },
  lookUp: { morphs: ['eyeLookUpLeft', 'eyeLookUpRight'] },
  lookDown: { morphs: ['eyeLookDownLeft', 'eyeLookDownRight'] },
  lookLeft: { morphs: ['eyeLookOutLeft', 'eyeLookInRight'] },
  lookRight: { morphs: ['eyeLookInLeft', 'eyeLookOutRight'] },
};

function expressionsOf(meshes: readonly MeshData[], firstMeshNode: number): object {
  const bindsOf = (morphs: readonly string[]): Bind[] =>
    morphs.flatMap((morph) =>
      meshes.flatMap((mesh, i) => {
        const index = mesh.morphs.findIndex((one) => one.name === morph);
        return index < 0 ? [] : [{ node: firstMeshNode + i, index, weight: 1 }];
      }),
    );
  const expression = (
    morphs: readonly string[],
    blink: Override = 'none',
    look: Override = 'none',
    mouth: Override = 'none',
  ): object => ({
    morphTargetBinds: bindsOf(morphs),
    isBinary: false,
    overrideBlink: blink,
    overrideLookAt: look,
    overrideMouth: mouth,
  });
  return {
    preset: Object.fromEntries(
      Object.entries(PRESETS).map(([name, { morphs, blink, look, mouth }]) => [name, expression(morphs, blink, look, mouth)]),
    ),
    custom: Object.fromEntries(Object.keys(ARKIT_POSES).map((name) => [name, expression([name])])),
  };
}

/** VRMC_springBone 1.0. */
export function springExtension(skeleton: Skeleton): object {
  const { colliders, groups } = collidersOf(skeleton);
  return {
    specVersion: '1.0',
    colliders,
    colliderGroups: groups.map(({ name, members }) => ({ name, colliders: members })),
    springs: skeleton.chains.map(({ name, bones, spring }) => ({
      name,
      joints: bones.map((bone) => ({
        node: skeleton.indexOf(bone),
        hitRadius: spring.hitRadius,
        stiffness: spring.stiffness,
        gravityPower: spring.gravity,
        gravityDir: [0, -1, 0],
        dragForce: spring.drag,
      })),
      ...(spring.collides.length > 0
        ? { colliderGroups: spring.collides.map((group) => groups.findIndex((one) => one.name === group)) }
        : {}),
    })),
  };
}

function collidersOf(skeleton: Skeleton): { colliders: object[]; groups: { name: ColliderGroup; members: number[] }[] } {
  const colliders: object[] = [];
  const groups: { name: ColliderGroup; members: number[] }[] = [];
  const add = (name: ColliderGroup, bone: string, shape: object): void => {
    let group = groups.find((one) => one.name === name);
    if (group === undefined) {
      group = { name, members: [] };
      groups.push(group);
    }
    group.members.push(colliders.length);
    colliders.push({ node: skeleton.indexOf(bone), shape });
  };
  const headY = HEAD_CENTRE - (HEAD_CENTRE - 0.145);
  add('head', 'head', { sphere: { offset: [0, headY, -0.01], radius: 0.135 } });
  add('torso', 'upperChest', { capsule: { offset: [0.035, 0.045, 0], tail: [-0.035, 0.045, 0], radius: 0.058 } });
  add('torso', 'chest', { capsule: { offset: [0, 0.05, 0.002], tail: [0, -0.1, 0], radius: 0.066 } });
  add('torso', 'hips', { sphere: { offset: [0, 0.01, 0], radius: 0.082 } });
  for (const side of ['left', 'right'] as const) {
    const sign = side === 'left' ? 1 : -1;
    add('arms', `${side}UpperArm`, {
      capsule: { offset: [0, 0, 0], tail: [sign * (BODY.elbowX - BODY.shoulderX), 0, 0], radius: 0.03 },
    });
    add('legs', `${side}UpperLeg`, { capsule: { offset: [0, 0, 0], tail: [0, -0.22, 0], radius: 0.05 } });
  }
  return { colliders, groups };
}
