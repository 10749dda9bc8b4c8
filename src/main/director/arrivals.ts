import type { Clock } from '#main/platform/host.ts';
import type { LedgerReason } from '#shared/live/ledger.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import { forgetKindOf } from './forgetting.ts';
import type { LedgerBook, LedgerLine } from './ledger-book.ts';
import { rankOf, type Score } from './score.ts';
import { type Companion, KEPT_COMPANIONS, type WaitingItem } from './waiting-item.ts';

/** People who came, followed, shared or liked, gathered for one greeting instead of one each. */
export interface ArrivalBatch {
  readonly event: ViewerEvent;
  readonly line: LedgerLine;
  readonly score: Score;
  readonly companions: Companion[];
  readonly mergedCount: number;
}

export interface Arrivals {
  add(event: ViewerEvent, line: LedgerLine, score: Score): void;
  /** Ends the gathering batch; returns the event id if there was one. */
  cancel(decision: 'dropped' | 'skipped', reason: LedgerReason): string | undefined;
  /** Leaves out those who match; the whole batch goes if its first does. */
  retract(matches: (event: ViewerEvent) => boolean): void;
}

/** A greeting is due `intervalMs` after the first arrival. */
export function createArrivals(
  book: LedgerBook,
  clock: Clock,
  intervalMs: () => number,
  onReady: (batch: ArrivalBatch) => void,
): Arrivals {
  let batch: { event: ViewerEvent; line: LedgerLine; score: Score; companions: Companion[]; mergedCount: number } | undefined;
  let cancelTimer: (() => void) | undefined;

  const end = (): typeof batch => {
    const ended = batch;
    batch = undefined;
    cancelTimer?.();
    cancelTimer = undefined;
    return ended;
  };
  const cancel: Arrivals['cancel'] = (decision, reason) => {
    const ended = end();
    if (ended === undefined) return undefined;
    book.decide(ended.line, decision, reason);
    return ended.event.id;
  };
  return {
    add(event, line, score) {
      if (batch === undefined) {
        batch = { event, line, score, companions: [], mergedCount: 0 };
        cancelTimer = clock.after(intervalMs(), () => {
          const ready = end();
          if (ready !== undefined) onReady(ready);
        });
        return;
      }
      batch.mergedCount += 1;
      if (batch.companions.length < KEPT_COMPANIONS) batch.companions.push({ event, line: undefined });
      book.decide(line, 'merged', 'thanked-together', { mergedInto: batch.event.id });
    },
    cancel,
    retract(matches) {
      if (batch === undefined) return;
      if (matches(batch.event)) cancel('skipped', 'retracted');
      else batch.companions = batch.companions.filter((companion) => !matches(companion.event));
    },
  };
}

/** A gathered batch as one place in the queue. */
export function greetingItem(
  { event, line, score, companions, mergedCount }: ArrivalBatch,
  nowMs: number,
  startedMs: number,
): WaitingItem {
  return {
    kind: 'greet',
    paid: false,
    userKey: undefined,
    likeness: undefined,
    plainGift: false,
    forgetAs: forgetKindOf(event, false),
    event,
    line,
    seq: line.entry.seq,
    score,
    rank: rankOf(score.points, nowMs - startedMs),
    freshAtMs: nowMs,
    companions,
    overflow: [],
    mergedCount,
    attempts: 0,
  };
}
