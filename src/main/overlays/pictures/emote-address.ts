import type { LivePlatform } from '#shared/live/live-event.ts';

/**
 * Where the platforms keep their emotes; a name with a dot before it stands for all beneath it. Nothing else is asked: addresses come from messages, and a
 * message may come from anybody who has a key of this program.
 */
const HOSTS = [
  'static-cdn.jtvnw.net',
  '.hdslb.com',
  '.ggpht.com',
  '.googleusercontent.com',
  '.douyucdn.cn',
  '.douyucdn2.cn',
  '.tiktokcdn.com',
  '.tiktokcdn-us.com',
  '.tiktokcdn-eu.com',
];
const TWITCH = 'twitch:';
/** Twitch's ids: numbers, "emotesv2_…" and "555555584_SG". */
const TWITCH_ID = /^[\w-]{1,100}$/u;
const LONGEST = 2000;

/** What an emote is known by: the same for all who write it. '': it has no picture. */
export function emoteKey(
  platform: LivePlatform,
  emote: { readonly id?: string | undefined; readonly url?: string | undefined },
): string {
  if (platform === 'twitch' && emote.id !== undefined && TWITCH_ID.test(emote.id)) return `${TWITCH}${emote.id}`;
  return emote.url !== undefined && emoteAddress(emote.url) !== undefined ? emote.url : '';
}

/** The address of its picture; undefined where it is none of the platforms' own. */
export function emoteAddress(key: string): string | undefined {
  if (key.startsWith(TWITCH)) {
    const id = key.slice(TWITCH.length);
    // "default": moving where there is a moving one; 2.0: 56 pixels.
    return TWITCH_ID.test(id) ? `https://static-cdn.jtvnw.net/emoticons/v2/${id}/default/dark/2.0` : undefined;
  }
  if (key.length > LONGEST || !URL.canParse(key)) return undefined;
  const { protocol, hostname, port, username, password, href } = new URL(key);
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return undefined;
  return HOSTS.some((host) => (host.startsWith('.') ? hostname.endsWith(host) : hostname === host)) ? href : undefined;
}
