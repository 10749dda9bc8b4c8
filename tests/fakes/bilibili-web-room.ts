import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What people type, and what the room is. */
export const SHORT_ROOM = '42';
export const ROOM_ID = 880_123;
export const OWNER_UID = 700_700;
export const ACCOUNT = { uid: 31_415_926, cookie: 'SESSDATA=fake%2Csession; bili_jct=secret-csrf; DedeUserID=31415926' } as const;
const VISITOR_ID = 'AAAA1111-2222-3333-4444-555566667777infoc';

const POSITIONS = [
  46, 47, 18, 2, 53, 8, 23, 32, 15, 50, 10, 31, 58, 3, 45, 35, 27, 43, 5, 49, 33, 9, 42, 19, 29, 28, 14, 39, 12, 38, 41, 13,
];

/**
 * The HTTP side of a web room: room, `nav` with keys that can rotate, a token bound to cookie and User-Agent, and the visitor id that the home page gives.
 * It checks the signature of every request for a token, and refuses those without a visitor id by risk control, as the platform does.
 */
export interface WebRoom {
  /** Requests for a token that are refused by risk control, whatever they say. */
  riskControls: number;
  hosts: { host: string; wss_port: number; ws_port: number; port: number }[];
  /** Requests for tokens so far, and those that were signed right. */
  readonly asked: number;
  readonly signedRight: number;
  rotateKeys(): void;
  answer(path: string, query: URLSearchParams, headers: IncomingHttpHeaders): { body: object; headers?: Record<string, string> };
  /** The code of an auth packet's answer. */
  authCode(body: string, headers: IncomingHttpHeaders): number;
}

export function createWebRoom(nowMs: () => number): WebRoom {
  let keys: readonly [string, string] = ['06430cccfe24c272d92ef493ab0497f1', 'cde83419f67963c0b1f8edf0c0468b0e'];
  const tokens = new Map<string, string>();
  const room = { riskControls: 0, hosts: [] as WebRoom['hosts'], asked: 0, signedRight: 0 };
  const bearerOf = (headers: IncomingHttpHeaders): string => `${headers['user-agent']}\n${headers.cookie ?? ''}`;
  const isLoggedIn = (headers: IncomingHttpHeaders): boolean => (headers.cookie ?? '').includes('SESSDATA=fake%2Csession');

  function isSigned(query: URLSearchParams): boolean {
    const joined = keys.join('');
    const key = POSITIONS.map((position) => joined[position]).join('');
    const given = query.get('w_rid');
    const rest = [...query].filter(([name]) => name !== 'w_rid').sort(([a], [b]) => (a < b ? -1 : 1));
    const text = rest.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
    const isFresh = Math.abs(Number(query.get('wts')) - nowMs() / 1000) < 600;
    return (
      isFresh &&
      given ===
        createHash('md5')
          .update(text + key)
          .digest('hex')
    );
  }

  function danmuInfo(query: URLSearchParams, headers: IncomingHttpHeaders): object {
    room.asked += 1;
    const signed = isSigned(query);
    if (signed) room.signedRight += 1;
    if (room.riskControls > 0) {
      room.riskControls -= 1;
      return { code: -352, message: '-352', data: { v_voucher: 'voucher' } };
    }
    if (!signed || !(headers.cookie ?? '').includes('buvid3=')) return { code: -352, message: '-352', data: {} };
    if (query.get('id') !== String(ROOM_ID)) return { code: -400, message: 'bad room', data: null };
    const token = randomUUID();
    tokens.set(token, bearerOf(headers));
    return { code: 0, message: '0', data: { group: 'live', token, host_list: room.hosts } };
  }

  const nav = (headers: IncomingHttpHeaders): object => {
    const wbi_img = {
      img_url: `https://i0.example.test/bfs/wbi/${keys[0]}.png`,
      sub_url: `https://i0.example.test/bfs/wbi/${keys[1]}.png`,
    };
    return isLoggedIn(headers)
      ? { code: 0, message: '0', data: { isLogin: true, mid: ACCOUNT.uid, uname: '盐罐子', wbi_img } }
      : { code: -101, message: '账号未登录', data: { isLogin: false, wbi_img } };
  };

  return Object.assign(room, {
    rotateKeys() {
      keys = ['92eb5ffee6ae2fec3ad71c777531578f', '8277e0910d750195b448797616e091ad'];
    },
    answer(path: string, query: URLSearchParams, headers: IncomingHttpHeaders) {
      if (path === '/') return { body: {}, headers: { 'set-cookie': `buvid3=${VISITOR_ID}; path=/; domain=.example.test` } };
      if (path === '/x/web-interface/nav') return { body: nav(headers) };
      if (path === '/xlive/web-room/v1/index/getDanmuInfo') return { body: danmuInfo(query, headers) };
      if (path !== '/room/v1/Room/get_info') return { body: { code: -404, message: 'no such path', data: null } };
      const isKnown = [SHORT_ROOM, String(ROOM_ID)].includes(query.get('room_id') ?? '');
      return {
        body: isKnown
          ? { code: 0, message: 'ok', data: { room_id: ROOM_ID, short_id: 42, uid: OWNER_UID, live_status: 1 } }
          : { code: 1, message: '未找到该房间', data: [] },
      };
    },
    authCode(body: string, headers: IncomingHttpHeaders) {
      const fields = JSON.parse(body) as Record<string, unknown>;
      const bearer = tokens.get(String(fields.key));
      // A token serves one connection.
      tokens.delete(String(fields.key));
      const uid = isLoggedIn(headers) ? ACCOUNT.uid : 0;
      const isRight =
        bearer === bearerOf(headers) &&
        fields.uid === uid &&
        fields.roomid === ROOM_ID &&
        fields.protover === 3 &&
        fields.type === 2;
      return isRight && fields.platform === 'web' && typeof fields.buvid === 'string' ? 0 : -101;
    },
  });
}
