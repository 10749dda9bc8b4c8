import { z } from 'zod';
import { findEvent } from '../events/event-registry.ts';
import { isObject } from '../protocol/envelope.ts';
import { VtsError } from '../protocol/error-ids.ts';
import { anything, flag, text } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';

export const eventSubscription = defineRequest({
  type: 'EventSubscriptionRequest',
  schema: z.object({ eventName: text, subscribe: flag, config: anything }),
  answer({ eventName, subscribe, config }, { session }) {
    if (!subscribe && eventName === '') {
      session.unsubscribeAll();
    } else {
      const event = findEvent(eventName);
      if (event === undefined)
        throw new VtsError('EventSubscriptionRequestEventTypeUnknown', `There is no event "${eventName.slice(0, 64)}".`);
      if (subscribe) session.subscribe(event, event.prepare(isObject(config) ? config : {}));
      else session.unsubscribe(event.name);
    }
    const subscribedEvents = session.subscribed();
    return { subscribedEventCount: subscribedEvents.length, subscribedEvents };
  },
});
