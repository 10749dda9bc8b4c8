import { fieldMapSchema } from '#shared/settings/settings.ts';
import { capturedJsonFromText } from '../captured-json.ts';
import type { CaptureDecoder } from '../decoder.types.ts';
import { createErrorCounters } from '../error-counters.ts';
import { losslessJson } from '../lossless-json.ts';
import { createFeedReader, type DialectName } from './feed-reader.ts';

/** What a bridge brought: one text frame or request body, or one on each line, or an array of them. */
export function createBridgeDecoder(platform: string, dialect: 'auto' | DialectName): CaptureDecoder {
  const errors = createErrorCounters();
  const reader = createFeedReader({
    id: '',
    platform: 'douyin',
    dialect,
    fields: fieldMapSchema.parse({}),
    onUnknown: errors.add,
  });
  return {
    platform,
    errors: errors.counts,
    async decode(bytes, receivedAtMs) {
      const text = new TextDecoder().decode(bytes);
      const whole = reader.read(text, receivedAtMs);
      if (whole.fault === undefined) return whole.events;
      // Some programs write arrays themselves, so an array was tried as one frame first.
      const { messages, broken } = capturedJsonFromText(text, losslessJson);
      if (messages.length < 2 && broken === 0) errors.add(whole.fault.code);
      for (let count = 0; count < broken; count += 1) errors.add('not-json');
      if (messages.length < 2) return [];
      return messages.flatMap((message) => {
        const { events, fault } = reader.read(JSON.stringify(message), receivedAtMs);
        if (fault !== undefined) errors.add(fault.code);
        return events;
      });
    },
  };
}
