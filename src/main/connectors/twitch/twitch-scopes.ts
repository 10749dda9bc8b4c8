import type { Settings } from '#shared/settings/settings.ts';
import { channelFrom } from './twitch-settings.ts';

export const WRITE_CHAT = 'user:write:chat';
export const TIME_OUT_VIEWERS = 'moderator:manage:banned_users';
/** What anonymous chat cannot see, and writing. */
const ALWAYS = ['moderator:read:followers', 'channel:read:redemptions', WRITE_CHAT] as const;
/** What anonymous chat tells too, where it is not read. */
const WITHOUT_CHAT = ['user:read:chat', 'bits:read', 'channel:read:subscriptions'] as const;

type ScopeSettings = Pick<Settings, 'twitch' | 'moderation'>;

/** Anonymous chat reads the room of this login (any room, before the login is known): then chat, cheers, subscriptions and raids come from there. */
export function isChatReadElsewhere({ twitch }: Pick<Settings, 'twitch'>, login: string | undefined): boolean {
  const channel = channelFrom(twitch.channel);
  return twitch.enabled && channel !== undefined && (login === undefined || channel === login.toLowerCase());
}

/** The permissions that the settings need, and no more. */
export function scopesFor(settings: ScopeSettings, login: string | undefined): readonly string[] {
  return [
    ...ALWAYS,
    ...(isChatReadElsewhere(settings, login) ? [] : WITHOUT_CHAT),
    ...(settings.moderation.strikes.enabled && settings.moderation.strikes.onPlatform ? [TIME_OUT_VIEWERS] : []),
  ];
}
