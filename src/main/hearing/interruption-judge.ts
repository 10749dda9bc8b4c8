/** Decides that it is the streamer who speaks into her speech, and no cough, no click and not she herself. */
export interface InterruptionJudge {
  /** One judgement of 32 ms. True once, when it is sure. */
  next(frame: JudgedFrame): boolean;
  reset(): void;
}
export interface JudgedFrame {
  /** Of the cleaned sound, 0 … 1. */
  readonly probability: number;
  readonly echoing: boolean;
  readonly excessDb: number;
  readonly guardReady: boolean;
}

/** Frames that are looked at: 0.35 s. */
const WINDOW = 11;
/** Of them speech: 0.25 s. */
const NEEDED = 8;
/** From here on a frame is more than her echo. Echo alone stays below in 99 of 100 frames (tests/bench/barge-in.bench.ts). */
export const MORE_THAN_ECHO_DB = 0.35;
/** Somewhere among them it must be clear: echo alone has never come so far. */
const CLEAR_DB = 0.7;

export function createInterruptionJudge(threshold: () => number): InterruptionJudge {
  let window: { readonly isSpeech: boolean; readonly excessDb: number }[] = [];
  return {
    next(frame) {
      const isSpeech =
        frame.probability >= threshold() && (!frame.echoing || (frame.guardReady && frame.excessDb >= MORE_THAN_ECHO_DB));
      window = [...window.slice(1 - WINDOW), { isSpeech, excessDb: frame.echoing ? frame.excessDb : CLEAR_DB }];
      const spoken = window.filter((one) => one.isSpeech);
      if (spoken.length < NEEDED || !spoken.some(({ excessDb }) => excessDb >= CLEAR_DB)) return false;
      window = [];
      return true;
    },
    reset() {
      window = [];
    },
  };
}
