import { assertNever } from '#shared/errors.ts';
import type { LiveEvent, MembershipEvent, ViewerEvent } from '#shared/live/live-event.ts';
import { fill, type Strings } from '../../i18n/strings.ts';

/** What a viewer did, in words. */
export function deedText({ feed }: Strings, event: ViewerEvent): string {
  switch (event.kind) {
    case 'gift':
      return fill(feed.gift, { gift: event.gift.name, count: event.gift.count });
    case 'superchat':
      return feed.superchat;
    case 'membership':
      return membershipText(feed, event);
    case 'like':
      return fill(feed.like, { count: event.count });
    case 'raid':
      return fill(feed.raid, { count: event.viewers });
    case 'redemption':
      return fill(feed.redemption, { reward: event.rewardTitle ?? event.rewardId });
    case 'join':
    case 'follow':
    case 'share':
      return feed[event.kind];
    case 'chat':
      return event.text;
    default:
      return assertNever(event);
  }
}

function membershipText(feed: Strings['feed'], { membership }: MembershipEvent): string {
  const texts = {
    purchase: feed.membershipPurchase,
    renew: feed.membershipRenew,
    upgrade: feed.membershipUpgrade,
    gift: feed.membershipGift,
    join: feed.membershipJoin,
    level_up: feed.membershipLevelUp,
  };
  const deed = fill(texts[membership.action], { tier: membership.tierName ?? membership.tier });
  const months = membership.cumulativeMonths ?? membership.months;
  return months === null || months <= 1 ? deed : `${deed} · ${fill(feed.months, { n: months })}`;
}

/** What happened to the room or the connection, in words. */
export function lineText({ feed, live }: Strings, event: Exclude<LiveEvent, ViewerEvent>): string {
  switch (event.kind) {
    case 'room':
      if (event.action === 'title_change') return fill(feed.roomTitle, { title: event.title ?? '' });
      return event.action === 'live_start' ? feed.roomStart : feed.roomEnd;
    case 'notice':
      return NOTICES(feed)[event.code];
    case 'retract':
      return live.removed;
    case 'stats':
      return '';
    default:
      return assertNever(event);
  }
}

const NOTICES = (feed: Strings['feed']) => ({
  names_masked: feed.noticeMasked,
  session_ended: feed.noticeEnded,
  auth_failed: feed.noticeAuth,
  reconnect_requested: feed.noticeReconnect,
  subscription_revoked: feed.noticeRevoked,
  rate_limited: feed.noticeLimited,
  risk_control: feed.noticeRisk,
  server_error: feed.noticeServer,
});
