import { BONE_AT, BONES } from '#shared/tracking/bones.ts';
import type { ArkitShape } from '#shared/tracking/face-channels.ts';

const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** VRM 1.0 moved the thumb's names by one joint: its metacarpal is Unity's proximal bone. */
const unityThumb = (name: string): string =>
  name.replace('ThumbProximal', 'ThumbIntermediate').replace('ThumbMetacarpal', 'ThumbProximal');

/** Unity's names of `BONES`, as VMC has them on the wire, in the same order. */
export const UNITY_BONES: readonly string[] = BONES.map((name) => upperFirst(unityThumb(name)));
const BONE_OF_UNITY: ReadonlyMap<string, number> = new Map(
  UNITY_BONES.map((name, index) => [name.toLowerCase(), index] satisfies [string, number]),
);

/** Index among `BONES`; −1: none of ours. */
export const boneAt = (unityName: string): number =>
  unityName.length > 32 ? -1 : (BONE_OF_UNITY.get(unityName.toLowerCase()) ?? -1);

/** Where a bone's rotation begins in a pose. */
export const rotationAt = (name: string): number => 3 + 4 * (BONE_AT.get(name) ?? 0);

/** An expression and how much of each shape a full one is. */
export type ShapeMix = readonly (readonly [ArkitShape, number])[];
const bothSides = (
  stem: 'eyeBlink' | 'mouthSmile' | 'mouthFrown' | 'browDown' | 'browOuterUp' | 'eyeWide' | 'mouthStretch',
  weight: number,
): ShapeMix => [
  [`${stem}Left`, weight],
  [`${stem}Right`, weight],
];
const look = (up: 'Up' | 'Down'): ShapeMix => [
  [`eyeLook${up}Left`, 1],
  [`eyeLook${up}Right`, 1],
];

const JOY: ShapeMix = bothSides('mouthSmile', 1);
const ANGRY: ShapeMix = [...bothSides('browDown', 1), ...bothSides('mouthFrown', 0.3)];
const SORROW: ShapeMix = [...bothSides('mouthFrown', 0.8), ['browInnerUp', 0.7]];
const FUN: ShapeMix = bothSides('mouthSmile', 0.6);
const LOOK_LEFT: ShapeMix = [
  ['eyeLookOutLeft', 1],
  ['eyeLookInRight', 1],
];
const LOOK_RIGHT: ShapeMix = [
  ['eyeLookInLeft', 1],
  ['eyeLookOutRight', 1],
];
const [A, I, U, E, O]: readonly [ShapeMix, ShapeMix, ShapeMix, ShapeMix, ShapeMix] = [
  [['jawOpen', 0.7]],
  [['jawOpen', 0.15], ...bothSides('mouthStretch', 0.6)],
  [
    ['jawOpen', 0.2],
    ['mouthPucker', 0.8],
  ],
  [['jawOpen', 0.35], ...bothSides('mouthStretch', 0.4)],
  [
    ['jawOpen', 0.45],
    ['mouthFunnel', 0.6],
  ],
];

/** Presets of VRM 0 and 1 by their names in lower case, in ARKit's shapes, for avatars that know no presets. */
export const PRESET_SHAPES: ReadonlyMap<string, ShapeMix> = new Map([
  ['blink', bothSides('eyeBlink', 1)],
  ['blink_l', [['eyeBlinkLeft', 1]]],
  ['blinkleft', [['eyeBlinkLeft', 1]]],
  ['blink_r', [['eyeBlinkRight', 1]]],
  ['blinkright', [['eyeBlinkRight', 1]]],
  ['a', A],
  ['aa', A],
  ['i', I],
  ['ih', I],
  ['u', U],
  ['ou', U],
  ['e', E],
  ['ee', E],
  ['o', O],
  ['oh', O],
  ['joy', JOY],
  ['happy', JOY],
  ['angry', ANGRY],
  ['sorrow', SORROW],
  ['sad', SORROW],
  ['fun', FUN],
  ['relaxed', FUN],
  ['surprised', [['browInnerUp', 1], ...bothSides('browOuterUp', 1), ...bothSides('eyeWide', 0.8)]],
  ['lookup', look('Up')],
  ['lookdown', look('Down')],
  ['lookleft', LOOK_LEFT],
  ['lookright', LOOK_RIGHT],
] satisfies [string, ShapeMix][]);
