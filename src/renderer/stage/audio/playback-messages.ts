/** What the link worker tells the worklet. Stop is sent before anything else that the same socket message leads to. */
export type ToPlayback =
  | { readonly type: 'open'; readonly turnId: number; readonly index: number; readonly startSample: number }
  | {
      readonly type: 'pcm';
      readonly turnId: number;
      readonly index: number;
      readonly startSample: number;
      readonly samples: Float32Array;
    }
  | { readonly type: 'end'; readonly turnId: number; readonly index: number; readonly totalSamples: number }
  | { readonly type: 'stop'; readonly turnId: number }
  /** Sound moved to another stage: fade out and forget. */
  | { readonly type: 'clear' }
  /** The studio went away; another one counts its turns anew. */
  | { readonly type: 'reset' }
  | { readonly type: 'volume'; readonly volume: number };

/** What the worklet tells the link worker. Times are ms since the epoch, positions samples at 48 kHz of the utterance. */
export type FromPlayback =
  | { readonly type: 'audible'; readonly turnId: number; readonly index: number; readonly atMs: number }
  | { readonly type: 'finished'; readonly turnId: number; readonly index: number }
  | {
      readonly type: 'stopped';
      readonly turnId: number;
      readonly index: number;
      readonly positionSample: number;
      readonly atMs: number;
    }
  | Playhead;

/** About 20 times a second while sound plays, and once when it stops. */
export interface Playhead {
  type: 'playhead';
  turnId: number;
  index: number;
  positionSample: number;
  playing: boolean;
  underruns: number;
  lateFrames: number;
}

/**
 * What the worklet tells the page: one point of the line "context frame → utterance sample", sent whenever a new line begins.
 * The line holds exactly from `fromFrame` until the next anchor, so the page needs nothing in between.
 */
export interface PlaybackAnchor {
  turnId: number;
  index: number;
  /** Context frame from which this line holds. */
  fromFrame: number;
  frame: number;
  positionSample: number;
  playing: boolean;
  /** The line before was cut off by a stop: do not wait until it was heard. */
  stopped: boolean;
}

/** What the page tells the worklet: the worker's end of the wire. */
export interface PlaybackPort {
  readonly port: MessagePort;
}

export const PLAYBACK_PROCESSOR = 'yingxi-playback';
