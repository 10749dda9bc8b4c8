import { type ChatEvent, type LiveEvent, MAX_EVENT_TEXT, type MembershipEvent } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';
import { segmentsFromText } from './emote-segments.ts';
import type { IrcMessage } from './irc-message.wire.ts';
import { giftOfBits } from './twitch-bits.ts';
import { isLoginRefused } from './twitch-settings.ts';
import { userFromMessage } from './twitch-user.ts';

/** Turns Twitch's lines into live events. It remembers the last mystery gifts, whose single gifts are folded into one event. */
export interface TwitchTranslator {
  /** Undefined for lines that mean nothing here; throws on one that breaks its own rules. */
  eventFrom(message: IrcMessage, nowMs: number): LiveEvent | undefined;
}

const REMEMBERED_MYSTERY_GIFTS = 100;

export function createTwitchTranslator(onUnknown: (code: string) => void): TwitchTranslator {
  const mysteryGifts = new Set<string>();
  let count = 0;

  const baseOf = ({ params, tags }: IrcMessage, nowMs: number) => {
    count += 1;
    const sentMs = Number(tags.get('tmi-sent-ts'));
    const nativeId = tags.get('id');
    return {
      v: 1 as const,
      // Withdrawals have no id of their own; the count keeps two of them apart.
      id: nativeId === undefined || nativeId === '' ? `twitch:${Math.floor(nowMs)}-${count}` : `twitch:${nativeId.slice(0, 280)}`,
      platform: 'twitch' as const,
      source: 'twitch-irc' as const,
      roomId: (params[0] ?? '').replace(/^#/u, '').slice(0, 200),
      timestamp: Number.isSafeInteger(sentMs) && sentMs > 0 ? sentMs : nowMs,
      receivedAt: nowMs,
    };
  };

  function fromUserNotice(message: IrcMessage, nowMs: number): LiveEvent | undefined {
    const { tags } = message;
    const kind = tags.get('msg-id') ?? '';
    const origin = tags.get('msg-param-origin-id') ?? '';
    switch (kind) {
      case 'sub':
      case 'resub':
      case 'primepaidupgrade':
      case 'giftpaidupgrade':
      case 'anongiftpaidupgrade':
        return { ...baseOf(message, nowMs), user: userFromMessage(message), ...subscription(message, kind) };
      case 'submysterygift':
      case 'anonsubmysterygift':
        if (origin !== '') remember(mysteryGifts, origin);
        return {
          ...baseOf(message, nowMs),
          user: userFromMessage(message),
          ...giftedSubscription(message, numberOf(tags, 'msg-param-mass-gift-count') ?? 1),
        };
      case 'subgift':
      case 'anonsubgift':
        if (mysteryGifts.has(origin)) return undefined;
        return { ...baseOf(message, nowMs), user: userFromMessage(message), ...giftedSubscription(message, 1) };
      case 'raid':
        return {
          ...baseOf(message, nowMs),
          user: userFromMessage(message),
          kind: 'raid',
          viewers: numberOf(tags, 'msg-param-viewerCount') ?? 0,
        };
      case 'announcement':
        return { ...chatFrom(message, nowMs), announcement: true };
      default:
        onUnknown('unknown-usernotice');
        return undefined;
    }
  }

  function chatFrom(message: IrcMessage, nowMs: number): ChatEvent {
    const { text, isAction } = lineOf(message);
    const { tags } = message;
    const segments = segmentsFromText(text, tags.get('emotes') ?? '');
    const isHighlighted = tags.get('msg-id') === 'highlighted-message';
    const replyTo = replyFrom(tags);
    return {
      ...baseOf(message, nowMs),
      user: userFromMessage(message),
      kind: 'chat',
      text: textOf(segments),
      segments,
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(isAction ? { action: true } : {}),
      ...(isHighlighted ? { highlighted: true } : {}),
      ...(tags.get('first-msg') === '1' ? { firstMessage: true } : {}),
      // Shared chat: the line was written in another channel.
      ...((tags.get('source-room-id') ?? tags.get('room-id')) === tags.get('room-id') ? {} : { mirrored: true }),
    };
  }

  function fromPrivmsg(message: IrcMessage, nowMs: number): LiveEvent {
    const { tags } = message;
    const bits = numberOf(tags, 'bits');
    const text = () => textOf(segmentsFromText(lineOf(message).text, tags.get('emotes') ?? ''));
    if (bits !== undefined && bits > 0) {
      return { ...baseOf(message, nowMs), user: userFromMessage(message), ...giftOfBits(bits), text: text() };
    }
    const rewardId = tags.get('custom-reward-id');
    if (rewardId !== undefined && rewardId !== '')
      return { ...baseOf(message, nowMs), user: userFromMessage(message), kind: 'redemption', rewardId, text: text() };
    return chatFrom(message, nowMs);
  }

  return {
    eventFrom(message, nowMs) {
      switch (message.command) {
        case 'PRIVMSG':
          if (message.params.length < 2) throw new SyntaxError('a message without text');
          return fromPrivmsg(message, nowMs);
        case 'USERNOTICE':
          return fromUserNotice(message, nowMs);
        case 'CLEARCHAT': {
          const target = message.tags.get('target-user-id') ?? '';
          const isWhole = message.params.length < 2 && target === '';
          if (!isWhole && target === '') throw new SyntaxError('a ban without a user id');
          return { ...baseOf(message, nowMs), kind: 'retract', ...(isWhole ? { all: true } : { targetUserId: target }) };
        }
        case 'CLEARMSG': {
          const target = message.tags.get('target-msg-id') ?? '';
          if (target === '') throw new SyntaxError('a deletion without a message id');
          return { ...baseOf(message, nowMs), kind: 'retract', targetIds: [`twitch:${target.slice(0, 280)}`] };
        }
        case 'NOTICE':
          if (!isLoginRefused(message)) return undefined;
          return {
            ...baseOf(message, nowMs),
            roomId: '',
            kind: 'notice',
            code: 'auth_failed',
            message: 'Twitch refused the login.',
          };
        case 'RECONNECT':
          return {
            ...baseOf(message, nowMs),
            kind: 'notice',
            code: 'reconnect_requested',
            message: 'Twitch asked for a new connection.',
          };
        default:
          return undefined;
      }
    },
  };
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  if (ids.size <= REMEMBERED_MYSTERY_GIFTS) return;
  const oldest = ids.values().next();
  if (!oldest.done) ids.delete(oldest.value);
}

/** "/me dances" comes as \x01ACTION dances\x01. */
function lineOf({ params }: IrcMessage): { readonly text: string; readonly isAction: boolean } {
  const line = (params[1] ?? '').slice(0, MAX_EVENT_TEXT);
  const prefix = '\u0001ACTION ';
  if (!line.startsWith(prefix)) return { text: line, isAction: false };
  return { text: line.slice(prefix.length, line.endsWith('\u0001') ? -1 : undefined), isAction: true };
}

function textOf(segments: ChatEvent['segments']): string {
  return segments.map((segment) => (segment.type === 'emote' ? segment.name : segment.text)).join('');
}

function replyFrom(tags: ReadonlyMap<string, string>): ChatEvent['replyTo'] {
  const messageId = tags.get('reply-parent-msg-id') ?? '';
  if (messageId === '') return undefined;
  const userId = tags.get('reply-parent-user-id') ?? '';
  const userName = tags.get('reply-parent-display-name') || tags.get('reply-parent-user-login') || '';
  return {
    messageId: `twitch:${messageId}`,
    ...(userId === '' ? {} : { userId }),
    ...(userName === '' ? {} : { userName: cleanText(userName, 200) }),
  };
}

type Subscription = Pick<MembershipEvent, 'kind' | 'membership' | 'value'> & { text?: string };

function subscription(message: IrcMessage, kind: string): Subscription {
  const { tags, params } = message;
  const text = cleanText(params[1] ?? '', MAX_EVENT_TEXT);
  const cumulativeMonths = numberOf(tags, 'msg-param-cumulative-months');
  const tierName = tags.get('msg-param-sub-plan-name') ?? '';
  const action = kind === 'sub' ? 'purchase' : kind === 'resub' ? 'renew' : 'upgrade';
  return {
    kind: 'membership',
    membership: {
      action,
      tier: tierOf(tags),
      ...(tierName === '' ? {} : { tierName: cleanText(tierName, 200) }),
      months: 1,
      ...(cumulativeMonths === undefined ? {} : { cumulativeMonths }),
    },
    ...(text === '' ? {} : { text }),
    value: null,
  };
}

function giftedSubscription({ tags }: IrcMessage, giftCount: number): Subscription {
  const name = cleanText(tags.get('msg-param-recipient-display-name') || tags.get('msg-param-recipient-user-name') || '', 200);
  const id = tags.get('msg-param-recipient-id') ?? '';
  return {
    kind: 'membership',
    membership: {
      action: 'gift',
      tier: tierOf(tags),
      months: numberOf(tags, 'msg-param-gift-months') ?? 1,
      giftCount: Math.max(1, giftCount),
      ...(name === '' ? {} : { recipient: { name, ...(id === '' ? {} : { id }) } }),
    },
    value: null,
  };
}

function tierOf(tags: ReadonlyMap<string, string>): string {
  return (tags.get('msg-param-sub-plan') || '1000').slice(0, 40);
}

function numberOf(tags: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = tags.get(name);
  if (value === undefined || !/^\d{1,9}$/u.test(value)) return undefined;
  return Number(value);
}
