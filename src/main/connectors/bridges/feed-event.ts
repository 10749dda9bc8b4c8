import { type GiftEvent, type LivePlatform, type LiveUser, MAX_EVENT_TEXT, type Segment } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';
import type { Feed } from './feed.types.ts';

/** Parts of events that the dialects share. */

const LONGEST_ID = 200;

/** Who or what an event is of. */
export function feedBase(
  feed: Feed,
  part: { id?: string | undefined; roomId?: string | undefined; platform?: LivePlatform; timeMs?: number | undefined },
) {
  const platform = part.platform ?? feed.platform;
  return {
    v: 1 as const,
    id: eventId(platform, part.id) ?? `${platform}:${Math.floor(feed.nowMs)}-${feed.nextNumber()}`,
    platform,
    source: 'bridge' as const,
    roomId: part.roomId ?? feed.roomId,
    timestamp: part.timeMs ?? feed.nowMs,
    receivedAt: feed.nowMs,
  };
}

/** `<platform>:<native id>`; an id that is written so already is kept. */
export function eventId(platform: string, id: string | undefined): string | undefined {
  if (id === undefined || id === '') return undefined;
  return (id.startsWith(`${platform}:`) ? id : `${platform}:${id}`).slice(0, 300);
}

export function feedUser(user: {
  readonly id: string | undefined;
  readonly name: string;
  readonly avatarUrl?: string | undefined;
  readonly medal?: { readonly name: string; readonly level: number } | undefined;
  readonly roles?: LiveUser['roles'];
  readonly userLevel?: number | undefined;
}): LiveUser {
  const { id, avatarUrl, medal, userLevel } = user;
  const image = avatarUrl === undefined ? undefined : imageUrl(avatarUrl);
  const medalName = cleanText(medal?.name ?? '', 60);
  return {
    id: id ?? null,
    name: cleanText(user.name, LONGEST_ID).trim() || '?',
    masked: false,
    roles: user.roles ?? [],
    ...(image === undefined ? {} : { avatarUrl: image }),
    ...(medal === undefined || medalName === '' ? {} : { medal: { name: medalName, level: medal.level } }),
    ...(userLevel === undefined || userLevel === 0 ? {} : { userLevel }),
  };
}

/** Only pictures from the web, and those over https. */
export function imageUrl(address: string): string | undefined {
  const secure = address
    .trim()
    .replace(/^http:\/\//iu, 'https://')
    .replace(/^\/\//u, 'https://');
  return /^https:\/\/\S{1,1990}$/iu.test(secure) ? secure : undefined;
}

export function feedText(text: string): { readonly text: string; readonly segments: Segment[] } {
  const clean = cleanText(text, MAX_EVENT_TEXT);
  return { text: clean, segments: [{ type: 'text', text: clean }] };
}

/** A gift's or level's name, else what stands in for it. */
export const feedName = (name: string, otherwise: string): string => cleanText(name, LONGEST_ID).trim() || otherwise;

/** Coins of Douyin, of which ten cost about 1 CNY in the shop. */
const MICROS_PER_DIAMOND = 100_000;
export function diamonds(
  unit: number,
  count: number,
): Pick<GiftEvent, 'paid' | 'value'> & { readonly coins: Partial<GiftEvent['gift']> } {
  const total = unit * count;
  return {
    paid: total > 0,
    value: total > 0 ? { currency: 'CNY', micros: total * MICROS_PER_DIAMOND, estimated: true } : null,
    coins: unit > 0 ? { unitCoins: unit, totalCoins: total, coinName: '抖币' } : {},
  };
}
