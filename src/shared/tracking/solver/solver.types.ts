import type { Calibration } from '#shared/tracking/tracking-settings.ts';

/** What a face landmarker gives for one picture. */
export interface FaceObservation {
  /** Of the picture, ms since the epoch. */
  readonly atMs: number;
  /** 478 × (x, y, z): x and y as shares of the picture's width and height, z in the scale of x; MediaPipe's order, irises from 468 on. */
  readonly landmarks: Float32Array;
  /** MediaPipe's facial transformation matrix, column-major, centimetres, y up, z towards the camera. */
  readonly matrix: Float32Array;
  /** In the order of `ARKIT_SHAPES`, where the model tells them. */
  readonly blendshapes: Float32Array | undefined;
  /** Width divided by height of the picture. */
  readonly aspect: number;
}

export interface SolverSettings {
  readonly calibration: Calibration | null;
  readonly linkedBlink: boolean;
  readonly winks: boolean;
  readonly gains: Readonly<Record<'yaw' | 'pitch' | 'roll' | 'position' | 'gaze' | 'mouth' | 'smile' | 'brows', number>>;
}

/** From a landmarker's numbers to face channels, unfiltered. Keeps scratch memory: one per face. */
export interface FaceSolver {
  set(settings: SolverSettings): void;
  /** Writes `FACE_CHANNELS` into `out`; what cannot be told stays NaN. Allocates nothing. */
  solve(observation: FaceObservation, out: Float32Array): void;
  /** "I look straight now": the next third of a second is the rest pose, until a new calibration is set. */
  recenter(): void;
  /** The named measures of the last observation, for the calibration guide. */
  measures(): Readonly<Record<string, number>>;
}

/** One hand as a hand landmarker gives it. */
export interface HandObservation {
  /** 21 × (x, y, z), as of the face; wrist first. */
  readonly landmarks: Float32Array;
  /** The person's own. */
  readonly side: 'left' | 'right';
  readonly aspect: number;
}

/** Writes one hand's channels and gesture into both hands' values. Allocates nothing. */
export type SolveHand = (hand: HandObservation, out: Float32Array) => void;

/** One body as a pose landmarker gives it. */
export interface BodyObservation {
  /** 33 × (x, y, z), metres about the hips: x to the person's left, y downwards, z away from the camera. */
  readonly world: Float32Array;
  /** How certain each point is in sight, 0…1. */
  readonly visibility: Float32Array;
}

/** Writes a pose (`emptyPose`): the trunk, and what of the arms is in sight; the rest is NaN. Whether there was anything to tell. */
export type SolveBody = (body: BodyObservation, out: Float32Array) => boolean;
