import type { Calibration } from '#shared/tracking/tracking-settings.ts';
import { FACE_RATIOS, type FaceMeasure, RANGED_SHAPES } from './face-measures.ts';
import { POSE_MEASURES } from './head-pose.ts';

/**
 * The guided calibration: one step after the other, each fed with what is measured until it has seen the movement long enough. Pure: time comes with the
 * measures. Wiring: the page that has the camera shows `progress()`, calls `see` with each picture (undefined: no face in it) and stores `result`.
 *
 *   straight ► mouth ► blink ► smile ► look (left, right, up, down in any order) ► done        (skip, back at any time)
 */
export const CALIBRATION_STEPS = ['straight', 'mouth', 'blink', 'smile', 'look'] as const;
export type CalibrationStep = (typeof CALIBRATION_STEPS)[number];

/** What to tell the person. no-face: come into the picture; hold-still: the head moves; more: the movement is too small. */
export const CALIBRATION_HINTS = ['no-face', 'hold-still', 'more'] as const;
export type CalibrationHint = (typeof CALIBRATION_HINTS)[number];
/** weak: taken, though small; skipped: averages are used. */
export type StepOutcome = 'pending' | 'good' | 'weak' | 'skipped';

export interface CalibrationProgress {
  /** undefined: all done. */
  readonly step: CalibrationStep | undefined;
  /** Of this step, 0…1. */
  readonly share: number;
  readonly hint: CalibrationHint | undefined;
  readonly outcomes: Readonly<Record<CalibrationStep, StepOutcome>>;
}

export interface CalibrationGuide {
  see(measures: Readonly<Record<string, number>> | undefined, atMs: number): CalibrationProgress;
  progress(): CalibrationProgress;
  /** On without this step. Looking straight cannot be skipped: everything is measured against it. */
  skip(): CalibrationProgress;
  /** To the step before, which is then made again. */
  back(): CalibrationProgress;
  /** What was measured, once straight is done; undefined before. */
  result(atMs: number): Calibration | undefined;
}

type Sample = Readonly<Partial<Record<FaceMeasure, number>>>;
interface Movement {
  /** How far the movement goes: 1 is just enough. */
  readonly reach: (now: Sample, rest: Sample) => number;
  /** Measures whose end it gives, by the name under which that is kept. */
  readonly ends: Readonly<Record<string, FaceMeasure>>;
  /** Seconds near the furthest point. */
  readonly hold: number;
}

const of = (sample: Sample, name: FaceMeasure): number => sample[name] ?? Number.NaN;
const risen = (now: Sample, rest: Sample, name: FaceMeasure, by: number): number => (of(now, name) - of(rest, name)) / by;
const themselves = (...names: readonly FaceMeasure[]): Record<string, FaceMeasure> =>
  Object.fromEntries(names.map((name) => [name, name]));

/** What is just enough lies well above what noise and the head's movement do to a ratio, and well below what people do when asked. */
const MOUTH: Movement = {
  reach: (now, rest) => risen(now, rest, 'mouthGap', 0.13),
  ends: themselves('mouthGap', 'jawOpen'),
  hold: 0.4,
};
const BLINK: Movement = {
  // Both lids together: behind glasses one may hardly be seen to move.
  reach: (now, rest) => (2 - of(now, 'eyeLeft') / of(rest, 'eyeLeft') - of(now, 'eyeRight') / of(rest, 'eyeRight')) / 0.5,
  ends: themselves('eyeLeft', 'eyeRight', 'eyeBlinkLeft', 'eyeBlinkRight'),
  hold: 0.15,
};
const SMILE: Movement = {
  reach: (now, rest) => risen(now, rest, 'mouthWidthLeft', 0.05) + risen(now, rest, 'mouthWidthRight', 0.05),
  ends: themselves('mouthWidthLeft', 'mouthWidthRight', 'mouthLiftLeft', 'mouthLiftRight', 'mouthSmileLeft', 'mouthSmileRight'),
  hold: 0.4,
};
const look = (name: string, measure: FaceMeasure, by: number): Movement => ({
  reach: (now, rest) => risen(now, rest, measure, by),
  ends: { [name]: measure },
  hold: 0.2,
});
const MOVEMENTS: Readonly<Record<Exclude<CalibrationStep, 'straight'>, readonly Movement[]>> = {
  mouth: [MOUTH],
  blink: [BLINK],
  smile: [SMILE],
  look: [
    look('gazeLeft', 'gazeX', 0.03),
    look('gazeRight', 'gazeX', -0.03),
    look('gazeUp', 'gazeY', 0.015),
    look('gazeDown', 'gazeY', -0.015),
  ],
};

