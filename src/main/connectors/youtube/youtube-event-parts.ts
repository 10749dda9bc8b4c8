import type { ChatEvent, LiveSource, MembershipEvent } from '#shared/live/live-event.ts';
import { MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';

/** What both ways to YouTube say alike. A message has the same id on both. */
export function youtubeBase(
  source: Extract<LiveSource, 'youtube-innertube' | 'youtube-data-api'>,
  of: { readonly id: string; readonly sentMs: number | undefined; readonly roomId: string; readonly nowMs: number },
) {
  return {
    v: 1 as const,
    id: `youtube:${of.id.slice(0, 280)}`,
    platform: 'youtube' as const,
    source,
    roomId: of.roomId,
    timestamp: of.sentMs ?? of.nowMs,
    receivedAt: of.nowMs,
  };
}

export function chatText(raw: string): Pick<ChatEvent, 'kind' | 'text' | 'segments'> {
  const text = cleanText(raw, MAX_EVENT_TEXT);
  return { kind: 'chat', text, segments: text === '' ? [] : [{ type: 'text', text }] };
}

type Membership = Pick<MembershipEvent, 'kind' | 'membership' | 'value'> & { text?: string };

export function memberJoined(level: string | undefined, isUpgrade: boolean): Membership {
  return {
    kind: 'membership',
    membership: { action: isUpgrade ? 'upgrade' : 'purchase', ...tier(level), months: 1 },
    value: null,
  };
}

export function memberRenewed(level: string | undefined, cumulativeMonths: number, comment: string): Membership {
  const text = cleanText(comment, MAX_EVENT_TEXT);
  return {
    kind: 'membership',
    membership: { action: 'renew', ...tier(level), months: 1, cumulativeMonths },
    value: null,
    ...(text === '' ? {} : { text }),
  };
}

export function giftedMembership(level: string | undefined, giftCount: number): Membership {
  return { kind: 'membership', membership: { action: 'gift', ...tier(level), months: 1, giftCount }, value: null };
}

/** Channels name their levels as they like; a channel with one level has none. */
function tier(level: string | undefined): { tier: string; tierName?: string } {
  const name = cleanText(level ?? '', 100).trim();
  return name === '' ? { tier: 'member' } : { tier: name, tierName: name };
}
