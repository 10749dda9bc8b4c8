import { z } from 'zod';
import {
  chatEventSchema,
  type LiveEvent,
  liveEventSchema,
  livePlatformSchema,
  liveUserSchema,
  MAX_EVENT_TEXT,
} from '#shared/live/live-event.ts';
import { cleanText } from '../../clean-text.ts';
import { type Feed, type FeedDialect, FeedFault } from '../feed.types.ts';
import { eventId, feedBase } from '../feed-event.ts';

/**
 * Yingxi's own form: one event of the program's schema, or up to 100 of them in an array. Only `v`, `kind`, `platform` and what makes the kind
 * are required; where it came from and when it came is ours to say.
 */
const MOST_EVENTS = 100;
const envelopeSchema = z.object({
  v: z.literal(1),
  kind: z.string().max(40),
  platform: livePlatformSchema,
  id: z.string().max(280).optional(),
  roomId: z.string().max(200).optional(),
  timestamp: z.number().optional(),
  text: z.string().optional(),
  segments: z.unknown().optional(),
  user: z.looseObject({}).optional(),
});
type Envelope = z.infer<typeof envelopeSchema>;

export const webhook: FeedDialect = {
  recognises: (message) => isEnvelope(Array.isArray(message) ? message[0] : message),
  /** All or nothing: one event that is not valid refuses the whole message. */
  read(message, feed) {
    const list: readonly unknown[] = Array.isArray(message) ? message : [message];
    if (list.length > MOST_EVENTS) throw new FeedFault(`at most ${MOST_EVENTS} events at once; these are ${list.length}`);
    return list.map((one) => eventFrom(one, feed));
  },
};

const isEnvelope = (message: unknown): boolean => z.object({ v: z.literal(1), kind: z.string() }).safeParse(message).success;

function eventFrom(posted: unknown, feed: Feed): LiveEvent {
  const envelope = envelopeSchema.parse(posted);
  const base = feedBase(feed, {
    id: eventId(envelope.platform, envelope.id),
    platform: envelope.platform,
    roomId: envelope.roomId,
    timeMs: envelope.timestamp,
  });
  return liveEventSchema.parse({
    ...(typeof posted === 'object' ? posted : {}),
    ...base,
    source: 'webhook',
    ...wordsOf(envelope),
    ...defaultsOf(envelope.kind, posted),
    ...(envelope.user === undefined ? {} : { user: userOf(envelope.user) }),
    raw: undefined,
  });
}

function wordsOf({ kind, text, segments }: Envelope) {
  if (text === undefined) return {};
  const words = cleanText(text, MAX_EVENT_TEXT);
  if (kind !== 'chat') return { text: words };
  const own = chatEventSchema.shape.segments.safeParse(segments);
  const fits = own.success && own.data.length > 0 && words === text;
  return { text: words, segments: fits ? own.data : [{ type: 'text', text: words }] };
}

/** What an event may leave out because there is a harmless answer. */
function defaultsOf(kind: string, posted: unknown): Readonly<Record<string, unknown>> {
  const has = (name: string): boolean => typeof posted === 'object' && posted !== null && Object.hasOwn(posted, name);
  const missing = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !has(name)));
  if (kind === 'gift') return missing({ paid: false, value: null, final: true });
  return kind === 'membership' ? missing({ value: null }) : kind === 'like' ? missing({ count: 1 }) : {};
}

function userOf(user: Readonly<Record<string, unknown>>) {
  const parsed = liveUserSchema.parse({ id: null, ...user });
  return { ...parsed, name: cleanText(parsed.name, 200) };
}
