import { Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { BONE_AT, BONES, emptyPose } from '#shared/tracking/bones.ts';
import type { HumanoidBones } from './humanoid-bones.ts';
import { createTrackedBones } from './tracked-bones.ts';

const NAMES = ['hips', 'spine', 'chest', 'neck', 'head', 'leftEye', 'leftUpperArm'] as const;
const TURN = 40;

/** Bones as numbers, all at rest. */
function restingBones(): HumanoidBones {
  const rotations = new Float64Array(NAMES.length * 4);
  for (let i = 3; i < rotations.length; i += 4) rotations[i] = 1;
  return {
    names: NAMES,
    rotations,
    hips: new Vector3(),
    hipsHeight: 0.9,
    index: (name) => NAMES.findIndex((one) => one === name),
    node: () => undefined,
    write: () => undefined,
  };
}
const about = (axis: Vector3, degrees: number): Quaternion => new Quaternion().setFromAxisAngle(axis, (degrees * Math.PI) / 180);
const X = new Vector3(1, 0, 0);
const Y = new Vector3(0, 1, 0);
const rotationOf = (bones: HumanoidBones, name: (typeof NAMES)[number]): Quaternion =>
  new Quaternion().fromArray(bones.rotations, bones.index(name) * 4);
const degreesBetween = (a: Quaternion, b: Quaternion): number => (a.angleTo(b) * 180) / Math.PI;

function tracked(flip: 1 | -1, turns: Readonly<Record<string, Quaternion>>, weight = 1) {
  const bones = restingBones();
  const rig = createTrackedBones(bones, flip);
  const pose = emptyPose();
  const weights = new Float32Array(BONES.length);
  for (const [name, turn] of Object.entries(turns)) {
    const bone = BONE_AT.get(name)!;
    turn.toArray(pose, 3 + bone * 4);
    weights[bone] = weight;
  }
  rig.take(pose, weights);
  /** A frame: everything begins at rest, as in the rig. */
  const step = (dt: number): void => {
    for (let i = 0; i < bones.rotations.length; i++) bones.rotations[i] = i % 4 === 3 ? 1 : 0;
    rig.blend(dt);
  };
  return { bones, rig, step };
}

describe('tracked bones', () => {
  it('come in over a quarter of a second and then rule by their weight', () => {
    const { bones, step } = tracked(1, { leftUpperArm: about(X, TURN) }, 0.5);
    step(0.05);
    const first = degreesBetween(rotationOf(bones, 'leftUpperArm'), new Quaternion());
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(0.25 * TURN);
    for (let i = 0; i < 60; i++) step(1 / 60);
    expect(degreesBetween(rotationOf(bones, 'leftUpperArm'), about(X, TURN / 2))).toBeLessThan(0.01);
  });

  it('turn the axes of a VRM 0.x', () => {
    const { bones, step } = tracked(-1, { leftUpperArm: about(X, TURN) });
    for (let i = 0; i < 60; i++) step(1 / 60);
    expect(degreesBetween(rotationOf(bones, 'leftUpperArm'), about(X, -TURN))).toBeLessThan(0.01);
  });

  it('leave the head where its parameters have it when only the trunk is told, and take it from the pose when that tells it', () => {
    const alone = tracked(1, { spine: about(Y, TURN) });
    for (let i = 0; i < 60; i++) alone.step(1 / 60);
    const world = (of: HumanoidBones): Quaternion =>
      NAMES.slice(0, 5).reduce((turn, name) => turn.multiply(rotationOf(of, name)), new Quaternion());
    expect(degreesBetween(rotationOf(alone.bones, 'spine'), about(Y, TURN))).toBeLessThan(0.01);
    expect(degreesBetween(world(alone.bones), new Quaternion())).toBeLessThan(0.01);
    const both = tracked(1, { spine: about(Y, TURN), neck: about(Y, 0), head: about(Y, 10) });
    for (let i = 0; i < 60; i++) both.step(1 / 60);
    expect(degreesBetween(world(both.bones), about(Y, TURN + 10))).toBeLessThan(0.01);
  });

  it('leave the eyes to the gaze', () => {
    const { bones, step } = tracked(1, { leftEye: about(Y, TURN) });
    for (let i = 0; i < 60; i++) step(1 / 60);
    expect(degreesBetween(rotationOf(bones, 'leftEye'), new Quaternion())).toBe(0);
  });

  it('fade without a jump when the human is gone, and do nothing afterwards', () => {
    const { bones, rig, step } = tracked(1, { spine: about(Y, TURN), leftUpperArm: about(X, TURN) });
    for (let i = 0; i < 60; i++) step(1 / 60);
    rig.take(undefined, undefined);
    let before = rotationOf(bones, 'leftUpperArm');
    for (let i = 0; i < 30; i++) {
      step(1 / 60);
      const now = rotationOf(bones, 'leftUpperArm');
      expect(degreesBetween(before, now)).toBeLessThan(TURN / 10);
      before = now;
    }
    expect([...bones.rotations]).toEqual(NAMES.flatMap(() => [0, 0, 0, 1]));
  });
});
