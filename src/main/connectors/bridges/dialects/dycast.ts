import { z } from 'zod';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { countSchema, idSchema, textSchema } from '../../loose-fields.ts';
import type { Feed, FeedDialect } from '../feed.types.ts';
import { diamonds, feedBase, feedName, feedText, feedUser } from '../feed-event.ts';

/** dycast: a relay of Douyin rooms that sends arrays of messages, named as Douyin names them. */
const messageSchema = z.object({
  id: idSchema,
  method: z.string().startsWith('Webcast'),
  user: z.object({ id: idSchema, name: textSchema, avatar: textSchema }).nullish(),
  content: textSchema,
  gift: z
    .object({
      id: idSchema,
      name: textSchema,
      price: countSchema,
      count: countSchema,
      icon: textSchema,
      repeatEnd: z.union([z.number(), z.boolean(), z.string()]).nullish(),
    })
    .nullish(),
  room: z
    .object({
      id: idSchema,
      likeCount: countSchema,
      audienceCount: countSchema,
      totalUserCount: countSchema,
      status: countSchema,
    })
    .nullish(),
});
type Message = z.infer<typeof messageSchema>;
const listSchema = z.array(z.unknown());

export const dycast: FeedDialect = {
  recognises: (frame) => {
    const list = listSchema.safeParse(frame);
    return list.success && list.data.length > 0 && messageSchema.safeParse(list.data[0]).success;
  },
  read(frame, feed) {
    const list = listSchema.safeParse(frame);
    const messages = list.success ? list.data : [frame];
    return messages.flatMap((one) => {
      const message = messageSchema.safeParse(one);
      if (!message.success) feed.onUnknown('bad-message');
      const event = message.success ? eventFrom(message.data, feed) : undefined;
      return event === undefined ? [] : [event];
    });
  },
};

function eventFrom(message: Message, feed: Feed): LiveEvent | undefined {
  const base = feedBase(feed, { id: message.id, roomId: message.room?.id });
  const user = feedUser({ id: message.user?.id, name: message.user?.name ?? '', avatarUrl: message.user?.avatar });
  switch (message.method) {
    case 'WebcastChatMessage':
    case 'WebcastEmojiChatMessage':
      return { ...base, user, kind: 'chat', ...feedText(message.content) };
    case 'WebcastLikeMessage':
      return { ...base, user, kind: 'like', count: likesIn(message.content) };
    case 'WebcastMemberMessage':
      return { ...base, user, kind: 'join' };
    case 'WebcastSocialMessage':
      // One method for both; the words tell them apart.
      return { ...base, user, kind: message.content.includes('分享') ? 'share' : 'follow' };
    case 'WebcastGiftMessage':
      return giftFrom(message, base, user);
    case 'WebcastFansclubMessage':
      return {
        ...base,
        user,
        kind: 'membership',
        membership: { action: message.content.includes('升级') ? 'level_up' : 'join', tier: 'fansclub', months: null },
        value: null,
      };
    case 'WebcastRoomUserSeqMessage':
      return statsFrom(message, base);
    case 'WebcastControlMessage':
      return message.room?.status === 3 ? { ...base, kind: 'room', action: 'live_end' } : undefined;
    default:
      feed.onUnknown('unknown-method');
      return undefined;
  }
}

/** "…点赞了(3)": the number stands nowhere else. */
function likesIn(content: string): number {
  const count = Number(/[(（](\d{1,6})[)）]/u.exec(content)?.[1]);
  return count > 0 ? count : 1;
}

function giftFrom(
  { gift }: Message,
  base: ReturnType<typeof feedBase>,
  user: ReturnType<typeof feedUser>,
): LiveEvent | undefined {
  if (gift === null || gift === undefined) return undefined;
  const id = gift.id ?? '0';
  const count = Math.max(1, gift.count ?? 1);
  const { paid, value, coins } = diamonds(gift.price ?? 0, count);
  const isRunning = gift.repeatEnd === 0 || gift.repeatEnd === '0' || gift.repeatEnd === false;
  return {
    ...base,
    user,
    kind: 'gift',
    paid,
    value,
    gift: {
      id,
      name: feedName(gift.name, id),
      count,
      ...(/^https?:/iu.test(gift.icon) ? { imageUrl: gift.icon.replace(/^http:/iu, 'https:') } : {}),
      ...coins,
      comboId: `${user.id ?? user.name}:${id}`,
    },
    // The counts of a running streak are totals so far; see gift-streaks.ts.
    final: !isRunning,
  };
}

function statsFrom({ room }: Message, base: ReturnType<typeof feedBase>): LiveEvent | undefined {
  const viewersNow = room?.audienceCount;
  const viewersTotal = room?.totalUserCount;
  if (viewersNow === undefined && viewersTotal === undefined) return undefined;
  return {
    ...base,
    kind: 'stats',
    stats: {
      ...(viewersNow === undefined ? {} : { viewersNow }),
      ...(viewersTotal === undefined ? {} : { viewersTotal }),
    },
  };
}
