import type { LiveEvent, LiveUser, MembershipEvent } from '#shared/live/live-event.ts';
import { MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';
import { msFromIso } from '../iso-time.ts';
import { chatFromMessage, cheerFromMessage } from './eventsub-chat.ts';
import * as wire from './eventsub-event.wire.ts';
import type { EventSubNotification } from './eventsub-message.wire.ts';
import { giftOfBits } from './twitch-bits.ts';

/** Which subscriptions run: what two of them tell is taken from one. */
export type IsTold = (subscription: string) => boolean;

/** A notification as a live event; undefined for what is told elsewhere or means nothing here. Throws on one that breaks its format. */
export function eventFromNotification(notification: EventSubNotification, nowMs: number, isTold: IsTold): LiveEvent | undefined {
  const translate = TRANSLATORS.get(notification.subscription);
  return translate?.({ notification, nowMs, isTold });
}

/** Subscriptions that this file understands. */
export const isKnownSubscription = (subscription: string): boolean => TRANSLATORS.has(subscription);

interface Given {
  readonly notification: EventSubNotification;
  readonly nowMs: number;
  readonly isTold: IsTold;
}

const baseOf = ({ notification, nowMs }: Given, room: string, time?: string | null) => ({
  v: 1 as const,
  // Most deeds have no id of their own; the message's is the same when it comes again.
  id: `twitch:eventsub:${notification.messageId}`,
  platform: 'twitch' as const,
  source: 'twitch-eventsub' as const,
  roomId: room,
  timestamp: msFromIso(time) ?? notification.sentMs ?? nowMs,
  receivedAt: nowMs,
});

const TRANSLATORS: ReadonlyMap<string, (given: Given) => LiveEvent | undefined> = new Map<
  string,
  (given: Given) => LiveEvent | undefined
>([
  ['channel.follow', followed],
  ['channel.cheer', cheered],
  ['channel.subscribe', subscribed],
  ['channel.subscription.gift', gaveSubscriptions],
  ['channel.subscription.message', renewed],
  ['channel.channel_points_custom_reward_redemption.add', redeemed],
  ['channel.raid', raided],
  ['channel.chat.message', chatted],
  ['channel.chat.message_delete', deleted],
  ['channel.chat.clear_user_messages', silenced],
  ['channel.chat.clear', cleared],
  ['stream.online', streamed],
  ['stream.offline', streamed],
]);

function followed(given: Given): LiveEvent {
  const event = wire.followSchema.parse(given.notification.event);
  return {
    ...baseOf(given, event.broadcaster_user_login, event.followed_at),
    // A viewer's follow counts once: who leaves and comes back to be thanked again is a redelivery.
    id: `twitch:follow:${event.broadcaster_user_login}:${event.user_id}`,
    user: viewerFrom(event),
    kind: 'follow',
  };
}

function cheered(given: Given): LiveEvent {
  const event = wire.cheerSchema.parse(given.notification.event);
  return {
    ...baseOf(given, event.broadcaster_user_login),
    user: maybeViewerFrom(event),
    ...giftOfBits(event.bits),
    text: cleanText(event.message, MAX_EVENT_TEXT),
  };
}

function subscribed(given: Given): LiveEvent | undefined {
  const event = wire.subscribeSchema.parse(given.notification.event);
  // Who gave it is told by channel.subscription.gift.
  if (event.is_gift) return undefined;
  return {
    ...baseOf(given, event.broadcaster_user_login),
    user: viewerFrom(event),
    ...membership({ action: 'purchase', tier: event.tier, months: 1 }),
  };
}

function gaveSubscriptions(given: Given): LiveEvent {
  const event = wire.subscriptionGiftSchema.parse(given.notification.event);
  return {
    ...baseOf(given, event.broadcaster_user_login),
    user: maybeViewerFrom(event),
    ...membership({ action: 'gift', tier: event.tier, months: 1, giftCount: event.total }),
  };
}

function renewed(given: Given): LiveEvent {
  const event = wire.subscriptionMessageSchema.parse(given.notification.event);
  const text = cleanText(event.message.text, MAX_EVENT_TEXT);
  return {
    ...baseOf(given, event.broadcaster_user_login),
    user: viewerFrom(event),
    ...membership({
      action: 'renew',
      tier: event.tier,
      months: event.duration_months ?? 1,
      cumulativeMonths: event.cumulative_months,
    }),
    ...(text === '' ? {} : { text }),
  };
}

function redeemed(given: Given): LiveEvent {
  const event = wire.redemptionSchema.parse(given.notification.event);
  return {
    ...baseOf(given, event.broadcaster_user_login, event.redeemed_at),
    id: `twitch:redemption:${event.id}`,
    user: viewerFrom(event),
    kind: 'redemption',
    rewardId: event.reward.id,
    rewardTitle: cleanText(event.reward.title, 200),
    cost: event.reward.cost,
    text: cleanText(event.user_input, MAX_EVENT_TEXT),
  };
}

function raided(given: Given): LiveEvent {
  const event = wire.raidSchema.parse(given.notification.event);
  const raider = {
    user_id: event.from_broadcaster_user_id,
    user_login: event.from_broadcaster_user_login,
    user_name: event.from_broadcaster_user_name,
  };
  return { ...baseOf(given, event.to_broadcaster_user_login), user: viewerFrom(raider), kind: 'raid', viewers: event.viewers };
}

function chatted(given: Given): LiveEvent | undefined {
  const message = wire.chatMessageSchema.parse(given.notification.event);
  const base = baseOf(given, message.broadcaster_user_login);
  const isRedemption = (message.channel_points_custom_reward_id ?? '') !== '';
  if (isRedemption && given.isTold('channel.channel_points_custom_reward_redemption.add')) return undefined;
  if (message.cheer)
    return given.isTold('channel.cheer') ? undefined : { ...base, ...cheerFromMessage(message, message.cheer.bits) };
  return { ...base, ...chatFromMessage(message) };
}

function deleted(given: Given): LiveEvent {
  const event = wire.messageDeleteSchema.parse(given.notification.event);
  return { ...baseOf(given, event.broadcaster_user_login), kind: 'retract', targetIds: [`twitch:${event.message_id}`] };
}

function silenced(given: Given): LiveEvent {
  const event = wire.clearUserSchema.parse(given.notification.event);
  return { ...baseOf(given, event.broadcaster_user_login), kind: 'retract', targetUserId: event.target_user_id };
}

function cleared(given: Given): LiveEvent {
  const event = wire.clearSchema.parse(given.notification.event);
  return { ...baseOf(given, event.broadcaster_user_login), kind: 'retract', all: true };
}

function streamed(given: Given): LiveEvent {
  const event = wire.streamSchema.parse(given.notification.event);
  const isStart = given.notification.subscription === 'stream.online';
  return {
    ...baseOf(given, event.broadcaster_user_login, isStart ? event.started_at : undefined),
    kind: 'room',
    action: isStart ? 'live_start' : 'live_end',
  };
}

function viewerFrom(viewer: { user_id: string; user_login: string; user_name: string }): LiveUser {
  return {
    id: viewer.user_id === '' ? null : viewer.user_id,
    name: cleanText(viewer.user_name || viewer.user_login || '?', 200),
    ...(viewer.user_login === '' ? {} : { login: viewer.user_login }),
    masked: false,
    roles: [],
  };
}

type MaybeViewer = Pick<ReturnType<typeof wire.cheerSchema.parse>, 'is_anonymous' | 'user_id' | 'user_login' | 'user_name'>;

function maybeViewerFrom({ is_anonymous, user_id, user_login, user_name }: MaybeViewer): LiveUser {
  if (is_anonymous !== true && user_id) return viewerFrom({ user_id, user_login: user_login ?? '', user_name: user_name ?? '' });
  return { id: null, name: 'Anonymous', masked: false, anonymous: true, roles: [] };
}

function membership(about: MembershipEvent['membership']): Pick<MembershipEvent, 'kind' | 'membership' | 'value'> {
  return { kind: 'membership', membership: about, value: null };
}
