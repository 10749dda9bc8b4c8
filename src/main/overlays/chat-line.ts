import { type ChatEvent, isViewerEvent, type LiveEvent, type LiveUser, type ViewerEvent } from '#shared/live/live-event.ts';
import type { OverlayLine } from '#shared/overlays/overlay-states.ts';
import { emoteKey } from './pictures/emote-address.ts';
import { tierOf } from './tier.ts';

/** Longer ones would only be cut off by every theme. */
const NAME_LENGTH = 60;
const TEXT_LENGTH = 400;

/** How an event stands in a chat overlay; undefined: it does not. */
export function lineFromEvent(event: LiveEvent): OverlayLine | undefined {
  if (!isViewerEvent(event)) return undefined;
  switch (event.kind) {
    case 'chat':
      return line(event, 'chat', chatWords(event));
    case 'gift': {
      const { name, count } = event.gift;
      return line(event, 'gift', { gift: { name: cut(name, NAME_LENGTH), count }, money: event.value, text: event.text ?? '' });
    }
    case 'superchat':
      return line(event, 'superchat', { text: event.text, money: event.value });
    case 'membership': {
      const { tierName, tier } = event.membership;
      return line(event, 'membership', { detail: tierName ?? tier, money: event.value, text: event.text ?? '' });
    }
    case 'raid':
      return line(event, 'raid', { detail: String(event.viewers) });
    case 'redemption':
      return line(event, 'redemption', { detail: event.rewardTitle ?? '', text: event.text });
    case 'follow':
    case 'share':
      return line(event, event.kind, {});
    default:
      // Joins and likes come by the hundred: they are no lines.
      return undefined;
  }
}

/** The words, and where they hold emotes the pieces. */
function chatWords(event: ChatEvent): Pick<OverlayLine, 'text' | 'pieces'> {
  const { platform, segments, sticker } = event;
  const text = event.text !== '' ? event.text : (sticker?.alt ?? '');
  if (sticker !== undefined) {
    const emote = emoteKey(platform, sticker);
    return { text, pieces: emote === '' ? [] : [{ text: cut(text, TEXT_LENGTH), emote, picture: '' }] };
  }
  const pieces: OverlayLine['pieces'] = [];
  let left = TEXT_LENGTH;
  for (const segment of segments) {
    if (left <= 0) break;
    const isEmote = segment.type === 'emote';
    const words = cut(isEmote ? segment.name : segment.text, left);
    left -= words.length;
    pieces.push({ text: words, emote: isEmote ? emoteKey(platform, segment) : '', picture: '' });
  }
  return { text, pieces: pieces.some(({ emote }) => emote !== '') ? pieces : [] };
}

/** A streak of gifts is one line, whose count grows. */
export function lineIdOf(event: ViewerEvent): string {
  const combo = event.kind === 'gift' ? event.gift.comboId : null;
  return combo === null ? event.id : `combo:${event.platform}:${combo}`;
}

function line(event: ViewerEvent, kind: OverlayLine['kind'], fields: Partial<OverlayLine>): OverlayLine {
  const { user } = event;
  const money = fields.money ?? null;
  return {
    id: lineIdOf(event),
    kind,
    platform: event.platform,
    atMs: event.receivedAt,
    name: cut(user.name, NAME_LENGTH),
    badges: badgesOf(user),
    medal: user.medal ? { name: cut(user.medal.name, 20), level: user.medal.level } : null,
    gift: null,
    pieces: [],
    ...fields,
    text: cut(fields.text ?? '', TEXT_LENGTH),
    detail: cut(fields.detail ?? '', NAME_LENGTH),
    money,
    tier: tierOf(money),
  };
}

function badgesOf({ roles, guardLevel }: LiveUser): OverlayLine['badges'] {
  const guard = guardLevel === 1 ? 'guard-1' : guardLevel === 2 ? 'guard-2' : guardLevel === 3 ? 'guard-3' : undefined;
  return guard === undefined ? [...roles] : [...roles, guard];
}

/** Never in the middle of a character that takes two units. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800 ? length - 1 : length;
  return `${text.slice(0, end)}…`;
}
