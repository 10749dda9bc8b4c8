import type { GiftEvent, LiveEvent, LiveUser } from '#shared/live/live-event.ts';
import { MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';
import { type TiktokMessage, tiktokMessageSchema } from './tiktok-message.wire.ts';

/** One event of the add-on: its name and what it carries. */
export interface TiktokNews {
  readonly event: string;
  readonly data: unknown;
}
export const TIKTOK_EVENTS = ['chat', 'gift', 'like', 'member', 'follow', 'share', 'roomUser', 'streamEnd'] as const;

/** What it means. `streakKey`: a gift that may be told again with a growing count; see gift-streaks.ts. */
export interface TiktokReading {
  readonly event: LiveEvent;
  readonly streakKey?: string;
}

export interface TiktokTranslator {
  /** Undefined for what means nothing here; throws a zod error for a message that is not what it should be. */
  read(news: TiktokNews, nowMs: number): TiktokReading | undefined;
}

const LONGEST_NAME = 200;
/** Gifts of this type come in streaks; all others once. */
const STREAK = 1;

export function createTiktokTranslator(roomId: string): TiktokTranslator {
  let count = 0;
  const baseOf = ({ common }: TiktokMessage, nowMs: number) => {
    count += 1;
    const sentMs = common?.createTime ?? '';
    return {
      v: 1 as const,
      id: `tiktok:${common?.msgId ?? `${Math.floor(nowMs)}-${count}`}`,
      platform: 'tiktok' as const,
      source: 'tiktok' as const,
      roomId: common?.roomId ?? roomId,
      timestamp: /^\d{13}$/u.test(sentMs) ? Number(sentMs) : nowMs,
      receivedAt: nowMs,
    };
  };
  return {
    read({ event: name, data }, nowMs) {
      const message = tiktokMessageSchema.parse(data);
      const base = baseOf(message, nowMs);
      const user = userFrom(message);
      switch (name) {
        case 'chat': {
          const text = cleanText(message.comment, MAX_EVENT_TEXT);
          return { event: { ...base, user, kind: 'chat', text, segments: [{ type: 'text', text }] } };
        }
        case 'gift':
          return giftFrom(message, base, user);
        case 'like':
          return { event: { ...base, user, kind: 'like', count: Math.max(1, message.likeCount ?? 1) } };
        case 'member':
          return { event: { ...base, user, kind: 'join' } };
        case 'follow':
        case 'share':
          return { event: { ...base, user, kind: name } };
        case 'roomUser':
          return statsFrom(message, base);
        case 'streamEnd':
          return { event: { ...base, kind: 'room', action: 'live_end' } };
        default:
          return undefined;
      }
    },
  };
}

type Base = Omit<GiftEvent, 'kind' | 'user' | 'paid' | 'value' | 'gift' | 'final'>;

/** Coins are not money: what a coin cost differs by country and shop. */
function giftFrom(message: TiktokMessage, base: Base, user: LiveUser): TiktokReading {
  const id = message.giftId ?? '0';
  const details = message.giftDetails;
  const count = Math.max(1, message.repeatCount ?? 1);
  const coins = details?.diamondCount ?? 0;
  const image = details?.giftImage ?? undefined;
  const isStreak = details?.giftType === STREAK;
  const isEnd = message.repeatEnd === true || message.repeatEnd === 1;
  const streakKey = `${user.id ?? user.name}:${id}:${message.groupId ?? ''}`.slice(0, 300);
  const event: GiftEvent = {
    ...base,
    user,
    kind: 'gift',
    paid: coins > 0,
    value: null,
    gift: {
      id,
      name: cleanText(details?.giftName ?? '', LONGEST_NAME).trim() || id,
      count,
      ...(image?.startsWith('https://') === true ? { imageUrl: image } : {}),
      unitCoins: coins,
      totalCoins: coins * count,
      coinName: 'coins',
      comboId: isStreak ? streakKey : null,
    },
    final: !isStreak || isEnd,
  };
  return isStreak ? { event, streakKey } : { event };
}

function statsFrom(message: TiktokMessage, base: Base): TiktokReading | undefined {
  const { viewerCount, totalUser } = message;
  if (viewerCount === undefined && totalUser === undefined) return undefined;
  const stats = {
    ...(viewerCount === undefined ? {} : { viewersNow: viewerCount }),
    ...(totalUser === undefined ? {} : { viewersTotal: totalUser }),
  };
  return { event: { ...base, kind: 'stats', stats } };
}

function userFrom({ user, userIdentity }: TiktokMessage): LiveUser {
  const login = user?.uniqueId ?? '';
  const avatar = user?.profilePicture ?? undefined;
  return {
    id: user?.userId ?? null,
    name: cleanText(user?.nickname || login, LONGEST_NAME).trim() || '?',
    ...(login === '' ? {} : { login: login.slice(0, LONGEST_NAME) }),
    masked: false,
    roles: [
      ...(userIdentity?.isAnchor === true ? (['owner'] as const) : []),
      ...(userIdentity?.isModeratorOfAnchor === true ? (['moderator'] as const) : []),
      ...(userIdentity?.isSubscriberOfAnchor === true ? (['member'] as const) : []),
      ...(user?.verified === true ? (['verified'] as const) : []),
    ],
    ...(avatar?.startsWith('https://') === true ? { avatarUrl: avatar.slice(0, 2000) } : {}),
  };
}
