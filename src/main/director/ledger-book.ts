import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { QueueCounts } from '#shared/contract/live.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { Appraisal } from '#shared/live/appraisal.ts';
import type { LedgerDecision, LedgerEntry, LedgerReason, TimeMark } from '#shared/live/ledger.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { between, copyOf, entryOfEvent, type MutableEntry } from './ledger-entry.ts';
import { createLedgerWatch, type LedgerListener } from './ledger-watch.ts';
import type { Score } from './score.ts';

/**
 * The fate of every event, from receipt to its one final decision.
 *   open → waiting → (answering → waiting)* → answered | merged | skipped | dropped   (final: written once, never changed again)
 * Writes are gathered and handed over in batches by `flush`, which every public call of the director ends with.
 */
export interface LedgerBook {
  /** A new line for an event; counts it as received. */
  open(event: LiveEvent, appraisal: Appraisal | undefined, seq: number | undefined): LedgerLine;
  openSay(eventId: string, text: string, priority: number): LedgerLine;
  decide(
    line: LedgerLine,
    decision: LedgerDecision,
    reason: LedgerReason,
    more?: Partial<Pick<LedgerEntry, 'mergedInto' | 'turnId' | 'reply'>>,
  ): void;
  /** What the event is worth, and why. */
  scored(line: LedgerLine, score: Score): void;
  /** The next event's number; all earlier ones are received. */
  readonly nextSeq: number;
  /** Back to waiting after an attempt that nobody heard: its marks start anew. */
  reopen(line: LedgerLine, reason: LedgerReason): void;
  /** Another reason for waiting. */
  note(line: LedgerLine, reason: LedgerReason): void;
  /** Writes a line that is not final, because its event must survive a crash. */
  persist(line: LedgerLine): void;
  mark(line: LedgerLine, mark: TimeMark, atMs: number): void;
  flush(): void;
  counts(): QueueCounts;
  /** Newest first, of the last `RECENT_ENTRIES`, in their present state. */
  recent(limit: number): readonly LedgerEntry[];
  entriesSince(seq: number): readonly LedgerEntry[];
  onChange(listener: LedgerListener): () => void;
  close(): void;
}

/** A line of the book. Only the book writes to it; once `final` is set it never changes again. */
export interface LedgerLine {
  readonly entry: MutableEntry;
  final: boolean;
}
export interface LedgerWriter {
  /** Takes over the batch; entries with a known `seq` replace the older ones. Must not block. */
  write(entries: readonly LedgerEntry[]): void;
}

const RECENT_ENTRIES = 500;

type Counter = Exclude<LedgerDecision, 'waiting' | 'answering'>;

export function createLedgerBook(options: { ledger: LedgerWriter; clock: Clock; logger: Logger; nextSeq: number }): LedgerBook {
  const { clock, logger } = options;
  let nextSeq = options.nextSeq;
  let batch: LedgerEntry[] = [];
  let waiting = 0;
  let waitingPaid = 0;
  let received = 0;
  const finals: Record<Counter, number> = { answered: 0, merged: 0, skipped: 0, dropped: 0 };
  const recent: LedgerLine[] = [];
  let recentAt = 0;
  const watch = createLedgerWatch(clock, logger);

  const counts = (): QueueCounts => ({ waiting, waitingPaid, received, ...finals });
  const admit = (entry: MutableEntry): LedgerLine => {
    const line: LedgerLine = { entry, final: false };
    received += 1;
    countWaiting(entry, 1);
    recent[recentAt % RECENT_ENTRIES] = line;
    recentAt += 1;
    watch.changed(entry);
    return line;
  };
  const countWaiting = (entry: LedgerEntry, by: 1 | -1): void => {
    waiting += by;
    if (entry.paid) waitingPaid += by;
  };
  const recentLines = (): readonly LedgerLine[] => {
    const start = recentAt % RECENT_ENTRIES;
    return recent.length < RECENT_ENTRIES ? recent : [...recent.slice(start), ...recent.slice(0, start)];
  };

  return {
    open: (event, appraisal, seq) => {
      const entry = entryOfEvent(event, appraisal, seq ?? nextSeq, clock.now());
      nextSeq = Math.max(nextSeq, entry.seq + 1);
      return admit(entry);
    },
    openSay: (eventId, text, priority) => {
      const entry: MutableEntry = {
        seq: nextSeq,
        eventId,
        kind: 'say',
        platform: 'custom',
        userName: '',
        text,
        paid: false,
        priority,
        decision: 'waiting',
        reason: 'queued',
        marks: { received: clock.now() },
      };
      nextSeq += 1;
      return admit(entry);
    },
    decide(line, decision, reason, more) {
      const { entry } = line;
      if (line.final) {
        logger.error('a final ledger entry was decided again', { eventId: entry.eventId, decision, reason });
        return;
      }
      const wasWaiting = entry.decision === 'waiting';
      entry.decision = decision;
      entry.reason = reason;
      if (more !== undefined) Object.assign(entry, more);
      if (wasWaiting !== (decision === 'waiting')) countWaiting(entry, wasWaiting ? -1 : 1);
      if (decision !== 'waiting' && decision !== 'answering') {
        line.final = true;
        finals[decision] += 1;
        // Final entries never change again, so the book hands over its own object.
        batch.push(entry);
      }
      watch.changed(entry);
    },
    scored({ entry, final }, score) {
      if (final) return;
      entry.priority = score.points;
      entry.score = score.parts;
    },
    get nextSeq() {
      return nextSeq;
    },
    reopen(line, reason) {
      const { entry } = line;
      if (line.final || entry.decision === 'waiting') return;
      const { received } = entry.marks;
      entry.marks = received === undefined ? {} : { received };
      entry.decision = 'waiting';
      entry.reason = reason;
      delete entry.turnId;
      countWaiting(entry, 1);
      watch.changed(entry);
    },
    note(line, reason) {
      if (!line.final) line.entry.reason = reason;
      watch.changed(line.entry);
    },
    persist(line) {
      batch.push(copyOf(line.entry));
    },
    mark(line, mark, atMs) {
      const { marks } = line.entry;
      if (!line.final && marks[mark] === undefined && Number.isFinite(atMs)) marks[mark] = between(marks, mark, atMs);
    },
    flush() {
      if (batch.length === 0) return;
      const entries = batch;
      batch = [];
      try {
        options.ledger.write(entries);
      } catch (cause) {
        logger.error('ledger entries could not be handed over', { entries: entries.length, cause: messageFromUnknown(cause) });
      }
    },
    counts,
    recent: (limit) =>
      recentLines()
        .slice(-Math.max(1, limit))
        .reverse()
        .map((line) => copyOf(line.entry)),
    entriesSince: (seq) =>
      recentLines()
        .filter((line) => line.entry.seq > seq)
        .map((line) => copyOf(line.entry)),
    onChange: watch.subscribe,
    close: watch.close,
  };
}
