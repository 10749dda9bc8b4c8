import type { Pause } from '#main/platform/watch-cell.ts';
import { createCell } from '#shared/cell.ts';
import type { QueueCounts, StudioEvent } from '#shared/contract/live.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';

/** Messages and entries that a new watcher is shown. */
const SNAPSHOT = 150;
/** Most messages and entries told in one tick; the rest of a flood is counted, not told. */
const PER_TICK = 60;
const TICK_MS = 100;

/** What `/events` and the studio's feed are made of: the newest messages, ledger entries and counts, thinned under flood. */
export interface RoomFeed {
  live(events: readonly LiveEvent[]): void;
  ledger(entries: readonly LedgerEntry[]): void;
  /** Snapshot, then changes at most ten times a second, until the signal aborts. */
  watch(signal: AbortSignal): AsyncGenerator<StudioEvent, void>;
}

/** A bounded queue of the newest; what falls out at the front is counted. */
interface Tail<T> {
  items: T[];
  omitted: number;
}
const pushAll = <T>(tail: Tail<T>, items: readonly T[], bound: number): void => {
  for (const item of items) tail.items.push(item);
  const excess = tail.items.length - bound;
  if (excess <= 0) return;
  tail.items.splice(0, excess);
  tail.omitted += excess;
};

export function createRoomFeed(options: { readonly counts: () => QueueCounts; readonly pause: Pause }): RoomFeed {
  const recentLive: Tail<LiveEvent> = { items: [], omitted: 0 };
  const recentLedger = new Map<number, LedgerEntry>();
  const watchers = new Set<{ live: Tail<LiveEvent>; ledger: Map<number, LedgerEntry>; ledgerOmitted: number }>();
  const changes = createCell(0);

  const remember = (map: Map<number, LedgerEntry>, entries: readonly LedgerEntry[], bound: number): number => {
    for (const entry of entries) {
      map.delete(entry.seq);
      map.set(entry.seq, entry);
    }
    let dropped = 0;
    for (const seq of map.keys()) {
      if (map.size <= bound) break;
      map.delete(seq);
      dropped++;
    }
    return dropped;
  };

  return {
    live(events) {
      pushAll(recentLive, events, SNAPSHOT);
      for (const watcher of watchers) pushAll(watcher.live, events, PER_TICK);
      changes.set(changes.get() + 1);
    },
    ledger(entries) {
      remember(recentLedger, entries, SNAPSHOT);
      for (const watcher of watchers) watcher.ledgerOmitted += remember(watcher.ledger, entries, PER_TICK);
      changes.set(changes.get() + 1);
    },
    async *watch(signal) {
      const watcher = { live: { items: [...recentLive.items], omitted: 0 }, ledger: new Map(recentLedger), ledgerOmitted: 0 };
      watchers.add(watcher);
      let seen = -1;
      let wake: () => void = () => {};
      const unsubscribe = changes.subscribe(() => wake());
      const onAbort = (): void => wake();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        while (!signal.aborted) {
          if (seen === changes.get()) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
            continue;
          }
          seen = changes.get();
          const { live, ledger, ledgerOmitted } = watcher;
          watcher.live = { items: [], omitted: 0 };
          watcher.ledger = new Map();
          watcher.ledgerOmitted = 0;
          if (live.items.length > 0) yield { type: 'live', events: live.items, omitted: live.omitted };
          if (ledger.size > 0) yield { type: 'ledger', entries: [...ledger.values()], omitted: ledgerOmitted };
          yield { type: 'queue', counts: options.counts() };
          await options.pause(TICK_MS, signal);
        }
      } finally {
        unsubscribe();
        signal.removeEventListener('abort', onAbort);
        watchers.delete(watcher);
      }
    },
  };
}
