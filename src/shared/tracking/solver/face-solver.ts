import { ARKIT_SHAPES, type ArkitShape, FACE_AT, GAZE_CHANNELS } from '#shared/tracking/face-channels.ts';
import type { Calibration } from '#shared/tracking/tracking-settings.ts';
import { createFaceMeter, emptyMeasures, type FaceMeasures, type FaceRatio, RANGED_SHAPES } from './face-measures.ts';
import { createRestPose, pitchOf, relativeRotation, rollOf, yawOf } from './head-pose.ts';
import { linkLids } from './lids.ts';
import { createRestEstimate } from './rest-estimate.ts';
import type { FaceSolver, SolverSettings } from './solver.types.ts';

/** From rest to a movement's end, in the ratio's own unit, for people who did not calibrate. */
const SPAN = { mouthGap: 0.33, mouthWidth: 0.085, mouthLift: 0.045, brow: 0.06, pucker: -0.11, shift: 0.06 } as const;
/** Closed eyes measure about half of open ones. */
const CLOSED_SHARE = 0.5;
/** Of the widest mouth that a person made for the guide, this much counts as fully open: nobody speaks with it all. */
const COMFORTABLE = 0.8;
/** Turned further, degrees, where a face's middle lies is a guess: a mouth or jaw that goes to the side is not told from the turn. */
const SHIFTS_FADE = { from: 5, to: 12 } as const;
/** What the eyes do from the middle to the edge of a screen, degrees; what ARKit calls 1. */
const SCREEN_EDGE = { across: 25, upDown: 18 } as const;
const FULL_LOOK = { across: 35, upDown: 25 } as const;
/** An iris moves by the sine of its angle times the eyeball's radius: 12 mm, beside an eye 30 mm wide. */
const IRIS_REACH = 0.4;
const DEGREES = 180 / Math.PI;
/** Who comes back after so long may be somebody else. */
const AWAY_MS = 5000;

const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));
/** 0 at `rest` … 1 at `end`, with the first `dead` share held at 0: what lies there is noise. */
const share = (value: number, rest: number, end: number, dead: number): number =>
  clamp01(((value - rest) / (end - rest) - dead) / (1 - dead));

export const DEFAULT_SOLVER_SETTINGS: SolverSettings = {
  calibration: null,
  linkedBlink: true,
  winks: true,
  gains: { yaw: 1, pitch: 1, roll: 1, position: 1, gaze: 1, mouth: 1, smile: 1, brows: 1 },
};

type Ends = Partial<Record<string, { readonly rest: number; readonly end: number }>>;

