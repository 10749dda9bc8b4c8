import type { EventKind, OpenEvent, Tell } from '../protocol/event-kind.ts';
import type { World } from '../state/world.ts';

/** The events that one connection listens to. A new subscription opens only after its request was answered: clients take the first message for the answer. */
export interface Subscriptions {
  add(event: EventKind, open: OpenEvent, requestId: string): void;
  remove(eventName: string): void;
  names(): readonly string[];
  /** Starts those that were added since. */
  openNew(): void;
  clear(): void;
}

interface Subscription {
  readonly open: OpenEvent;
  readonly requestId: string;
  close: (() => void) | undefined;
}

export function createSubscriptions(
  world: World,
  send: (eventName: string, requestId: string, data: object) => void,
): Subscriptions {
  const all = new Map<string, Subscription>();

  const remove = (name: string): void => {
    const known = all.get(name);
    all.delete(name);
    known?.close?.();
  };

  return {
    add(event, open, requestId) {
      remove(event.name);
      all.set(event.name, { open, requestId, close: undefined });
    },
    remove,
    names: () => [...all.keys()],
    openNew() {
      for (const [name, subscription] of all) {
        if (subscription.close !== undefined) continue;
        const tell: Tell = (data) => {
          if (all.get(name) === subscription) send(name, subscription.requestId, data);
        };
        subscription.close = subscription.open(world, tell);
      }
    },
    clear() {
      for (const name of [...all.keys()]) remove(name);
    },
  };
}
