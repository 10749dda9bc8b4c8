import type { ChatEvent, GiftEvent, LiveUser, Segment } from '#shared/live/live-event.ts';
import { MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';
import type { ChatFragment, ChatMessage } from './eventsub-event.wire.ts';
import { giftOfBits } from './twitch-bits.ts';
import { rolesFromBadges } from './twitch-user.ts';

const MAX_SEGMENTS = 500;

/** What `channel.chat.message` says, without the fields that all events have. */
export function chatFromMessage(
  message: ChatMessage,
): Omit<ChatEvent, 'v' | 'platform' | 'source' | 'roomId' | 'timestamp' | 'receivedAt'> {
  const isAction = message.message.text.startsWith(ACTION);
  const { fragments } = message.message;
  const segments = segmentsFrom(isAction ? unframed(fragments) : fragments, message.message.text);
  const source = message.source_broadcaster_user_id ?? '';
  return {
    id: `twitch:${message.message_id}`,
    kind: 'chat',
    user: chatterFrom(message),
    text: textOf(segments),
    segments,
    ...replyFrom(message),
    ...(isAction ? { action: true } : {}),
    ...(message.message_type === 'channel_points_highlighted' ? { highlighted: true } : {}),
    ...(message.message_type === 'user_intro' ? { firstMessage: true } : {}),
    // Shared chat: the line was written in another channel.
    ...(source !== '' && source !== message.broadcaster_user_id ? { mirrored: true } : {}),
  };
}

/** A chat message that carries bits, for rooms where the cheers themselves are not told. */
export function cheerFromMessage(
  message: ChatMessage,
  bits: number,
): Pick<GiftEvent, 'id' | 'user' | 'text'> & ReturnType<typeof giftOfBits> {
  return {
    id: `twitch:${message.message_id}`,
    user: chatterFrom(message),
    text: cleanText(message.message.text, MAX_EVENT_TEXT),
    ...giftOfBits(bits),
  };
}

export function chatterFrom(message: ChatMessage): LiveUser {
  const badges = message.badges.slice(0, 32).map(({ set_id, id }) => ({ set: set_id, version: id }));
  return {
    id: message.chatter_user_id === '' ? null : message.chatter_user_id,
    name: cleanText(message.chatter_user_name || message.chatter_user_login || '?', 200),
    ...(message.chatter_user_login === '' ? {} : { login: message.chatter_user_login }),
    masked: false,
    roles: rolesFromBadges(badges),
    ...(badges.length === 0 ? {} : { badges }),
    ...(message.color === '' ? {} : { color: message.color }),
  };
}

function segmentsFrom(fragments: readonly ChatFragment[], whole: string): Segment[] {
  const segments: Segment[] = [];
  let length = 0;
  for (const { type, text, emote, mention } of fragments.slice(0, MAX_SEGMENTS)) {
    const piece = cleanText(text, Math.max(0, MAX_EVENT_TEXT - length));
    if (piece === '') continue;
    length += piece.length;
    if (type === 'emote' && emote) segments.push({ type: 'emote', name: piece, id: emote.id });
    else if (type === 'mention' && mention) segments.push({ type: 'mention', text: piece, userId: mention.user_id });
    else segments.push({ type: 'text', text: piece });
  }
  if (segments.length > 0) return segments;
  const text = cleanText(whole, MAX_EVENT_TEXT);
  return text === '' ? [] : [{ type: 'text', text }];
}

const ACTION = '\u0001ACTION ';

/** "/me dances" comes as \x01ACTION dances\x01, around all fragments. */
function unframed(fragments: readonly ChatFragment[]): readonly ChatFragment[] {
  return fragments.map((fragment, index) => {
    const start = index === 0 && fragment.text.startsWith(ACTION) ? ACTION.length : 0;
    const end = index === fragments.length - 1 && fragment.text.endsWith('\u0001') ? -1 : undefined;
    return { ...fragment, text: fragment.text.slice(start, end) };
  });
}

function textOf(segments: readonly Segment[]): string {
  return segments.map((segment) => (segment.type === 'emote' ? segment.name : segment.text)).join('');
}

function replyFrom({ reply }: ChatMessage): Pick<ChatEvent, 'replyTo'> {
  if (!reply) return {};
  const { parent_message_id, parent_user_id, parent_user_name } = reply;
  return {
    replyTo: {
      messageId: `twitch:${parent_message_id}`,
      ...(parent_user_id ? { userId: parent_user_id } : {}),
      ...(parent_user_name ? { userName: cleanText(parent_user_name, 200) } : {}),
    },
  };
}
