import type { IrcMessage } from './irc-message.wire.ts';

/** "#Name", "@name", "https://www.twitch.tv/name" and "name" are one channel. Undefined when it cannot be a channel's name. */
export function channelFrom(text: string): string | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//u, '')
    .replace(/^(?:www\.|m\.)?twitch\.tv\//u, '')
    .replace(/^[#@]/u, '')
    .replace(/[/?#].*$/u, '');
  return /^[a-z0-9_]{1,25}$/u.test(name) ? name : undefined;
}

export function serverUrlFrom(text: string): URL | undefined {
  try {
    const url = new URL(text.trim());
    url.hash = '';
    return (url.protocol === 'ws:' || url.protocol === 'wss:') && url.hostname !== '' ? url : undefined;
  } catch {
    return undefined;
  }
}

const LOGIN_REFUSED = ['login authentication failed', 'improperly formatted auth', 'login unsuccessful', 'invalid nick'];

export function isLoginRefused(notice: IrcMessage): boolean {
  const text = (notice.params[1] ?? '').toLowerCase();
  return LOGIN_REFUSED.some((refusal) => text.includes(refusal));
}

/** A notice after which trying again is of no use, as health. */
export function fatalNotice(
  notice: IrcMessage,
  channel: string,
): { readonly reason: string; readonly message: string } | undefined {
  if (isLoginRefused(notice)) {
    return {
      reason: 'login-refused',
      message: `The chat server refused the anonymous login ("${notice.params[1] ?? ''}"): check the server address in the settings.`,
    };
  }
  const id = notice.tags.get('msg-id');
  if (id === 'msg_channel_suspended' || id === 'tos_ban') {
    return { reason: 'no-such-channel', message: `The channel ${channel} does not exist or is suspended: check its name.` };
  }
  return id === 'msg_banned'
    ? { reason: 'banned', message: `Reading the channel ${channel} is not allowed: choose another one.` }
    : undefined;
}
