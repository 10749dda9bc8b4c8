import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { Exchange, HistoryStore } from './dialogue.types.ts';

/** The last exchanges, in memory and in the store. */
export interface Memory {
  /** Oldest first. */
  all(): readonly Exchange[];
  add(exchange: Exchange): void;
  clear(): void;
}

/** As many as the settings allow to be sent along. */
const MAX_EXCHANGES = 100;

/** Starts with what the store holds as soon as it answers; a store that fails or hangs costs nothing but the past. */
export function createMemory(store: HistoryStore, logger: Logger): Memory {
  let exchanges: Exchange[] = [];
  let forgotten = false;
  store.recent(MAX_EXCHANGES).then(
    (past) => {
      if (forgotten) return;
      const known = new Set(exchanges.map((exchange) => exchange.turnId));
      exchanges = [...past.filter((exchange) => !known.has(exchange.turnId)), ...exchanges].slice(-MAX_EXCHANGES);
    },
    (error: unknown) => logger.warn('past conversation not read', { error: messageFromUnknown(error) }),
  );
  return {
    all: () => exchanges,
    add(exchange) {
      exchanges = [...exchanges, exchange].slice(-MAX_EXCHANGES);
      store.append(exchange);
    },
    clear() {
      forgotten = true;
      exchanges = [];
      store.clear();
    },
  };
}
