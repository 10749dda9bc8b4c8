import { z } from 'zod';
import { type LiveEvent, type LivePlatform, livePlatformSchema } from '#shared/live/live-event.ts';
import { countSchema, idSchema, textSchema } from '../../loose-fields.ts';
import type { Feed, FeedDialect } from '../feed.types.ts';
import { feedBase, feedName, feedText, feedUser, imageUrl } from '../feed-event.ts';

/** barrage-fly and what uses the same client library: `{platform, roomId, type, msg}`. */
const frameSchema = z.object({
  platform: z.string().min(1).max(40),
  roomId: idSchema,
  type: z.string().min(1).max(60),
  msg: z
    .object({
      msgId: idSchema,
      id: idSchema,
      uid: idSchema,
      username: textSchema,
      userAvatar: textSchema,
      badgeName: textSchema,
      badgeLevel: countSchema,
      content: textSchema,
      giftName: textSchema,
      giftId: idSchema,
      giftCount: countSchema,
      giftPrice: countSchema,
      giftImg: textSchema,
      clickCount: countSchema,
      watchingCount: countSchema,
      watchedCount: countSchema,
      likedCount: countSchema,
      socialAction: z.unknown().optional(),
      liveStatusAction: z.unknown().optional(),
    })
    .nullish(),
});
type Frame = z.infer<typeof frameSchema>;
type Message = NonNullable<Frame['msg']>;

export const barrageFly: FeedDialect = {
  recognises: (frame) => frameSchema.safeParse(frame).success,
  read(frame, feed) {
    const { platform, roomId, type, msg } = frameSchema.parse(frame);
    if (msg === null || msg === undefined) return [];
    const base = feedBase(feed, { id: msg.msgId ?? msg.id, roomId, platform: platformFrom(platform) });
    const event = eventFrom(type.toUpperCase(), msg, base, feed);
    return event === undefined ? [] : [event];
  },
};

function platformFrom(name: string): LivePlatform {
  const known = livePlatformSchema.safeParse(name.toLowerCase());
  return known.success ? known.data : 'custom';
}

function eventFrom(type: string, msg: Message, base: ReturnType<typeof feedBase>, feed: Feed): LiveEvent | undefined {
  const user = feedUser({
    id: msg.uid,
    name: msg.username,
    avatarUrl: msg.userAvatar,
    medal: { name: msg.badgeName, level: msg.badgeLevel ?? 0 },
  });
  switch (type) {
    case 'DANMU':
      return { ...base, user, kind: 'chat', ...feedText(msg.content) };
    case 'SUPER_CHAT':
      // What was paid is not among the fields that are known.
      return { ...base, user, kind: 'chat', highlighted: true, ...feedText(msg.content) };
    case 'GIFT':
      return giftFrom(msg, base, user);
    case 'ENTER_ROOM':
      return { ...base, user, kind: 'join' };
    case 'LIKE':
      return { ...base, user, kind: 'like', count: Math.max(1, msg.clickCount ?? 1) };
    case 'SOCIAL':
      return { ...base, user, kind: says(msg.socialAction, 'share', '分享') ? 'share' : 'follow' };
    case 'LIVE_STATUS_CHANGE':
      if (says(msg.liveStatusAction, 'begin', '开播')) return { ...base, kind: 'room', action: 'live_start' };
      return says(msg.liveStatusAction, 'end', '下播') ? { ...base, kind: 'room', action: 'live_end' } : undefined;
    case 'ROOM_STATS':
      return statsFrom(msg, base);
    default:
      feed.onUnknown('unknown-type');
      return undefined;
  }
}

/** Each platform counts prices in coins of its own, and none says whether a gift was free: so no money is claimed. */
function giftFrom(msg: Message, base: ReturnType<typeof feedBase>, user: ReturnType<typeof feedUser>): LiveEvent {
  const id = msg.giftId ?? '0';
  const count = Math.max(1, msg.giftCount ?? 1);
  const image = imageUrl(msg.giftImg);
  const price = msg.giftPrice ?? 0;
  return {
    ...base,
    user,
    kind: 'gift',
    paid: false,
    value: null,
    gift: {
      id,
      name: feedName(msg.giftName, id),
      count,
      ...(image === undefined ? {} : { imageUrl: image }),
      ...(price > 0 ? { unitCoins: price, totalCoins: price * count } : {}),
      comboId: null,
    },
    final: true,
  };
}

function statsFrom(msg: Message, base: ReturnType<typeof feedBase>): LiveEvent {
  return {
    ...base,
    kind: 'stats',
    stats: {
      ...(msg.watchingCount === undefined ? {} : { viewersNow: msg.watchingCount }),
      ...(msg.watchedCount === undefined ? {} : { viewersTotal: msg.watchedCount }),
      ...(msg.likedCount === undefined ? {} : { likeTotal: msg.likedCount }),
    },
  };
}

/** Some versions write an action as a word, others as an object of a code and a name. */
function says(action: unknown, ...words: readonly string[]): boolean {
  const text = (JSON.stringify(action) ?? '').toLowerCase();
  return words.some((word) => text.includes(word));
}
