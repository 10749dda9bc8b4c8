import { z } from 'zod';
import { createTiktokRoom } from '#main/connectors/tiktok/tiktok-room.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { differenceOfEvents } from './subset.ts';
import { readVectors, type VectorReader } from './vector.ts';

/** News in order, then fake time; of the events only those that are final count. */
export const tiktokVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    id: z.string(),
    input: z.array(z.object({ event: z.string(), data: z.unknown() })),
    advanceMs: z.number().default(0),
    finalOnly: z.array(z.unknown()).optional(),
    expect: z.array(z.unknown()).optional(),
  }).map(({ id, input, advanceMs, finalOnly, expect }) => ({
    name: `${path} ${id}`,
    check() {
      const clock = createFakeClock();
      const events: LiveEvent[] = [];
      const room = createTiktokRoom({ roomId: '', clock, emit: (batch) => events.push(...batch) });
      for (const news of input) room.take(news);
      clock.advance(advanceMs);
      const final = events.filter((event) => event.kind !== 'gift' || event.final);
      return (finalOnly && differenceOfEvents(final, finalOnly)) ?? (expect && differenceOfEvents(events, expect)) ?? undefined;
    },
  }));