/** One face's solver. Without a calibration the first third of a second gives the rest pose and the face at rest is learned. */
export function createFaceSolver(): FaceSolver {
  const meter = createFaceMeter();
  const measures = emptyMeasures();
  const estimate = createRestEstimate();
  const restPose = createRestPose();
  const relative = new Float64Array(9);
  let settings = DEFAULT_SOLVER_SETTINGS;
  let ends: Ends = {};
  let lastMs = Number.NaN;
  const gazeHeld = new Float64Array(2);

  const restOf = (name: FaceRatio): number => ends[name]?.rest ?? estimate.rest[name];
  /** Where the movement ends: the person's own end where it lies at least a third of the usual span away, the usual one otherwise. */
  const endOf = (name: FaceRatio, span: number): number => {
    const own = ends[name];
    if (own === undefined) return restOf(name) + span;
    const measured = own.end - own.rest;
    return own.rest + (measured / span > 1 / 3 ? measured * COMFORTABLE : span);
  };
  const moved = (name: FaceRatio, span: number, dead: number): number =>
    share(measures[name], restOf(name), endOf(name, span), dead);
  /** Beyond noise, without an end of one's own. */
  const strayed = (name: FaceRatio, span: number): number => share(measures[name], restOf(name), restOf(name) + span, 0.35);

  const solveHead = (rotation: Float64Array, out: Float32Array): void => {
    restPose.see(measures);
    relativeRotation(restPose, rotation, relative);
    const { yaw, pitch, roll, position } = settings.gains;
    out[FACE_AT.headYaw] = yawOf(relative) * yaw;
    out[FACE_AT.headPitch] = pitchOf(relative) * pitch;
    out[FACE_AT.headRoll] = rollOf(relative) * roll;
    out[FACE_AT.headX] = (measures.x - (restPose.place[0] ?? 0)) * position;
    out[FACE_AT.headY] = (measures.y - (restPose.place[1] ?? 0)) * position;
    out[FACE_AT.headZ] = (measures.z - (restPose.place[2] ?? 0)) * position;
  };

  const closed = (name: 'eyeLeft' | 'eyeRight'): number => {
    const rest = restOf(name);
    const own = ends[name]?.end ?? Number.NaN;
    // An end that is hardly closed was no blink; one of the own ends is trusted from a fifth on: lids behind glasses move little.
    const end = own < rest * 0.85 ? own : rest * CLOSED_SHARE;
    return clamp01((rest - measures[name] - 0.12 * (rest - end)) / (0.78 * (rest - end)));
  };
  const solveEyes = (out: Float32Array): void => {
    out[FACE_AT.eyeBlinkLeft] = closed('eyeLeft');
    out[FACE_AT.eyeBlinkRight] = closed('eyeRight');
    out[FACE_AT.eyeWideLeft] = clamp01((measures.eyeLeft / restOf('eyeLeft') - 1.12) / 0.3);
    out[FACE_AT.eyeWideRight] = clamp01((measures.eyeRight / restOf('eyeRight') - 1.12) / 0.3);
  };

  const up = (name: FaceRatio): number => clamp01(moved(name, SPAN.brow, 0.25) * settings.gains.brows);
  const down = (name: FaceRatio): number => clamp01(strayed(name, -SPAN.brow) * settings.gains.brows);
  const solveBrows = (out: Float32Array): void => {
    out[FACE_AT.browInnerUp] = (up('browInnerLeft') + up('browInnerRight')) / 2;
    out[FACE_AT.browOuterUpLeft] = up('browOuterLeft');
    out[FACE_AT.browOuterUpRight] = up('browOuterRight');
    out[FACE_AT.browDownLeft] = down('browInnerLeft');
    out[FACE_AT.browDownRight] = down('browInnerRight');
  };

  const smiled = (width: FaceRatio, lift: FaceRatio): number =>
    clamp01((0.65 * moved(width, SPAN.mouthWidth, 0.12) + 0.35 * moved(lift, SPAN.mouthLift, 0.12)) * settings.gains.smile);
  const solveMouth = (out: Float32Array): void => {
    const { mouth } = settings.gains;
    const open = clamp01(moved('mouthGap', SPAN.mouthGap, 0.03) * mouth);
    const narrow = (strayed('mouthWidthLeft', SPAN.pucker) + strayed('mouthWidthRight', SPAN.pucker)) / 2;
    out[FACE_AT.jawOpen] = open;
    out[FACE_AT.mouthSmileLeft] = smiled('mouthWidthLeft', 'mouthLiftLeft');
    out[FACE_AT.mouthSmileRight] = smiled('mouthWidthRight', 'mouthLiftRight');
    out[FACE_AT.mouthPucker] = clamp01(narrow * (1 - open) * mouth);
    out[FACE_AT.mouthFunnel] = clamp01(narrow * open * mouth);
    const straight = mouth * (1 - share(Math.abs(yawOf(relative)), SHIFTS_FADE.from, SHIFTS_FADE.to, 0));
    out[FACE_AT.jawLeft] = clamp01(strayed('jawShift', SPAN.shift) * straight);
    out[FACE_AT.jawRight] = clamp01(strayed('jawShift', -SPAN.shift) * straight);
    out[FACE_AT.mouthLeft] = clamp01(strayed('mouthShift', SPAN.shift) * straight);
    out[FACE_AT.mouthRight] = clamp01(strayed('mouthShift', -SPAN.shift) * straight);
  };

  /** Degrees of an iris `by` widths of the eye off its rest, with what the person's look to a screen's edge measured. */
  const lookDegrees = (by: number, own: { readonly rest: number; readonly end: number } | undefined, edge: number): number => {
    const reach = own === undefined ? Number.NaN : Math.abs(own.end - own.rest);
    const physical = Math.asin(Math.min(1, Math.max(-1, by / IRIS_REACH))) * DEGREES;
    return reach > 0.02 ? (by / reach) * edge : physical;
  };
  const solveGaze = (out: Float32Array, hasShapes: boolean): void => {
    const openEnough = Math.min(out[FACE_AT.eyeBlinkLeft] ?? 0, out[FACE_AT.eyeBlinkRight] ?? 0) < 0.5;
    if (openEnough) {
      const across = measures.gazeX - (ends.gazeLeft?.rest ?? restOf('gazeX'));
      const up = measures.gazeY - (ends.gazeUp?.rest ?? restOf('gazeY'));
      gazeHeld[0] = lookDegrees(across, across > 0 ? ends.gazeLeft : ends.gazeRight, SCREEN_EDGE.across);
      gazeHeld[1] = lookDegrees(up, up > 0 ? ends.gazeUp : ends.gazeDown, SCREEN_EDGE.upDown);
    }
    const yaw = (gazeHeld[0] ?? 0) * settings.gains.gaze;
    const pitch = (gazeHeld[1] ?? 0) * settings.gains.gaze;
    for (const name of GAZE_CHANNELS) out[FACE_AT[name]] = name.startsWith('gazeYaw') ? yaw : pitch;
    if (hasShapes) return;
    const left = clamp01(yaw / FULL_LOOK.across);
    const right = clamp01(-yaw / FULL_LOOK.across);
    out[FACE_AT.eyeLookOutLeft] = left;
    out[FACE_AT.eyeLookInRight] = left;
    out[FACE_AT.eyeLookInLeft] = right;
    out[FACE_AT.eyeLookOutRight] = right;
    out[FACE_AT.eyeLookUpLeft] = out[FACE_AT.eyeLookUpRight] = clamp01(pitch / FULL_LOOK.upDown);
    out[FACE_AT.eyeLookDownLeft] = out[FACE_AT.eyeLookDownRight] = clamp01(-pitch / FULL_LOOK.upDown);
  };

  const gainOf = (name: ArkitShape): number => {
    const { mouth, smile, brows, gaze } = settings.gains;
    if (name.startsWith('mouthSmile')) return smile;
    if (name.startsWith('brow')) return brows;
    if (name.startsWith('eyeLook')) return gaze;
    return name.startsWith('mouth') || name.startsWith('jaw') ? mouth : 1;
  };
  let gains = ARKIT_SHAPES.map(gainOf);
  const copyShapes = (shapes: Float32Array, out: Float32Array): void => {
    for (let i = 0; i < ARKIT_SHAPES.length; i++) out[i] = clamp01((shapes[i] ?? Number.NaN) * (gains[i] ?? 1));
    for (const name of RANGED_SHAPES) {
      const own = ends[name];
      if (own !== undefined && own.end - own.rest > 0.1)
        out[FACE_AT[name]] = clamp01(share(measures[name], own.rest, own.rest + (own.end - own.rest) * 0.9, 0.05) * gainOf(name));
    }
  };

  /** The network says 0.4 of lids that are quite shut, where the gap between them says 1; behind glasses it is the other way round. */
  const joinLids = (out: Float32Array): void => {
    out[FACE_AT.eyeBlinkLeft] = Math.max(out[FACE_AT.eyeBlinkLeft] ?? 0, closed('eyeLeft'));
    out[FACE_AT.eyeBlinkRight] = Math.max(out[FACE_AT.eyeBlinkRight] ?? 0, closed('eyeRight'));
  };

  const solve: FaceSolver['solve'] = (observation, out) => {
    out.fill(Number.NaN);
    const rotation = meter(observation, measures);
    if (!Number.isFinite(measures.yaw + measures.x + measures.mouthGap + measures.eyeLeft + measures.eyeRight)) return;
    const dt = Math.min(0.2, Math.max(0, (observation.atMs - lastMs) / 1000));
    if (observation.atMs - lastMs > AWAY_MS) estimate.findAnew();
    lastMs = observation.atMs;
    if (Number.isFinite(dt)) estimate.see(measures, dt);
    solveHead(rotation, out);
    if (observation.blendshapes !== undefined) {
      copyShapes(observation.blendshapes, out);
      joinLids(out);
    } else {
      solveEyes(out);
      solveBrows(out);
      solveMouth(out);
    }
    linkLids(out, settings);
    solveGaze(out, observation.blendshapes !== undefined);
  };

  return {
    set(next) {
      const before: Calibration | null = settings.calibration;
      settings = next;
      ends = next.calibration?.measures ?? {};
      gains = ARKIT_SHAPES.map(gainOf);
      if (next.calibration === before) return;
      if (next.calibration !== null) restPose.tell(next.calibration.rest);
      else restPose.gather();
      estimate.findAnew();
    },
    solve,
    recenter: () => restPose.gather(),
    measures: (): Readonly<FaceMeasures> => measures,
  };
}
