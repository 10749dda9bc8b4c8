import { describe, expect, it } from 'vitest';
import { emptyFace, FACE_AT } from '#shared/tracking/face-channels.ts';
import { FACE_ASPECT, readFaceRecording } from '../../../../tests/fixtures/face/face-recording.ts';
import { type CalibrationGuide, type CalibrationProgress, createCalibrationGuide } from './calibration.ts';
import { createFaceSolver, DEFAULT_SOLVER_SETTINGS } from './face-solver.ts';

type Measures = Record<string, number>;
const REST: Measures = {
  yaw: 2,
  pitch: -8,
  roll: 1,
  x: 0.5,
  y: -1,
  z: -45,
  mouthGap: 0.03,
  mouthWidthLeft: 0.27,
  mouthWidthRight: 0.28,
  mouthLiftLeft: -0.2,
  mouthLiftRight: -0.2,
  mouthShift: 0,
  jawShift: 0,
  eyeLeft: 0.1,
  eyeRight: 0.1,
  browInnerLeft: 0.18,
  browInnerRight: 0.18,
  browOuterLeft: 0.15,
  browOuterRight: 0.15,
  gazeX: 0.01,
  gazeY: 0.05,
};
/** Lets `guide` see `change` of a face at rest for some seconds, 30 pictures each. */
function show(guide: CalibrationGuide, seconds: number, change: (second: number) => Measures | undefined): CalibrationProgress {
  for (let frame = 0; frame < seconds * 30; frame++) {
    clock += 1000 / 30;
    const by = change(frame / 30);
    guide.see(by && { ...REST, ...by }, clock);
  }
  return guide.progress();
}
let clock = 0;
const still = (): Measures => ({});

