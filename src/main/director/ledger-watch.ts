import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { copyOf } from './ledger-entry.ts';

/** `entries`: the newest state of what changed, in order of receipt, at most 100. `omitted`: changed entries that were left out. */
export type LedgerListener = (entries: readonly LedgerEntry[], omitted: number) => void;

const LIVE_ENTRIES = 100;
/** How often watchers hear of changes, at most. */
const LIVE_INTERVAL_MS = 50;

/** Gathers changes and tells them twenty times a second, so that a flood costs watchers nothing. */
export function createLedgerWatch(clock: Clock, logger: Logger) {
  const listeners = new Set<LedgerListener>();
  let changed = new Set<LedgerEntry>();
  let omitted = 0;
  let cancel: (() => void) | undefined;
  const tell = (): void => {
    cancel = undefined;
    const entries = [...changed].map(copyOf).sort((a, b) => a.seq - b.seq);
    const leftOut = omitted;
    changed = new Set();
    omitted = 0;
    for (const listener of listeners) {
      try {
        listener(entries, leftOut);
      } catch (cause) {
        logger.error('a ledger watcher failed', { cause: messageFromUnknown(cause) });
      }
    }
  };
  return {
    changed(entry: LedgerEntry): void {
      if (listeners.size === 0) return;
      if (changed.has(entry)) return;
      if (changed.size >= LIVE_ENTRIES) {
        // The newest are what people look at: the oldest change makes room.
        const oldest = changed.values().next();
        if (!oldest.done) changed.delete(oldest.value);
        omitted += 1;
      }
      changed.add(entry);
      cancel ??= clock.after(LIVE_INTERVAL_MS, tell);
    },
    subscribe(listener: LedgerListener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close(): void {
      cancel?.();
      cancel = undefined;
      listeners.clear();
      changed.clear();
    },
  };
}
