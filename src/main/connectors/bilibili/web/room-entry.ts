import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import { wbiKeyFrom } from '../signing/wbi.ts';
import type { WebAnswer, WebApi } from './web-api.ts';

/** All that a connection to a room needs. The token serves one connection. */
export interface RoomEntry {
  readonly roomId: string;
  readonly ownerId: string;
  /** Of the account whose cookie it is; '0': a visitor, who will see masked names. */
  readonly ownUid: string;
  readonly token: string;
  readonly hosts: readonly string[];
}

/** Why there is none. */
export type EntryRefusal =
  | { readonly action: 'fail'; readonly reason: string; readonly message: string }
  /** The ordinary waiting of a lost connection. */
  | { readonly action: 'again'; readonly reason: string; readonly message: string }
  /** The platform says no: wait long, and tell. */
  | { readonly action: 'risk-control' }
  | { readonly action: 'blocked' };

export type EntryAnswer = { readonly entry: RoomEntry } | { readonly refusal: EntryRefusal };

/** Finds the way into a room, step by step. It keeps the room's numbers, and the signing keys, which change about once a day; never the token. */
export interface RoomDoor {
  enter(): Promise<EntryAnswer>;
  /** The next time begins with the first step. */
  forget(): void;
}

const KEYS_LIVE_MS = 12 * 60 * 60 * 1000;
const RISK_CONTROL = -352;

const roomSchema = z.object({ room_id: z.number().int().positive(), uid: z.number().int().nonnegative() });
const navSchema = z.object({
  isLogin: z.boolean().optional(),
  mid: z.number().int().nonnegative().optional(),
  wbi_img: z.object({ img_url: z.string(), sub_url: z.string() }),
});
const danmuInfoSchema = z.object({
  token: z.string().min(1),
  host_list: z
    .array(z.object({ host: z.string().regex(/^[\w.-]{1,200}$/u), wss_port: z.number().int().min(1).max(65_535) }))
    .min(1),
});

interface SigningKeys {
  readonly key: string;
  readonly ownUid: string;
  readonly readAtMs: number;
}

/** `typedRoom` is the number that people know; `ensureVisitorId` sees to a `buvid3` in the cookie. */
export function createRoomDoor(typedRoom: string, api: WebApi, clock: Clock, ensureVisitorId: () => Promise<void>): RoomDoor {
  let room: Pick<RoomEntry, 'roomId' | 'ownerId'> | undefined;
  let keys: SigningKeys | undefined;

  async function findRoom(): Promise<Pick<RoomEntry, 'roomId' | 'ownerId'> | EntryRefusal> {
    if (room !== undefined) return room;
    const answer = await api.roomInfo(typedRoom);
    const found = roomSchema.safeParse(answer.kind === 'answer' ? answer.data : undefined);
    if (answer.kind === 'answer' && answer.code === 0 && found.success) {
      room = { roomId: String(found.data.room_id), ownerId: String(found.data.uid) };
      return room;
    }
    // Any other code than that of risk control says that there is no such room.
    return answer.kind === 'answer' && answer.code !== 0 && answer.code !== RISK_CONTROL
      ? noRoom(typedRoom)
      : refusalOf(answer, 'the room');
  }

  async function readKeys(): Promise<SigningKeys | EntryRefusal> {
    if (keys !== undefined && clock.now() - keys.readAtMs < KEYS_LIVE_MS) return keys;
    const answer = await api.nav();
    // −101, not logged in, carries the keys too.
    const nav = navSchema.safeParse(answer.kind === 'answer' ? answer.data : undefined);
    if (!nav.success) return refusalOf(answer, 'the signing keys');
    const { isLogin = false, mid = 0, wbi_img } = nav.data;
    const key = wbiKeyFrom(wbi_img.img_url, wbi_img.sub_url);
    if (key === undefined) return refusalOf({ kind: 'nonsense', status: 200 }, 'the signing keys');
    keys = { key, ownUid: isLogin ? String(mid) : '0', readAtMs: clock.now() };
    return keys;
  }

  /** A token, on risk control once more with fresh keys. */
  async function readToken(roomId: string): Promise<Omit<RoomEntry, 'roomId' | 'ownerId'> | EntryRefusal> {
    let signing = await readKeys();
    if ('action' in signing) return signing;
    let answer = await api.danmuInfo(roomId, signing.key);
    if (answer.kind === 'answer' && answer.code === RISK_CONTROL) {
      keys = undefined;
      signing = await readKeys();
      if ('action' in signing) return signing;
      answer = await api.danmuInfo(roomId, signing.key);
    }
    const info = danmuInfoSchema.safeParse(answer.kind === 'answer' ? answer.data : undefined);
    if (answer.kind !== 'answer' || answer.code !== 0 || !info.success) return refusalOf(answer, 'the token');
    const hosts = info.data.host_list.map(({ host, wss_port }) => `wss://${host}:${wss_port}/sub`);
    return { ownUid: signing.ownUid, token: info.data.token, hosts };
  }

  return {
    async enter() {
      await ensureVisitorId();
      const found = await findRoom();
      if ('action' in found) return { refusal: found };
      const token = await readToken(found.roomId);
      return 'action' in token ? { refusal: token } : { entry: { ...found, ...token } };
    },
    forget() {
      room = undefined;
      keys = undefined;
    },
  };
}

function refusalOf(answer: WebAnswer, what: string): EntryRefusal {
  if (answer.kind === 'blocked') return { action: 'blocked' };
  if (answer.kind === 'answer' && answer.code === RISK_CONTROL) return { action: 'risk-control' };
  const how = answer.kind === 'answer' ? `code ${answer.code}` : `HTTP ${answer.status}`;
  return { action: 'again', reason: 'bili-bad-answer', message: `Bilibili did not tell ${what} (${how}).` };
}

function noRoom(typedRoom: string): EntryRefusal {
  return {
    action: 'fail',
    reason: 'bili-no-room',
    message: `Bilibili knows no room ${typedRoom}: enter the number behind live.bilibili.com/.`,
  };
}
