import fc from 'fast-check';
import { Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { BONE_AT, emptyPose } from '#shared/tracking/bones.ts';
import { BODY_POINTS, createBodySolver } from './body-solver.ts';

type Side = 'left' | 'right';
const POINTS = {
  left: { shoulder: 11, elbow: 13, wrist: 15, pinky: 17, index: 19 },
  right: { shoulder: 12, elbow: 14, wrist: 16, pinky: 18, index: 20 },
} as const;
const about = (x: number, y: number, z: number, degrees: number): Quaternion =>
  new Quaternion().setFromAxisAngle(new Vector3(x, y, z), (degrees * Math.PI) / 180);

interface Arm {
  readonly upper: Quaternion;
  readonly bend: number;
  readonly twist: number;
}
const HANGING: Arm = { upper: new Quaternion(), bend: 0, twist: 0 };

/** A body of given turns as a landmarker would tell it. */
function seen(trunk: Quaternion, arms: Partial<Record<Side, Arm>>) {
  const world = new Float32Array(BODY_POINTS * 3);
  const visibility = new Float32Array(BODY_POINTS);
  const put = (point: number, at: Vector3): void => {
    world.set([at.x, -at.y, -at.z], point * 3);
    visibility[point] = 0.95;
  };
  for (const side of ['left', 'right'] as const) {
    const sign = side === 'left' ? 1 : -1;
    const shoulder = new Vector3(sign * 0.17, 0.5, 0).applyQuaternion(trunk);
    put(POINTS[side].shoulder, shoulder);
    const arm = arms[side];
    if (arm === undefined) continue;
    const upper = trunk.clone().multiply(arm.upper);
    const lower = upper.clone().multiply(about(0, -sign, 0, arm.bend));
    const hand = lower.clone().multiply(about(1, 0, 0, arm.twist));
    const from = (start: Vector3, turn: Quaternion, x: number, z: number): Vector3 =>
      new Vector3(sign * x, 0, z).applyQuaternion(turn).add(start);
    const elbow = from(shoulder, upper, 0.28, 0);
    const wrist = from(elbow, lower, 0.25, 0);
    put(POINTS[side].elbow, elbow);
    put(POINTS[side].wrist, wrist);
    put(POINTS[side].pinky, from(wrist, hand, 0.08, -0.03));
    put(POINTS[side].index, from(wrist, hand, 0.08, 0.03));
  }
  return { world, visibility };
}
function solved(body: ReturnType<typeof seen>, solve = createBodySolver()) {
  const pose = emptyPose();
  const found = solve(body, pose);
  const bone = (name: string): Quaternion => new Quaternion().fromArray(pose, 3 + BONE_AT.get(name)! * 4);
  const told = (name: string): boolean => !Number.isNaN(bone(name).x);
  return { found, bone, told, pose };
}
const degrees = (a: Quaternion, b: Quaternion): number => (a.angleTo(b) * 180) / Math.PI;
const trunkOf = ({ bone }: ReturnType<typeof solved>): Quaternion => bone('spine').multiply(bone('chest'));
const angle = (most: number) => fc.float({ min: -most, max: most, noNaN: true });

describe('the body solver', () => {
  it('finds trunk, arms and palms again, whatever turns they were built from', () => {
    const arm = fc.record({
      yaw: angle(60),
      roll: angle(70),
      bend: fc.float({ min: 35, max: 140, noNaN: true }),
      twist: angle(85),
    });
    fc.assert(
      fc.property(angle(25), angle(25), arm, arm, (yaw, roll, left, right) => {
        const trunk = about(0, 1, 0, yaw).multiply(about(0, 0, 1, roll));
        const turnsOf = ({ yaw: y, roll: z, bend, twist }: typeof left): Arm => ({
          upper: about(0, 1, 0, y)
            .multiply(about(0, 0, 1, z))
            .multiply(about(1, 0, 0, twist / 2)),
          bend,
          twist,
        });
        const arms = { left: turnsOf(left), right: turnsOf(right) };
        const body = solved(seen(trunk, arms));
        expect(body.found).toBe(true);
        expect(degrees(trunkOf(body), trunk)).toBeLessThan(0.5);
        for (const side of ['left', 'right'] as const) {
          const sign = side === 'left' ? 1 : -1;
          expect(degrees(body.bone(`${side}UpperArm`), arms[side].upper)).toBeLessThan(0.5);
          const hand = body.bone(`${side}LowerArm`).multiply(body.bone(`${side}Hand`));
          const expected = about(0, -sign, 0, arms[side].bend).multiply(about(1, 0, 0, arms[side].twist));
          expect(degrees(hand, expected)).toBeLessThan(1);
        }
      }),
    );
  });

  it('is the mirror picture of itself for a mirrored body', () => {
    const arm: Arm = { upper: about(0, 0, 1, -50), bend: 90, twist: 30 };
    const other: Arm = { upper: about(0, 0, 1, 50), bend: 90, twist: 30 };
    const [left, right] = [solved(seen(new Quaternion(), { left: arm })), solved(seen(new Quaternion(), { right: other }))];
    for (const name of ['UpperArm', 'LowerArm', 'Hand']) {
      const { x, y, z, w } = left.bone(`left${name}`);
      expect(degrees(right.bone(`right${name}`), new Quaternion(x, -y, -z, w))).toBeLessThan(0.5);
    }
  });

  it('tells of an arm what is in sight of it, and keeps a point that flickers about the border', () => {
    const solve = createBodySolver();
    const body = seen(new Quaternion(), { left: { ...HANGING, bend: 90 } });
    expect(solved(body, solve).told('rightUpperArm')).toBe(false);
    body.visibility[POINTS.left.wrist] = 0.55;
    expect(solved(body, solve).told('leftLowerArm')).toBe(true);
    body.visibility[POINTS.left.wrist] = 0.3;
    expect(solved(body, solve).told('leftLowerArm')).toBe(false);
    body.visibility[POINTS.left.wrist] = 0.55;
    const without = solved(body, solve);
    expect([without.told('leftUpperArm'), without.told('leftLowerArm'), without.told('leftHand')]).toEqual([true, false, false]);
    body.visibility[POINTS.right.shoulder] = 0;
    expect(solved(body, solve).found).toBe(false);
  });

  it('does not break a wrist or turn the trunk round for points that were seen wrongly, and never tells what is no rotation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -3, max: 3 }), { minLength: BODY_POINTS * 3, maxLength: BODY_POINTS * 3 }),
        (numbers) => {
          const body = solved({
            world: Float32Array.from(numbers, (n) => n || 0),
            visibility: new Float32Array(BODY_POINTS).fill(1),
          });
          if (!body.found) return;
          expect(degrees(trunkOf(body), new Quaternion())).toBeLessThan(41);
          for (const name of ['leftUpperArm', 'leftLowerArm', 'rightHand', 'leftHand']) {
            const turn = body.bone(name);
            expect(turn.length()).toBeCloseTo(1, 4);
            if (name.endsWith('Hand')) expect(degrees(turn, new Quaternion())).toBeLessThan(50 + 36 + 1);
          }
        },
      ),
    );
  });

  it('does not let the upper arm spin while the elbow straightens', () => {
    const upper = about(0, 0, 1, -60);
    let before: Quaternion | undefined;
    for (let bend = 60; bend >= 0; bend -= 1) {
      const { bone } = solved(seen(new Quaternion(), { left: { upper, bend, twist: 0 } }));
      const now = bone('leftUpperArm');
      if (before) expect(degrees(now, before)).toBeLessThan(6);
      before = now;
    }
  });
});
