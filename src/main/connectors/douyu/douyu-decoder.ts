import { z } from 'zod';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { capturedJsonFromText } from '../captured-json.ts';
import type { CaptureDecoder } from '../decoder.types.ts';
import { createErrorCounters } from '../error-counters.ts';
import { createDouyuTranslator, type DouyuGiftList } from './douyu-events.ts';
import { createDouyuFrames } from './douyu-packets.ts';
import { type SttFields, sttFromText } from './stt.ts';

const messageSchema = z.record(z.string(), z.string());
const NO_GIFTS: DouyuGiftList = { find: () => undefined };

/** Captured frames, STT texts (one on each line), or decoded messages as JSON. Gift names and prices are not fetched. */
export function createDouyuDecoder(): CaptureDecoder {
  const errors = createErrorCounters();
  const translate = createDouyuTranslator('', NO_GIFTS);
  return {
    platform: 'douyu',
    errors: errors.counts,
    async decode(bytes, receivedAtMs) {
      const events: LiveEvent[] = [];
      for (const message of messagesFrom(bytes, errors.add)) {
        const event = translate(message, receivedAtMs);
        if (event !== undefined) events.push(event);
      }
      return events;
    },
  };
}

function messagesFrom(bytes: Uint8Array, onError: (code: string) => void): readonly SttFields[] {
  // A frame's header has zeros in the upper bytes of its lengths; text has none anywhere.
  if (bytes.subarray(0, 12).includes(0)) {
    const frames = createDouyuFrames();
    const { texts, error } = frames.push(bytes);
    if (error !== undefined) onError(error);
    else if (frames.pendingBytes > 0) onError('truncated');
    return texts.map(sttFromText);
  }
  const text = new TextDecoder().decode(bytes);
  if (!/^\s*[[{]/u.test(text)) return text.split(/\r?\n/u).map(sttFromText);
  const { messages, broken } = capturedJsonFromText(text);
  if (broken > 0) onError('bad_json');
  return messages.flatMap((message) => {
    const fields = messageSchema.safeParse(message);
    if (!fields.success) onError('bad_message');
    return fields.success ? [new Map(Object.entries(fields.data))] : [];
  });
}
