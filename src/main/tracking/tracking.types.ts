import type { Cell } from '#shared/cell.ts';
import type { BodyPart } from '#shared/tracking/body-parts.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { SourceKind, SourceReport } from '#shared/tracking/source-state.ts';

/** A source's end of the hub. */
export interface MotionSourcePort {
  /** What it sees now; the newest counts. The hub copies what it keeps. */
  push(sample: MotionSample): void;
  report(report: SourceReport): void;
  /** The source is gone: what it drove fades away. Idempotent. */
  close(): void;
}

/** Who a source is. `id`: as in the settings' priorities. */
export interface MotionSourceInfo {
  readonly id: string;
  readonly kind: SourceKind;
  readonly name: string;
  /** Whether left and right are already the mirror's: others are mirrored where the streamer wants that. */
  readonly mirrored: boolean;
  /** Asked for a new rest pose; undefined where the hub does it by itself. */
  readonly recenter?: () => void;
}

/** A source as pages see it. */
export interface MotionSourceView extends Omit<MotionSourceInfo, 'recenter'> {
  readonly report: SourceReport;
  /** Parts that it drives at this moment. */
  readonly drives: readonly BodyPart[];
}

/** What all sources see together, after merging, mirroring and smoothing, before the human's share is applied: for recorders and relays. */
export interface MergedMotion {
  readonly atMs: number;
  readonly found: boolean;
  /** Written anew with each tick: copy what is kept. */
  readonly face: Float32Array;
  readonly hands: Float32Array;
  readonly pose: Float32Array;
}

/** Merges what all sources see, part by part, and moves the avatar by it. Ticks 60 times a second while anything is seen and rests otherwise. */
export interface TrackingHub {
  attach(source: MotionSourceInfo): MotionSourcePort;
  readonly sources: Cell<readonly MotionSourceView[]>;
  /** Called with each tick. Returns how to end it. */
  follow(listener: (motion: MergedMotion) => void): () => void;
  /** Whether a face is in sight. */
  readonly faceFound: Cell<boolean>;
  recenter(sourceId: string): void;
  close(): void;
}
