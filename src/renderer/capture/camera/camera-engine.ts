import { emptyPose } from '#shared/tracking/bones.ts';
import { emptyFace } from '#shared/tracking/face-channels.ts';
import { emptyHands } from '#shared/tracking/hand-channels.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import { BODY_SEEN } from '#shared/tracking/solver/body-solver.ts';
import type { FaceSolver, SolveBody, SolveHand } from '#shared/tracking/solver/solver.types.ts';
import type { FollowerStatus, Tuning } from './camera-messages.ts';
import { createCameraMeter } from './camera-meter.ts';
import type { CameraResult } from './camera-tracker.types.ts';
import { createCaptureClock } from './capture-clock.ts';
import type { BodyLook, FaceFollower, HandLook, Look } from './face-follower.ts';

export interface CameraEngineOptions {
  readonly pictures: ReadableStream<VideoFrame>;
  readonly follower: FaceFollower;
  readonly solver: FaceSolver;
  readonly solveHand: SolveHand;
  readonly solveBody: SolveBody;
  readonly hands: boolean;
  /** Pictures that come sooner after the last one are let go. */
  readonly rateHz: number;
  /** ms since the epoch. */
  now(): number;
  /** Returns how to call it off. */
  every(periodMs: number, run: () => void): () => void;
  /** Values are written anew with the next picture. */
  onSample(sample: MotionSample): void;
  onStatus(status: FollowerStatus): void;
  onRecentered(rest: readonly number[]): void;
  /** It cannot go on. Not called after `close`. */
  onFailed(error: unknown): void;
}

/** Pictures → landmarks → channels, one picture at a time, the newest first. */
export interface CameraEngine {
  tune(tuning: Tuning): void;
  /** Of the camera's pictures no more a second are worth looking at; the others are let go, the newest is taken next. */
  setPace(picturesHz: number): void;
  /** Undefined: nobody wants them. */
  listen(listener: ((result: CameraResult) => void) | undefined): void;
  recenter(): void;
  close(): void;
}

const REPORT_EVERY_MS = 1000;
/** Without a new picture for so long, the camera stands still. */
const STILL_MS = 2000;
/** A face is gone only after so many pictures without it: one may be blurred. */
const LOST_PICTURES = 3;
/** Cameras that are asked for 30 pictures a second send some of them early. */
const EARLY = 0.6;
/** Those that are taken at the stage's pace come at the camera's beat: one that is a little early is the right one. */
const PACE_EARLY = 0.85;
/** Below this share of the camera's pace it is another's that rules. */
const PACED = 0.9;
/** Pictures over which the new rest pose is averaged. */
const RECENTER_PICTURES = 10;

