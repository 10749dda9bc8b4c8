import { z } from 'zod';

/** Everything a live room can tell us, as one discriminated union over `kind`. Ids are strings; money is integer micros. */

export const livePlatformSchema = z.enum([
  'bilibili',
  'twitch',
  'youtube',
  'douyu',
  'huya',
  'douyin',
  'kuaishou',
  'tiktok',
  'custom',
]);
export type LivePlatform = z.infer<typeof livePlatformSchema>;

/** Which connector produced the event; two may serve one platform. */
export const liveSourceSchema = z.enum([
  'bilibili-open',
  'bilibili-web',
  'twitch-irc',
  'twitch-eventsub',
  'youtube-innertube',
  'youtube-data-api',
  'douyu',
  'tiktok',
  'bridge',
  'webhook',
  'simulator',
  /** The streamer's own words, through her ears. */
  'microphone',
]);
export type LiveSource = z.infer<typeof liveSourceSchema>;

/** 1 unit of the ISO 4217 currency = 1 000 000 micros. `estimated`: derived from platform coins by a rate. */
export const moneySchema = z.object({
  currency: z.string().length(3),
  micros: z.number().int().nonnegative(),
  estimated: z.boolean(),
});
export type Money = z.infer<typeof moneySchema>;

export const roleSchema = z.enum(['owner', 'moderator', 'vip', 'member', 'verified']);
export type Role = z.infer<typeof roleSchema>;

const fanMedalSchema = z.object({
  name: z.string(),
  level: z.number().int(),
  anchorName: z.string().optional(),
  anchorRoomId: z.string().optional(),
  ofThisRoom: z.boolean().optional(),
  color: z.string().optional(),
});

/** `id` is null when the platform hides it; a masked name is never a key. */
export const liveUserSchema = z.object({
  id: z.string().max(200).nullable(),
  name: z.string().max(200),
  login: z.string().max(200).optional(),
  masked: z.boolean().default(false),
  anonymous: z.boolean().optional(),
  avatarUrl: z.string().max(2000).optional(),
  roles: z.array(roleSchema).max(8).default([]),
  guardLevel: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).optional(),
  medal: fanMedalSchema.nullable().optional(),
  userLevel: z.number().int().optional(),
  badges: z
    .array(z.object({ set: z.string(), version: z.string(), imageUrl: z.string().optional() }))
    .max(32)
    .optional(),
  color: z.string().max(32).optional(),
});
export type LiveUser = z.infer<typeof liveUserSchema>;

export const segmentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('emote'), name: z.string(), id: z.string().optional(), url: z.string().optional() }),
  z.object({ type: z.literal('mention'), text: z.string(), userId: z.string().optional() }),
]);
export type Segment = z.infer<typeof segmentSchema>;

/** Longest text of one message that is taken in; platforms allow 20 to 500 characters. */
export const MAX_EVENT_TEXT = 4000;
const text = z.string().max(MAX_EVENT_TEXT);
const sticker = z.object({ id: z.string().optional(), url: z.string().optional(), alt: z.string().optional() });

const base = {
  v: z.literal(1),
  /** `<platform or source>:<native id>`, the same again when the platform sends it again. */
  id: z.string().min(1).max(300),
  platform: livePlatformSchema,
  source: liveSourceSchema,
  roomId: z.string().max(200),
  /** The platform's time in ms when given, else that of receipt. */
  timestamp: z.number(),
  receivedAt: z.number(),
  raw: z.unknown().optional(),
};
const byUser = { user: liveUserSchema };

