import type { Appraisal } from '#shared/live/appraisal.ts';
import { type LedgerEntry, TIME_MARKS, type TimeMark, type TimeMarks } from '#shared/live/ledger.ts';
import { isPaid, isViewerEvent, type LiveEvent, textOfEvent } from '#shared/live/live-event.ts';
import { moderationOf } from './ruling.ts';

/** A ledger entry while the book still writes to it. */
export type MutableEntry = { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] };

/** The first state of an event's entry: waiting, worth nothing yet. The words are as they came, for the streamer; `moderation` says when they are unfit. */
export function entryOfEvent(event: LiveEvent, appraisal: Appraisal | undefined, seq: number, nowMs: number): MutableEntry {
  const moderation = moderationOf(appraisal);
  const intent = appraisal?.reading?.intent;
  const received = Number.isFinite(event.receivedAt) && event.receivedAt > 0 ? Math.min(event.receivedAt, nowMs) : nowMs;
  return {
    seq,
    eventId: event.id,
    kind: event.kind,
    platform: event.platform,
    userName: isViewerEvent(event) ? event.user.name : '',
    text: textOfEvent(event),
    paid: isPaid(event),
    priority: 0,
    ...(moderation === undefined ? {} : { moderation }),
    ...(intent === undefined ? {} : { intent }),
    decision: 'waiting',
    reason: 'queued',
    marks: { received },
  };
}

/** `atMs`, moved so that the marks stay in order although their reporters have clocks and delays of their own. */
export function between(marks: TimeMarks, mark: TimeMark, atMs: number): number {
  const place = TIME_MARKS.indexOf(mark);
  let result = atMs;
  for (const [index, name] of TIME_MARKS.entries()) if (index > place) result = Math.min(result, marks[name] ?? result);
  for (const [index, name] of TIME_MARKS.entries()) if (index < place) result = Math.max(result, marks[name] ?? result);
  return result;
}

/** A snapshot to give away. */
export function copyOf(entry: LedgerEntry): LedgerEntry {
  return { ...entry, marks: { ...entry.marks } };
}
