import { type ChatEvent, type LiveEvent, type LiveUser, MAX_EVENT_TEXT, type Money, type Role } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';
import { type SttFields, sttFromText, sttListFromText } from './stt.ts';

/** What a gift is called and what one of it costs. */
export interface DouyuGift {
  readonly name: string;
  /** In hundredths of a fin, of which one costs about 1 CNY; 0: free, or nobody knows. */
  readonly price: number;
  readonly imageUrl?: string;
}
export interface DouyuGiftList {
  /** By the gift's id, else by that of the thing from the viewer's bag (`pid`). */
  find(giftId: string, propId: string): DouyuGift | undefined;
}

/** Turns one decoded message into a live event; undefined for what means nothing here (control messages are the connector's). */
export type DouyuTranslator = (message: SttFields, nowMs: number) => LiveEvent | undefined;

const MICROS_PER_HUNDREDTH = 10_000;
const LONGEST_ID = 200;

/** `roomId` stands in where a message does not name its room. */
export function createDouyuTranslator(roomId: string, gifts: DouyuGiftList): DouyuTranslator {
  let count = 0;
  const baseOf = (message: SttFields, nativeId: string, nowMs: number) => {
    count += 1;
    return {
      v: 1 as const,
      // Most messages have no id of their own; the count keeps two of them apart.
      id: `douyu:${nativeId.slice(0, LONGEST_ID) || `${Math.floor(nowMs)}-${count}`}`,
      platform: 'douyu' as const,
      source: 'douyu' as const,
      roomId: (message.get('rid') || roomId).slice(0, LONGEST_ID),
      timestamp: timeOf(message, nowMs),
      receivedAt: nowMs,
    };
  };
  const numbered = (kind: string, nowMs: number): string => `${kind}:${Math.floor(nowMs)}-${count + 1}`;

  return (message, nowMs) => {
    switch (message.get('type')) {
      case 'chatmsg':
        return chatFrom(message, baseOf(message, nativeChatId(message), nowMs));
      case 'comm_chatmsg':
        return paidChatFrom(message, (inner) => baseOf(inner, nativeChatId(inner), nowMs));
      case 'dgb':
        return giftFrom(message, baseOf(message, numbered('gift', nowMs), nowMs), gifts);
      case 'uenter':
        return { ...baseOf(message, numbered('join', nowMs), nowMs), kind: 'join', user: userFrom(message) };
      case 'rss':
        return {
          ...baseOf(message, numbered('room', nowMs), nowMs),
          kind: 'room',
          action: message.get('ss') === '1' ? 'live_start' : 'live_end',
        };
      case 'error':
        return {
          ...baseOf(message, numbered('error', nowMs), nowMs),
          kind: 'notice',
          code: 'server_error',
          message: `Douyu ended the connection with code ${cleanText(message.get('code') ?? '?', 40)}.`,
        };
      default:
        return undefined;
    }
  };
}

type Base = Omit<ChatEvent, 'kind' | 'user' | 'text' | 'segments'>;

const nativeChatId = (message: SttFields): string => {
  const id = message.get('cid') ?? '';
  return id === '' ? '' : `chat:${id}`;
};

function chatFrom(message: SttFields, base: Base): ChatEvent {
  const text = cleanText(message.get('txt') ?? '', MAX_EVENT_TEXT);
  return { ...base, kind: 'chat', user: userFrom(message), text, segments: [{ type: 'text', text }] };
}

/** A line that somebody paid to have shown longer. The line itself lies inside; without a price it is a line as any other. */
function paidChatFrom(message: SttFields, baseOf: (inner: SttFields) => Base): LiveEvent | undefined {
  const nested = message.get('chatmsg');
  if (nested === undefined) return undefined;
  const inner = sttFromText(nested);
  const base = baseOf(inner);
  const chat = chatFrom(inner, base);
  const price = wholeNumber(message.get('crealPrice')) || wholeNumber(message.get('cprice'));
  if (price === 0) return { ...chat, highlighted: true };
  const durationSeconds = wholeNumber(message.get('cet'));
  return {
    ...base,
    kind: 'superchat',
    user: chat.user,
    text: chat.text,
    value: moneyFrom(price),
    ...(durationSeconds === 0 ? {} : { durationSeconds }),
  };
}

