import { describe, expect, it } from 'vitest';
import { emptyFace, FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import { FACE_ASPECT, FACE_FRAMES, faceTruth, readFaceRecording } from '../../../../tests/fixtures/face/face-recording.ts';
import { createChannelFilters } from './channel-filters.ts';
import { createFaceSolver, DEFAULT_SOLVER_SETTINGS } from './face-solver.ts';
import { rotationFromAngles } from './head-pose.ts';
import { createSkullRotation } from './skull-rotation.ts';
import type { FaceObservation, SolverSettings } from './solver.types.ts';

const recording = readFaceRecording();
const observation = (frame: number): FaceObservation => ({
  ...recording[frame]!,
  atMs: 1000 + (frame * 1000) / 30,
  blendshapes: undefined,
  aspect: FACE_ASPECT,
});
/** All frames' channels by these settings. */
function solveAll(settings: Partial<SolverSettings> = {}): (channel: FaceChannel) => number[] {
  const solver = createFaceSolver();
  solver.set({ ...DEFAULT_SOLVER_SETTINGS, ...settings });
  const frames = Array.from({ length: FACE_FRAMES }, (_, frame) => {
    const out = emptyFace();
    solver.solve(observation(frame), out);
    return out;
  });
  return (channel) => frames.map((values) => values[FACE_AT[channel]]!);
}
const plain = solveAll();
const truth = (name: keyof ReturnType<typeof faceTruth>): number[] =>
  Array.from({ length: FACE_FRAMES }, (_, frame) => faceTruth(frame)[name]);

/** Correlation, slope and residual of `seen` against `true` values in frames from … to − 1. */
function regress(seen: readonly number[], real: readonly number[], from: number, to: number) {
  const [ys, xs] = [seen.slice(from, to), real.slice(from, to)];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  let [sxy, sxx, syy] = [0, 0, 0];
  xs.forEach((x, index) => {
    sxy += (x - mx) * (ys[index]! - my);
    sxx += (x - mx) ** 2;
    syy += (ys[index]! - my) ** 2;
  });
  return { correlation: sxy / Math.sqrt(sxx * syy), slope: sxy / sxx };
}
const most = (values: readonly number[], from: number, to: number): number => Math.max(...values.slice(from, to));
const peakAt = (values: readonly number[], from: number, to: number): number =>
  from + values.slice(from, to).indexOf(most(values, from, to));
const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

describe('a face solver without calibration, on a recorded face', () => {
  it('turns the head to the side to which the person turns it, and nods and leans by as much', () => {
    const yaw = regress(plain('headYaw'), truth('yaw'), 30, 80);
    expect(yaw.correlation).toBeGreaterThan(0.95);
    expect(yaw.slope).toBeGreaterThan(0.5);
    expect(yaw.slope).toBeLessThan(1.05);
    for (const [channel, name, from, to] of [
      ['headPitch', 'pitch', 80, 125],
      ['headRoll', 'roll', 125, 165],
    ] as const) {
      const { correlation, slope } = regress(plain(channel), truth(name), from, to);
      expect(correlation, name).toBeGreaterThan(0.95);
      expect(slope, name).toBeGreaterThan(0.9);
      expect(slope, name).toBeLessThan(1.1);
    }
  });

  it('follows all three through the whole recording, whatever the face does meanwhile', () => {
    for (const [channel, name] of [
      ['headYaw', 'yaw'],
      ['headPitch', 'pitch'],
      ['headRoll', 'roll'],
    ] as const)
      expect(regress(plain(channel), truth(name), 0, FACE_FRAMES).correlation, name).toBeGreaterThan(0.97);
  });

  it('does not nod when the mouth opens', () => {
    expect(most(plain('headPitch').map(Math.abs), 190, 225)).toBeLessThan(2);
  });

  it('keeps the other angles still while one turns', () => {
    expect(most(plain('headPitch').map(Math.abs), 30, 80)).toBeLessThan(3);
    expect(most(plain('headRoll').map(Math.abs), 80, 125)).toBeLessThan(2);
    expect(most(plain('headYaw').map(Math.abs), 125, 165)).toBeLessThan(3);
  });

  it('follows the head aside and towards the camera', () => {
    expect(plain('headX')[171]!).toBeGreaterThan(1.5);
    expect(plain('headX')[183]!).toBeLessThan(-1.5);
    expect(plain('headZ')[171]!).toBeGreaterThan(1.5);
    expect(plain('headZ')[183]!).toBeLessThan(-1.5);
  });

  it('trembles by less than a third of a degree at rest, and by half as much when filtered', () => {
    for (const channel of ['headYaw', 'headPitch', 'headRoll'] as const)
      expect(deviation(plain(channel).slice(8, 30)), channel).toBeLessThan(0.33);
    const filters = createChannelFilters('face');
    const solver = createFaceSolver();
    const values = emptyFace();
    const smoothed = Array.from({ length: 30 }, (_, frame) => {
      solver.solve(observation(frame), values);
      filters.apply(values, 1 / 30);
      return values[FACE_AT.headPitch]!;
    });
    const steps = (of: readonly number[]): number => deviation(of.slice(9, 30).map((value, index) => value - of[index + 8]!));
    expect(steps(smoothed)).toBeLessThan(steps(plain('headPitch')) / 2);
  });

  it('closes both eyes, the left one and the right one when the person does, and the other stays open', () => {
    const [left, right] = [plain('eyeBlinkLeft'), plain('eyeBlinkRight')];
    expect(most(left, 228, 238)).toBeGreaterThan(0.9);
    expect(most(right, 228, 238)).toBeGreaterThan(0.9);
    expect(most(left, 242, 254)).toBeGreaterThan(0.9);
    expect(most(right, 242, 254)).toBeLessThan(0.1);
    expect(most(right, 256, 268)).toBeGreaterThan(0.9);
    expect(most(left, 257, 268)).toBeLessThan(0.1);
    expect(most(left, 5, 228)).toBeLessThan(0.15);
    expect(most(right, 5, 228)).toBeLessThan(0.15);
  });

  it('looks to the side to which the person looks', () => {
    const gaze = plain('gazeYawLeft');
    // The landmarker smooths over pictures and lags by about two of them.
    const { correlation } = regress(gaze, [0, 0, ...truth('gaze')], 268, 286);
    expect(correlation).toBeGreaterThan(0.9);
    expect(most(gaze, 268, 286)).toBeGreaterThan(4);
    expect(most(plain('eyeLookOutLeft'), 268, 286)).toBeGreaterThan(0.1);
    expect(most(plain('eyeLookInLeft'), 268, 286)).toBeGreaterThan(0.1);
  });

  it('opens the mouth twice, wide, and not for a nod of the head', () => {
    const jaw = plain('jawOpen');
    expect(Math.abs(peakAt(jaw, 190, 208) - 199)).toBeLessThanOrEqual(2);
    expect(Math.abs(peakAt(jaw, 208, 225) - 216)).toBeLessThanOrEqual(2);
    expect(most(jaw, 190, 208)).toBeGreaterThan(0.9);
    expect(regress(jaw, truth('mouth'), 190, 225).correlation).toBeGreaterThan(0.95);
    expect(most(jaw, 80, 165)).toBeLessThan(0.05);
  });

  it('raises the brows and smiles when the person does, and otherwise does not', () => {
    for (const [channel, from, to] of [
      ['browInnerUp', 284, 292],
      ['browOuterUpLeft', 284, 292],
      ['mouthSmileLeft', 292, 300],
      ['mouthSmileRight', 292, 300],
    ] as const) {
      expect(most(plain(channel), from, to), channel).toBeGreaterThan(0.45);
      expect(most(plain(channel), 5, 190), channel).toBeLessThan(0.25);
    }
  });

  it('tells nothing of what landmarks cannot tell', () => {
    for (const channel of ['cheekPuff', 'tongueOut', 'mouthRollLower', 'noseSneerLeft'] as const)
      expect(plain(channel)[100]).toBeNaN();
  });
});

describe('a face solver', () => {
  it('multiplies each axis by its gain', () => {
    const doubled = solveAll({ gains: { ...DEFAULT_SOLVER_SETTINGS.gains, yaw: 2, position: 0 } });
    expect(doubled('headYaw')[42]!).toBeCloseTo(plain('headYaw')[42]! * 2, 4);
    expect(doubled('headPitch')[90]!).toBeCloseTo(plain('headPitch')[90]!, 4);
    expect(doubled('headX')[171]! + 0).toBe(0);
  });

  it('closes both eyes for one where winks are off', () => {
    const closed = solveAll({ winks: false });
    expect(most(closed('eyeBlinkRight'), 242, 254)).toBeGreaterThan(0.9);
  });

  it('lets a lid that hardly moves behind glasses follow the other, but not where lids are not linked', () => {
    const weak = (linkedBlink: boolean): number => {
      const solver = createFaceSolver();
      solver.set({ ...DEFAULT_SOLVER_SETTINGS, linkedBlink });
      const out = emptyFace();
      let seen = 0;
      for (let frame = 0; frame < 240; frame++) {
        const { landmarks, ...rest } = observation(frame);
        const half = landmarks.slice();
        // The left lids come down by only half of what they do.
        for (const [upper, lower] of [
          [387, 373],
          [386, 374],
          [385, 380],
        ] as const)
          for (let axis = 0; axis < 3; axis++)
            half[upper * 3 + axis] =
              half[upper * 3 + axis]! +
              (frame > 225
                ? 0.5 *
                  (recording[20]!.landmarks[upper * 3 + axis]! -
                    recording[20]!.landmarks[lower * 3 + axis]! -
                    half[upper * 3 + axis]! +
                    half[lower * 3 + axis]!)
                : 0);
        solver.solve({ ...rest, landmarks: half }, out);
        if (frame >= 228) seen = Math.max(seen, out[FACE_AT.eyeBlinkLeft]!);
      }
      return seen;
    };
    expect(weak(false)).toBeLessThan(0.7);
    expect(weak(true)).toBeGreaterThan(0.9);
  });

  it('takes a head that looks past the camera for straight once it is told so', () => {
    const solver = createFaceSolver();
    const out = emptyFace();
    for (let frame = 0; frame <= 42; frame++) solver.solve(observation(frame), out);
    expect(Math.abs(out[FACE_AT.headYaw]!)).toBeGreaterThan(8);
    solver.recenter();
    solver.solve(observation(42), out);
    expect(out[FACE_AT.headYaw]!).toBeCloseTo(0, 3);
  });

  /** The recorded face, turned by these rotations one after the other from looking straight into the camera. */
  function turned(...turns: readonly (readonly [yaw: number, pitch: number, roll: number])[]): FaceObservation {
    const seen = observation(0);
    const present = new Float64Array(9);
    createSkullRotation()(seen, present);
    // Back to straight first: the transposed rotation.
    let turn = Array.from({ length: 9 }, (_, i) => present[(i % 3) * 3 + Math.floor(i / 3)]!);
    for (const [yaw, pitch, roll] of turns.toReversed()) {
      const next = new Float64Array(9);
      rotationFromAngles(yaw, pitch, roll, next);
      turn = turn.map((_, i) => [0, 1, 2].reduce((sum, k) => sum + next[Math.floor(i / 3) * 3 + k]! * turn[k * 3 + (i % 3)]!, 0));
    }
    const scale = [FACE_ASPECT, -1, -FACE_ASPECT];
    const landmarks = seen.landmarks.map((_, i, all) =>
      [0, 1, 2].reduce((sum, k) => sum + (turn[(i % 3) * 3 + k]! * all[i - (i % 3) + k]! * scale[k]!) / scale[i % 3]!, 0),
    );
    return { ...seen, landmarks };
  }
  function turnedFrom(rest: FaceObservation, now: FaceObservation): readonly number[] {
    const solver = createFaceSolver();
    const out = emptyFace();
    for (let frame = 0; frame < 10; frame++) solver.solve(rest, out);
    solver.solve(now, out);
    return [out[FACE_AT.headYaw]!, out[FACE_AT.headPitch]!, out[FACE_AT.headRoll]!];
  }
  const shouldBe = (seen: readonly number[], wanted: readonly number[]): void =>
    wanted.forEach((angle, i) => void expect(seen[i]!).toBeCloseTo(angle, 2));

  it('takes the first calm moment for its rest, not a turn in the midst of which it began', () => {
    const solver = createFaceSolver();
    const out = emptyFace();
    for (let yaw = -24; yaw <= 0; yaw += 3) solver.solve(turned([yaw, 0, 0]), out);
    for (let still = 0; still < 10; still++) solver.solve(turned(), out);
    solver.solve(turned([15, 0, 0]), out);
    expect(out[FACE_AT.headYaw]!).toBeCloseTo(15, 2);
  });

  it('reads a nod as a nod beside a camera that stands aside', () => {
    shouldBe(turnedFrom(turned([40, 0, 0]), turned([40, 0, 0], [0, 15, 0])), [0, 15, 0]);
  });

  it('reads a turn as a turn of a head that leans at rest', () => {
    shouldBe(turnedFrom(turned([0, 0, 12]), turned([20, 0, 0], [0, 0, 12])), [20, 0, 0]);
  });

  it('passes a model’s shapes on and stretches a lid to the range that the person’s own has', () => {
    const solver = createFaceSolver();
    const out = emptyFace();
    const blendshapes = new Float32Array(52).fill(0.25);
    blendshapes[FACE_AT.eyeBlinkLeft] = 0.55;
    blendshapes[FACE_AT.eyeBlinkRight] = 0.55;
    solver.set({
      ...DEFAULT_SOLVER_SETTINGS,
      calibration: {
        atMs: 0,
        rest: [0, 0, 0, 0, 0, -30],
        measures: { eyeBlinkLeft: { rest: 0.1, end: 0.6 }, eyeBlinkRight: { rest: 0.1, end: 0.6 } },
      },
    });
    solver.solve({ ...observation(20), blendshapes }, out);
    expect(out[FACE_AT.cheekPuff]).toBeCloseTo(0.25, 5);
    expect(out[FACE_AT.eyeBlinkLeft]).toBe(1);
  });

  it('shuts lids whose gap is gone, however little the model’s shapes make of it', () => {
    const solver = createFaceSolver();
    const out = emptyFace();
    const blendshapes = new Float32Array(52).fill(0.1);
    const both: number[] = [];
    const open: number[] = [];
    for (let frame = 0; frame < 240; frame++) {
      solver.solve({ ...observation(frame), blendshapes }, out);
      const { blinkLeft, blinkRight } = faceTruth(frame);
      if (blinkLeft > 0.9 && blinkRight > 0.9) both.push(out[FACE_AT.eyeBlinkLeft]!);
      if (frame > 15 && frame < 30) open.push(out[FACE_AT.eyeBlinkLeft]!);
    }
    expect(Math.max(...both)).toBeGreaterThan(0.9);
    expect(Math.max(...open)).toBeLessThan(0.2);
  });

  it('tells nothing, and never infinities, of a picture whose numbers are broken', () => {
    const solver = createFaceSolver();
    const out = emptyFace();
    for (const broken of [Number.NaN, Number.POSITIVE_INFINITY]) {
      solver.solve({ ...observation(20), landmarks: new Float32Array(478 * 3).fill(broken) }, out);
      expect(out.every(Number.isNaN)).toBe(true);
      solver.solve({ ...observation(20), matrix: new Float32Array(16).fill(broken) }, out);
      expect(out.every(Number.isNaN)).toBe(true);
    }
    solver.solve({ ...observation(20), landmarks: new Float32Array(478 * 3) }, out);
    expect(out.every((value) => (!Number.isFinite(value) ? Number.isNaN(value) : true))).toBe(true);
    solver.solve(observation(20), out);
    expect(out[FACE_AT.headYaw]).toBeDefined();
    expect(Number.isFinite(out[FACE_AT.jawOpen]!)).toBe(true);
  });
});
