import { z } from 'zod';
import type { LiveEvent, LiveUser } from '#shared/live/live-event.ts';
import { countSchema, idSchema, textSchema } from '../../loose-fields.ts';
import { losslessJson } from '../../lossless-json.ts';
import type { Feed, FeedDialect } from '../feed.types.ts';
import { diamonds, feedBase, feedName, feedText, feedUser } from '../feed-event.ts';

/**
 * DouyinBarrageGrab and its kin: `{Type, ProcessName, Data}`, where Data is JSON text or, in variants, an object. A fork on the same port numbers
 * its types otherwise, has no ProcessName, and sends objects.
 */
const userSchema = z.object({
  Id: idSchema,
  SecUid: idSchema,
  Nickname: textSchema,
  NickName: textSchema,
  HeadImgUrl: textSchema,
  Avatar: textSchema,
  PayLevel: countSchema,
  IsAdmin: z.boolean().nullish(),
  IsAnchor: z.boolean().nullish(),
  FansClub: z.object({ ClubName: textSchema, Level: countSchema }).nullish(),
});
const dataSchema = z.object({
  MsgId: idSchema,
  User: userSchema.nullish(),
  Content: textSchema,
  RoomId: idSchema,
  GiftId: idSchema,
  GiftName: textSchema,
  GroupId: idSchema,
  GiftCount: countSchema,
  DiamondCount: countSchema,
  Combo: z.boolean().nullish(),
  ImgUrl: textSchema,
  ToUser: z.object({ Id: idSchema, Nickname: textSchema }).nullish(),
  Count: countSchema,
  OnlineUserCount: countSchema,
  TotalUserCount: countSchema,
  /** Of a fan club: 1 a level up, 2 joined. */
  Type: countSchema,
  Level: countSchema,
});
type Data = z.infer<typeof dataSchema>;
const frameSchema = z.object({ Type: z.number().int(), ProcessName: z.string().optional(), Data: z.unknown() });

type Meaning = 'chat' | 'like' | 'join' | 'follow' | 'gift' | 'stats' | 'fan-club' | 'share' | 'end';
const ORIGINAL: ReadonlyMap<number, Meaning> = new Map([
  [1, 'chat'],
  [2, 'like'],
  [3, 'join'],
  [4, 'follow'],
  [5, 'gift'],
  [6, 'stats'],
  [7, 'fan-club'],
  [8, 'share'],
  [9, 'end'],
]);
/** 8 (status) and 10 (room state) say nothing that a viewer did. */
const FORK: ReadonlyMap<number, Meaning> = new Map([
  [1, 'join'],
  [2, 'follow'],
  [3, 'chat'],
  [4, 'like'],
  [5, 'gift'],
  [6, 'share'],
  [7, 'stats'],
  [9, 'fan-club'],
]);

export const barrageGrab = dialect(ORIGINAL, (frame) => typeof frame.Data === 'string' || frame.ProcessName !== undefined);
export const barrageGrabFork = dialect(FORK, (frame) => typeof frame.Data !== 'string' && frame.ProcessName === undefined);

function dialect(meanings: ReadonlyMap<number, Meaning>, isOurs: (frame: z.infer<typeof frameSchema>) => boolean): FeedDialect {
  return {
    recognises(message) {
      const frame = frameSchema.safeParse(message);
      return frame.success && frame.data.Data !== undefined && isOurs(frame.data);
    },
    read(message, feed) {
      const { Type, Data } = frameSchema.parse(message);
      const meaning = meanings.get(Type);
      if (meaning === undefined) {
        feed.onUnknown('unknown-type');
        return [];
      }
      const data = dataSchema.parse(typeof Data === 'string' ? losslessJson(Data) : Data);
      const event = eventFrom(meaning, data, feed);
      return event === undefined ? [] : [event];
    },
  };
}

function eventFrom(meaning: Meaning, data: Data, feed: Feed): LiveEvent | undefined {
  const base = feedBase(feed, { id: data.MsgId, roomId: data.RoomId });
  if (meaning === 'stats') {
    return {
      ...base,
      kind: 'stats',
      stats: {
        ...(data.OnlineUserCount === undefined ? {} : { viewersNow: data.OnlineUserCount }),
        ...(data.TotalUserCount === undefined ? {} : { viewersTotal: data.TotalUserCount }),
      },
    };
  }
  if (meaning === 'end') return { ...base, kind: 'room', action: 'live_end' };
  const user = userFrom(data);
  switch (meaning) {
    case 'chat':
      return { ...base, user, kind: 'chat', ...feedText(data.Content) };
    case 'like':
      return { ...base, user, kind: 'like', count: Math.max(1, data.Count ?? 1) };
    case 'join':
    case 'follow':
    case 'share':
      return { ...base, user, kind: meaning };
    case 'fan-club':
      return fanClub(data, base, user);
    case 'gift':
      return gift(data, base, user);
  }
}

function fanClub(data: Data, base: ReturnType<typeof feedBase>, user: LiveUser): LiveEvent {
  const tierName = data.User?.FansClub?.ClubName ?? '';
  return {
    ...base,
    user,
    kind: 'membership',
    membership: {
      action: data.Type === 1 ? 'level_up' : 'join',
      tier: String(data.Level ?? data.User?.FansClub?.Level ?? 1),
      ...(tierName === '' ? {} : { tierName: feedName(tierName, '') }),
      months: null,
    },
    value: null,
  };
}

/** `GiftCount` is what this message adds; a message that adds nothing only closes a combo. */
function gift(data: Data, base: ReturnType<typeof feedBase>, user: LiveUser): LiveEvent | undefined {
  const count = data.GiftCount ?? 1;
  if (count === 0) return undefined;
  const id = data.GiftId ?? '0';
  const { paid, value, coins } = diamonds(data.DiamondCount ?? 0, count);
  const recipient = data.ToUser?.Nickname ?? '';
  return {
    ...base,
    user,
    kind: 'gift',
    paid,
    value,
    gift: {
      id,
      name: feedName(data.GiftName, id),
      count,
      ...(/^https?:/iu.test(data.ImgUrl) ? { imageUrl: data.ImgUrl.replace(/^http:/iu, 'https:') } : {}),
      ...coins,
      comboId: data.Combo === true ? `${user.id ?? user.name}:${id}:${data.GroupId ?? ''}` : null,
      ...(recipient === ''
        ? {}
        : { recipient: { name: recipient, ...(data.ToUser?.Id === undefined ? {} : { id: data.ToUser.Id }) } }),
    },
    final: true,
  };
}

/** `SecUid` is the same in every room; `Id` may be hidden or shortened. */
function userFrom({ User }: Data): LiveUser {
  const club = User?.FansClub;
  return feedUser({
    id: User?.SecUid ?? User?.Id,
    name: User?.Nickname || User?.NickName || '',
    avatarUrl: User?.HeadImgUrl || User?.Avatar,
    medal: club === null || club === undefined ? undefined : { name: club.ClubName, level: club.Level ?? 0 },
    roles: [
      ...(User?.IsAnchor === true ? (['owner'] as const) : []),
      ...(User?.IsAdmin === true ? (['moderator'] as const) : []),
    ],
    userLevel: User?.PayLevel,
  });
}
