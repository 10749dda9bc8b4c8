import { z } from 'zod';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { capturedJsonFromText } from '../captured-json.ts';
import type { CaptureDecoder } from '../decoder.types.ts';
import { createErrorCounters } from '../error-counters.ts';
import { eventFromItem } from './data-api-events.ts';

const pageSchema = z.object({ items: z.array(z.unknown()) });

/** `youtube#liveChatMessage` items of the official API, or whole pages of them. */
export function createYoutubeDecoder(): CaptureDecoder {
  const errors = createErrorCounters();
  return {
    platform: 'youtube',
    errors: errors.counts,
    async decode(bytes, receivedAtMs) {
      const { messages, broken } = capturedJsonFromText(new TextDecoder().decode(bytes));
      for (let line = 0; line < broken; line += 1) errors.add('bad-json');
      const events: LiveEvent[] = [];
      for (const item of messages.flatMap(itemsFrom)) {
        try {
          const event = eventFromItem(item, { roomId: '', nowMs: receivedAtMs });
          if (event !== undefined) events.push(event);
        } catch {
          errors.add('bad-message');
        }
      }
      return events;
    },
  };
}

function itemsFrom(message: unknown): readonly unknown[] {
  const page = pageSchema.safeParse(message);
  return page.success ? page.data.items : [message];
}
