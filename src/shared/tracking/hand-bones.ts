import { BONE_AT } from './bones.ts';
import { HAND_CHANNELS, HAND_SIDES, HAND_STRIDE, type HandChannel } from './hand-channels.ts';

/** One joint of a finger that a hand's channel bends. */
interface Joint {
  /** Where its rotation is in a pose. */
  readonly poseAt: number;
  /** Where what bends it is among both hands' values. */
  readonly handAt: number;
  /** About which axis it bends, of length 1. */
  readonly axis: readonly [x: number, y: number, z: number];
  /** Of a wholly bent finger, radians. */
  readonly most: number;
}

const FINGERS = [
  ['index', 'Index'],
  ['middle', 'Middle'],
  ['ring', 'Ring'],
  ['pinky', 'Little'],
] as const satisfies readonly (readonly [HandChannel, string])[];
type Bend = readonly [part: string, degrees: number, axis: readonly [x: number, y: number, z: number]];
/** In a T-pose the left hand lies flat, palm down, fingers along +X: they bend about −Z. Together what the hand solver calls bent. */
const FINGER_BENDS: readonly Bend[] = [
  ['Proximal', 70, [0, 0, -1]],
  ['Intermediate', 80, [0, 0, -1]],
  ['Distal', 40, [0, 0, -1]],
];
/** The left thumb points forwards and outwards: its root swings under the palm, its outer joints bend towards the little finger. */
const THUMB_BENDS: readonly Bend[] = [
  ['Metacarpal', 32, [0.54, 0.38, -0.75]],
  ['Proximal', 32, [0.25, 0.94, -0.25]],
  ['Distal', 48, [0.25, 0.94, -0.25]],
];

const jointOf = (side: number, channel: HandChannel, finger: string, [part, degrees, [x, y, z]]: Bend): Joint => {
  const [left, length] = [side === 0, Math.hypot(x, y, z)];
  const turned = left ? 1 : -1;
  return {
    poseAt: 3 + (BONE_AT.get(`${left ? 'left' : 'right'}${finger}${part}`) ?? 0) * 4,
    handAt: side * HAND_STRIDE + HAND_CHANNELS.indexOf(channel),
    axis: [x / length, (turned * y) / length, (turned * z) / length],
    most: (degrees * Math.PI) / 180,
  };
};
const JOINTS: readonly Joint[] = HAND_SIDES.flatMap((_, side) => [
  ...THUMB_BENDS.map((bend) => jointOf(side, 'thumb', 'Thumb', bend)),
  ...FINGERS.flatMap(([channel, finger]) => FINGER_BENDS.map((bend) => jointOf(side, channel, finger, bend))),
]);

/** Writes the fingers that hands tell (`emptyHands`) into a pose that does not tell them. Allocates nothing. */
export function bendFingers(hands: Float32Array, pose: Float32Array): void {
  for (let i = 0; i < JOINTS.length; i++) {
    const joint = JOINTS[i];
    if (joint === undefined || !Number.isNaN(pose[joint.poseAt])) continue;
    const straight = hands[joint.handAt] ?? Number.NaN;
    if (Number.isNaN(straight)) continue;
    const half = (joint.most * (1 - Math.min(1, Math.max(0, straight)))) / 2;
    const sine = Math.sin(half);
    for (let k = 0; k < 3; k++) pose[joint.poseAt + k] = (joint.axis[k] ?? 0) * sine;
    pose[joint.poseAt + 3] = Math.cos(half);
  }
}
