import type { AvatarSource, ModelDescription } from '#shared/avatar/model.ts';
import type { BodyPart, PhysicsState, Tint } from '#shared/avatar/scene.ts';
import type { Framing } from '#shared/settings/settings.ts';
import type { Moment } from '../layers/moment.ts';
import type { Pose } from '../layers/pose.ts';
import type { LookCosts, Quality } from '../render/governor.ts';

export type { Framing };

/** What the page wants of the picture; the rig turns it into a camera. */
export interface View {
  readonly framing: Framing;
  /** Times the natural size. */
  readonly zoom: number;
  /** Shift in shares of the picture; right and up are positive. */
  readonly offsetX: number;
  readonly offsetY: number;
  /** Degrees, clockwise, about the middle of the picture. */
  readonly rotation: number;
  /** CSS colour, or 'transparent'. */
  readonly background: string;
}

/** A place on the avatar in window coordinates: edges ±1, y upwards. Written into, never allocated per frame. */
export interface Anchor {
  x: number;
  y: number;
  /** Degrees, clockwise. */
  angle: number;
  /** Width of the part in heights of the window (1 = full height). */
  size: number;
}

export interface Hit {
  readonly part: BodyPart | null;
  /** Mesh ids of the description, nearest first. */
  readonly meshes: readonly string[];
}

/**
 * An avatar of some format, with a canvas of its own. A frame goes through it in this order, and nothing in it allocates:
 *
 *   1. `pose`    what she does by herself (idle motion, breath, gaze, mood, mouth) → `values`
 *   2. outside   parameters of trackers and plugins are blended over `values`
 *   3. `motion`  a motion that plays once goes over those
 *   4. outside   expressions go over that
 *   5. `apply`   `values` reach the model, springs and physics move, look-at follows
 *   6. `render`
 *
 * `values` has one number per `description.parameters`, in that order and in its units.
 */
export interface Rig {
  readonly canvas: HTMLCanvasElement;
  /** Complete: the stage's word on parameters and ranges is final. */
  readonly description: ModelDescription;
  /** It knows the perfect-sync (ARKit) shapes. */
  readonly fine: boolean;
  /** Whether pictures are drawn by the processor: everything costs ten times as much. */
  readonly softwareRendered: boolean;
  readonly costs: LookCosts;
  /** The browser took the graphics context away; it comes back by itself. */
  readonly lost: boolean;
  setView(view: View): void;
  /** How much a picture may cost; no more than a comparison when nothing changes. */
  setQuality(quality: Quality): void;
  /** CSS pixels and device pixels per CSS pixel. */
  resize(width: number, height: number, pixelRatio: number): void;
  pose(moment: Moment, pose: Pose, values: Float32Array): void;
  motion(moment: Moment, values: Float32Array): void;
  apply(moment: Moment, values: Float32Array): void;
  render(): void;
  /** Plays a motion of the description, over everything that `pose` does. False: there is none of that name. Ends tell `onMotion`. */
  playMotion(name: string, loop: boolean): boolean;
  /** Ends the motion that plays, with its own fade. */
  stopMotion(): void;
  /** null: none. Loops beneath everything. */
  setIdleMotion(name: string | null): void;
  /** Tells of motions that begin and end. One listener. */
  onMotion(listener: (event: MotionEvent) => void): void;
  /**
   * Of a rig with a humanoid's bones: where a tracked human has them and how much of each the human rules, as pose frames have them; undefined: nobody is
   * tracked any more. Blended in `apply`, over what she does by herself and beneath motions.
   */
  readonly trackBones?: (pose: Float32Array | undefined, weights: Float32Array | undefined) => void;
  setTints(tints: readonly Tint[]): void;
  setPhysics(physics: PhysicsState): void;
  /** Springs and physics forget what they swing from: after a teleport or a pause. */
  resetPhysics(): void;
  /** What lies under a point in window coordinates; undefined: nothing of the avatar. */
  hit(x: number, y: number): Hit | undefined;
  /** Writes where a body part or a mesh (by id) is now. False: the model has no such place. */
  anchor(place: BodyPart | { readonly mesh: string }, into: Anchor): boolean;
  /** Convex hull of what is drawn, in window coordinates, at most 64 points. */
  outline(): readonly { readonly x: number; readonly y: number }[];
  /** False until the graphics card has finished the last `startProbe`d picture: how long a picture really takes. */
  startProbe(): void;
  probeDone(): boolean;
  dispose(): void;
}

export interface MotionEvent {
  readonly name: string;
  readonly state: 'start' | 'end';
  readonly idle: boolean;
  /** Seconds. */
  readonly duration: number;
}

/** Smooth edges by multisampling; auto: where the graphics card draws, for it costs a processor half the frames. */
export type Smoothing = 'auto' | 'on' | 'off';

export function isSmoothed(smoothing: Smoothing, software: boolean): boolean {
  return smoothing === 'on' || (smoothing === 'auto' && !software);
}

/** Makes rigs of one format. */
export interface RigLoader {
  /**
   * Fetches and builds the model; everything that it names lies beside `source.url`. Rejects with a `StudioError` that says what is wrong with it and what
   * to do next. The work stalls the page for a moment; `signal` ends it between steps.
   */
  load(source: AvatarSource, signal: AbortSignal, smoothing: Smoothing): Promise<Rig>;
}
