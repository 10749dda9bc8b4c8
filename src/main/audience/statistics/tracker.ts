import type { Appraised } from '#main/director/appraise.types.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { isPaid, isViewerEvent, type LiveEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import { cnyMicrosFromMoney } from '#shared/live/money.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import type { AudienceSettings } from '#shared/settings/settings.ts';
import { accountOf } from '../identity/account.ts';
import type { KnownViewers, Regular } from '../known-viewers.ts';
import { MAX_NOTES_AT_HAND, noteText } from '../known-viewers.ts';
import { factsFrom, topicsWith } from '../memory/facts.ts';
import type { ActivityLog } from './activity-log.ts';
import { localDate, type Show, type ShowClock, wholeMs } from './show-clock.ts';

export interface Tracker {
  /** Counts one event that was taken in; returns its show. */
  take(appraised: Appraised): Show;
  decided(entries: readonly LedgerEntry[]): void;
}

export interface TrackerOptions {
  readonly shows: ShowClock;
  readonly log: ActivityLog;
  readonly known: KnownViewers;
  readonly memory: () => AudienceSettings['memory'];
}

/** Visits, counts, notes and the curve of the show: what an event adds to what is known. */
export function createTracker({ shows, log, known, memory }: TrackerOptions): Tracker {
  const answered = createRecentIds(2000);

  function takeViewer(event: ViewerEvent, { appraisal }: Appraised, show: Show): void {
    const atMs = wholeMs(event.receivedAt);
    const isLine = event.kind === 'chat';
    if (isLine) log.minute(atMs, 'messages');
    if (isPaid(event)) log.minute(atMs, 'paid');
    if (appraisal?.reading) log.count(`intent:${appraisal.reading.intent}`);
    if (appraisal && appraisal.verdict.action !== 'allow') log.count(appraisal.verdict.action);
    const account = accountOf(event);
    const person = appraisal?.viewerKey;
    if (account === undefined || person === undefined) return;
    const regular = known.touch(person);
    const counted = countVisit(regular, show);
    if (counted.visits > 0) log.minute(atMs, 'viewers');
    const isClean = appraisal?.verdict.action === 'allow';
    regular.lastMs = Math.max(regular.lastMs, atMs);
    regular.messages += isLine ? 1 : 0;
    regular.cnyMicros += moneyOf(event);
    // A name that moderation masked is not kept.
    if (isClean) regular.name = event.user.name;
    log.viewer({
      account,
      name: isClean ? event.user.name : '',
      avatar: isClean ? (event.user.avatarUrl ?? '') : '',
      atMs,
      messages: isLine ? 1 : 0,
      ...counted,
    });
    if (isLine && isClean) remember(event.text, account, regular, atMs);
  }

  /** Only of those who agreed, or of everyone where the streamer chose so and they did not refuse. */
  function remember(text: string, account: string, regular: Regular, atMs: number): void {
    if (!mayRemember(memory().mode, regular.consent)) return;
    for (const { kind, text: fact } of factsFrom(text)) {
      const isOne = kind === 'name' || kind === 'birthday';
      const line = noteText({ kind, text: fact });
      const others = regular.notes.filter((note) => note !== line && !(isOne && note.startsWith(`${kind}: `)));
      regular.notes = [...others, line].slice(-MAX_NOTES_AT_HAND);
      log.note({ account, kind, text: fact, atMs });
    }
    const topics = topicsWith(text, regular.topics);
    if (topics === regular.topics) return;
    regular.topics = topics;
    log.topics(account, topics);
  }

  return {
    take(appraised) {
      const { event } = appraised;
      const show = shows.see(event);
      log.begin(show);
      if (isCounted(event)) log.count(event.kind);
      if (isViewerEvent(event)) takeViewer(event, appraised, show);
      return show;
    },
    decided(entries) {
      for (const { seq, decision, marks } of entries) {
        if (decision !== 'answered' && decision !== 'merged') continue;
        if (!answered.add(`${decision}:${seq}`)) continue;
        log.count(decision);
        if (decision === 'answered') log.minute(wholeMs(marks.finished ?? marks.received ?? 0), 'answered');
      }
    },
  };
}

export function mayRemember(mode: AudienceSettings['memory']['mode'], consent: Regular['consent']): boolean {
  if (mode === 'off' || consent === 'refused') return false;
  return mode === 'on' || consent === 'agreed';
}

/** Of the connection, not of the room; numbers come every few seconds. */
function isCounted(event: LiveEvent): boolean {
  return event.kind !== 'notice' && event.kind !== 'stats' && !(event.kind === 'gift' && !event.final);
}

/** A visit is a show, a day the date on which a show began; who was seen in this show before the studio was started again is counted already. */
function countVisit(regular: Regular, show: Show): { visits: number; days: number; isNew: boolean } {
  const isNew = regular.visits === 0;
  if (regular.showId === show.id) return { visits: 0, days: 0, isNew: false };
  const seenInThis = !isNew && regular.showId === undefined && regular.lastMs >= show.startedMs;
  const dayBefore = regular.day !== '' || isNew ? regular.day : localDate(regular.lastMs);
  const visits = seenInThis ? 0 : 1;
  const days = seenInThis || dayBefore === show.day ? 0 : 1;
  if (visits > 0 && !isNew) regular.lastVisitMs = regular.lastMs;
  regular.showId = show.id;
  regular.day = show.day;
  regular.visits += visits;
  regular.days += days;
  return { visits, days, isNew };
}

function moneyOf(event: ViewerEvent): number {
  if (!isPaid(event) || (event.kind === 'gift' && !event.final)) return 0;
  const value = 'value' in event ? event.value : null;
  return value ? cnyMicrosFromMoney(value) : 0;
}
