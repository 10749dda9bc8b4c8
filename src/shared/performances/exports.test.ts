import { join } from 'node:path';
import { Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { createMotionClip } from '#renderer/stage/rigs/vrm/motion-clip.ts';
import { motionFromBytes } from '#renderer/stage/rigs/vrm/motion-files.ts';
import { createVrmParameters } from '#renderer/stage/rigs/vrm/vrm-parameters.ts';
import { curveValue } from '#shared/avatar/cubism/motion-curve.ts';
import { readMotion3 } from '#shared/avatar/cubism/motion3.ts';
import { mapInput } from '#shared/avatar/mapping.ts';
import { autoMapping } from '#shared/avatar/mapping-auto.ts';
import type { ModelParameter } from '#shared/avatar/model.ts';
import { BONE_AT, emptyPose } from '#shared/tracking/bones.ts';
import { vrmInNode } from '../../../tests/support/vrm/vrm-in-node.ts';
import { motion3FromPerformance } from './motion3-export.ts';
import type { NamedInput } from './performance-format.ts';
import { createPerformanceRecorder } from './performance-recorder.ts';
import { type RecordedPerformance, readPerformance } from './read-performance.ts';
import { thinCurve } from './thin-curve.ts';
import { vrmaFromPerformance } from './vrma-export.ts';

const input = (name: string, min: number, max: number): NamedInput => ({ name, min, max, default: 0 });
const yawAt = (seconds: number): number => 24 * Math.sin(seconds * 2);
const pitchAt = (seconds: number): number => 10 * Math.sin(seconds * 3);
/** Three seconds of a head that turns and nods, with an arm in the air, a blink in the second second and an open mouth in the third. */
function performance(options: { readonly bones: boolean }): RecordedPerformance {
  const recorder = createPerformanceRecorder({ program: 'test', recordedAtMs: 0, model: null });
  const pieces: Uint8Array[] = [...recorder.start];
  for (let frame = 0; frame <= 180; frame++) {
    const seconds = frame / 60;
    pieces.push(
      ...recorder.frame(seconds * 1000, (visit) => {
        visit(input('FaceAngleX', -30, 30), yawAt(seconds));
        visit(input('FaceAngleY', -30, 30), pitchAt(seconds));
        visit(input('EyeOpenLeft', 0, 1), seconds > 1 && seconds < 1.2 ? 0 : 0.5);
        visit(input('MouthOpen', 0, 1), seconds >= 2 ? 0.8 : 0);
        visit(input('EyeRightX', -1, 1), 0.5);
      }),
    );
    if (options.bones && frame % 2 === 0) {
      const pose = emptyPose();
      const angle = 0.3 + 0.4 * Math.sin(seconds * 2);
      pose.set([0, 0, Math.sin(angle / 2), Math.cos(angle / 2)], 3 + BONE_AT.get('leftUpperArm')! * 4);
      pieces.push(...recorder.pose(seconds * 1000, pose));
    }
  }
  pieces.push(...recorder.end(3000));
  return readPerformance(Uint8Array.from(pieces.flatMap((piece) => [...piece])));
}

describe('a performance as a VRM animation', () => {
  it('turns and nods a head as much as was recorded, moves the arm, and blinks', async () => {
    const loaded = await vrmInNode(join(import.meta.dirname, '../../../resources/avatars/default.vrm'));
    const bytes = vrmaFromPerformance(performance({ bones: true }));
    const tracks = await motionFromBytes(Uint8Array.from(bytes).buffer, 'performance.vrma', loaded);
    expect(tracks.duration).toBeCloseTo(3, 2);
    const clip = createMotionClip(tracks, loaded.bones, createVrmParameters(loaded.expressions));
    const { bones, vrm } = loaded;
    const headAt = (seconds: number | undefined): Quaternion => {
      bones.rotations.fill(0);
      for (let i = 3; i < bones.rotations.length; i += 4) bones.rotations[i] = 1;
      if (seconds !== undefined) clip.blendBones(seconds, 1, bones);
      bones.write();
      vrm.scene.updateMatrixWorld(true);
      return vrm.humanoid.getRawBoneNode('head')?.getWorldQuaternion(new Quaternion()) ?? new Quaternion();
    };
    const rest = headAt(undefined).invert();
    const forward = (seconds: number): { yaw: number; pitch: number } => {
      const { x, y, z } = new Vector3(0, 0, 1).applyQuaternion(headAt(seconds).multiply(rest));
      return { yaw: (Math.atan2(x, z) * 180) / Math.PI, pitch: (Math.asin(y) * 180) / Math.PI };
    };
    for (const seconds of [0.2, 0.7, 1.3, 2.1, 2.8]) {
      expect(Math.abs(forward(seconds).yaw - yawAt(seconds)), `yaw at ${seconds}`).toBeLessThan(1.5);
      expect(Math.abs(forward(seconds).pitch - pitchAt(seconds)), `pitch at ${seconds}`).toBeLessThan(1.5);
    }
    const arm = tracks.rotations.get('leftUpperArm')!;
    const middle = Array.from(arm.times).findIndex((time) => time >= 0.78);
    expect(2 * Math.asin(Math.abs(arm.values[middle * 4 + 2]!))).toBeCloseTo(0.7, 1);
    const blink = tracks.expressions.get('blinkLeft')!;
    expect(Math.max(...Array.from(blink.values))).toBeCloseTo(1, 2);
    expect(blink.values[0]).toBeCloseTo(0, 2);
    expect(tracks.expressions.has('aa')).toBe(true);
    expect(tracks.lookAt).toBeDefined();
  });

  it('is a file that loads when nothing at all moved', async () => {
    const recorder = createPerformanceRecorder({ program: 'test', recordedAtMs: 0, model: null });
    const nothing = readPerformance(Uint8Array.from([...recorder.start, ...recorder.end(1000)].flatMap((piece) => [...piece])));
    expect(new DataView(vrmaFromPerformance(nothing).buffer).getUint32(0, true)).toBe(0x46546c67);
  });
});

describe('a performance as a Live2D motion', () => {
  const parameter = (id: string, min: number, max: number): ModelParameter => ({ id, name: '', min, max, default: 0 });
  const parameters = [
    parameter('ParamAngleX', -30, 30),
    parameter('ParamAngleY', -30, 30),
    parameter('ParamMouthOpenY', 0, 1),
    parameter('ParamBreath', 0, 1),
  ];
  const rows = autoMapping(parameters).map((row) => ({ ...row, smoothing: 0 }));
  const text = motion3FromPerformance(performance({ bones: false }), rows, parameters);
  const motion = readMotion3(text, 'performance.motion3.json');

  it('follows what the mapping makes of the inputs', () => {
    expect(motion.duration).toBe(3);
    const turn = motion.curves.find(({ id }) => id === 'ParamAngleX')!;
    const row = rows.find(({ output }) => output === 'ParamAngleX')!;
    for (let seconds = 0; seconds < 3; seconds += 0.1)
      expect(Math.abs(curveValue(turn, seconds, true) - mapInput(row, yawAt(seconds)))).toBeLessThan(0.6);
    const mouth = motion.curves.find(({ id }) => id === 'ParamMouthOpenY')!;
    expect(curveValue(mouth, 1, true)).toBeCloseTo(0, 2);
    expect(curveValue(mouth, 2.5, true)).toBeGreaterThan(0.6);
  });

  it('leaves out what breathes by itself, and keys that lines do not need', () => {
    expect(motion.curves.map(({ id }) => id)).not.toContain('ParamBreath');
    expect(motion.curves.find(({ id }) => id === 'ParamAngleX')!.times.length).toBeLessThan(60);
  });

  it('counts its curves, segments and points as they are', () => {
    const { Meta, Curves } = JSON.parse(text) as { Meta: Record<string, number>; Curves: { Segments: number[] }[] };
    const points = Curves.map(({ Segments }) => 1 + (Segments.length - 2) / 3);
    expect(Meta).toMatchObject({
      CurveCount: Curves.length,
      TotalPointCount: points.reduce((sum, each) => sum + each, 0),
      TotalSegmentCount: points.reduce((sum, each) => sum + each - 1, 0),
    });
  });
});

describe('a thinned curve', () => {
  it('stays within its tolerance everywhere and keeps both ends', () => {
    const times = Array.from({ length: 400 }, (_, index) => index / 60);
    const values = times.map((time) => Math.sin(time * 3) + (time > 3 ? 1 : 0));
    const kept = thinCurve(times, values, 0.01);
    expect(kept[0]).toBe(0);
    expect(kept.at(-1)).toBe(399);
    expect(kept.length).toBeLessThan(120);
    for (let index = 0; index < times.length; index++) {
      const after = kept.findIndex((at) => at >= index);
      const [from, to] = [kept[Math.max(0, after - 1)]!, kept[after]!];
      const way = to === from ? 0 : (times[index]! - times[from]!) / (times[to]! - times[from]!);
      expect(Math.abs(values[from]! + (values[to]! - values[from]!) * way - values[index]!)).toBeLessThanOrEqual(0.0101);
    }
  });
});
