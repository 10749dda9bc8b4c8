import type { Activity } from '../book/book-protocol.ts';
import type { Show } from './show-clock.ts';

export interface ViewerDelta {
  readonly account: string;
  readonly name: string;
  readonly avatar: string;
  readonly atMs: number;
  readonly messages: number;
  readonly visits: number;
  readonly days: number;
  readonly isNew: boolean;
}
type MinuteCount = 'messages' | 'viewers' | 'paid' | 'answered';

/** What happened since the last batch, added up: a flood of lines is a few rows. */
export interface ActivityLog {
  begin(show: Show): void;
  viewer(delta: ViewerDelta): void;
  note(note: Activity['notes'][number]): void;
  topics(account: string, topics: readonly string[]): void;
  count(name: string): void;
  minute(atMs: number, what: MinuteCount): void;
  /** Everything so far, or undefined when nothing happened. A show that ended is handed out before the one that follows. */
  take(): Activity | undefined;
  readonly isWaiting: boolean;
  /** Viewers left out because too many came before the disk took them. */
  readonly dropped: number;
}

/** Viewers and notes of one batch at most. */
const MAX_VIEWERS = 50_000;
const MAX_NOTES = 5000;
/** Shows that may wait for the disk; a clock that jumps about could begin many. */
const MAX_SHOWS = 20;

interface Part {
  readonly show: Show;
  readonly viewers: Map<string, Activity['viewers'][number]>;
  notes: Activity['notes'][number][];
  readonly topics: Map<string, string[]>;
  readonly counts: Map<string, number>;
  readonly minutes: Map<number, Activity['minutes'][number]>;
}

export function createActivityLog(options: { readonly session: string; readonly maxNotes: () => number }): ActivityLog {
  const parts: Part[] = [];
  let batches = 0;
  let dropped = 0;

  const newest = (): Part | undefined => parts.at(-1);
  const isEmpty = (part: Part): boolean => part.counts.size === 0 && part.viewers.size === 0 && part.minutes.size === 0;

  return {
    get isWaiting() {
      return parts.some((part) => !isEmpty(part));
    },
    get dropped() {
      return dropped;
    },
    begin(show) {
      if (newest()?.show === show) return;
      parts.push({ show, viewers: new Map(), notes: [], topics: new Map(), counts: new Map(), minutes: new Map() });
      if (parts.length > MAX_SHOWS) parts.shift();
    },
    viewer(delta) {
      const viewers = newest()?.viewers;
      const before = viewers?.get(delta.account);
      if (!viewers || (!before && viewers.size >= MAX_VIEWERS)) {
        dropped += 1;
        return;
      }
      if (!before) {
        const { atMs, ...sums } = delta;
        viewers.set(delta.account, { ...sums, firstMs: atMs, lastMs: Math.max(0, atMs) });
        return;
      }
      before.name = delta.name || before.name;
      before.avatar = delta.avatar || before.avatar;
      before.lastMs = Math.max(before.lastMs, delta.atMs);
      before.messages += delta.messages;
      before.visits += delta.visits;
      before.days += delta.days;
      before.isNew ||= delta.isNew;
    },
    note(note) {
      const part = newest();
      if (part && part.notes.length < MAX_NOTES) part.notes.push(note);
    },
    topics(account, topics) {
      newest()?.topics.set(account, [...topics]);
    },
    count(name) {
      const counts = newest()?.counts;
      counts?.set(name, (counts.get(name) ?? 0) + 1);
    },
    minute(atMs, what) {
      const part = newest();
      if (!part) return;
      const minute = Math.max(0, Math.floor((atMs - part.show.startedMs) / 60_000));
      const counted = part.minutes.get(minute) ?? { minute, messages: 0, viewers: 0, paid: 0, answered: 0 };
      if (counted[what] === 0) part.minutes.set(minute, counted);
      counted[what] += 1;
    },
    take() {
      const part = parts.length > 1 ? parts.shift() : parts[0];
      if (!part || isEmpty(part)) return undefined;
      // The present show goes on with empty hands.
      if (parts[0] === part)
        parts[0] = { show: part.show, viewers: new Map(), notes: [], topics: new Map(), counts: new Map(), minutes: new Map() };
      batches += 1;
      const { id, startedMs, lastMs, title } = part.show;
      return {
        batchId: `${options.session}:${batches}`,
        show: { id, startedMs, lastMs, title },
        viewers: [...part.viewers.values()],
        notes: part.notes,
        topics: [...part.topics].map(([account, topics]) => ({ account, topics })),
        counts: [...part.counts].map(([name, count]) => ({ name, count })),
        minutes: [...part.minutes.values()],
        maxNotes: options.maxNotes(),
      };
    },
  };
}
