import { z } from 'zod';
import type { LiveEvent, LivePlatform, LiveUser, Money } from '#shared/live/live-event.ts';
import { countSchema, idSchema, textSchema } from '../../loose-fields.ts';
import type { Feed, FeedDialect } from '../feed.types.ts';
import { eventId, feedBase, feedText, feedUser } from '../feed-event.ts';
import { textFromHtml } from '../html-text.ts';

/**
 * OneComme (わんコメ), which gathers chats of many services: `{type, data}` at ws://127.0.0.1:11180/sub?p=comments (version 8 and later send nothing
 * without that parameter). `connected` brings the comments that are already there.
 */
const commentSchema = z.object({
  service: textSchema,
  data: z.object({
    id: z.union([z.string().min(1), z.number()]).transform(String),
    liveId: idSchema,
    userId: idSchema,
    name: textSchema,
    displayName: textSchema,
    originalProfileImage: textSchema,
    profileImage: textSchema,
    comment: textSchema,
    timestamp: z.union([z.string(), z.number()]).nullish(),
    isOwner: z.boolean().nullish(),
    isModerator: z.boolean().nullish(),
    isMember: z.boolean().nullish(),
    isFirstTime: z.boolean().nullish(),
    hasGift: z.boolean().nullish(),
    price: z.union([z.number(), z.string()]).nullish(),
    unit: textSchema,
    bits: countSchema,
  }),
});
type Comment = z.infer<typeof commentSchema>;
const frameSchema = z.object({ type: z.string(), data: z.unknown().optional() });
const commentsSchema = z.object({ comments: z.array(z.unknown()).default([]) });
const idsSchema = z.array(z.union([z.string(), z.number()]).transform(String)).max(1000);
const KNOWN = new Set([
  'connected',
  'comments',
  'deleted',
  'clear',
  'config',
  'meta',
  'meta.clear',
  'services',
  'waitingList',
  'pinned',
  'userData',
  'notification',
  'yourdata',
  'reactions',
]);

export const onecomme: FeedDialect = {
  recognises: (message) => {
    const frame = frameSchema.safeParse(message);
    return frame.success && KNOWN.has(frame.data.type);
  },
  isHistory(message) {
    const frame = frameSchema.safeParse(message);
    return frame.success && frame.data.type === 'connected';
  },
  read(message, feed) {
    const { type, data } = frameSchema.parse(message);
    switch (type) {
      case 'connected':
      case 'comments':
        return commentsFrom(data, feed);
      case 'deleted':
        return deletionFrom(data, feed);
      default:
        if (!KNOWN.has(type)) feed.onUnknown('unknown-type');
        return [];
    }
  },
};

function commentsFrom(data: unknown, feed: Feed): readonly LiveEvent[] {
  return commentsSchema.parse(data).comments.flatMap((one) => {
    const comment = commentSchema.safeParse(one);
    if (!comment.success) feed.onUnknown('bad-comment');
    return comment.success ? [eventFrom(comment.data, feed)] : [];
  });
}

function eventFrom({ service, data }: Comment, feed: Feed): LiveEvent {
  const base = feedBase(feed, {
    id: data.id,
    roomId: data.liveId,
    platform: platformOf(service),
    timeMs: timeOf(data.timestamp),
  });
  const user = feedUser({
    id: data.userId,
    name: data.name || data.displayName,
    avatarUrl: data.originalProfileImage || data.profileImage,
    roles: rolesOf(data),
  });
  const words = feedText(textFromHtml(data.comment));
  const value = moneyFrom(data.price, data.unit);
  // Without a currency that is known nothing is claimed to be paid; the line stands out all the same.
  if (value !== undefined) return { ...base, user, kind: 'superchat', text: words.text, value };
  return {
    ...base,
    user,
    kind: 'chat',
    ...words,
    ...(data.hasGift === true ? { highlighted: true } : {}),
    ...(data.isFirstTime === true ? { firstMessage: true } : {}),
  };
}

/** Comments that were taken back. They may be of any of the services that are open; the ids tell them apart. */
function deletionFrom(data: unknown, feed: Feed): readonly LiveEvent[] {
  const ids = idsSchema.safeParse(data);
  if (!ids.success || ids.data.length === 0) return [];
  const platforms: readonly LivePlatform[] = [...new Set(SERVICES.values()), 'custom'];
  const targetIds = ids.data.flatMap((id) => platforms.flatMap((platform) => eventId(platform, id) ?? []));
  return [{ ...feedBase(feed, {}), kind: 'retract', targetIds }];
}

const SERVICES: ReadonlyMap<string, LivePlatform> = new Map([
  ['youtube', 'youtube'],
  ['twitch', 'twitch'],
  ['bilibili', 'bilibili'],
  ['tiktok', 'tiktok'],
]);
const platformOf = (service: string): LivePlatform => SERVICES.get(service) ?? 'custom';

function rolesOf(data: Comment['data']): LiveUser['roles'] {
  return [
    ...(data.isOwner === true ? (['owner'] as const) : []),
    ...(data.isModerator === true ? (['moderator'] as const) : []),
    ...(data.isMember === true ? (['member'] as const) : []),
  ];
}

function timeOf(timestamp: Comment['data']['timestamp']): number | undefined {
  const ms = typeof timestamp === 'string' ? Date.parse(timestamp) : (timestamp ?? Number.NaN);
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

const CURRENCIES: ReadonlyMap<string, string> = new Map([
  // A program of Japanese streamers: its bare yen sign is the yen.
  ['¥', 'JPY'],
  ['￥', 'JPY'],
  ['円', 'JPY'],
  ['$', 'USD'],
  ['US$', 'USD'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['₩', 'KRW'],
  ['NT$', 'TWD'],
  ['HK$', 'HKD'],
  ['CA$', 'CAD'],
  ['A$', 'AUD'],
  ['R$', 'BRL'],
]);

function moneyFrom(price: number | string | null | undefined, unit: string): Money | undefined {
  const amount = typeof price === 'string' ? Number(price.replaceAll(',', '')) : (price ?? 0);
  const sign = unit.trim();
  const currency = CURRENCIES.get(sign) ?? (/^[A-Z]{3}$/u.test(sign) ? sign : undefined);
  const micros = Math.round(amount * 1_000_000);
  if (currency === undefined || !Number.isSafeInteger(micros) || micros <= 0) return undefined;
  return { currency, micros, estimated: false };
}
