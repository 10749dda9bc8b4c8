import type { QueueCounts, StudioEvent } from '#shared/contract/live.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { isViewerEvent, type LiveEvent } from '#shared/live/live-event.ts';

/** The room as the live view shows it. Bounded: the oldest rows and ledger notes go first. */
export interface RoomFeed {
  /** Oldest first. */
  readonly rows: readonly FeedRow[];
  /** What became of an event, by event id; newest notes last. */
  readonly notes: ReadonlyMap<string, LedgerEntry>;
  readonly counts: QueueCounts | undefined;
  /** Messages that the studio left out because they came too fast. */
  readonly omitted: number;
  /** Grows by one with every new row; how many arrived while the reader was scrolled up. */
  readonly arrived: number;
  /** The newest answer with a complete way from receipt to sound. */
  readonly lastAnswer: LedgerEntry | undefined;
}
export interface FeedRow {
  readonly key: string;
  readonly event: LiveEvent;
  readonly retracted: boolean;
}

export const MAX_FEED_ROWS = 300;
const MAX_NOTES = 1000;

export const emptyRoomFeed: RoomFeed = {
  rows: [],
  notes: new Map(),
  counts: undefined,
  omitted: 0,
  arrived: 0,
  lastAnswer: undefined,
};

/** The feed after one thing the studio told. */
export function feedAfter(feed: RoomFeed, told: StudioEvent): RoomFeed {
  switch (told.type) {
    case 'live':
      return { ...takeEvents(feed, told.events), omitted: feed.omitted + told.omitted };
    case 'ledger':
      return takeNotes(feed, told.entries);
    case 'queue':
      return { ...feed, counts: told.counts };
  }
}

function takeEvents(feed: RoomFeed, events: readonly LiveEvent[]): RoomFeed {
  const rows = [...feed.rows];
  const places = new Map(rows.map((row, place) => [row.key, place]));
  let arrived = feed.arrived;
  for (const event of events) {
    if (event.kind === 'retract') {
      retract(rows, event);
      continue;
    }
    if (event.kind === 'stats') continue;
    const key = keyOfEvent(event);
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, rows.push({ key, event, retracted: false }) - 1);
      arrived += 1;
    } else {
      const known = rows[place];
      rows[place] = { key, event, retracted: known?.retracted ?? false };
    }
  }
  return { ...feed, rows: rows.slice(-MAX_FEED_ROWS), arrived };
}

/** A gift streak is one row whose count grows; all else is a row of its own. */
function keyOfEvent(event: LiveEvent): string {
  const combo = event.kind === 'gift' ? event.gift.comboId : null;
  return combo === null ? event.id : `combo:${event.platform}:${combo}`;
}

function retract(rows: FeedRow[], event: Extract<LiveEvent, { kind: 'retract' }>): void {
  const targets = new Set(event.targetIds ?? []);
  for (const [place, row] of rows.entries()) {
    const author = isViewerEvent(row.event) ? row.event.user.id : null;
    const sameRoom = row.event.platform === event.platform;
    const byAuthor = event.targetUserId !== undefined && author === event.targetUserId;
    if (targets.has(row.event.id) || (sameRoom && (byAuthor || event.all === true))) rows[place] = { ...row, retracted: true };
  }
}

function takeNotes(feed: RoomFeed, entries: readonly LedgerEntry[]): RoomFeed {
  const notes = new Map(feed.notes);
  let lastAnswer = feed.lastAnswer;
  for (const entry of entries) {
    notes.delete(entry.eventId);
    notes.set(entry.eventId, entry);
    if (entry.marks.firstAudible !== undefined && isNewerAnswer(entry, lastAnswer)) lastAnswer = entry;
  }
  for (const id of notes.keys()) {
    if (notes.size <= MAX_NOTES) break;
    notes.delete(id);
  }
  return { ...feed, notes, lastAnswer };
}

function isNewerAnswer(entry: LedgerEntry, known: LedgerEntry | undefined): boolean {
  return known === undefined || (entry.marks.firstAudible ?? 0) >= (known.marks.firstAudible ?? 0);
}
