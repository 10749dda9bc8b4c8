import type { Exchange } from '#main/dialogue/dialogue.types.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';

/** Rows of one commit. */
export interface Batch {
  readonly ledger: ReadonlyMap<number, LedgerEntry>;
  /** `undefined`: removed. */
  readonly pending: ReadonlyMap<string, LiveEvent | undefined>;
  /** Runs before `history`. */
  readonly clearHistory: boolean;
  readonly history: readonly Exchange[];
  /** Number of the last hand-over that is in it or in a batch before. */
  readonly upTo: number;
}

export interface WriteBuffer {
  ledger(entries: readonly LedgerEntry[]): void;
  putPending(events: readonly LiveEvent[]): void;
  removePending(ids: readonly string[]): void;
  appendHistory(exchange: Exchange): void;
  clearHistory(): void;
  /** Takes out the next batch, oldest rows first; `undefined` when nothing waits. */
  take(): Batch | undefined;
  /** Counts hand-overs: a batch with `upTo` ≥ the count seen now holds all that was handed in so far. */
  readonly handedIn: number;
  readonly waiting: number;
  /** Rows that were given up for want of room. */
  readonly dropped: number;
  /** What waits, for readers. */
  ledgerEntries(): Iterable<LedgerEntry>;
  pendingChanges(): ReadonlyMap<string, LiveEvent | undefined>;
  historyChanges(): { readonly cleared: boolean; readonly added: readonly Exchange[] };
}

/** By seq, in order of hand-over; `since` is that of the row's first state that still waits. */
type Rows = Map<number, { readonly entry: LedgerEntry; readonly since: number }>;

export const BATCH_ROWS = 500;
const MAX_HISTORY = 1000;

/**
 * What waits for the disk. Later states of one row replace earlier ones. Holds `maxRows` ledger rows of unpaid events and as many of paid ones;
 * beyond that the oldest unpaid rows are dropped, then the oldest paid ones, and counted. Paid events themselves (`pending`) are never dropped.
 */
export function createWriteBuffer(maxRows: number): WriteBuffer {
  const unpaid: Rows = new Map();
  const paid: Rows = new Map();
  let pending = new Map<string, LiveEvent | undefined>();
  let history: Exchange[] = [];
  let cleared = false;
  let handedIn = 0;
  let dropped = 0;

  function dropOldest(rows: Rows): void {
    const oldest = rows.keys().next();
    if (oldest.done) return;
    rows.delete(oldest.value);
    dropped += 1;
  }

  /** Rows that moved over from the unpaid ones are older than their place says. */
  function oldestSince(rows: Rows): number {
    if (rows === unpaid) return rows.values().next().value?.since ?? Number.POSITIVE_INFINITY;
    let oldest = Number.POSITIVE_INFINITY;
    for (const row of rows.values()) oldest = Math.min(oldest, row.since);
    return oldest;
  }

  /** Moves up to `room` rows, so that no batch holds the disk for long. */
  function takeRows(from: Rows, to: Map<number, LedgerEntry>): void {
    for (const [seq, { entry }] of from) {
      if (to.size >= BATCH_ROWS) return;
      to.set(seq, entry);
      from.delete(seq);
    }
  }

  return {
    get handedIn() {
      return handedIn;
    },
    get waiting() {
      return unpaid.size + paid.size + pending.size + history.length + (cleared ? 1 : 0);
    },
    get dropped() {
      return dropped;
    },
    ledger(entries) {
      handedIn += 1;
      for (const entry of entries) {
        // A gift may turn out to be paid while its row still waits; what was paid stays protected.
        const earlier = paid.get(entry.seq) ?? unpaid.get(entry.seq);
        const rows = entry.paid || paid.has(entry.seq) ? paid : unpaid;
        if (rows === paid) unpaid.delete(entry.seq);
        rows.set(entry.seq, { entry, since: earlier?.since ?? handedIn });
        if (rows.size > maxRows) dropOldest(rows);
      }
    },
    putPending(events) {
      handedIn += 1;
      for (const event of events) pending.set(event.id, event);
    },
    removePending(ids) {
      handedIn += 1;
      for (const id of ids) pending.set(id, undefined);
    },
    appendHistory(exchange) {
      handedIn += 1;
      history.push(exchange);
      if (history.length <= MAX_HISTORY) return;
      history.shift();
      dropped += 1;
    },
    clearHistory() {
      handedIn += 1;
      cleared = true;
      history = [];
    },
    take() {
      if (this.waiting === 0) return undefined;
      const ledger = new Map<number, LedgerEntry>();
      takeRows(paid, ledger);
      takeRows(unpaid, ledger);
      const batch = { ledger, pending, clearHistory: cleared, history };
      pending = new Map();
      history = [];
      cleared = false;
      return { ...batch, upTo: Math.min(oldestSince(paid), oldestSince(unpaid), handedIn + 1) - 1 };
    },
    *ledgerEntries() {
      for (const row of paid.values()) yield row.entry;
      for (const row of unpaid.values()) yield row.entry;
    },
    pendingChanges: () => pending,
    historyChanges: () => ({ cleared, added: history }),
  };
}
