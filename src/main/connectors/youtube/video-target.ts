/** What the streamer named: one broadcast, or a channel whose present broadcast is looked for. */
export type YoutubeTarget =
  | { readonly kind: 'video'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'handle'; readonly handle: string };

const VIDEO_ID = /^[\w-]{11}$/u;
const CHANNEL_ID = /^UC[\w-]{22}$/u;
/** Letters of any script, digits, and . _ - · */
const HANDLE = /^@[\p{L}\p{N}._·-]{1,100}$/u;
const HOSTS = /^(?:www\.|m\.|music\.|studio\.)?youtube\.com$/u;

/** Addresses as the browser, the share button and YouTube Studio give them, bare ids and @handles. Undefined: none of them. */
export function targetFrom(text: string): YoutubeTarget | undefined {
  const trimmed = text.trim();
  return fromName(trimmed) ?? fromAddress(trimmed);
}

function fromName(name: string): YoutubeTarget | undefined {
  if (CHANNEL_ID.test(name)) return { kind: 'channel', id: name };
  if (VIDEO_ID.test(name)) return { kind: 'video', id: name };
  return HANDLE.test(name) ? { kind: 'handle', handle: name } : undefined;
}

function fromAddress(address: string): YoutubeTarget | undefined {
  let url: URL;
  try {
    url = new URL(/^https?:\/\//iu.test(address) ? address : `https://${address}`);
  } catch {
    return undefined;
  }
  const [first = '', second = ''] = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  if (url.hostname === 'youtu.be') return video(first);
  if (!HOSTS.test(url.hostname)) return undefined;
  const inQuery = url.searchParams.get('v');
  if (inQuery !== null) return video(inQuery);
  if (first === 'channel') return CHANNEL_ID.test(second) ? { kind: 'channel', id: second } : undefined;
  if (['live', 'embed', 'shorts', 'video', 'v'].includes(first)) return video(second);
  return HANDLE.test(first) ? { kind: 'handle', handle: first } : undefined;
}

function video(id: string): YoutubeTarget | undefined {
  return VIDEO_ID.test(id) ? { kind: 'video', id } : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
