import fc from 'fast-check';
import { Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { BONE_AT, emptyPose } from './bones.ts';
import { bendFingers } from './hand-bones.ts';
import { emptyHands, HAND_CHANNELS, HAND_STRIDE, type HandChannel } from './hand-channels.ts';
import { mirrorHands, mirrorPose } from './mirror.ts';

const FINGERS = ['thumb', 'index', 'middle', 'ring', 'pinky'] as const;
const unit = fc.float({ min: 0, max: 1, noNaN: true });

function handsWith(values: Partial<Record<'left' | 'right', Partial<Record<HandChannel, number>>>>): Float32Array {
  const hands = emptyHands();
  for (const [side, channels] of Object.entries(values))
    for (const [name, value] of Object.entries(channels))
      hands[(side === 'left' ? 0 : HAND_STRIDE) + HAND_CHANNELS.indexOf(name as HandChannel)] = value;
  return hands;
}
function bent(hands: Float32Array): Float32Array {
  const pose = emptyPose();
  bendFingers(hands, pose);
  return pose;
}
const rotation = (pose: Float32Array, bone: string): Quaternion => new Quaternion().fromArray(pose, 3 + BONE_AT.get(bone)! * 4);
/** Where the last joint of a left finger points when what lies along `rest` in a T-pose is bent. */
const tip = (pose: Float32Array, joints: readonly string[], rest: Vector3): Vector3 =>
  rest.clone().applyQuaternion(joints.reduce((turn, bone) => turn.multiply(rotation(pose, bone)), new Quaternion()));
const INDEX = ['leftIndexProximal', 'leftIndexIntermediate', 'leftIndexDistal'];
const THUMB = ['leftThumbMetacarpal', 'leftThumbProximal', 'leftThumbDistal'];

describe('fingers of a hand that a camera sees', () => {
  it('are straight along the hand when straight, and end inside the palm when bent', () => {
    const along = new Vector3(1, 0, 0);
    expect(tip(bent(handsWith({ left: { index: 1 } })), INDEX, along).distanceTo(along)).toBeLessThan(1e-6);
    const half = tip(bent(handsWith({ left: { index: 0.5 } })), INDEX, along);
    expect(half.y).toBeLessThan(-0.9);
    const fist = tip(bent(handsWith({ left: { index: 0 } })), INDEX, along);
    expect(fist.x).toBeLessThan(-0.9);
  });

  it('lay the thumb over the bent fingers: towards the little finger and under the palm', () => {
    const out = new Vector3(1, 0, 1).normalize();
    expect(tip(bent(handsWith({ left: { thumb: 1 } })), THUMB, out).distanceTo(out)).toBeLessThan(1e-6);
    const folded = tip(bent(handsWith({ left: { thumb: 0 } })), THUMB, out);
    expect(folded.z).toBeLessThan(-0.2);
    expect(folded.y).toBeLessThan(-0.1);
  });

  it('are the mirror picture of each other on both hands', () => {
    fc.assert(
      fc.property(fc.array(unit, { minLength: 5, maxLength: 5 }), (values) => {
        const hand = Object.fromEntries(FINGERS.map((name, i) => [name, values[i]!]));
        const hands = handsWith({ left: hand });
        const [mirroredHands, mirroredPose] = [emptyHands(), emptyPose()];
        mirrorHands(hands, mirroredHands);
        mirrorPose(bent(hands), mirroredPose);
        const right = bent(mirroredHands);
        const differs = (value: number, i: number): boolean => !(Math.abs(value - mirroredPose[i]!) < 1e-6);
        expect([...right].filter((value, i) => !Number.isNaN(value) && differs(value, i))).toEqual([]);
        expect([...right].map(Number.isNaN)).toEqual([...mirroredPose].map(Number.isNaN));
      }),
    );
  });

  it('are rotations whatever a source says, and of seen fingers only', () => {
    fc.assert(
      fc.property(fc.array(fc.float(), { minLength: emptyHands().length, maxLength: emptyHands().length }), (values) => {
        const hands = Float32Array.from(values);
        const pose = bent(hands);
        for (const [side, offset] of [
          ['left', 0],
          ['right', HAND_STRIDE],
        ] as const)
          for (const [channel, bone] of [
            ['index', 'IndexDistal'],
            ['thumb', 'ThumbDistal'],
            ['pinky', 'LittleProximal'],
          ] as const) {
            const told = !Number.isNaN(hands[offset + HAND_CHANNELS.indexOf(channel)]);
            const length = rotation(pose, `${side}${bone}`).length();
            if (told) expect(length).toBeCloseTo(1, 5);
            else expect(length).toBeNaN();
          }
        expect(rotation(pose, 'leftHand').length()).toBeNaN();
        expect(rotation(pose, 'leftUpperArm').length()).toBeNaN();
      }),
    );
  });

  it('stay as their source has them where it tells the bones itself', () => {
    const pose = emptyPose();
    const told = new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), 0.3);
    told.toArray(pose, 3 + BONE_AT.get('leftIndexProximal')! * 4);
    bendFingers(handsWith({ left: { index: 0, middle: 0 } }), pose);
    expect(rotation(pose, 'leftIndexProximal').angleTo(told)).toBeLessThan(1e-3);
    expect(rotation(pose, 'leftMiddleProximal').angleTo(new Quaternion())).toBeGreaterThan(1);
  });
});
