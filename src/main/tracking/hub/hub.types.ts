import type { ParameterBus } from '#main/avatar/parameter-bus.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { TrackingMeters } from '#shared/contract/tracking.ts';
import type { TrackingSettings } from '#shared/tracking/tracking-settings.ts';
import type { TrackingHub } from '../tracking.types.ts';

/** The streamer's own voice as a mouth, where a microphone moves it. */
export interface VoiceMouth {
  /** Writes the six values of a mouth at this moment; how much speech is heard, 0…1; undefined: no microphone moves the mouth. */
  sample(out: Float32Array): number | undefined;
}

export interface TrackingHubOptions {
  readonly settings: () => TrackingSettings;
  readonly bus: Pick<ParameterBus, 'inject' | 'fade' | 'setFaceFound' | 'eachTick' | 'hasten'>;
  /** The human's share of each part, 0…1, by index of `BODY_PARTS`; its keeper moves it smoothly. */
  readonly shares: Float64Array;
  /** Pose frames for the stages; the bytes are written anew for the next. */
  readonly poseFrame: (bytes: Uint8Array) => void;
  /** Told with each tick how much the human rules of each part: share times presence. */
  readonly onWeights: (weights: Float64Array) => void;
  readonly voice: VoiceMouth;
  /** From one picture of the avatar to the next, ms, on the stage that draws most. */
  readonly stagePeriodMs: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The hub with its windows for pages. */
export interface MeasuredHub extends TrackingHub {
  /** Settings changed. */
  refresh(): void;
  meters(): TrackingMeters;
}
