import type { OBSEventTypes, OBSWebSocket } from 'obs-websocket-js/msgpack';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import { STEADY_EVENTS, SUBSCRIPTION } from './obs-subscriptions.ts';

export type WantedEvents = 'volume-meters' | 'transforms';
const BITS: Readonly<Record<WantedEvents, number>> = {
  'volume-meters': SUBSCRIPTION.volumeMeters,
  transforms: SUBSCRIPTION.transforms,
};

/** Who listens to what; outlives the connections, each of which is attached in its turn. */
export interface ObsEvents {
  on<Type extends keyof OBSEventTypes>(type: Type, listener: (data: OBSEventTypes[Type]) => void): () => void;
  want(events: WantedEvents): () => void;
  /** Bits of EventSubscription for what is wanted now. */
  subscriptions(): number;
  /** Hands this connection's events to the listeners, instead of the last one's. */
  attach(library: OBSWebSocket): void;
}

interface Listening {
  begin(library: OBSWebSocket): void;
  end(library: OBSWebSocket): void;
}

/** `onWanted` is called when `subscriptions()` changed. */
export function createObsEvents(logger: Logger, onWanted: () => void): ObsEvents {
  const listening = new Set<Listening>();
  const wanted: Record<WantedEvents, number> = { 'volume-meters': 0, transforms: 0 };
  let attached: OBSWebSocket | undefined;

  const change = (events: WantedEvents, by: 1 | -1): void => {
    wanted[events] += by;
    if (wanted[events] === (by === 1 ? 1 : 0)) onWanted();
  };

  return {
    on<Type extends keyof OBSEventTypes>(type: Type, listener: (data: OBSEventTypes[Type]) => void) {
      // What one listener throws must not keep the event from the others.
      const guarded = (data: OBSEventTypes[Type]): void => {
        try {
          listener(data);
        } catch (error) {
          logger.error('a listener of OBS events failed', { event: type, error: messageFromUnknown(error) });
        }
      };
      const one: Listening = listeningTo(type, guarded);
      listening.add(one);
      if (attached !== undefined) one.begin(attached);
      return () => {
        if (!listening.delete(one)) return;
        if (attached !== undefined) one.end(attached);
      };
    },
    want(events) {
      change(events, 1);
      let isWanted = true;
      return () => {
        if (isWanted) change(events, -1);
        isWanted = false;
      };
    },
    subscriptions: () =>
      STEADY_EVENTS | (wanted['volume-meters'] > 0 ? BITS['volume-meters'] : 0) | (wanted.transforms > 0 ? BITS.transforms : 0),
    attach(library) {
      if (attached !== undefined) for (const one of listening) one.end(attached);
      attached = library;
      for (const one of listening) one.begin(library);
    },
  };
}

function listeningTo<Type extends keyof OBSEventTypes>(type: Type, listener: (data: OBSEventTypes[Type]) => void): Listening {
  // NOTICE: the emitter's type of a listener is a condition on the event's name that cannot be followed over a type parameter.
  const handler = (...[data]: [OBSEventTypes[Type]]): void => listener(data);
  return {
    begin: (library) => void library.on(type, handler as never),
    end: (library) => void library.off(type, handler as never),
  };
}