describe('the calibration guide', () => {
  it('goes through all steps as the person does what it asks, and knows the ends afterwards', () => {
    const guide = createCalibrationGuide();
    expect(show(guide, 1.7, still).step).toBe('mouth');
    show(guide, 1, () => ({ mouthGap: 0.4 }));
    expect(show(guide, 0.3, still).step).toBe('blink');
    show(guide, 0.6, () => ({ eyeLeft: 0.04, eyeRight: 0.07 }));
    expect(show(guide, 0.3, still).step).toBe('smile');
    show(guide, 1, () => ({ mouthWidthLeft: 0.33, mouthWidthRight: 0.34, mouthLiftLeft: -0.15, mouthLiftRight: -0.16 }));
    expect(show(guide, 0.3, still).step).toBe('look');
    for (const look of [{ gazeX: 0.09 }, { gazeX: -0.06 }, { gazeY: 0.1 }, { gazeY: 0.01 }]) show(guide, 0.7, () => look);
    const done = show(guide, 0.2, still);
    expect(done.step).toBeUndefined();
    expect(new Set(Object.values(done.outcomes))).toEqual(new Set(['good']));
    const { rest, measures } = guide.result(5)!;
    expect(rest).toEqual([2, -8, 1, 0.5, -1, -45]);
    expect(measures).toMatchObject({
      mouthGap: { rest: 0.03, end: 0.4 },
      eyeLeft: { rest: 0.1, end: 0.04 },
      eyeRight: { rest: 0.1, end: 0.07 },
      mouthWidthLeft: { end: 0.33 },
      gazeLeft: { rest: 0.01, end: 0.09 },
      gazeRight: { end: -0.06 },
      gazeUp: { end: 0.1 },
      gazeDown: { end: 0.01 },
      browInnerLeft: { rest: 0.18, end: 0.18 },
    });
  });

  it('is not misled by blinks and a wild picture while the person looks straight', () => {
    const guide = createCalibrationGuide();
    show(guide, 1.7, (second) =>
      second > 0.5 && second < 0.7 ? { eyeLeft: 0.03, eyeRight: 0.03 } : second > 1 && second < 1.03 ? { mouthGap: 0.5 } : {},
    );
    const measures = guide.result(0)!.measures;
    expect(measures.eyeLeft!.rest).toBe(0.1);
    expect(measures.mouthGap!.rest).toBe(0.03);
  });

  it('begins to look straight anew when the head moves, and says so', () => {
    const guide = createCalibrationGuide();
    show(guide, 1, still);
    const moved = show(guide, 0.04, () => ({ yaw: 25 }));
    expect(moved).toMatchObject({ step: 'straight', hint: 'hold-still' });
    expect(moved.share).toBeLessThan(0.1);
  });

  it('waits while there is no face, and says so', () => {
    const guide = createCalibrationGuide();
    show(guide, 1, still);
    const share = guide.progress().share;
    expect(show(guide, 3, () => undefined)).toMatchObject({ step: 'straight', share, hint: 'no-face' });
  });

  it('does not take a movement while the head is turned away', () => {
    const guide = createCalibrationGuide();
    show(guide, 1.7, still);
    expect(show(guide, 2, () => ({ yaw: 30, mouthGap: 0.4 }))).toMatchObject({ step: 'mouth', share: 0, hint: 'hold-still' });
  });

  it('asks for more where a movement is too small, takes a middling one at last, and never one that did not happen', () => {
    const guide = createCalibrationGuide();
    show(guide, 1.7, still);
    expect(show(guide, 6, () => ({ mouthGap: 0.125 }))).toMatchObject({ step: 'mouth', hint: 'more' });
    expect(show(guide, 6, () => ({ mouthGap: 0.125 }))).toMatchObject({ step: 'blink', outcomes: { mouth: 'weak' } });
    expect(show(guide, 20, still)).toMatchObject({ step: 'blink', hint: 'more' });
  });

  it('measures the widest of a mouth that opens slowly, not the first that would do', () => {
    const guide = createCalibrationGuide();
    show(guide, 1.7, still);
    show(guide, 8, (second) => ({ mouthGap: 0.03 + 0.4 * Math.sin((Math.PI * second) / 8) }));
    expect(guide.result(0)!.measures.mouthGap!.end).toBeGreaterThan(0.3);
  });

  it('goes on without a step that is skipped, except looking straight, and back to one that went wrong', () => {
    const guide = createCalibrationGuide();
    expect(guide.skip().step).toBe('straight');
    show(guide, 1.7, still);
    expect(guide.skip()).toMatchObject({ step: 'blink', outcomes: { mouth: 'skipped' } });
    expect(guide.back().step).toBe('mouth');
    expect(guide.result(0)!.measures.mouthGap).toEqual({ rest: 0.03, end: 0.03 });
  });

  it('gives a solver that reaches this face’s own ends', () => {
    const solver = createFaceSolver();
    const guide = createCalibrationGuide();
    const out = emptyFace();
    const recording = readFaceRecording();
    let atMs = 0;
    const solve = (frame: number): void =>
      solver.solve({ ...recording[frame]!, atMs, blendshapes: undefined, aspect: FACE_ASPECT }, out);
    const play = (from: number, to: number, times: number): void => {
      for (let frame = from; frame < to; frame++)
        for (let each = 0; each < times; each++) {
          atMs += 1000 / 30;
          solve(frame);
          guide.see(solver.measures(), atMs);
        }
    };
    play(8, 28, 3);
    expect(guide.progress().step).toBe('mouth');
    play(195, 210, 3);
    expect(guide.progress()).toMatchObject({ step: 'blink', outcomes: { mouth: 'good' } });
    play(228, 240, 3);
    expect(guide.progress()).toMatchObject({ step: 'smile', outcomes: { blink: 'good' } });
    solver.set({ ...DEFAULT_SOLVER_SETTINGS, calibration: guide.result(0)! });
    solve(199);
    expect(out[FACE_AT.jawOpen]).toBe(1);
    solve(20);
    expect(out[FACE_AT.jawOpen]).toBe(0);
    expect(Math.abs(out[FACE_AT.headPitch]!)).toBeLessThan(0.5);
  });
});