/** Straight: so long, with the head within so many degrees. */
const STRAIGHT = { seconds: 1.5, degrees: 5 } as const;
/** A movement is measured while the head is within so many degrees of rest: a turned head changes every ratio. */
const HEAD_DEGREES = 12;
/** After so long without enough of a movement the person is asked for more; after twice that, most of it is taken as it is. */
const PATIENCE_SECONDS = 5;
const WEAK_REACH = 0.6;
/** Part of the furthest point that counts as being there. */
const NEAR = 0.75;
const SAMPLES_MOST = 600;

const KEPT: readonly FaceMeasure[] = [...POSE_MEASURES, ...FACE_RATIOS, ...RANGED_SHAPES];
const median = (values: readonly number[]): number => {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
};
const ANGLES = ['yaw', 'pitch', 'roll'] as const;
const medians = (samples: readonly Sample[], names: readonly FaceMeasure[]): Sample =>
  Object.fromEntries(names.map((name) => [name, median(samples.map((sample) => of(sample, name)))]));
const turned = (now: Sample, from: Sample): number => Math.max(...ANGLES.map((name) => Math.abs(of(now, name) - of(from, name))));

interface Seen {
  readonly sample: Sample;
  readonly seconds: number;
}
interface Near {
  readonly seconds: number;
  readonly reach: number;
  readonly samples: readonly Sample[];
  /** The movement is on its way back. */
  readonly past: boolean;
}

/** What of a movement lies near its furthest point; a single wild picture is no such point. */
function nearest(seen: readonly Seen[], still: Sample, { reach, hold }: Movement): Near {
  const reached = seen.map(({ sample }) => reach(sample, still));
  const furthest = reached.filter(Number.isFinite).sort((a, b) => b - a)[2] ?? 0;
  const near = seen.filter((_, index) => (reached[index] ?? 0) >= Math.max(WEAK_REACH, NEAR * furthest));
  const seconds = near.reduce((sum, each) => sum + each.seconds, 0);
  const last = reached.at(-1) ?? 0;
  return {
    seconds,
    reach: furthest,
    samples: near.map(({ sample }) => sample),
    past: last < NEAR * furthest || seconds >= 2 * hold,
  };
}

