import type { ViewerEvent } from '#shared/live/live-event.ts';
import type { Emotion, Speaker } from '#shared/speech/emotion.ts';

/** One thing that she is about to say something to, as the director chose it. */
export type TurnRequest =
  | {
      readonly kind: 'answer' | 'thank' | 'greet';
      readonly turnId: number;
      /** The event that gave the turn its place in the queue. */
      readonly primary: ViewerEvent;
      /** Those answered along with it, without the primary, oldest first. At most 50. */
      readonly merged: readonly ViewerEvent[];
      /** All that were folded in, also those past the 50. */
      readonly mergedCount: number;
      /** They are different messages of a busy moment, not many times the same. */
      readonly isSummary?: boolean;
    }
  | {
      readonly kind: 'say';
      readonly turnId: number;
      readonly eventId: string;
      readonly text: string;
      readonly emotion: Emotion | undefined;
      readonly speaker: Speaker;
    };

/** How a turn ended, for the ledger. `reply` is what was heard. */
export type TurnOutcome = {
  readonly result: 'finished' | 'stopped' | 'interrupted' | 'provider-failed' | 'voice-failed';
  readonly reply: string;
};
