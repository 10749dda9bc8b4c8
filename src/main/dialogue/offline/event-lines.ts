import { assertNever } from '#shared/errors.ts';
import { isPaid, type Money, type ViewerEvent } from '#shared/live/live-event.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { DialogueTurn } from '../dialogue.types.ts';
import { amountText, quotable } from '../prompt/viewer-text.ts';
import type { LineKey, Phrasebook } from './lines.types.ts';

/** What to say to an event that is not a question, and what fills its gaps. */
export interface EventLine {
  readonly key: LineKey;
  readonly slots: Readonly<Record<string, string | number>>;
}

/** Rough worth of one unit in US dollars: only to tell small, medium and large gifts apart. Rates of 2026, rounded. */
const DOLLARS: Readonly<Record<string, number>> = {
  USD: 1,
  EUR: 1.1,
  GBP: 1.3,
  CNY: 0.14,
  JPY: 0.0066,
  TWD: 0.031,
  HKD: 0.128,
  KRW: 0.00072,
  CAD: 0.72,
  AUD: 0.65,
  SGD: 0.76,
  MYR: 0.23,
  THB: 0.029,
  INR: 0.012,
  BRL: 0.18,
  PHP: 0.017,
  IDR: 0.00006,
  VND: 0.00004,
};
const MEDIUM_DOLLARS = 3;
const LARGE_DOLLARS = 20;
/** Longest part of a super chat that is read aloud, in UTF-16 units. */
const MAX_READ = 120;

/** undefined: a chat message, to be answered by what it says. */
export function eventLine(
  turn: DialogueTurn,
  book: Phrasebook,
  language: Language,
  mayRead: (text: string) => boolean,
): EventLine | undefined {
  const event = turn.primary;
  const events = [event, ...turn.merged];
  const total = Math.max(turn.mergedCount, turn.merged.length) + 1;
  const several = { viewer: namesOf(events, total, book) };
  const isSeveral = new Set(events.map(userKey)).size > 1;
  switch (event.kind) {
    case 'chat':
      return undefined;
    case 'gift':
      if (isSeveral) return { key: 'giftMany', slots: several };
      return { key: giftKey(event, events), slots: { gift: giftText(events, language) } };
    case 'superchat': {
      const text = quotable(event.text, MAX_READ);
      const amount = amountText(event.value, book.locale);
      if (text === '' || !mayRead(text)) return { key: 'superChatSilent', slots: { amount } };
      const large = dollarsOf(event.value) >= LARGE_DOLLARS;
      return { key: large ? 'superChatLarge' : 'superChat', slots: { amount, text: text.replace(/[.!?。！？…]+$/u, '') } };
    }
    case 'membership':
      return membershipLine(event);
    case 'raid':
      return { key: 'raid', slots: { viewers: event.viewers } };
    case 'join':
      return isSeveral ? { key: 'welcomeMany', slots: several } : { key: 'welcome', slots: {} };
    case 'follow':
    case 'share':
    case 'like':
      return { key: event.kind, slots: {} };
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

function giftKey(event: Extract<ViewerEvent, { kind: 'gift' }>, events: readonly ViewerEvent[]): LineKey {
  if (!events.some(isPaid)) return 'giftFree';
  if (event.value === null) return 'giftSmall';
  const dollars = events.reduce(
    (sum, each) => sum + (each.kind === 'gift' && each.value !== null ? dollarsOf(each.value) : 0),
    0,
  );
  if (dollars >= LARGE_DOLLARS) return 'giftLarge';
  return dollars >= MEDIUM_DOLLARS ? 'giftMedium' : 'giftSmall';
}

function dollarsOf(value: Money): number {
  return (value.micros / 1_000_000) * (DOLLARS[value.currency] ?? 0.1);
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

function namesOf(events: readonly ViewerEvent[], total: number, book: Phrasebook): string {
  const names = new Map(events.map((event) => [userKey(event), spokenName(event, book)]));
  const shown = [...names.values()].slice(0, 3);
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
