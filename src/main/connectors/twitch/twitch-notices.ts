import type { LiveEvent } from '#shared/live/live-event.ts';
import type { EventSubMessage } from './eventsub-message.wire.ts';

type Notice = Extract<LiveEvent, { kind: 'notice' }>;

/** What the studio is told of the connection itself. */
export function twitchNotice(code: Notice['code'], message: string, roomId: string, nowMs: number): Notice {
  return {
    v: 1,
    id: `twitch:notice-${code}-${nowMs}`,
    platform: 'twitch',
    source: 'twitch-eventsub',
    roomId,
    timestamp: nowMs,
    receivedAt: nowMs,
    kind: 'notice',
    code,
    message,
  };
}

export function noticeOfRevocation(
  { subscription, status, messageId }: Extract<EventSubMessage, { type: 'revocation' }>,
  roomId: string,
  nowMs: number,
): Notice {
  const message = `Twitch ended "${subscription}" (${status.replaceAll('_', ' ')}). Sign in again on the connections page.`;
  return { ...twitchNotice('subscription_revoked', message, roomId, nowMs), id: `twitch:eventsub:${messageId}` };
}
