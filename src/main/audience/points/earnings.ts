import type { Appraised } from '#main/director/appraise.types.ts';
import type { Appraisal } from '#shared/live/appraisal.ts';
import { isPaid, type Money, type ViewerEvent } from '#shared/live/live-event.ts';
import { cnyMicrosFromMoney } from '#shared/live/money.ts';
import type { AudienceSettings } from '#shared/settings/settings.ts';
import type { Earning } from '../book/book.ts';

export interface EarningRules {
  readonly points: AudienceSettings['points'];
  /** Number of the show, for its accounts. */
  readonly showId: number;
  /** Names the day: the local date on which the show began, so that a night is one day. */
  readonly day: string;
}

/**
 * What an event brings its viewer. Each earning is a deed whose id says what it is for, so that nothing is paid twice, whatever is redelivered or replayed:
 *   sign-in   the first line of a day            chat, like   once an interval each       follow   once for ever
 *   gift, superchat, membership                  by their money, when it is final; the event's own id
 */
export function earningsFrom({ event, appraisal }: Appraised, account: string, rules: EarningRules): readonly Earning[] {
  if (!appraisal || !('user' in event) || appraisal.viewerKey === undefined) return [];
  const { points, day } = rules;
  const viewer = appraisal.viewerKey;
  const paid = paymentFrom(event, account, rules);
  if (paid) return [paid];
  if (!points.enabled || isPaid(event)) return [];
  switch (event.kind) {
    case 'chat':
      return isHeard(appraisal)
        ? [
            earning(`sign-in:${viewer}:${day}`, 'sign-in', account, points.signIn),
            earning(windowId(event, viewer, points.chatEverySeconds), 'chat', account, points.chat),
          ].filter(isWorth)
        : [];
    case 'like':
      return [earning(windowId(event, viewer, points.chatEverySeconds), 'like', account, points.like)].filter(isWorth);
    case 'follow':
      return [earning(`follow:${viewer}`, 'follow', account, points.follow)].filter(isWorth);
    default:
      return [];
  }
}

function earning(eventId: string, reason: string, viewerKey: string, points: number): Earning {
  return { eventId, reason, viewerKey, points };
}

function isWorth({ points }: Earning): boolean {
  return points > 0;
}

/** Who is blocked earns nothing by it; what is held comes again when it is let pass. */
export function isHeard(appraisal: Appraisal): boolean {
  return appraisal.verdict.action === 'allow' || appraisal.verdict.action === 'mask';
}

function windowId(event: ViewerEvent, viewer: string, everySeconds: number): string {
  if (everySeconds === 0) return event.id;
  return `${event.kind}:${viewer}:${everySeconds}:${Math.floor(event.timestamp / (everySeconds * 1000))}`;
}

/** Money of an event that is final, with its points; undefined for events without. */
function paymentFrom(event: ViewerEvent, account: string, rules: EarningRules): Earning | undefined {
  const value = finalValue(event);
  if (!value || value.micros === 0) return undefined;
  return {
    ...earning(event.id, event.kind, account, rules.points.enabled ? pointsFromMoney(value, rules.points.perUnit) : 0),
    payment: {
      account,
      name: event.user.name,
      kind: event.kind,
      currency: value.currency,
      micros: value.micros,
      estimated: value.estimated,
      showId: rules.showId,
    },
  };
}

function finalValue(event: ViewerEvent): Money | null {
  switch (event.kind) {
    case 'gift':
      return event.paid && event.final ? event.value : null;
    case 'superchat':
      return event.value;
    case 'membership':
      return isPaid(event) ? event.value : null;
    default:
      return null;
  }
}

/** Whole points for money, rounded down; `perUnit` is for one CNY. Computed in integers: micros times points exceeds what a float holds. */
export function pointsFromMoney(value: Money, perUnit: number): number {
  const points = (BigInt(cnyMicrosFromMoney(value)) * BigInt(perUnit)) / 1_000_000n;
  return Number(points < MOST_FOR_ONE_EVENT ? points : MOST_FOR_ONE_EVENT);
}
const MOST_FOR_ONE_EVENT = 1_000_000_000_000n;
