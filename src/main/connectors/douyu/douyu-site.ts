import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import { requestJson } from '../http-json.ts';
import type { DouyuGift } from './douyu-events.ts';

/** "https://www.douyu.com/topic/x?rid=12", "douyu.com/12", "/name" and "12" name one room. Undefined when it cannot be one. */
export function roomFromInput(text: string): string | undefined {
  const trimmed = text.trim();
  const inQuery = /[?&]rid=(\d{1,12})/u.exec(trimmed)?.[1];
  if (inQuery !== undefined) return inQuery;
  const name = trimmed
    .replace(/^https?:\/\//iu, '')
    .replace(/^(?:www\.|m\.)?douyu\.com\//iu, '')
    .replace(/^\/+/u, '')
    .replace(/[/?#].*$/u, '');
  return /^[\w-]{1,40}$/u.test(name) ? name : undefined;
}

const roomSchema = z.object({
  room: z.object({ room_id: z.union([z.number().int().positive(), z.string().regex(/^\d{1,12}$/u)]) }),
});

/**
 * The real number behind a room's address, which may be a name or a chosen number. `not-found` when the site knows no such room. A number is
 * used as it is when the site cannot be asked.
 */
export async function findRoomId(options: {
  readonly siteUrl: string;
  readonly room: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<string> {
  const { siteUrl, room, clock, signal } = options;
  const isNumber = /^\d+$/u.test(room);
  try {
    const { status, body } = await requestJson(`${siteUrl.replace(/\/+$/u, '')}/betard/${room}`, { clock, signal });
    const found = roomSchema.safeParse(body);
    if (found.success) return String(found.data.room.room_id);
    if (!isNumber && status < 500)
      throw new StudioError(
        'not-found',
        `Douyu has no room "${room}". Enter what stands behind douyu.com/ in the room's address.`,
      );
  } catch (cause) {
    if (!isNumber || signal.aborted || (cause instanceof StudioError && cause.code === 'invalid-input')) throw cause;
  }
  if (isNumber) return room;
  throw new StudioError('network', `Douyu's site did not tell the number of the room "${room}".`);
}

const count = z.union([z.number(), z.string().regex(/^\d{1,12}$/u)]).transform(Number);
const listSchema = z.object({
  data: z.object({
    giftList: z.array(
      z.object({
        id: count,
        name: z.string(),
        priceInfo: z.object({ price: count, priceType: z.string().optional() }).partial().optional(),
        basicInfo: z.object({ focusPic: z.string() }).partial().optional(),
      }),
    ),
  }),
});
const IMAGES = 'https://gfs-op.douyucdn.cn/dygift/';

/** Names and prices of what can be given in a room, by gift id. Rejects with a StudioError. */
export async function fetchGifts(options: {
  readonly giftsUrl: string;
  readonly roomId: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<ReadonlyMap<string, DouyuGift>> {
  const { giftsUrl, roomId, clock, signal } = options;
  const { status, body } = await requestJson(`${giftsUrl.replace(/\/+$/u, '')}/api/gift/v3/web/list?rid=${roomId}`, {
    clock,
    signal,
  });
  const list = listSchema.safeParse(body);
  if (!list.success)
    throw new StudioError(
      'network',
      `Douyu's list of gifts cannot be read (HTTP ${status}); gifts keep the names that the room sends.`,
    );
  return new Map(
    list.data.data.giftList.map(({ id, name, priceInfo, basicInfo }) => [
      String(id),
      {
        name,
        // Fish balls (YUWAN) are earned by watching; only fins (YUCHI) are paid for.
        price: priceInfo?.priceType === 'YUWAN' ? 0 : (priceInfo?.price ?? 0),
        ...(basicInfo?.focusPic === undefined ? {} : { imageUrl: imageUrlFrom(basicInfo.focusPic) }),
      },
    ]),
  );
}

function imageUrlFrom(path: string): string {
  if (/^https?:\/\//iu.test(path)) return path.replace(/^http:/iu, 'https:');
  return `${IMAGES}${path.replace(/^\/+/u, '')}`;
}

const propSchema = z.object({
  data: z.object({
    name: z.string(),
    priceInfo: z.object({ price: count, priceType: z.string().optional() }).partial().optional(),
  }),
});

/** One thing from viewers' bags. Undefined when the site does not know it. */
export async function fetchProp(options: {
  readonly giftsUrl: string;
  readonly propId: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<DouyuGift | undefined> {
  const { giftsUrl, propId, clock, signal } = options;
  const { body } = await requestJson(
    `${giftsUrl.replace(/\/+$/u, '')}/api/prop/v1/web/single?pid=${encodeURIComponent(propId)}`,
    {
      clock,
      signal,
    },
  );
  const prop = propSchema.safeParse(body);
  // Most of what lies in a bag was earned or given away: without a word of money it is free.
  if (!prop.success) return undefined;
  const { name, priceInfo } = prop.data.data;
  return { name, price: priceInfo?.priceType === 'YUCHI' ? (priceInfo.price ?? 0) : 0 };
}
