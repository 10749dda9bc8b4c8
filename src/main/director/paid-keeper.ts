import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { DirectorOptions } from './director.types.ts';

/** Gathers what storage must keep or may forget, and hands it over in one go. A storage failure is told and does not end the show. */
export interface PaidKeeper {
  put(event: LiveEvent): void;
  remove(id: string): void;
  flush(): void;
}

export function createPaidKeeper(store: DirectorOptions['pendingPaid'], logger: Logger): PaidKeeper {
  let toPut: LiveEvent[] = [];
  let toRemove: string[] = [];
  const hand = <T>(items: T[], task: (items: readonly T[]) => void, what: string): void => {
    if (items.length === 0) return;
    try {
      task(items);
    } catch (cause) {
      logger.error(what, { count: items.length, cause: messageFromUnknown(cause) });
    }
  };
  return {
    put(event) {
      toPut.push(event);
    },
    remove(id) {
      toRemove.push(id);
    },
    flush() {
      const [put, remove] = [toPut, toRemove];
      toPut = [];
      toRemove = [];
      hand(put, (events) => store.put(events), 'paid events could not be kept for after a crash');
      hand(remove, (ids) => store.remove(ids), 'answered paid events could not be removed from storage');
    },
  };
}
