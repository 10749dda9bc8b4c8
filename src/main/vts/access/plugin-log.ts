import { type Cell, createCell } from '#shared/cell.ts';
import type { PluginLogEntry } from '#shared/contract/plugins.ts';

const KEPT = 300;

/** The last requests of all plugins, newest last, for people who look for a plugin's fault. */
export interface PluginLog {
  /** Rises with each entry; entries themselves are read with `entries`, so that a flood costs no copies. */
  readonly version: Cell<number>;
  add(entry: Omit<PluginLogEntry, 'seq' | 'repeats'>): void;
  entries(): readonly PluginLogEntry[];
}

/** Alike requests in a row are one line with a count: a plugin that injects 60 times a second would push everything else out. */
export function createPluginLog(): PluginLog {
  const version = createCell(0);
  const ring: PluginLogEntry[] = [];
  let seq = 0;
  return {
    version,
    add(entry) {
      const last = ring.findLast((other) => other.sessionId === entry.sessionId);
      if (last !== undefined && last.request === entry.request && last.errorId === entry.errorId) {
        ring[ring.indexOf(last)] = { ...last, at: entry.at, message: entry.message, ms: entry.ms, repeats: last.repeats + 1 };
      } else {
        seq += 1;
        ring.push({ ...entry, seq, repeats: 1 });
        if (ring.length > KEPT) ring.shift();
      }
      version.set(version.get() + 1);
    },
    entries: () => [...ring],
  };
}
