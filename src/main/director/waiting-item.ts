import type { ViewerEvent } from '#shared/live/live-event.ts';
import type { ForgetKind } from './forgetting.ts';
import type { LedgerLine } from './ledger-book.ts';
import type { Likeness } from './likeness.ts';
import type { Ranked } from './ranked-list.ts';
import type { Score } from './score.ts';

/** An event that is answered along with another. Its line is undefined when it was finished as `merged` on arrival, as unpaid ones are. */
export interface Companion {
  readonly event: ViewerEvent;
  readonly line: LedgerLine | undefined;
}

/** One place in the queue: the event that earned it and those folded into it. */
export interface WaitingItem extends Ranked {
  readonly kind: 'answer' | 'thank' | 'greet';
  readonly paid: boolean;
  /** Undefined for viewers without an id: they cannot be told apart. */
  readonly userKey: string | undefined;
  /** Undefined when alike lines must not be folded in. */
  readonly likeness: Likeness | undefined;
  /** A gift or membership without words: many of them are thanked for in one breath. */
  readonly plainGift: boolean;
  readonly forgetAs: ForgetKind;
  /** As it may be shown and spoken. */
  event: ViewerEvent;
  line: LedgerLine;
  seq: number;
  /** Worth without age. */
  score: Score;
  /** Worth less what others earn by waiting longer, see `rankOf`. Changed only while in no list. */
  rank: number;
  /** When it, or the newest event folded in, came. Age is counted from here. */
  freshAtMs: number;
  /** At most `KEPT_COMPANIONS`, oldest first. */
  companions: Companion[];
  /** Open lines of paid events past those; their events are not kept. */
  overflow: LedgerLine[];
  mergedCount: number;
  /** Turns that ended before a word was heard. */
  attempts: number;
}

export const KEPT_COMPANIONS = 50;

/** Every line of an item that is still open: its own first. */
export function openLinesOf(item: WaitingItem): LedgerLine[] {
  const lines = [item.line];
  for (const { line } of item.companions) if (line !== undefined) lines.push(line);
  lines.push(...item.overflow);
  return lines;
}
