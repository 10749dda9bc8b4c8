import { assertNever } from '#shared/errors.ts';
import { isPaid, type LiveUser, type Money, type ViewerEvent } from '#shared/live/live-event.ts';

/** What is known of a message besides the message. */
export interface MessageTraits {
  readonly mentionsHer: boolean;
  readonly isQuestion: boolean;
  /** The viewer's first line that this program sees. */
  readonly isNewViewer: boolean;
  /** Lines of this viewer within the last half minute, with this one. */
  readonly recentMessages: number;
  /** See ViewerMemory.recentAnswers. */
  readonly recentAnswers: number;
  /** Letters and digits in it. */
  readonly textLength: number;
}

/** Points that a message gains for each second of waiting: a plain line overtakes a fresh question after half a minute. */
const AGEING_PER_SECOND = 0.4;
/**
 * Place in the queue, for a message that came `sinceStartMs` after the start. All age alike, so instead of raising those that wait, those that come later
 * start lower: the order is right at every moment and never has to be computed anew.
 */
export function rankOf(priority: number, sinceStartMs: number): number {
  return priority - (AGEING_PER_SECOND * sinceStartMs) / 1000;
}
/** Says of the streamer; only for the ledger, they have a queue of their own. */
export const SAY_PRIORITY = 1000;

const PAID_BASE = 60;
const POINTS_PER_DECADE_OF_MONEY = 15;

/** Worth of a message on arrival; higher is sooner. A plain line is 0, paid ones start at 60. */
export function priorityOf(event: ViewerEvent, traits: MessageTraits): number {
  const money = isPaid(event) ? PAID_BASE + moneyPoints(event) : 0;
  const asked = (traits.mentionsHer ? 20 : 0) + (traits.isQuestion ? 12 : 0);
  const novelty = traits.isNewViewer ? 8 : 0;
  const fatigue = 8 * traits.recentAnswers + 2 * Math.max(0, traits.recentMessages - 3);
  // A paying viewer is not tiresome.
  const points =
    money + kindPoints(event, traits) + asked + rolePoints(event.user) + novelty - (money > 0 ? 0 : Math.min(40, fatigue));
  return Math.round(points * 100) / 100;
}

function kindPoints(event: ViewerEvent, traits: MessageTraits): number {
  switch (event.kind) {
    case 'chat':
      // The streamer speaks to her: before all that viewers wrote without paying, and most that they paid for.
      if (event.source === 'microphone') return 100;
      return (event.highlighted === true ? 10 : 0) + (event.mirrored === true ? -10 : 0) + (traits.textLength <= 2 ? -8 : 0);
    case 'redemption':
      return 15;
    case 'raid':
      return 40 + Math.min(15, Math.log2(1 + event.viewers));
    case 'superchat':
      return 10;
    case 'membership':
      return 10;
    case 'gift':
      return 3;
    case 'join':
    case 'follow':
    case 'share':
    case 'like':
      return -5;
    default:
      return assertNever(event);
  }
}

function rolePoints(user: LiveUser): number {
  const guard = user.guardLevel === undefined || user.guardLevel === 0 ? 0 : 15 - 3 * user.guardLevel;
  let best = guard;
  for (const role of user.roles) best = Math.max(best, ROLE_POINTS[role]);
  return best;
}
const ROLE_POINTS = { owner: 25, moderator: 10, vip: 6, member: 6, verified: 3 } as const;

/** Ten times the money is worth 15 points: 1 USD 15·log10(2), 100 USD about 30. */
function moneyPoints(event: ViewerEvent): number {
  const value = 'value' in event ? event.value : null;
  if (value === null || value === undefined) return 10;
  return POINTS_PER_DECADE_OF_MONEY * Math.log10(1 + usdFromMoney(value));
}

/** Rough and only for order; unknown currencies count as a tenth of a dollar. */
const USD_PER_UNIT: Readonly<Record<string, number>> = {
  USD: 1,
  EUR: 1.1,
  GBP: 1.27,
  CNY: 0.14,
  TWD: 0.031,
  HKD: 0.128,
  JPY: 0.0067,
  KRW: 0.00073,
  CAD: 0.73,
  AUD: 0.65,
  SGD: 0.75,
  MYR: 0.22,
  THB: 0.028,
  BRL: 0.18,
  MXN: 0.055,
  INR: 0.012,
  IDR: 0.00006,
  VND: 0.00004,
  PHP: 0.017,
  RUB: 0.011,
  CHF: 1.13,
};
export function usdFromMoney(money: Money): number {
  const rate = Object.hasOwn(USD_PER_UNIT, money.currency) ? (USD_PER_UNIT[money.currency] ?? 0.1) : 0.1;
  return (money.micros / 1_000_000) * rate;
}
