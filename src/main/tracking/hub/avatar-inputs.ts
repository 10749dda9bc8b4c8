import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import { BONE_AT } from '#shared/tracking/bones.ts';
import { ARKIT_SHAPES, FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import { HAND_CHANNELS, HAND_STRIDE, type HandChannel } from '#shared/tracking/hand-channels.ts';
import { anglesOf, multiplyInto } from '#shared/tracking/quaternions.ts';

/** What inputs are read from: values of `FACE_CHANNELS`, both hands and the bones, in the avatar's own left and right. */
export interface ReadMotion {
  readonly face: Float32Array;
  readonly hands: Float32Array;
  readonly pose: Float32Array;
}

/** One input parameter and how it is read; NaN: not told. */
export interface AvatarInput {
  readonly name: string;
  /** Index of `BODY_PARTS`. */
  readonly part: number;
  readonly read: (motion: ReadMotion) => number;
}

/** Degrees of the eyes that count as 1, and degrees of a full ARKit look. */
const FULL_YAW = 26;
const FULL_PITCH = 20;
const LOOK_YAW = 30;
const LOOK_PITCH = 25;

const input = (part: BodyPart, name: string, read: AvatarInput['read']): AvatarInput => ({
  name,
  part: BODY_PARTS.indexOf(part),
  read,
});
const channel =
  (name: FaceChannel): AvatarInput['read'] =>
  ({ face }) =>
    face[FACE_AT[name]] ?? Number.NaN;
const value = (motion: ReadMotion, name: FaceChannel): number => motion.face[FACE_AT[name]] ?? Number.NaN;
/** Of a shape that not every tracker tells: 0 where it does not. */
const some = (motion: ReadMotion, name: FaceChannel): number => value(motion, name) || 0;
const unit = (number: number): number => Math.min(1, Math.max(0, number));
/** NaN stays NaN. */
const within = (number: number, most: number): number => Math.min(most, Math.max(-most, number));

type Side = 'Left' | 'Right';
const SIDES: readonly Side[] = ['Left', 'Right'];

/** Bones from the trunk upwards, in the order in which they carry each other. */
const TRUNK = ['spine', 'chest', 'upperChest'];
const chain = (names: readonly string[]): readonly number[] => names.map((name) => 3 + (BONE_AT.get(name) ?? 0) * 4);
const BODY_CHAIN = chain(TRUNK);
const HEAD_CHAIN = chain([...TRUNK, 'neck', 'head']);
const NECK_AND_HEAD = chain(['neck', 'head']);

/** Reads an angle (0 yaw, 1 pitch, 2 roll) of what a chain of bones carries; NaN where none of `needed` is told. */
function chainAngle(bones: readonly number[], needed: readonly number[], which: 0 | 1 | 2): AvatarInput['read'] {
  const turn = new Float64Array(4);
  const angles = new Float64Array(3);
  return ({ pose }) => {
    let told = false;
    for (let i = 0; i < needed.length; i++) if (!Number.isNaN(pose[needed[i] ?? 0])) told = true;
    if (!told) return Number.NaN;
    turn.fill(0);
    turn[3] = 1;
    for (let i = 0; i < bones.length; i++) {
      const at = bones[i] ?? 0;
      if (!Number.isNaN(pose[at])) multiplyInto(turn, pose, at);
    }
    anglesOf(turn, angles);
    return angles[which] ?? Number.NaN;
  };
}

/** The head's own channel, or what the bones do where a tracker tells bones alone. */
function headAngle(name: 'headYaw' | 'headPitch' | 'headRoll', which: 0 | 1 | 2): AvatarInput['read'] {
  const ofBones = chainAngle(HEAD_CHAIN, NECK_AND_HEAD, which);
  return (motion) => {
    const told = value(motion, name);
    return Number.isNaN(told) ? ofBones(motion) : told;
  };
}

function gazeYaw(side: Side): AvatarInput['read'] {
  const left = side === 'Left' ? 1 : -1;
  return (motion) => {
    const told = value(motion, `gazeYaw${side}`);
    const looks = (value(motion, `eyeLookOut${side}`) - value(motion, `eyeLookIn${side}`)) * left * LOOK_YAW;
    return within((Number.isNaN(told) ? looks : told) / FULL_YAW, 1);
  };
}
const gazePitch =
  (side: Side): AvatarInput['read'] =>
  (motion) => {
    const told = value(motion, `gazePitch${side}`);
    const looks = (value(motion, `eyeLookUp${side}`) - value(motion, `eyeLookDown${side}`)) * LOOK_PITCH;
    return within((Number.isNaN(told) ? looks : told) / FULL_PITCH, 1);
  };

/** 0 shut, 0.5 relaxed, 1 wide. */
const eyeOpen =
  (side: Side): AvatarInput['read'] =>
  (motion) => {
    const open = 1 - unit(value(motion, `eyeBlink${side}`));
    return open * (0.5 + 0.5 * unit(some(motion, `eyeWide${side}`)));
  };

/** 0 down, 0.5 at rest, 1 up. */
function browHeight(motion: ReadMotion, side: Side): number {
  const outer = value(motion, `browOuterUp${side}`);
  const inner = value(motion, 'browInnerUp');
  const down = value(motion, `browDown${side}`);
  if (Number.isNaN(outer) && Number.isNaN(inner) && Number.isNaN(down)) return Number.NaN;
  return unit(0.5 + 0.5 * (Math.max(outer || 0, inner || 0) - (down || 0)));
}

/** 0 a frown, 0.5 at rest, 1 a smile. */
const smile: AvatarInput['read'] = (motion) => {
  const up = (value(motion, 'mouthSmileLeft') + value(motion, 'mouthSmileRight')) / 2;
  const down = (some(motion, 'mouthFrownLeft') + some(motion, 'mouthFrownRight')) / 2;
  return unit(0.5 + 0.5 * (up - down));
};

/** Shut lips over an open jaw are a shut mouth. */
const mouthOpen: AvatarInput['read'] = (motion) => unit(value(motion, 'jawOpen') - some(motion, 'mouthClose'));
const mouthX: AvatarInput['read'] = (motion) =>
  within(
    value(motion, 'mouthLeft') -
      value(motion, 'mouthRight') +
      0.5 * (some(motion, 'mouthSmileLeft') - some(motion, 'mouthSmileRight')),
    1,
  );
const angry: AvatarInput['read'] = (motion) => {
  const brows = (value(motion, 'browDownLeft') + value(motion, 'browDownRight')) / 2;
  const nose = (some(motion, 'noseSneerLeft') + some(motion, 'noseSneerRight')) / 2;
  return unit(Math.max(brows - some(motion, 'browInnerUp'), nose));
};

const HAND_AT = Object.fromEntries(HAND_CHANNELS.map((name, index) => [name, index])) as Readonly<Record<HandChannel, number>>;
const handAt = (side: Side, name: HandChannel): number => (side === 'Left' ? 0 : HAND_STRIDE) + HAND_AT[name];
const hand =
  (side: Side, name: HandChannel): AvatarInput['read'] =>
  ({ hands }) =>
    hands[handAt(side, name)] ?? Number.NaN;
/** The sign's place is a number as long as the hand itself is in sight, and at no other time. */
const isSeen = ({ hands }: ReadMotion, side: Side): boolean =>
  !Number.isNaN(hands[(side === 'Left' ? 1 : 2) * HAND_STRIDE - 1] ?? Number.NaN);
const found =
  (side: Side): AvatarInput['read'] =>
  (motion) =>
    isSeen(motion, side) ? 1 : 0;

const handInputs = (side: Side): readonly AvatarInput[] => [
  input('hands', `Hand${side}Found`, found(side)),
  ...(['X', 'Y', 'Z'] as const).map((axis) =>
    input('hands', `Hand${side}Position${axis}`, hand(side, axis === 'X' ? 'x' : axis === 'Y' ? 'y' : 'z')),
  ),
  input('hands', `Hand${side}AngleX`, hand(side, 'angleX')),
  input('hands', `Hand${side}AngleZ`, hand(side, 'angleZ')),
  input('hands', `Hand${side}Open`, hand(side, 'open')),
  input('hands', `Hand${side}Finger_1_Thumb`, hand(side, 'thumb')),
  input('hands', `Hand${side}Finger_2_Index`, hand(side, 'index')),
  input('hands', `Hand${side}Finger_3_Middle`, hand(side, 'middle')),
  input('hands', `Hand${side}Finger_4_Ring`, hand(side, 'ring')),
  input('hands', `Hand${side}Finger_5_Pinky`, hand(side, 'pinky')),
];

/** Between both hands, in the units of their positions. */
const handDistance: AvatarInput['read'] = ({ hands }) => {
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += ((hands[i] ?? Number.NaN) - (hands[HAND_STRIDE + i] ?? Number.NaN)) ** 2;
  return Math.min(10, Math.sqrt(sum));
};

/** ARKit's shapes that VTube Studio has under the same name are those. */
const SAME_NAME: Readonly<Partial<Record<FaceChannel, string>>> = { cheekPuff: 'CheekPuff', tongueOut: 'TongueOut' };

const FACE_INPUTS: readonly AvatarInput[] = [
  input('head', 'FaceAngleX', headAngle('headYaw', 0)),
  input('head', 'FaceAngleY', headAngle('headPitch', 1)),
  input('head', 'FaceAngleZ', headAngle('headRoll', 2)),
  input('head', 'FacePositionX', channel('headX')),
  input('head', 'FacePositionY', channel('headY')),
  input('head', 'FacePositionZ', channel('headZ')),
  ...SIDES.flatMap((side) => [
    input('eyes', `EyeOpen${side}`, eyeOpen(side)),
    input('eyes', `Eye${side}X`, gazeYaw(side)),
    input('eyes', `Eye${side}Y`, gazePitch(side)),
    input('expression', `Brow${side}Y`, (motion) => browHeight(motion, side)),
  ]),
  input('expression', 'Brows', (motion) => (browHeight(motion, 'Left') + browHeight(motion, 'Right')) / 2),
  input('expression', 'FaceAngry', angry),
  input('expression', 'MouthSmile', smile),
  input('mouth', 'MouthOpen', mouthOpen),
  input('mouth', 'MouthX', mouthX),
  input('upperBody', 'BodyAngleX', chainAngle(BODY_CHAIN, BODY_CHAIN, 0)),
  input('upperBody', 'BodyAngleY', chainAngle(BODY_CHAIN, BODY_CHAIN, 1)),
  input('upperBody', 'BodyAngleZ', chainAngle(BODY_CHAIN, BODY_CHAIN, 2)),
];

/** Of every input that tracking writes, how it is read. `partOf`: the part of each channel, index of `BODY_PARTS`. */
export function createAvatarInputs(partOf: Uint8Array): readonly AvatarInput[] {
  const shapes = ARKIT_SHAPES.map((name): AvatarInput => {
    const read = channel(name);
    return { name: SAME_NAME[name] ?? name, part: partOf[FACE_AT[name]] ?? 0, read: (motion) => unit(read(motion)) };
  });
  const hands = [
    ...SIDES.flatMap(handInputs),
    input('hands', 'BothHandsFound', (motion) => (isSeen(motion, 'Left') && isSeen(motion, 'Right') ? 1 : 0)),
    input('hands', 'HandDistance', handDistance),
  ];
  return [...FACE_INPUTS, ...shapes, ...hands];
}
