import type { LiveUser, Role } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';
import type { IrcMessage } from './irc-message.wire.ts';

/** Twitch's account that stands for givers who want no name. */
const ANONYMOUS_GIFTER_ID = '274598607';
const LONGEST_NAME = 200;

export function userFromMessage({ tags, nick }: IrcMessage): LiveUser {
  const login = tags.get('login') || nick;
  const name = cleanText(tags.get('display-name') || login || '?', LONGEST_NAME);
  const id = tags.get('user-id') ?? '';
  if (id === ANONYMOUS_GIFTER_ID) return { id: null, name, masked: false, anonymous: true, roles: [] };
  const badges = badgesFromTag(tags.get('badges') ?? '');
  const color = tags.get('color');
  return {
    id: id === '' ? null : id.slice(0, LONGEST_NAME),
    name,
    ...(login === '' ? {} : { login: login.slice(0, LONGEST_NAME) }),
    masked: false,
    roles: rolesFrom(badges, tags),
    ...(badges.length === 0 ? {} : { badges }),
    ...(color === undefined || color === '' ? {} : { color: color.slice(0, 32) }),
  };
}

interface Badge {
  readonly set: string;
  readonly version: string;
}

function badgesFromTag(tag: string): Badge[] {
  const badges: Badge[] = [];
  for (const part of tag === '' ? [] : tag.split(',').slice(0, 32)) {
    const slash = part.indexOf('/');
    if (slash > 0) badges.push({ set: part.slice(0, slash), version: part.slice(slash + 1) });
  }
  return badges;
}

const ROLE_OF_BADGE: ReadonlyMap<string, Role> = new Map([
  ['broadcaster', 'owner'],
  ['moderator', 'moderator'],
  ['lead_moderator', 'moderator'],
  ['vip', 'vip'],
  ['subscriber', 'member'],
  ['founder', 'member'],
  ['partner', 'verified'],
]);

export function rolesFromBadges(badges: readonly Badge[]): Role[] {
  return [...new Set(badges.flatMap(({ set }) => ROLE_OF_BADGE.get(set) ?? []))];
}

function rolesFrom(badges: readonly Badge[], tags: ReadonlyMap<string, string>): Role[] {
  const roles = new Set(rolesFromBadges(badges));
  if (tags.get('mod') === '1') roles.add('moderator');
  if (tags.get('subscriber') === '1') roles.add('member');
  if (tags.get('vip') === '1') roles.add('vip');
  return [...roles];
}