export function createCalibrationGuide(): CalibrationGuide {
  const outcomes = Object.fromEntries(CALIBRATION_STEPS.map((step) => [step, 'pending'])) as Record<CalibrationStep, StepOutcome>;
  const ends = new Map<string, { readonly rest: number; readonly end: number }>();
  let rest: Sample | undefined;
  let at = 0;
  let collected: Seen[] = [];
  /** With a face in sight, since the step began. */
  let stepSeconds = 0;
  let lastMs = Number.NaN;
  let hint: CalibrationHint | undefined;
  let share = 0;

  const progress = (): CalibrationProgress => ({ step: CALIBRATION_STEPS[at], share, hint, outcomes: { ...outcomes } });
  const go = (to: number): void => {
    at = Math.min(CALIBRATION_STEPS.length, Math.max(0, to));
    collected = [];
    stepSeconds = 0;
    share = 0;
    hint = undefined;
  };
  const finish = (step: CalibrationStep, outcome: StepOutcome): void => {
    outcomes[step] = outcome;
    go(at + 1);
  };
  const collect = (seen: Seen): void => {
    collected.push(seen);
    if (collected.length > SAMPLES_MOST) collected.shift();
  };

  const seeStraight = (seen: Seen): void => {
    const middle = medians(
      collected.map(({ sample }) => sample),
      ANGLES,
    );
    const moves = collected.length > 0 && turned(seen.sample, middle) > STRAIGHT.degrees;
    if (moves) collected = [];
    hint = moves ? 'hold-still' : collected.length > 5 ? undefined : hint;
    collect(seen);
    const held = collected.reduce((sum, { seconds }) => sum + seconds, 0);
    share = Math.min(1, held / STRAIGHT.seconds);
    if (held < STRAIGHT.seconds) return;
    rest = medians(
      collected.map(({ sample }) => sample),
      KEPT,
    );
    ends.clear();
    for (const step of CALIBRATION_STEPS) outcomes[step] = 'pending';
    finish('straight', 'good');
  };

  const take = (movement: Movement, still: Sample, samples: readonly Sample[]): void => {
    for (const [name, measure] of Object.entries(movement.ends)) {
      const end = median(samples.map((sample) => of(sample, measure)));
      const before = of(still, measure);
      if (Number.isFinite(end) && Number.isFinite(before)) ends.set(name, { rest: before, end });
    }
  };

  const seeMovement = (step: Exclude<CalibrationStep, 'straight'>, still: Sample, seen: Seen): void => {
    if (turned(seen.sample, still) > HEAD_DEGREES) {
      hint = 'hold-still';
      return;
    }
    collect(seen);
    const movements = MOVEMENTS[step].map((movement) => ({ movement, near: nearest(collected, still, movement) }));
    const shares = movements.map(
      ({ movement, near }) => Math.min(1, near.seconds / movement.hold) * Math.min(1, Math.max(0, near.reach)),
    );
    share = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    const reached = movements.filter(({ movement, near }) => near.seconds >= movement.hold && near.reach >= 1);
    const impatient = stepSeconds > PATIENCE_SECONDS && reached.length < movements.length;
    hint = impatient ? 'more' : undefined;
    // The furthest point is only known once it is left: an opening mouth is not taken half-way.
    const good = reached.length === movements.length && movements.every(({ near }) => near.past);
    const most = movements.filter(({ movement, near }) => near.seconds >= movement.hold);
    const weak = stepSeconds > 2 * PATIENCE_SECONDS && most.length * 2 >= movements.length;
    if (!good && !weak) return;
    for (const { movement, near } of most) take(movement, still, near.samples);
    finish(step, good ? 'good' : 'weak');
  };

  return {
    see(measures, atMs) {
      const seconds = Math.min(0.2, Math.max(0, (atMs - lastMs) / 1000));
      lastMs = atMs;
      const step = CALIBRATION_STEPS[at];
      if (step === undefined) return progress();
      const sample: Sample | undefined = measures && Object.fromEntries(KEPT.map((name) => [name, measures[name] ?? Number.NaN]));
      if (sample === undefined || !Number.isFinite(of(sample, 'yaw') + of(sample, 'mouthGap'))) {
        hint = 'no-face';
        return progress();
      }
      if (!Number.isFinite(seconds)) return progress();
      stepSeconds += seconds;
      if (step === 'straight' || rest === undefined) seeStraight({ sample, seconds });
      else seeMovement(step, rest, { sample, seconds });
      return progress();
    },
    progress,
    skip() {
      const step = CALIBRATION_STEPS[at];
      if (step !== undefined && step !== 'straight') finish(step, 'skipped');
      return progress();
    },
    back() {
      go(at - 1);
      return progress();
    },
    result(atMs) {
      const still = rest;
      if (still === undefined) return undefined;
      const measures: Calibration['measures'] = {};
      for (const name of [...FACE_RATIOS, ...RANGED_SHAPES]) {
        const value = of(still, name);
        if (Number.isFinite(value)) measures[name] = { rest: value, end: value };
      }
      for (const [name, range] of ends) measures[name] = range;
      return { atMs, rest: POSE_MEASURES.map((name) => of(still, name)), measures };
    },
  };
}
