import type { BodyPart } from '#shared/avatar/scene.ts';

/** A click or tap on a stage. Window coordinates: the centre is (0, 0), the edges are ±1, y upwards. */
export interface StageTouch {
  readonly x: number;
  readonly y: number;
  /** As the DOM counts: 0 left, 1 middle, 2 right. */
  readonly button: number;
  readonly part: BodyPart | null;
  /** Mesh ids under the pointer, from the nearest to the farthest. */
  readonly meshes: readonly string[];
  readonly itemId: string | null;
  /** Pixels. */
  readonly windowSize: { readonly x: number; readonly y: number };
}

/** Convex hull of the avatar in window coordinates, in order around it. */
export interface StageOutline {
  readonly modelId: string;
  readonly hull: readonly { readonly x: number; readonly y: number }[];
  readonly windowSize: { readonly x: number; readonly y: number };
}

/** A motion began or ended by itself; `duration` in seconds. */
export interface StageMotion {
  readonly modelId: string;
  readonly name: string;
  readonly state: 'start' | 'end';
  readonly idle: boolean;
  readonly duration: number;
}

/** Pixels and frames a second of the stage that counts (the sounding one, else any). */
export interface StageWindow {
  readonly width: number;
  readonly height: number;
  readonly fullscreen: boolean;
  readonly framesPerSecond: number;
}

/**
 * What only a stage knows, for those who serve plugins. Each subscription returns its end. Stages measure the outline (15 times a second) only while
 * somebody has subscribed to it.
 */
export interface StageReports {
  /** undefined: no stage is open, or none has told its size yet. */
  window(): StageWindow | undefined;
  onTouch(listener: (touch: StageTouch) => void): () => void;
  onOutline(listener: (outline: StageOutline) => void): () => void;
  onMotion(listener: (motion: StageMotion) => void): () => void;
}
