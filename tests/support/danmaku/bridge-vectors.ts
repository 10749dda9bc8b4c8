import { z } from 'zod';
import { createFeedReader, type DialectName } from '#main/connectors/bridges/feed-reader.ts';
import { liveEventSchema } from '#shared/live/live-event.ts';
import { fieldMapSchema } from '#shared/settings/settings.ts';
import { differenceOfEvents } from './subset.ts';
import { RECEIVED_AT_MS, readVectors, type VectorReader } from './vector.ts';

const DIALECT_OF_FEED: ReadonlyMap<string, DialectName> = new Map([
  ['douyin-barrage-grab', 'barrage-grab'],
  ['dycast', 'dycast'],
  ['barrage-fly-dto', 'barrage-fly'],
  ['webhook-v1', 'webhook'],
]);

/** Raw text to events, or to an error, or to nothing where it is ignored: by the dialect that the vector names, and by looks alone. */
export const bridgeVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    id: z.string(),
    feed: z.string(),
    input: z.string(),
    expect: z.array(z.unknown()).default([]),
    error: z.string().optional(),
    ignored: z.unknown().optional(),
  }).map(({ id, feed, input, expect, error, ignored }) => ({
    name: `${path} ${id}`,
    check() {
      for (const dialect of [DIALECT_OF_FEED.get(feed) ?? 'auto', 'auto'] as const) {
        const reader = createFeedReader({
          id: 'bridge',
          platform: 'douyin',
          dialect,
          fields: fieldMapSchema.parse({}),
          onUnknown() {},
        });
        const { events, fault } = reader.read(input, RECEIVED_AT_MS);
        if (error !== undefined && fault === undefined) return `${dialect}: an error (${error}) was expected`;
        if (error === undefined && fault !== undefined) return `${dialect}: ${fault.code}, ${fault.message}`;
        if (ignored !== undefined && ignored !== false && events.length > 0) return `${dialect}: nothing was expected`;
        for (const event of events) {
          const parsed = liveEventSchema.safeParse(event);
          if (!parsed.success) return `an event is not valid: ${z.prettifyError(parsed.error)}`;
        }
        const difference = differenceOfEvents(events, expect);
        if (difference !== undefined) return `${dialect}: ${difference}`;
      }
      return undefined;
    },
  }));
