import type { LiveEvent, LiveUser } from '#shared/live/live-event.ts';
import { BadMessage, LONGEST_NAME, type RoomFacts } from './bilibili-base.ts';
import { protobufFromBase64 } from './protobuf-fields.ts';
import { medalFrom, medalFromObject, webUser } from './web-user.ts';
import { at, count, idText, msFromSeconds, whole, words } from './wire-values.ts';

/** Arrivals, follows and likes, and what the web room says of itself. */
const common = (room: RoomFacts, nowMs: number, sentMs?: number) =>
  ({
    v: 1,
    platform: 'bilibili',
    source: 'bilibili-web',
    roomId: room.roomId,
    timestamp: sentMs ?? nowMs,
    receivedAt: nowMs,
  }) as const;

/** 4: special follow, 5: mutual follow. */
const DEEDS: ReadonlyMap<number | undefined, 'join' | 'follow' | 'share' | 'like'> = new Map([
  [1, 'join'],
  [2, 'follow'],
  [3, 'share'],
  [4, 'follow'],
  [5, 'follow'],
  [6, 'like'],
]);

function deedEvent(
  deed: number | undefined,
  user: LiveUser,
  sentMs: number | undefined,
  room: RoomFacts,
  nowMs: number,
): readonly LiveEvent[] {
  const kind = DEEDS.get(deed);
  if (kind === undefined) throw new BadMessage(`unknown deed ${deed}`);
  const base = { ...common(room, nowMs, sentMs), id: `bilibili:${kind}:${user.id ?? `?${user.name}`}:${sentMs ?? nowMs}`, user };
  return [kind === 'like' ? { ...base, kind, count: 1 } : { ...base, kind }];
}

/** INTERACT_WORD. */
export function deedFromMessage(data: unknown, room: RoomFacts, nowMs: number): readonly LiveEvent[] {
  const user = webUser(
    { uid: at(data, 'uid'), name: at(data, 'uname'), medal: medalFromObject(at(data, 'fans_medal'), room) },
    room,
  );
  return deedEvent(whole(at(data, 'msg_type')), user, msFromSeconds(at(data, 'timestamp')), room, nowMs);
}

/** INTERACT_WORD_V2. */
export function deedFromProtobuf(data: unknown, room: RoomFacts, nowMs: number): readonly LiveEvent[] {
  const fields = protobufFromBase64(at(data, 'pb'));
  const [medal] = fields.messages(9);
  const [base] = fields.messages(22)[0]?.messages(2) ?? [];
  const user = webUser(
    {
      uid: fields.digits(1),
      name: fields.text(2),
      face: base?.text(2),
      guardLevel: medal?.whole(9),
      medal:
        medal === undefined
          ? null
          : medalFrom(
              { level: medal.whole(2), name: medal.text(3), anchorRoomId: medal.digits(12), anchorId: medal.digits(1) },
              room,
            ),
    },
    room,
  );
  return deedEvent(fields.whole(5), user, msFromSeconds(fields.whole(7)), room, nowMs);
}

/** LIKE_INFO_V3_CLICK carries neither a time nor an id: `serial` keeps two of them apart. */
export function likeFromClick(data: unknown, room: RoomFacts, nowMs: number, serial: number): LiveEvent {
  const user = webUser(
    { uid: at(data, 'uid'), name: at(data, 'uname'), medal: medalFromObject(at(data, 'fans_medal'), room) },
    room,
  );
  return {
    ...common(room, nowMs),
    id: `bilibili:like:${user.id ?? '?'}:${Math.floor(nowMs)}-${serial}`,
    kind: 'like',
    user,
    count: 1,
  };
}

export function statsEvent(
  stats: { readonly viewersNow?: number; readonly viewersTotal?: number; readonly likeTotal?: number },
  room: RoomFacts,
  nowMs: number,
  serial: number,
): readonly LiveEvent[] {
  return [{ ...common(room, nowMs), id: `bilibili:stats:${Math.floor(nowMs)}-${serial}`, kind: 'stats', stats }];
}

/** LIKE_INFO_V3_UPDATE, WATCHED_CHANGE, ONLINE_RANK_COUNT. */
export function statsFromMessage(
  cmd: string,
  data: unknown,
  room: RoomFacts,
  nowMs: number,
  serial: number,
): readonly LiveEvent[] {
  const number = (value: unknown): number => {
    const known = count(value);
    if (known === undefined) throw new BadMessage(`${cmd} without a number`);
    return known;
  };
  if (cmd === 'LIKE_INFO_V3_UPDATE') return statsEvent({ likeTotal: number(at(data, 'click_count')) }, room, nowMs, serial);
  if (cmd === 'WATCHED_CHANGE') return statsEvent({ viewersTotal: number(at(data, 'num')) }, room, nowMs, serial);
  return statsEvent({ viewersNow: number(at(data, 'online_count') ?? at(data, 'count')) }, room, nowMs, serial);
}

/** LIVE comes twice; only the copy with `live_time` counts. */
export function liveStart(message: unknown, room: RoomFacts, nowMs: number): readonly LiveEvent[] {
  const seconds = at(message, 'live_time');
  const sentMs = msFromSeconds(seconds);
  if (sentMs === undefined) return [];
  const roomId = idText(at(message, 'roomid')) || room.roomId;
  return [
    { ...common(room, nowMs, sentMs), roomId, id: `bilibili:live:${roomId}:${sentMs}`, kind: 'room', action: 'live_start' },
  ];
}

/** PREPARING. */
export function liveEnd(message: unknown, room: RoomFacts, nowMs: number, serial: number): LiveEvent {
  const roomId = idText(at(message, 'roomid')) || room.roomId;
  return {
    ...common(room, nowMs),
    roomId,
    id: `bilibili:preparing:${Math.floor(nowMs)}-${serial}`,
    kind: 'room',
    action: 'live_end',
  };
}

/** ROOM_CHANGE. */
export function titleChange(data: unknown, room: RoomFacts, nowMs: number, serial: number): LiveEvent {
  const title = words(at(data, 'title'), LONGEST_NAME);
  return {
    ...common(room, nowMs),
    id: `bilibili:title:${Math.floor(nowMs)}-${serial}`,
    kind: 'room',
    action: 'title_change',
    title,
  };
}

/** To the streamer: names are about to be masked, or the stream was warned or cut off by the platform. */
export function notice(
  code: 'names_masked' | 'risk_control',
  message: string,
  room: RoomFacts,
  nowMs: number,
  serial: number,
): LiveEvent {
  return { ...common(room, nowMs), id: `bilibili:${code}:${Math.floor(nowMs)}-${serial}`, kind: 'notice', code, message };
}
