import type { LedgerEntry, LedgerReason, TimeMark } from '#shared/live/ledger.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import type { Emotion, Speaker } from '#shared/speech/emotion.ts';
import type { LedgerBook, LedgerLine } from './ledger-book.ts';
import type { TurnOutcome, TurnRequest } from './turn-request.ts';
import { type Companion, KEPT_COMPANIONS, openLinesOf, type WaitingItem } from './waiting-item.ts';

export interface WaitingSay {
  readonly line: LedgerLine;
  readonly text: string;
  readonly emotion: Emotion | undefined;
  readonly speaker: Speaker;
}

/** The turns that run: from `next` to `settle`. */
export interface TurnBook {
  beginSay(turnId: number, say: WaitingSay, nowMs: number): TurnRequest;
  /** `items[0]` gave the turn its place; the others are answered along. */
  begin(turnId: number, items: readonly WaitingItem[], nowMs: number): TurnRequest;
  mark(turnId: number, mark: TimeMark, atMs: number): void;
  /** Finishes the lines. Paid items of which nothing was heard come back in `unheard`, their lines waiting again. */
  settle(turnId: number, outcome: TurnOutcome): SettledTurn | undefined;
  /** Ids of running events that match; their turns count as retracted. */
  retract(matches: (event: ViewerEvent) => boolean): string[];
  answering(): readonly LedgerEntry[];
  /** Turns that run, oldest first. */
  turnIds(): readonly number[];
}

export interface SettledTurn {
  readonly unheard: readonly WaitingItem[];
  readonly reason: LedgerReason;
  /** Ids of paid events that are done. */
  readonly finishedPaid: readonly string[];
  /** Viewers who were answered. */
  readonly spokenTo: readonly string[];
  /** Keys of the lines that were spoken to. */
  readonly said: readonly string[];
}

interface Turn {
  readonly items: readonly WaitingItem[];
  readonly say: WaitingSay | undefined;
  readonly lines: readonly LedgerLine[];
  readonly retracted: Set<WaitingItem>;
}

const REASON: Readonly<Record<TurnOutcome['result'], LedgerReason>> = {
  finished: 'chosen',
  stopped: 'stopped',
  interrupted: 'interrupted',
  'provider-failed': 'provider-failed',
  'voice-failed': 'voice-failed',
};

export function createTurnBook(book: LedgerBook): TurnBook {
  const turns = new Map<number, Turn>();

  const start = (turnId: number, turn: Turn, nowMs: number): void => {
    turns.set(turnId, turn);
    for (const line of turn.lines) {
      book.decide(line, 'answering', 'chosen', { turnId });
      book.mark(line, 'decided', nowMs);
    }
  };
  return {
    beginSay(turnId, say, nowMs) {
      start(turnId, { items: [], say, lines: [say.line], retracted: new Set() }, nowMs);
      return { kind: 'say', turnId, eventId: say.line.entry.eventId, text: say.text, emotion: say.emotion, speaker: say.speaker };
    },
    begin(turnId, items, nowMs) {
      const [primary] = items;
      if (primary === undefined) throw new RangeError('a turn needs an event');
      start(turnId, { items, say: undefined, lines: items.flatMap(openLinesOf), retracted: new Set() }, nowMs);
      return requestOf(turnId, primary, items.slice(1));
    },
    mark(turnId, mark, atMs) {
      for (const line of turns.get(turnId)?.lines ?? []) book.mark(line, mark, atMs);
    },
    settle(turnId, outcome) {
      const turn = turns.get(turnId);
      if (turn === undefined) return undefined;
      turns.delete(turnId);
      const heard = outcome.result === 'finished' || outcome.reply.trim() !== '';
      const reason = REASON[outcome.result];
      const unheard: WaitingItem[] = [];
      const primaryId = turn.lines[0]?.entry.eventId;
      if (turn.say !== undefined) finish(book, turn.say.line, heard, { why: reason, along: reason }, undefined, outcome.reply);
      for (const item of turn.items) {
        const withdrawn = turn.retracted.has(item);
        const why = withdrawn && outcome.result !== 'finished' ? 'retracted' : reason;
        if (heard || withdrawn || !item.paid) {
          const along = why === 'chosen' ? reasonOfCompany(turn.items[0], item) : why;
          for (const line of openLinesOf(item)) finish(book, line, heard, { why, along }, primaryId, outcome.reply);
        } else {
          for (const line of openLinesOf(item)) book.reopen(line, why);
          unheard.push(item);
        }
      }
      const finishedPaid = turn.lines.filter((line) => line.final && line.entry.paid).map((line) => line.entry.eventId);
      const spokenTo = heard ? turn.items.flatMap((item) => item.userKey ?? []) : [];
      const said = heard ? turn.items.flatMap((item) => item.likeness?.key ?? []) : [];
      return { unheard, reason, finishedPaid, spokenTo, said };
    },
    retract(matches) {
      const ids: string[] = [];
      for (const turn of turns.values()) {
        for (const item of turn.items) {
          if (matches(item.event)) turn.retracted.add(item);
          for (const { event } of [item, ...item.companions]) if (matches(event)) ids.push(event.id);
        }
      }
      return ids;
    },
    answering: () => [...turns.values()].flatMap((turn) => turn.lines.map((line) => line.entry)),
    turnIds: () => [...turns.keys()],
  };
}

function finish(
  book: LedgerBook,
  line: LedgerLine,
  heard: boolean,
  { why, along }: { readonly why: LedgerReason; readonly along: LedgerReason },
  primaryId: string | undefined,
  reply: string,
): void {
  const { eventId } = line.entry;
  if (!heard) book.decide(line, why === 'retracted' ? 'skipped' : 'dropped', why);
  else if (primaryId !== undefined && eventId !== primaryId) book.decide(line, 'merged', along, { mergedInto: primaryId });
  else book.decide(line, 'answered', why, { reply });
}

/** Why an item was answered along with the first of its turn. */
function reasonOfCompany(primary: WaitingItem | undefined, item: WaitingItem): LedgerReason {
  if (item.kind !== 'answer' || item.paid) return 'thanked-together';
  return item.userKey !== undefined && item.userKey === primary?.userKey ? 'same-user' : 'summarised';
}

function requestOf(turnId: number, primary: WaitingItem, others: readonly WaitingItem[]): TurnRequest {
  const withOthers: Companion[] = [...primary.companions];
  let mergedCount = primary.mergedCount;
  for (const item of others) {
    withOthers.push({ event: item.event, line: item.line }, ...item.companions);
    mergedCount += 1 + item.mergedCount;
  }
  const merged = withOthers.map((companion) => companion.event).sort((a, b) => a.receivedAt - b.receivedAt);
  const isSummary = others.some((item) => reasonOfCompany(primary, item) === 'summarised');
  return {
    kind: primary.kind,
    turnId,
    primary: primary.event,
    merged: merged.slice(0, KEPT_COMPANIONS),
    mergedCount,
    ...(isSummary ? { isSummary } : {}),
  };
}
