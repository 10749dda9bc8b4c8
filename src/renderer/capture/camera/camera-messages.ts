import type { SourceReport, SourceState } from '#shared/tracking/source-state.ts';
import type { WebcamSettings } from '#shared/tracking/tracking-settings.ts';
import type { CameraResult } from './camera-tracker.types.ts';

/** What the follower of faces is to do; a change of any of these makes a new one. */
export interface FollowerPlan {
  /** Address of the face model that comes with the program. */
  readonly face: string;
  /** Address of the one with 52 shapes; undefined: not wanted, or not there. */
  readonly officialFace: string | undefined;
  /** Address of the hand model; undefined: hands are not wanted. */
  readonly hand: string | undefined;
  /** Address of the body model; undefined: the upper body is not wanted. */
  readonly body: string | undefined;
  readonly delegate: WebcamSettings['delegate'];
  /** What `auto` came to on this computer before. */
  readonly rememberedDelegate: Delegate | undefined;
}
export type Delegate = 'cpu' | 'gpu';

export type Tuning = Pick<WebcamSettings, 'calibration' | 'linkedBlink' | 'winks' | 'gains'>;

/** Page → the place where pictures are worked on. */
export type ToCamera =
  | { readonly type: 'open'; readonly url: string }
  /** Pictures of an open camera, closed by whoever reads them. The ones before end. `rateHz`: no more are looked at. */
  | {
      readonly type: 'pictures';
      readonly pictures: ReadableStream<VideoFrame>;
      readonly plan: FollowerPlan;
      readonly rateHz: number;
    }
  | { readonly type: 'tune'; readonly tuning: Tuning }
  /** Whether somebody in the page wants each result. */
  | { readonly type: 'results'; readonly wanted: boolean }
  /** What the page knows of the camera when no pictures come. */
  | { readonly type: 'report'; readonly report: SourceReport }
  | { readonly type: 'close' };

/** … → page. */
export type FromCamera =
  | { readonly type: 'connection'; readonly connected: boolean }
  /** Another page is the webcam from now on. */
  | { readonly type: 'displaced' }
  /** The models are there; pictures are looked at from now on. */
  | { readonly type: 'ready'; readonly blendshapes: boolean; readonly delegate: Delegate; readonly detail: string }
  /** About once a second, and at once with a new state. */
  | { readonly type: 'status'; readonly status: FollowerStatus }
  | { readonly type: 'result'; readonly result: CameraResult }
  | { readonly type: 'delegate-chosen'; readonly delegate: Delegate }
  | { readonly type: 'recentered'; readonly rest: readonly number[] }
  /** It cannot go on; a new start may help. */
  | { readonly type: 'failed'; readonly reason: string };

export interface FollowerStatus {
  readonly state: Extract<SourceState, 'tracking' | 'no-person' | 'several' | 'dark' | 'still'>;
  /** The stage sets the pace: it shows less than the camera gives. */
  readonly isPaced: boolean;
  /** Pictures looked at in a second. */
  readonly framesPerSecond: number;
  /** 95th percentile from the camera's picture to its result, ms; −1: nothing came. */
  readonly latencyMs: number;
  /** Median of what one picture takes, ms; −1 likewise. */
  readonly costMs: number;
}
