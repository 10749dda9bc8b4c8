import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { QueueCounts } from '#shared/contract/live.ts';
import type { LedgerEntry, TimeMark } from '#shared/live/ledger.ts';
import type { LiveEvent, ViewerEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Emotion, Speaker } from '#shared/speech/emotion.ts';
import type { Appraise, Appraised } from './appraise.types.ts';
import type { LedgerWriter } from './ledger-book.ts';
import type { LedgerListener } from './ledger-watch.ts';
import type { SoundOf } from './likeness.ts';
import type { TurnOutcome, TurnRequest } from './turn-request.ts';

export type DirectorSettings = Settings['director'] & {
  readonly personaName: string;
  /** Arrivals are gathered so long for one greeting; 20 where it is not set. */
  readonly greetingSeconds?: number;
};

export interface DirectorOptions {
  readonly settings: () => DirectorSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ledger: LedgerWriter;
  /** Keeps paid events until they were answered, so that a crash loses none. Must not block. */
  readonly pendingPaid: { put(events: readonly LiveEvent[]): void; remove(ids: readonly string[]): void };
  /** One more than the highest `seq` in the data folder. */
  readonly nextSeq: number;
  /** What is known of an event beyond itself: who, fit to be shown, what it wants. Without it everything is let pass. */
  readonly appraise?: Appraise;
  /** How Chinese characters sound, so that lines which only sound the same fold. Without it they do not. */
  readonly soundOf?: SoundOf | undefined;
  /** The owner or a moderator wrote a stop word. Expected to end the turn and call `stop`. */
  readonly onStopCommand: (event: ViewerEvent) => void;
  /** Events that she is answering now were withdrawn: end that turn. */
  readonly onRetract: (eventIds: readonly string[]) => void;
}

/**
 * Decides what she answers, and when. Each event that is taken in ends with exactly one final ledger entry.
 *   accept → skipped by a rule | folded into one that waits | waiting → next → answering → settle → answered, or (paid and unheard) waiting again
 * Bounds: `maxWaiting` unpaid, the least important leave first ('queue-full'); none older than `maxAgeSeconds` ('too-old'); paid ones always stay, those
 * of one viewer without words share a place. Nothing polls: `onWaiting` listeners are called the moment a turn becomes possible.
 */
export interface Director {
  accept(events: readonly LiveEvent[]): {
    readonly accepted: number;
    readonly duplicates: number;
    /** Those taken in for the first time, in order. */
    readonly fresh: readonly Appraised[];
  };
  /** Words of the streamer; they go before everything. 'interrupt' puts them before other such words; ending the turn that runs is the caller's part. */
  say(say: {
    readonly text: string;
    readonly emotion: Emotion | undefined;
    readonly mode: 'queue' | 'interrupt';
    readonly speaker?: Speaker | undefined;
  }): { readonly eventId: string };
  /** The most important thing that may be spoken to now; `turnId` is the caller's and must be new. */
  next(turnId: number): TurnRequest | undefined;
  /** As `next`, of the streamer's own words alone: the room waits while the human drives. */
  nextSaid(turnId: number): TurnRequest | undefined;
  onWaiting(listener: () => void): () => void;
  /** Ignored for turns that are not running. */
  mark(turnId: number, mark: TimeMark, atMs: number): void;
  settle(turnId: number, outcome: TurnOutcome): void;
  /** Drops what waits unpaid, also the streamer's queued words; paid events wait until the pause is over. */
  stop(): { readonly droppedMessages: number; readonly eventIds: readonly string[] };
  /**
   * Takes paid events back in that a crash left unanswered. Those already taken in since are left alone. `seqs` are the ledger numbers that they had, by
   * event id, so that their old entries are finished; without one an event gets a new entry.
   */
  restore(events: readonly LiveEvent[], seqs?: ReadonlyMap<string, number>): void;
  /** The settings changed: brings what waits within them. */
  refresh(): void;
  counts(): QueueCounts;
  /** End of the pause after a stop, or null. */
  readonly quietUntilMs: number | null;
  /** Entries of the turns that run. */
  readonly answeringEntries: readonly LedgerEntry[];
  /** Of the newest 500 events those after `seq`, oldest first, in their present state. */
  entriesSince(seq: number): readonly LedgerEntry[];
  /** The newest of them first. */
  recentEntries(limit: number): readonly LedgerEntry[];
  /** At most twenty calls a second with at most 100 entries; see {@link LedgerListener}. */
  onLedger(listener: LedgerListener): () => void;
  /** Unpaid waiting events are dropped; paid ones stay for `restore` at the next start. Idempotent. */
  close(): Promise<void>;
}
