import type { ParameterFrame } from '#shared/frames/parameter-frame.ts';
import type { PoseFrame } from '#shared/frames/pose-frame.ts';
import type { StageAvatar, StageDown, StageKind, StageUp } from '#shared/stage/stage-protocol.ts';

/** What the page tells the link worker. */
export type ToLink =
  | { readonly type: 'open'; readonly url: string; readonly kind: StageKind; readonly avatar: StageAvatar }
  /** The wire to the worklet; it comes once the audio graph stands. */
  | { readonly type: 'audio'; readonly port: MessagePort }
  /** `latencyMs`: from the worklet's output to the loudspeaker. */
  | { readonly type: 'sound'; readonly canSound: boolean; readonly latencyMs: number }
  | { readonly type: 'stats'; readonly stats: PageStats }
  /** Anything else for the studio. */
  | { readonly type: 'up'; readonly message: StageUp };

/** The page's share of the `stats` message; the worker adds what the worklet counted. */
export type PageStats = Omit<Extract<StageUp, { type: 'stats' }>, 'type' | 'underruns' | 'lateFrames'>;

/** Messages that the page gets to see; `clock` arrives as `follow` with its time of validity. */
export type PageDown = Exclude<StageDown, { type: 'clock' }>;

/** What the link worker tells the page. */
export type FromLink =
  | { readonly type: 'connection'; readonly connected: boolean }
  | { readonly type: 'down'; readonly message: PageDown }
  /** Parameters, 60 times a second; read here and handed over with their bytes, so that the page allocates nothing for them. */
  | { readonly type: 'parameters'; readonly frame: ParameterFrame }
  /** A tracked human's bones, likewise. */
  | { readonly type: 'pose'; readonly frame: PoseFrame }
  /** Where the sounding stage is; `atMs`: ms since the epoch at which that was so. */
  | {
      readonly type: 'follow';
      readonly turnId: number;
      readonly index: number;
      readonly positionMs: number;
      readonly playing: boolean;
      readonly atMs: number;
    };
