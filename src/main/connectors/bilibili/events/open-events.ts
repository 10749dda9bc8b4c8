import { type LiveEvent, type LiveUser, MAX_EVENT_TEXT, type Role } from '#shared/live/live-event.ts';
import {
  BadMessage,
  guardLevelFrom,
  LONGEST_NAME,
  type MessageTranslator,
  moneyFromCny,
  moneyFromGold,
  type RoomFacts,
} from './bilibili-base.ts';
import { segmentsFromLine, segmentsFromSticker } from './chat-segments.ts';
import { membershipOf } from './web-money.ts';
import { medalFrom } from './web-user.ts';
import { at, count, idText, list, msFromSeconds, pictureUrl, whole, words } from './wire-values.ts';

const PREFIX = 'LIVE_OPEN_PLATFORM_';

export function isOpenMessage(message: unknown): boolean {
  const cmd = at(message, 'cmd');
  return typeof cmd === 'string' && cmd.startsWith(PREFIX);
}

/** Messages of the open platform (`cmd`, `data`) → events. Viewers are known by `open_id`; the numeric uid is 0 or absent there. */
export function createOpenTranslator(onUnknown: (code: string) => void): MessageTranslator {
  let room: RoomFacts = { roomId: '', ownerId: '' };
  let serial = 0;

  const baseOf = (cmd: string, data: unknown, nowMs: number) => {
    const nativeId = idText(at(data, 'msg_id'));
    return {
      v: 1,
      // The platform's own test tool leaves the id out; then nothing tells a repetition from a second message.
      id: nativeId === '' ? `bilibili-open:${cmd.toLowerCase()}:${Math.floor(nowMs)}-${serial}` : `bilibili-open:${nativeId}`,
      platform: 'bilibili',
      source: 'bilibili-open',
      roomId: idText(at(data, 'room_id')) || room.roomId,
      timestamp: msFromSeconds(at(data, 'timestamp')) ?? nowMs,
      receivedAt: nowMs,
    } as const;
  };

  function eventOf(cmd: string, data: unknown, nowMs: number): LiveEvent | undefined {
    const base = baseOf(cmd, data, nowMs);
    const user = (): LiveUser => openUser(data, room);
    switch (cmd) {
      case 'DM':
      case 'DM_MIRROR':
        return { ...base, user: user(), ...chatPart(data), ...(cmd === 'DM_MIRROR' ? { mirrored: true } : {}) };
      case 'SEND_GIFT':
        return { ...base, user: user(), ...giftPart(data) };
      case 'GUARD':
        return { ...base, user: openUser(data, room, at(data, 'user_info')), ...guardPart(data) };
      case 'SUPER_CHAT':
        return { ...base, user: user(), ...superChatPart(data, nowMs) };
      case 'SUPER_CHAT_DEL':
        return {
          ...base,
          kind: 'retract',
          targetIds: list(at(data, 'message_ids'))
            .map(idText)
            .filter((id) => id !== '')
            .slice(0, 100)
            .map(superChatId),
        };
      case 'LIKE':
        return { ...base, user: user(), kind: 'like', count: Math.max(1, count(at(data, 'like_count')) ?? 1) };
      case 'LIVE_ROOM_ENTER':
        return { ...base, user: user(), kind: 'join' };
      case 'LIVE_START':
        return { ...base, kind: 'room', action: 'live_start', title: words(at(data, 'title'), LONGEST_NAME) };
      case 'LIVE_END':
        return { ...base, kind: 'room', action: 'live_end' };
      case 'INTERACTION_END':
        return {
          ...base,
          kind: 'notice',
          code: 'session_ended',
          message: 'Bilibili ended the session; a new one is started by itself.',
        };
      default:
        onUnknown('unknown-message');
        return undefined;
    }
  }

  return {
    enter(facts) {
      room = facts;
    },
    eventsFrom(message, nowMs) {
      const cmd = at(message, 'cmd');
      if (typeof cmd !== 'string' || !cmd.startsWith(PREFIX)) {
        onUnknown('unknown-message');
        return [];
      }
      serial += 1;
      const event = eventOf(cmd.slice(PREFIX.length), at(message, 'data'), nowMs);
      return event === undefined ? [] : [event];
    },
  };
}

/** Which session an INTERACTION_END ends; undefined for every other message. */
export function endedSession(message: unknown): string | undefined {
  return at(message, 'cmd') === `${PREFIX}INTERACTION_END` ? words(at(message, 'data', 'game_id'), 200) : undefined;
}

const superChatId = (id: string): string => `bilibili-open:sc:${id}`;

