import type { LiveEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import type { ErrorCounters } from '../error-counters.ts';
import { BadMessage, type MessageTranslator } from './events/bilibili-base.ts';

/** Messages → events, each once: the platform sends some twice, after a reconnect or by design. Whatever one message does, the next ones are read. */
export interface MessageReader {
  read(messages: readonly unknown[], nowMs: number): readonly LiveEvent[];
}

const REMEMBERED_IDS = 4096;

export function createMessageReader(translate: MessageTranslator['eventsFrom'], errors: ErrorCounters): MessageReader {
  const seen = createRecentIds(REMEMBERED_IDS);
  const eventsOf = (message: unknown, nowMs: number): readonly LiveEvent[] => {
    try {
      return translate(message, nowMs);
    } catch (cause) {
      errors.add(cause instanceof RangeError ? 'bad-protobuf' : cause instanceof BadMessage ? 'bad-message' : 'failed-message');
      return [];
    }
  };
  return {
    read(messages, nowMs) {
      const events: LiveEvent[] = [];
      for (const message of messages)
        for (const event of eventsOf(message, nowMs)) {
          if (seen.add(event.id)) events.push(event);
          else errors.add('duplicate');
        }
      return events;
    },
  };
}
