import { z } from 'zod';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { capturedJsonFromText } from '../captured-json.ts';
import type { CaptureDecoder } from '../decoder.types.ts';
import { createErrorCounters } from '../error-counters.ts';
import { losslessJson } from '../lossless-json.ts';
import { createTiktokRoom, type TiktokRoom } from './tiktok-room.ts';

const newsSchema = z.object({ event: z.string(), data: z.unknown().optional() });

/** News of the add-on as JSON: `{event, data}`. The file's end ends the streaks that run. */
export function createTiktokDecoder(): CaptureDecoder {
  const errors = createErrorCounters();
  return {
    platform: 'tiktok',
    errors: errors.counts,
    async decode(bytes, receivedAtMs) {
      const events: LiveEvent[] = [];
      const room = createTiktokRoom({
        roomId: '',
        clock: { now: () => receivedAtMs, after: () => () => {} },
        emit: (batch) => events.push(...batch),
      });
      const { messages, broken } = capturedJsonFromText(new TextDecoder().decode(bytes), losslessJson);
      for (let count = 0; count < broken; count += 1) errors.add('not-json');
      for (const message of messages) if (!understood(room, message)) errors.add('bad-message');
      room.close();
      return events;
    },
  };
}

function understood(room: TiktokRoom, message: unknown): boolean {
  const news = newsSchema.safeParse(message);
  if (!news.success) return false;
  try {
    room.take({ event: news.data.event, data: news.data.data ?? {} });
    return true;
  } catch {
    return false;
  }
}
