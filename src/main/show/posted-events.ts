import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { PostedEvent, postEventsInputSchema } from '#shared/contract/live.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';

/** Name of a viewer who gave none. */
const NAMELESS = 'Guest';

/** Complete live events from what a script, a plugin or the practice box posted. */
export function eventsFromPosted(input: z.infer<typeof postEventsInputSchema>, nowMs: number): readonly LiveEvent[] {
  const posted: readonly PostedEvent[] = 'events' in input ? input.events : [input];
  return posted.map((event) => eventFromPosted(event, nowMs));
}

function eventFromPosted(posted: PostedEvent, nowMs: number): LiveEvent {
  if ('v' in posted) return { ...posted, receivedAt: nowMs };
  const user = typeof posted.user === 'string' ? { name: posted.user } : (posted.user ?? { name: NAMELESS });
  return {
    v: 1,
    id: `api:${posted.id ?? randomUUID()}`,
    kind: 'chat',
    platform: 'custom',
    source: 'webhook',
    roomId: 'api',
    timestamp: nowMs,
    receivedAt: nowMs,
    user: { id: ('id' in user ? user.id : undefined) ?? `api:${user.name}`, name: user.name, masked: false, roles: [] },
    text: posted.text,
    segments: [{ type: 'text', text: posted.text }],
  };
}
