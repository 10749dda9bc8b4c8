import type { PluginRecord } from '../access/token-book.ts';

/** What the API lets plugins say of an item and the stage does not draw. */
export interface ItemNote {
  readonly smoothing: number;
  readonly censored: boolean;
}
const NO_NOTE: ItemNote = { smoothing: 0, censored: false };
/** Sessions whose items may outlive them. */
const SESSIONS_KEPT = 1_000;

/** Notes on items by instance, and which plugin a session belonged to after it is gone: its items are still its own. */
export interface ItemNotes {
  keep(instanceId: string, note: ItemNote): void;
  of(instanceId: string): ItemNote;
  forgetAbsent(present: ReadonlySet<string>): void;
  remember(sessionId: string, plugin: PluginRecord): void;
  pluginOf(sessionId: string): string | undefined;
}

export function createItemNotes(): ItemNotes {
  const notes = new Map<string, ItemNote>();
  const sessions = new Map<string, string>();
  return {
    keep(instanceId, note) {
      notes.set(instanceId, note);
    },
    of: (instanceId) => notes.get(instanceId) ?? NO_NOTE,
    forgetAbsent(present) {
      for (const instanceId of notes.keys()) if (!present.has(instanceId)) notes.delete(instanceId);
    },
    remember(sessionId, plugin) {
      sessions.set(sessionId, plugin.id);
      const [oldest] = sessions.keys();
      if (sessions.size > SESSIONS_KEPT && oldest !== undefined) sessions.delete(oldest);
    },
    pluginOf: (sessionId) => sessions.get(sessionId),
  };
}
