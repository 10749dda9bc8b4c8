import { assertNever } from '#shared/errors.ts';
import { isPaid, type ViewerEvent } from '#shared/live/live-event.ts';
import { usdFromMoney } from '#shared/live/money.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { DialogueTurn } from '../dialogue.types.ts';
import type { Occasion } from '../occasion.types.ts';
import { amountText, quotable } from '../prompt/viewer-text.ts';
import type { LineKey, Phrasebook } from './lines.types.ts';

/** What to say to an event that is not a question, and what fills its gaps. */
export interface EventLine {
  readonly key: LineKey;
  readonly slots: Readonly<Record<string, string | number>>;
}

/** Where the studio does not tell how big something is to this streamer. */
const MEDIUM_DOLLARS = 3;
const LARGE_DOLLARS = 20;
/** Names that are said in one breath where nothing else is set. */
const USUAL_NAMES = 3;
/** Longest part of a super chat that is read aloud, in UTF-16 units. */
const MAX_READ = 120;

/** undefined: a chat message, to be answered by what it says. */
export function eventLine(
  turn: DialogueTurn,
  book: Phrasebook,
  language: Language,
  mayRead: (text: string) => boolean,
  occasion: Occasion | undefined,
): EventLine | undefined {
  const event = turn.primary;
  const events = [event, ...turn.merged];
  const total = Math.max(turn.mergedCount, turn.merged.length) + 1;
  const several = { viewer: namesOf(events, total, book, occasion?.names ?? USUAL_NAMES) };
  const isSeveral = new Set(events.map(userKey)).size > 1;
  switch (event.kind) {
    case 'chat':
      return undefined;
    case 'gift':
      if (isSeveral) return { key: 'giftMany', slots: several };
      return { key: giftKey(events, occasion), slots: { gift: giftText(events, language) } };
    case 'superchat': {
      const text = quotable(event.text, MAX_READ);
      const amount = amountText(event.value, book.locale);
      if (text === '' || !mayRead(text)) return { key: 'superChatSilent', slots: { amount } };
      const large = (occasion?.size ?? sizeOf([event])) === 'large';
      return { key: large ? 'superChatLarge' : 'superChat', slots: { amount, text: text.replace(/[.!?。！？…]+$/u, '') } };
    }
    case 'membership':
      return membershipLine(event);
    case 'raid':
      return { key: occasion?.size === 'large' ? 'raidLarge' : 'raid', slots: { viewers: event.viewers } };
    case 'join':
      return isSeveral ? { key: 'welcomeMany', slots: several } : welcomeLine(occasion);
    case 'follow':
    case 'share':
    case 'like':
      return { key: event.kind, slots: isSeveral && events.every(({ kind }) => kind === event.kind) ? several : {} };
    case 'redemption':
      return { key: 'redemption', slots: { gift: quotable(event.rewardTitle ?? '', 60) || thingWord(language) } };
    default:
      return assertNever(event);
  }
}

function membershipLine(event: Extract<ViewerEvent, { kind: 'membership' }>): EventLine {
  const { action, tier, tierName, giftCount } = event.membership;
  const slots = { tier: quotable(tierName ?? tier, 40), count: giftCount ?? 1 };
  if (action === 'gift') return { key: 'memberGift', slots };
  return { key: action === 'renew' || action === 'level_up' ? 'memberRenew' : 'member', slots };
}

function welcomeLine(occasion: Occasion | undefined): EventLine {
  const keys = { new: 'welcome', returning: 'welcomeBack', regular: 'welcomeRegular' } as const;
  return { key: keys[occasion?.familiarity ?? 'new'], slots: { visits: occasion?.visits ?? 1 } };
}

const GIFT_KEYS = { small: 'giftSmall', medium: 'giftMedium', large: 'giftLarge' } as const;
function giftKey(events: readonly ViewerEvent[], occasion: Occasion | undefined): LineKey {
  if (!events.some(isPaid)) return 'giftFree';
  return GIFT_KEYS[occasion?.size ?? sizeOf(events)];
}

function sizeOf(events: readonly ViewerEvent[]): 'small' | 'medium' | 'large' {
  const dollars = events.reduce((sum, event) => {
    const value = 'value' in event ? event.value : null;
    return value == null ? sum : sum + usdFromMoney(value);
  }, 0);
  if (dollars >= LARGE_DOLLARS) return 'large';
  return dollars >= MEDIUM_DOLLARS ? 'medium' : 'small';
}

/** "3 × rose" as a person says it; several kinds are listed. */
function giftText(events: readonly ViewerEvent[], language: Language): string {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'gift') continue;
    const name = quotable(event.gift.name, 40) || thingWord(language);
    counts.set(name, (counts.get(name) ?? 0) + event.gift.count);
  }
  const parts = [...counts].slice(0, 3).map(([name, count]) => countedText(name, count, language));
  return parts.join({ zh: '和', en: ' and ', ja: 'と' }[language]);
}

function countedText(name: string, count: number, language: Language): string {
  if (language === 'en') return count === 1 ? `the ${name}` : `${count} ${name}`;
  if (count === 1) return name;
  return language === 'zh' ? `${count}个${name}` : `${name}${count}個`;
}

function thingWord(language: Language): string {
  return { zh: '礼物', en: 'gift', ja: 'プレゼント' }[language];
}

function namesOf(events: readonly ViewerEvent[], total: number, book: Phrasebook, most: number): string {
  const names = new Map(events.map((event) => [userKey(event), spokenName(event, book)]));
  const shown = [...names.values()].slice(0, most);
  const others = Math.max(names.size, total - (events.length - names.size)) - shown.length;
  return book.joinNames(shown, Math.max(0, others));
}

function userKey(event: ViewerEvent): string {
  return event.user.id ?? event.user.name;
}

/** The viewer's name as it is said: without symbols and digit tails that nobody would read out. */
export function spokenName(event: ViewerEvent, book: Phrasebook): string {
  const name = quotable(event.user.name, 30)
    .replace(/[_*#~@]+/gu, ' ')
    .replace(/\p{Extended_Pictographic}/gu, '')
    .replace(/(?<=\p{L})\d{4,}$/u, '')
    .trim();
  return name === '' ? book.someone : name;
}
