import { assertNever } from '#shared/errors.ts';
import type { ChatEvent, LiveEvent, LiveUser, Money, Role, Segment } from '#shared/live/live-event.ts';
import { MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import { UNKNOWN_CURRENCY } from '#shared/live/money.ts';
import { cleanText } from '../clean-text.ts';
import { amountFromText } from './amount.ts';
import {
  type AuthorBadge,
  actionSchema,
  type InnertubeAuthor,
  type InnertubeItem,
  type InnertubeText,
  itemSchema,
} from './innertube.wire.ts';
import { giftedMembership, memberJoined, memberRenewed, youtubeBase } from './youtube-event-parts.ts';

export interface InnertubeRoom {
  readonly roomId: string;
  readonly nowMs: number;
  /** ISO 3166, '' unknown: settles prices with a bare $ or ¥. */
  readonly region: string;
  /** What could not be understood, by code. */
  readonly onError: (code: string) => void;
}

const MAX_SEGMENTS = 500;
const KNOWN_ACTIONS = new Set(actionSchema.options.map((option) => option.shape.type.value));
const KNOWN_ITEMS = new Set(itemSchema.options.map((option) => option.shape.type.value));

/** One parsed chat action as a live event; undefined for what is told elsewhere or means nothing here. Throws on one that breaks its format. */
export function eventFromAction(action: unknown, room: InnertubeRoom): LiveEvent | undefined {
  if (!isNode(action) || !isIn(KNOWN_ACTIONS, action.type)) return undefined;
  const known = actionSchema.parse(action);
  switch (known.type) {
    case 'AddChatItemAction':
      return fromItem(known.item, room);
    // A message that was held for review, let through: it has the id that it always had.
    case 'ReplaceChatItemAction':
      return fromItem(known.replacement_item, room);
    case 'MarkChatItemAsDeletedAction':
    case 'RemoveChatItemAction':
      return { ...withdrawal(known.target_item_id, room), targetIds: [`youtube:${known.target_item_id}`] };
    case 'MarkChatItemsByAuthorAsDeletedAction':
    case 'RemoveChatItemByAuthorAction':
      // It may come again for other messages of the same viewer.
      return { ...withdrawal(`${known.external_channel_id}-${room.nowMs}`, room), targetUserId: known.external_channel_id };
    default:
      return assertNever(known);
  }
}

function isNode(value: unknown): value is { readonly type: unknown } {
  return typeof value === 'object' && value !== null && 'type' in value;
}
function isIn(known: ReadonlySet<string>, type: unknown): boolean {
  return typeof type === 'string' && known.has(type);
}

function withdrawal(id: string, room: InnertubeRoom) {
  return { ...youtubeBase('youtube-innertube', { id: `withdrawn-${id}`, sentMs: undefined, ...room }), kind: 'retract' as const };
}

function fromItem(item: unknown, room: InnertubeRoom): LiveEvent | undefined {
  // null: youtubei.js could not read it, and has told so.
  if (!isNode(item) || !isIn(KNOWN_ITEMS, item.type)) return undefined;
  const known = itemSchema.parse(item);
  const sentMs = Math.floor(Number(known.timestamp_usec) / 1000);
  const base = youtubeBase('youtube-innertube', { id: known.id, sentMs, ...room });
  switch (known.type) {
    case 'LiveChatTextMessage':
      return { ...base, user: userFrom(known.author), kind: 'chat', ...lineFrom(known.message) };
    case 'LiveChatPaidMessage':
      return {
        ...base,
        user: userFrom(known.author),
        kind: 'superchat',
        value: moneyFrom(known.purchase_amount, room),
        text: lineFrom(known.message).text,
        ...colorFrom(known.body_background_color),
      };
    case 'LiveChatPaidSticker':
      return {
        ...base,
        user: userFrom(known.author),
        kind: 'superchat',
        value: moneyFrom(known.purchase_amount, room),
        text: '',
        sticker: stickerFrom(known),
        ...colorFrom(known.background_color),
      };
    case 'LiveChatMembershipItem':
      return { ...base, user: userFrom(known.author), ...membershipFrom(known) };
    case 'LiveChatSponsorshipsGiftPurchaseAnnouncement': {
      const { author_name, author_photo, author_badges, primary_text } = known.header;
      const author = {
        id: known.author_external_channel_id,
        name: author_name.text ?? '',
        thumbnails: author_photo,
        badges: author_badges,
      };
      // "Sent 5 Salt gift memberships": the session is English, and the number comes first.
      const count = Number(/\d{1,5}/u.exec(primary_text.text ?? '')?.[0] ?? 1);
      return { ...base, user: userFrom(author), ...giftedMembership(undefined, Math.max(1, count)) };
    }
    default:
      return assertNever(known);
  }
}

function membershipFrom(item: Extract<InnertubeItem, { type: 'LiveChatMembershipItem' }>) {
  const primary = item.header_primary_text?.text ?? '';
  const secondary = item.header_subtext?.text ?? '';
  const months = /\d{1,4}/u.exec(primary)?.[0];
  if (months !== undefined)
    return memberRenewed(secondary, Number(months), item.message === undefined ? '' : lineFrom(item.message).text);
  const upgraded = /^Upgraded membership to (.+?)!?$/u.exec(secondary)?.[1];
  if (upgraded !== undefined) return memberJoined(upgraded, true);
  return memberJoined(/^Welcome to (.+?)!?$/u.exec(secondary)?.[1], false);
}

function stickerFrom(item: Extract<InnertubeItem, { type: 'LiveChatPaidSticker' }>) {
  const url = imageFrom(item.sticker);
  const alt = cleanText(item.sticker_accessibility_label ?? '', 200);
  return { ...(url === undefined ? {} : { url }), ...(alt === '' ? {} : { alt }) };
}

/** A price that cannot be read is still money: it counts as paid, of unknown worth. */
function moneyFrom(text: string, room: InnertubeRoom): Money {
  const amount = amountFromText(text, room.region);
  if (amount !== undefined) return { currency: amount.currency, micros: amount.micros, estimated: amount.ambiguous };
  room.onError('unreadable-amount');
  return { currency: UNKNOWN_CURRENCY, micros: 0, estimated: true };
}

function lineFrom({ runs, text }: InnertubeText): Pick<ChatEvent, 'text' | 'segments'> {
  const segments: Segment[] = [];
  let length = 0;
  for (const run of (runs ?? (text === undefined ? [] : [{ text }])).slice(0, MAX_SEGMENTS)) {
    const piece = cleanText(wordsOf(run), MAX_EVENT_TEXT - length);
    if (piece === '') continue;
    length += piece.length;
    const last = segments.at(-1);
    if (run.emoji?.is_custom === true) segments.push({ type: 'emote', name: piece, ...emoteFrom(run.emoji) });
    else if (last?.type === 'text') segments[segments.length - 1] = { type: 'text', text: last.text + piece };
    else segments.push({ type: 'text', text: piece });
  }
  return { segments, text: segments.map((segment) => (segment.type === 'emote' ? segment.name : segment.text)).join('') };
}

type Run = NonNullable<InnertubeText['runs']>[number];

/** A channel's own emoji by its shortcut, a standard one as itself. */
function wordsOf({ text, emoji }: Run | { text: string; emoji?: undefined }): string {
  if (emoji === undefined || !emoji.is_custom) return text;
  return emoji.shortcuts[0] ?? emoji.emoji_id ?? text;
}

function emoteFrom(emoji: NonNullable<Run['emoji']>): { id?: string; url?: string } {
  const url = imageFrom(emoji.image);
  return { ...(emoji.emoji_id === undefined ? {} : { id: emoji.emoji_id }), ...(url === undefined ? {} : { url }) };
}

function userFrom({ id, name, thumbnails, badges }: InnertubeAuthor): LiveUser {
  const avatarUrl = imageFrom(thumbnails);
  return {
    id: id.slice(0, 200),
    name: cleanText(name || '?', 200),
    masked: false,
    roles: [...new Set(badges.flatMap(roleFrom))],
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
  };
}

const ROLE_OF_ICON: ReadonlyMap<string, Role> = new Map([
  ['OWNER', 'owner'],
  ['MODERATOR', 'moderator'],
  ['VERIFIED', 'verified'],
]);

/** Members wear the channel's own picture instead of an icon. */
function roleFrom({ icon_type, custom_thumbnail }: AuthorBadge): Role[] {
  const role = ROLE_OF_ICON.get(icon_type ?? '') ?? (custom_thumbnail.length > 0 ? 'member' : undefined);
  return role === undefined ? [] : [role];
}

function imageFrom(images: readonly { readonly url: string }[]): string | undefined {
  const url = images[0]?.url.replace(/^(?:https?:)?\/\//u, 'https://') ?? '';
  return url.startsWith('https://') && url.length <= 2000 ? url : undefined;
}

/** Alpha, red, green, blue in one number. */
function colorFrom(argb: number | undefined): { color?: string } {
  return argb === undefined ? {} : { color: `#${(argb & 0xff_ff_ff).toString(16).padStart(6, '0')}` };
}