export const chatEventSchema = z.object({
  ...base,
  ...byUser,
  kind: z.literal('chat'),
  text,
  segments: z.array(segmentSchema).max(500),
  sticker: sticker.optional(),
  replyTo: z
    .object({ userId: z.string().optional(), userName: z.string().optional(), messageId: z.string().optional() })
    .optional(),
  action: z.boolean().optional(),
  highlighted: z.boolean().optional(),
  announcement: z.boolean().optional(),
  mirrored: z.boolean().optional(),
  firstMessage: z.boolean().optional(),
});
export const giftEventSchema = z.object({
  ...base,
  ...byUser,
  kind: z.literal('gift'),
  paid: z.boolean(),
  value: moneySchema.nullable(),
  gift: z.object({
    id: z.string(),
    name: z.string().max(200),
    count: z.number().int().positive(),
    imageUrl: z.string().optional(),
    unitCoins: z.number().optional(),
    totalCoins: z.number().optional(),
    coinName: z.string().optional(),
    comboId: z.string().nullable(),
    blindBox: z.object({ name: z.string() }).optional(),
    recipient: z.object({ id: z.string().optional(), name: z.string() }).optional(),
  }),
  /** false: the streak is still running, its money is not final. */
  final: z.boolean(),
  text: text.optional(),
});
export const superChatEventSchema = z.object({
  ...base,
  ...byUser,
  kind: z.literal('superchat'),
  text,
  value: moneySchema,
  durationSeconds: z.number().optional(),
  color: z.string().optional(),
  tier: z.number().int().optional(),
  sticker: sticker.optional(),
});
export const membershipEventSchema = z.object({
  ...base,
  ...byUser,
  kind: z.literal('membership'),
  membership: z.object({
    action: z.enum(['purchase', 'renew', 'upgrade', 'gift', 'join', 'level_up']),
    tier: z.string(),
    tierName: z.string().optional(),
    months: z.number().nullable(),
    cumulativeMonths: z.number().optional(),
    giftCount: z.number().int().optional(),
    recipient: z.object({ id: z.string().optional(), name: z.string() }).optional(),
  }),
  text: text.optional(),
  value: moneySchema.nullable(),
});
const plain = <K extends string>(kind: K) => z.object({ ...base, ...byUser, kind: z.literal(kind) });
export const joinEventSchema = plain('join');
export const followEventSchema = plain('follow');
export const shareEventSchema = plain('share');
export const likeEventSchema = z.object({ ...base, ...byUser, kind: z.literal('like'), count: z.number().int().positive() });
export const raidEventSchema = z.object({ ...base, ...byUser, kind: z.literal('raid'), viewers: z.number().int().nonnegative() });
export const redemptionEventSchema = z.object({
  ...base,
  ...byUser,
  kind: z.literal('redemption'),
  rewardId: z.string(),
  rewardTitle: z.string().optional(),
  cost: z.number().optional(),
  text,
});
/** Hide and stop speaking these. */
export const retractEventSchema = z.object({
  ...base,
  kind: z.literal('retract'),
  targetIds: z.array(z.string()).optional(),
  targetUserId: z.string().optional(),
  all: z.boolean().optional(),
});
export const roomEventSchema = z.object({
  ...base,
  kind: z.literal('room'),
  action: z.enum(['live_start', 'live_end', 'title_change']),
  title: z.string().optional(),
});
export const statsEventSchema = z.object({
  ...base,
  kind: z.literal('stats'),
  stats: z.object({ viewersNow: z.number().optional(), viewersTotal: z.number().optional(), likeTotal: z.number().optional() }),
});
/** About the connection, for the interface. */
export const noticeEventSchema = z.object({
  ...base,
  kind: z.literal('notice'),
  code: z.enum([
    'names_masked',
    'session_ended',
    'auth_failed',
    'reconnect_requested',
    'subscription_revoked',
    'rate_limited',
    'risk_control',
    'server_error',
  ]),
  message: z.string().optional(),
});

export const liveEventSchema = z.discriminatedUnion('kind', [
  chatEventSchema,
  giftEventSchema,
  superChatEventSchema,
  membershipEventSchema,
  joinEventSchema,
  followEventSchema,
  shareEventSchema,
  likeEventSchema,
  raidEventSchema,
  redemptionEventSchema,
  retractEventSchema,
  roomEventSchema,
  statsEventSchema,
  noticeEventSchema,
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
export type ChatEvent = z.infer<typeof chatEventSchema>;
export type GiftEvent = z.infer<typeof giftEventSchema>;
export type SuperChatEvent = z.infer<typeof superChatEventSchema>;
export type MembershipEvent = z.infer<typeof membershipEventSchema>;
export type RetractEvent = z.infer<typeof retractEventSchema>;

/** Events in which a viewer does something; the others are about the room or the connection. */
export type ViewerEvent = Extract<LiveEvent, { user: LiveUser }>;
export function isViewerEvent(event: LiveEvent): event is ViewerEvent {
  return 'user' in event;
}

/** True when money changed hands: such events are never dropped. */
export function isPaid(event: LiveEvent): boolean {
  switch (event.kind) {
    case 'gift':
      return event.paid;
    case 'superchat':
      return true;
    case 'membership':
      return event.membership.action !== 'join' && event.membership.action !== 'level_up';
    default:
      return false;
  }
}

/** What the viewer wrote with it, or ''. */
export function textOfEvent(event: LiveEvent): string {
  return 'text' in event && typeof event.text === 'string' ? event.text : '';
}