function giftFrom(message: SttFields, base: Base, gifts: DouyuGiftList): LiveEvent | undefined {
  const giftId = message.get('gfid') ?? '';
  const propId = message.get('pid') ?? '';
  const user = userFrom(message);
  const count = Math.max(1, wholeNumber(message.get('gfcnt')));
  const known = gifts.find(giftId, propId);
  const price = known?.price ?? 0;
  const id = giftId === '' || giftId === '0' ? propId || '0' : giftId;
  const name = cleanText(message.get('gfn') || known?.name || '', LONGEST_ID) || id;
  const total = price * count;
  return {
    ...base,
    kind: 'gift',
    user,
    paid: total > 0,
    value: total > 0 ? moneyFrom(total) : null,
    gift: {
      id: id.slice(0, LONGEST_ID),
      name,
      count,
      ...(known?.imageUrl === undefined ? {} : { imageUrl: known.imageUrl }),
      ...(price > 0 ? { unitCoins: price / 100, totalCoins: total / 100, coinName: '鱼翅' } : {}),
      comboId: user.id === null ? null : `${user.id}:${id}`.slice(0, LONGEST_ID),
    },
    // Each message counts its own gifts (`hits` is the running total of a combo), so none waits for another.
    final: true,
  };
}

/** The rate is the shop's; what a viewer really paid is not told. */
const moneyFrom = (hundredths: number): Money => ({
  currency: 'CNY',
  micros: hundredths * MICROS_PER_HUNDREDTH,
  estimated: true,
});

function userFrom(message: SttFields): LiveUser {
  const id = message.get('uid') ?? '';
  const level = wholeNumber(message.get('level'));
  const avatar = sttListFromText(message.get('ic') ?? '').join('/');
  const medalName = cleanText(message.get('bnn') ?? '', 60);
  const roles = rolesFrom(message);
  return {
    // 0 is what a visitor without an account has.
    id: id === '' || id === '0' ? null : id.slice(0, LONGEST_ID),
    name: cleanText(message.get('nn') ?? '', LONGEST_ID) || '?',
    masked: false,
    roles,
    ...(avatar === '' ? {} : { avatarUrl: `https://apic.douyucdn.cn/upload/${avatar.slice(0, 300)}_small.jpg` }),
    ...(level === 0 ? {} : { userLevel: level }),
    ...(medalName === '' ? {} : { medal: medalFrom(message, medalName) }),
  };
}

function medalFrom(message: SttFields, name: string): NonNullable<LiveUser['medal']> {
  const room = message.get('brid') ?? '';
  const here = message.get('rid');
  return {
    name,
    level: wholeNumber(message.get('bl')),
    ...(room === '' || room === '0'
      ? {}
      : { anchorRoomId: room.slice(0, LONGEST_ID), ...(here === undefined ? {} : { ofThisRoom: room === here }) }),
  };
}

/** `rg` 4 moderates the room and 5 owns it; `nl` is a rank of nobility that is paid for. */
function rolesFrom(message: SttFields): Role[] {
  const group = message.get('rg');
  const roles: Role[] = group === '5' ? ['owner'] : group === '4' ? ['moderator'] : [];
  return wholeNumber(message.get('nl')) > 0 ? [...roles, 'vip'] : roles;
}

function timeOf(message: SttFields, nowMs: number): number {
  const sentMs = message.get('cst') ?? '';
  return /^\d{13}$/u.test(sentMs) ? Number(sentMs) : nowMs;
}

/** 0 for anything that is no whole number of at most nine digits. */
function wholeNumber(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/u.test(text) ? Number(text) : 0;
}