/** `who`: where the names are, when not beside the rest. */
function openUser(data: unknown, room: RoomFacts, who: unknown = data): LiveUser {
  const id = idText(at(who, 'open_id'));
  const name = words(at(who, 'uname'), LONGEST_NAME);
  if (id === '' && name === '') throw new BadMessage('a message without a viewer');
  const avatarUrl = pictureUrl(at(who, 'uface'));
  const guardLevel = guardLevelFrom(at(data, 'guard_level'));
  const roles: Role[] = [];
  if (id !== '' && id === room.ownerId) roles.push('owner');
  if (whole(at(data, 'is_admin')) === 1) roles.push('moderator');
  if (guardLevel !== undefined && guardLevel > 0) roles.push('member');
  return {
    id: id === '' ? null : id,
    name: name === '' ? '?' : name,
    masked: false,
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    roles,
    ...(guardLevel === undefined ? {} : { guardLevel }),
    medal: medalFrom({ level: at(data, 'fans_medal_level'), name: at(data, 'fans_medal_name') }, { roomId: '', ownerId: '' }),
  };
}

function chatPart(data: unknown) {
  const line = at(data, 'msg');
  if (typeof line !== 'string') throw new BadMessage('a chat line without text');
  const text = words(line, MAX_EVENT_TEXT);
  const isSticker = whole(at(data, 'dm_type')) === 1;
  const url = pictureUrl(at(data, 'emoji_img_url'));
  const replyId = idText(at(data, 'reply_open_id'));
  const replyName = words(at(data, 'reply_uname'), LONGEST_NAME);
  return {
    kind: 'chat',
    text,
    segments: isSticker ? segmentsFromSticker(text, url) : segmentsFromLine(text, undefined),
    ...(isSticker ? { sticker: url === undefined ? {} : { url } } : {}),
    ...(replyId === '' ? {} : { replyTo: { userId: replyId, ...(replyName === '' ? {} : { userName: replyName }) } }),
  } as const;
}

/** `paid` decides whether it is money: free gifts have prices too. A blind box is worth what came out of it; its own price is not told. */
function giftPart(data: unknown) {
  const id = idText(at(data, 'gift_id'));
  const num = count(at(data, 'gift_num'));
  if (id === '' || num === undefined || num === 0) throw new BadMessage('a gift without id or count');
  const paid = at(data, 'paid') === true;
  const unitCoins = count(at(data, 'r_price')) ?? count(at(data, 'price'));
  const imageUrl = pictureUrl(at(data, 'gift_icon'));
  const comboId = idText(at(data, 'combo_info', 'combo_id'));
  const recipientName = words(at(data, 'anchor_info', 'uname'), LONGEST_NAME);
  const recipientId = idText(at(data, 'anchor_info', 'open_id'));
  const totalCoins = unitCoins === undefined ? undefined : count(unitCoins * num);
  return {
    kind: 'gift',
    paid,
    value: paid ? moneyFromGold(totalCoins) : null,
    final: true,
    gift: {
      id,
      name: words(at(data, 'gift_name'), LONGEST_NAME),
      count: num,
      ...(imageUrl === undefined ? {} : { imageUrl }),
      ...(unitCoins === undefined ? {} : { unitCoins }),
      ...(totalCoins === undefined ? {} : { totalCoins }),
      coinName: 'gold',
      comboId: comboId === '' ? null : comboId,
      // Only that it was one is told, not which.
      ...(at(data, 'blind_gift', 'status') === true ? { blindBox: { name: '' } } : {}),
      ...(recipientName === '' ? {} : { recipient: { name: recipientName, ...(recipientId === '' ? {} : { id: recipientId }) } }),
    },
  } as const;
}

/** The price is taken as the total. Another unit than 月 ("*3天") says all by itself: then the number counts for nothing. */
function guardPart(data: unknown) {
  const level = guardLevelFrom(at(data, 'guard_level'));
  if (level === undefined || level === 0) throw new BadMessage('a guard without a level');
  const months = at(data, 'guard_unit') === '月' ? (count(at(data, 'guard_num')) ?? 1) : null;
  return {
    kind: 'membership',
    membership: membershipOf(level, '', months),
    value: moneyFromGold(count(at(data, 'price'))),
  } as const;
}

function superChatPart(data: unknown, nowMs: number) {
  const id = idText(at(data, 'message_id'));
  const value = moneyFromCny(at(data, 'rmb'));
  if (id === '' || value === null) throw new BadMessage('a super chat without id or price');
  const startMs = msFromSeconds(at(data, 'start_time'));
  const endMs = msFromSeconds(at(data, 'end_time'));
  return {
    id: superChatId(id),
    kind: 'superchat',
    timestamp: startMs ?? msFromSeconds(at(data, 'timestamp')) ?? nowMs,
    text: words(at(data, 'message'), MAX_EVENT_TEXT),
    value,
    ...(startMs === undefined || endMs === undefined || endMs < startMs ? {} : { durationSeconds: (endMs - startMs) / 1000 }),
  } as const;
}
