import type { ReactionKind, ReactionSettings, ReactionTier } from '#shared/audience/reaction.ts';
import { assertNever } from '#shared/errors.ts';
import { isPaid, type ViewerEvent } from '#shared/live/live-event.ts';
import { cnyMicrosFromMoney } from '#shared/live/money.ts';

/** What an event is thanked or welcomed as. */
export interface Reacted {
  readonly kind: ReactionKind;
  readonly tier: ReactionTier;
}

/** `visits`: shows in which the viewer was seen, this one included. undefined: words, which are answered and not thanked for. */
export function reactionTo(events: readonly ViewerEvent[], visits: number, settings: ReactionSettings): Reacted | undefined {
  const [event] = events;
  switch (event?.kind) {
    case undefined:
    case 'chat':
    case 'redemption':
      return undefined;
    case 'join':
      return { kind: 'welcome', tier: visits <= 1 ? 'new' : visits < settings.regularVisits ? 'returning' : 'regular' };
    case 'follow':
    case 'share':
    case 'like':
      return { kind: event.kind, tier: 'usual' };
    case 'gift':
      return { kind: 'gift', tier: events.some(isPaid) ? sizeOf(events, settings) : 'free' };
    case 'superchat':
      return { kind: 'superchat', tier: sizeOf(events, settings) };
    case 'membership': {
      const { action } = event.membership;
      if (action === 'gift') return { kind: 'membership', tier: 'given' };
      return { kind: 'membership', tier: action === 'purchase' || action === 'join' ? 'new' : 'renewed' };
    }
    case 'raid':
      return { kind: 'raid', tier: event.viewers >= settings.largeRaidViewers ? 'large' : 'small' };
    default:
      return assertNever(event);
  }
}

/** By what all of them are worth together: a combo counts as one. */
export function sizeOf(events: readonly ViewerEvent[], settings: ReactionSettings): 'small' | 'medium' | 'large' {
  const micros = events.reduce((sum, event) => {
    const value = 'value' in event ? event.value : null;
    return value == null ? sum : sum + cnyMicrosFromMoney(value);
  }, 0);
  if (micros >= settings.largeMicros) return 'large';
  return micros >= settings.mediumMicros ? 'medium' : 'small';
}
