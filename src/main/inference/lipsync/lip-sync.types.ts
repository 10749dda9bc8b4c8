import type { LipSyncFrame, LipSyncVariant } from '#shared/speech/lipsync/frame.ts';
import type { MouthNetwork } from './mouth-network.ts';

export type { LipSyncFrame, LipSyncVariant };

export interface LipSyncOptions {
  readonly network: MouthNetwork;
  readonly variant: LipSyncVariant;
  /** Of the sound pushed; any from 8000 to 192000. */
  readonly sampleRateHz: number;
  /**
   * Frames in order, each 10 ms of sound. The object and its weights are written anew for every frame: copy what you keep.
   * A `live` frame comes as soon as its sound is in; a `delayed` one `lookAheadMs` later.
   */
  readonly onFrame: (frame: Readonly<LipSyncFrame>) => void;
}

/** Sound in, mouth out. Carries its state from push to push; one per stream. */
export interface LipSync {
  /** Sound after a frame's end that must be in before the frame comes, ms. */
  readonly lookAheadMs: number;
  /**
   * Mono float32, −1…1, any length; what is no number counts as silence, what is beyond the range as the range's end.
   * Its frames have been handed out when it returns.
   */
  push(samples: Float32Array): void;
  /** Hands out the frames that wait for look-ahead, as if silence followed. The stream then begins anew at 0. */
  flush(): void;
  /** Forgets everything; the next sample is at 0 ms. */
  reset(): void;
}
