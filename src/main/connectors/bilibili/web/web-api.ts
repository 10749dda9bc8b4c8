import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import { type JsonAnswer, requestJson } from '../../http-json.ts';
import { signWbi } from '../signing/wbi.ts';
import { cookieHeader } from './cookie.ts';

/**
 * The one name under which all requests and the socket go: the token is bound to it. It says what we are; the platform may refuse us.
 */
export const USER_AGENT = 'Mozilla/5.0 (compatible; Yingxi)';
const ORIGIN = 'https://live.bilibili.com';

export interface WebAddresses {
  readonly liveApiUrl: string;
  readonly apiUrl: string;
  readonly siteUrl: string;
}

/** An answer of the platform's with its code; `data` is as it came. `blocked`: HTTP 412, the address asked too often. */
export type WebAnswer =
  | { readonly kind: 'answer'; readonly code: number; readonly message: string; readonly data: unknown }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'nonsense'; readonly status: number };

/** Requests of the web room. They reject with a StudioError when there was no answer at all. */
export interface WebApi {
  roomInfo(typedId: string): Promise<WebAnswer>;
  nav(): Promise<WebAnswer>;
  danmuInfo(roomId: string, wbiKey: string): Promise<WebAnswer>;
  /** The `buvid3` that the site's home page gives to a new visitor; undefined when it gives none. */
  visitorId(): Promise<string | undefined>;
}

const answerSchema = z.object({ code: z.number(), message: z.string().nullish(), data: z.unknown() });

/** `cookie` is asked before each request. */
export function createWebApi(
  addresses: WebAddresses,
  cookie: () => ReadonlyMap<string, string>,
  clock: Clock,
  signal: AbortSignal,
): WebApi {
  const request = (base: string, path: string): Promise<JsonAnswer> =>
    requestJson(`${base.trim().replace(/\/+$/u, '')}${path}`, { headers: webHeaders(cookie()), clock, signal });
  const ask = async (base: string, path: string): Promise<WebAnswer> => {
    const { status, body } = await request(base, path);
    if (status === 412) return { kind: 'blocked' };
    const answer = answerSchema.safeParse(body);
    if (!answer.success) return { kind: 'nonsense', status };
    const { code, message, data } = answer.data;
    return { kind: 'answer', code, message: message ?? '', data };
  };
  return {
    roomInfo: (typedId) => ask(addresses.liveApiUrl, `/room/v1/Room/get_info?room_id=${encodeURIComponent(typedId)}`),
    nav: () => ask(addresses.apiUrl, '/x/web-interface/nav'),
    danmuInfo(roomId, wbiKey) {
      const { query, signature } = signWbi({ id: roomId, type: 0 }, wbiKey, Math.floor(clock.now() / 1000));
      return ask(addresses.liveApiUrl, `/xlive/web-room/v1/index/getDanmuInfo?${query}&w_rid=${signature}`);
    },
    async visitorId() {
      const { headers } = await request(addresses.siteUrl, '/');
      // Several Set-Cookie headers come as one text, joined by commas.
      return /(?:^|[,;\s])buvid3=([\w.%-]{1,200})/u.exec(headers.get('set-cookie') ?? '')?.[1];
    },
  };
}

/** The same for requests and for the socket. */
export function webHeaders(cookie: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return {
    'user-agent': USER_AGENT,
    origin: ORIGIN,
    referer: `${ORIGIN}/`,
    ...(cookie.size === 0 ? {} : { cookie: cookieHeader(cookie) }),
  };
}