export function createCameraEngine(options: CameraEngineOptions): CameraEngine {
  const { follower, solver, now } = options;
  const reader = options.pictures.getReader();
  const captured = createCaptureClock();
  const meter = createCameraMeter();
  const face = emptyFace();
  const hands = emptyHands();
  const pose = emptyPose();
  let listener: ((result: CameraResult) => void) | undefined;
  let isOver = false;
  let lastPictureMs = now();
  let lastTakenMs = Number.NEGATIVE_INFINITY;
  let reportedMs = now();
  let state: FollowerStatus['state'] = 'no-person';
  let missing = LOST_PICTURES;
  let handLooks: readonly HandLook[] = [];
  let bodyLook: BodyLook | undefined;
  let paceHz = options.rateHz;
  let resting: { readonly sums: number[]; left: number } | undefined;

  const report = (): void => {
    const seconds = Math.max(0.001, (now() - reportedMs) / 1000);
    reportedMs = now();
    options.onStatus({ state, isPaced: paceHz < PACED * options.rateHz, ...meter.take(seconds) });
  };
  const enter = (next: FollowerStatus['state']): void => {
    if (next === state) return;
    state = next;
    report();
  };
  const stopReports = options.every(REPORT_EVERY_MS, () => {
    if (now() - lastPictureMs > STILL_MS) enter('still');
    report();
  });

  async function run(): Promise<void> {
    for (;;) {
      const { value: picture, done } = await reader.read();
      if (done || isOver) {
        picture?.close();
        return;
      }
      try {
        take(picture);
      } finally {
        picture.close();
      }
    }
  }

  function take(picture: VideoFrame): void {
    const begunMs = now();
    lastPictureMs = begunMs;
    const atMs = captured(picture.timestamp / 1000, begunMs);
    if (atMs - lastTakenMs < Math.max((EARLY * 1000) / options.rateHz, (PACE_EARLY * 1000) / paceHz)) return;
    lastTakenMs = atMs;
    const look = follower.look(picture, atMs);
    const aspect = picture.displayWidth / picture.displayHeight;
    const found = solve(look, atMs, aspect);
    options.onSample({
      atMs,
      found,
      face: look.face === undefined ? undefined : face,
      hands: options.hands ? hands : undefined,
      pose: bodyLook === undefined ? undefined : pose,
    });
    const endedMs = now();
    meter.add(endedMs - atMs, endedMs - begunMs);
    enter(stateOf(look, found));
    if (listener !== undefined) listener(resultOf(look, atMs, aspect, found));
  }

  function solve(look: Look, atMs: number, aspect: number): boolean {
    missing = look.face === undefined ? missing + 1 : 0;
    if (look.face !== undefined) {
      solver.solve({ atMs, aspect, ...look.face }, face);
      gatherRest();
    }
    if (look.hands !== undefined) {
      handLooks = look.hands;
      hands.fill(Number.NaN);
      for (const { side, landmarks } of handLooks) options.solveHand({ side, landmarks, aspect }, hands);
    }
    if (look.body !== undefined) {
      const seen = look.body === 'none' ? undefined : look.body;
      bodyLook = seen !== undefined && options.solveBody(seen, pose) ? seen : undefined;
    }
    return missing < LOST_PICTURES || handLooks.length > 0 || bodyLook !== undefined;
  }

  function gatherRest(): void {
    if (resting === undefined) return;
    const { yaw = 0, pitch = 0, roll = 0, x = 0, y = 0, z = 0 } = solver.measures();
    [yaw, pitch, roll, x, y, z].forEach((value, i) => {
      if (resting) resting.sums[i] = (resting.sums[i] ?? 0) + value / RECENTER_PICTURES;
    });
    if (--resting.left > 0) return;
    const { sums } = resting;
    resting = undefined;
    options.onRecentered(sums);
  }

  const stateOf = (look: Look, found: boolean): FollowerStatus['state'] => {
    if (look.dark) return 'dark';
    if (!found) return 'no-person';
    return look.faces > 1 || (look.face === undefined && state === 'several') ? 'several' : 'tracking';
  };

  const resultOf = (look: Look, atMs: number, aspect: number, found: boolean): CameraResult => ({
    atMs,
    found,
    faces: look.faces,
    face: look.face === undefined ? undefined : face,
    hands: options.hands ? hands : undefined,
    landmarks: look.face?.landmarks,
    handLandmarks: handLooks.map(({ landmarks }) => landmarks),
    bodyLandmarks: bodyLook === undefined ? undefined : pointsInSight(bodyLook),
    measures: look.face === undefined ? {} : solver.measures(),
    aspect,
  });

  run().catch((error: unknown) => {
    if (!isOver) options.onFailed(error);
  });
  return {
    tune: ({ calibration, linkedBlink, winks, gains }) => solver.set({ calibration, linkedBlink, winks, gains }),
    setPace(picturesHz) {
      paceHz = picturesHz;
    },
    listen(next) {
      listener = next;
    },
    recenter() {
      solver.recenter();
      resting = { sums: [0, 0, 0, 0, 0, 0], left: RECENTER_PICTURES };
    },
    close() {
      if (isOver) return;
      isOver = true;
      stopReports();
      void reader.cancel().catch(() => undefined);
      follower.close();
    },
  };
}

/** What is guessed outside the picture is not drawn. */
function pointsInSight({ landmarks, visibility }: BodyLook): Float32Array {
  return landmarks.map((value, i) => ((visibility[Math.floor(i / 3)] ?? 0) >= BODY_SEEN ? value : Number.NaN));
}
