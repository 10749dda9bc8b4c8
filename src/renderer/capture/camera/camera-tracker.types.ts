import type { SourceReport } from '#shared/tracking/source-state.ts';
import type { WebcamSettings } from '#shared/tracking/tracking-settings.ts';

/** What one picture of the camera gave. Arrays belong to the listener only during the call: copy what is kept. */
export interface CameraResult {
  /** Of the picture, ms since the epoch. */
  readonly atMs: number;
  /** Whether a face is followed. */
  readonly found: boolean;
  /** How many faces the picture shows, as far as they are counted (two). */
  readonly faces: number;
  /** `FACE_CHANNELS`, calibrated, unfiltered; NaN is unknown. */
  readonly face: Float32Array | undefined;
  /** Both hands, as `emptyHands` lays them out; undefined while hands are not wanted. */
  readonly hands: Float32Array | undefined;
  /** Of the face that is followed: 478 × (x, y, z), shares of the picture's width and height, not mirrored. */
  readonly landmarks: Float32Array | undefined;
  /** Of each hand in sight: 21 × (x, y, z) likewise. */
  readonly handLandmarks: readonly Float32Array[];
  /** Of a body in sight: 33 × (x, y, z) likewise, NaN where a point is not in sight; undefined while it is not followed. */
  readonly bodyLandmarks: Float32Array | undefined;
  /** The solver's named measures of this face, before calibration. */
  readonly measures: Readonly<Record<string, number>>;
  /** Width of the picture divided by its height. */
  readonly aspect: number;
}

/** How the camera of this page fares. */
export interface CameraView {
  readonly report: SourceReport;
  /** Another page has the webcam now; `takeBack` fetches it. */
  readonly displaced: boolean;
  /** Where pictures are worked on: a thread of its own, or the page's. */
  readonly place: 'worker' | 'page' | undefined;
  /** What the graphics card was asked for and what became of it. */
  readonly delegate: 'cpu' | 'gpu' | undefined;
}

/**
 * The webcam of this page: opens it, follows a face (and hands, and the upper body), sends what it sees to the studio. Pictures never leave the page, nothing is stored.
 * It goes on by itself after everything that can pass: unplugged devices, a crashed thread, a lost graphics card.
 */
export interface CameraTracker {
  /** Uses the camera as `settings` say, whether `settings.enabled` or not; the same settings again change nothing. */
  start(settings: WebcamSettings): void;
  stop(): void;
  /** From another page back to this one, or once more after a failure. */
  takeBack(): void;
  readonly view: () => CameraView;
  /** Called with each change of `view`. Returns how to end it. */
  onView(listener: (view: CameraView) => void): () => void;
  report(): SourceReport;
  /** Each picture's result; costs a little only while somebody listens. Returns how to end it. */
  onResult(listener: (result: CameraResult) => void): () => void;
  /** Measures of the newest picture with a face; empty while nobody listens to results. */
  measures(): Readonly<Record<string, number>>;
  /** The open camera, for a preview in this page: show it, do not stop it. */
  stream(): MediaStream | undefined;
  onStream(listener: (stream: MediaStream | undefined) => void): () => void;
  close(): void;
}

export interface CameraTrackerOptions {
  /** `/ws/tracking` with its token. */
  readonly socketUrl: string;
  readonly models: CameraModels;
  /** "I look straight now" was asked for: head at rest as `Calibration.rest`, to be kept in the settings. */
  readonly onRecentered: (rest: readonly number[]) => void;
}

/** Addresses of the models. `officialFace`: undefined while the user has not fetched it. */
export interface CameraModels {
  readonly face: string;
  readonly officialFace: string | undefined;
  readonly hand: string;
  readonly body: string;
}
