import { z } from 'zod';
import { CAPTURE_DECODERS } from '#main/connectors/decoders.ts';
import { liveEventSchema } from '#shared/live/live-event.ts';
import { differenceOfEvents } from './subset.ts';
import { RECEIVED_AT_MS, readVectors, type VectorReader } from './vector.ts';

/** Messages, in order, to one decoder; the events that come out. They must also be events by the program's own schema. */
export const eventVectors =
  (platform: string): VectorReader =>
  (dir, path) =>
    readVectors(dir, path, { id: z.string(), input: z.unknown(), expect: z.array(z.unknown()) }).map(({ id, input, expect }) => ({
      name: `${path} ${id}`,
      check: () => checkEvents(platform, JSON.stringify(input), expect),
    }));

export async function checkEvents(platform: string, text: string, expect: readonly unknown[]): Promise<string | undefined> {
  const decoder = CAPTURE_DECODERS.get(platform)?.();
  if (decoder === undefined) return `nothing reads ${platform}`;
  const events = await decoder.decode(new TextEncoder().encode(text), RECEIVED_AT_MS);
  for (const event of events) {
    const parsed = liveEventSchema.safeParse(event);
    if (!parsed.success) return `an event is not valid: ${z.prettifyError(parsed.error)}`;
  }
  return differenceOfEvents(events, expect);
}
