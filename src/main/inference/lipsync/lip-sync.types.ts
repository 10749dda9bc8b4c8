import type { Tensor } from 'onnxruntime-common';
import type { LipSyncFrame, LipSyncVariant } from '#shared/speech/lipsync/frame.ts';

export type { LipSyncFrame, LipSyncVariant };

/** What the lip-sync needs of an onnxruntime session: the worker's EngineSession is one, `InferenceSession` of onnxruntime-node too. */
export interface LipSyncSession {
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
}

export interface LipSyncOptions {
  /** The shipped model on the CPU provider with one thread: a frame costs less than the way to a GPU. */
  readonly session: LipSyncSession;
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
   * Resolves when its frames have been handed out. Calls may overlap: they are worked off in order.
   */
  push(samples: Float32Array): Promise<void>;
  /** Hands out the frames that wait for look-ahead, as if silence followed. The stream then begins anew at 0. */
  flush(): Promise<void>;
  /** Forgets everything, also pushes that are still waiting; the next sample is at 0 ms. */
  reset(): void;
}
