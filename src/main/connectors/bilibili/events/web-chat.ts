import { type LiveEvent, MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import { BadMessage, LONGEST_NAME, type RoomFacts } from './bilibili-base.ts';
import { segmentsFromLine, segmentsFromSticker } from './chat-segments.ts';
import { medalFromArray, webUser } from './web-user.ts';
import { at, count, idText, jsonWithin, pictureUrl, whole, words } from './wire-values.ts';

/** info[0][12]. */
const STICKER = 1;

/** DANMU_MSG: everything by position in `info`, and any position may be absent. */
export function chatFromDanmu(message: unknown, room: RoomFacts, nowMs: number, mirrored: boolean): LiveEvent {
  const info = at(message, 'info');
  const uid = at(info, 2, 0);
  const name = at(info, 2, 1);
  const line = at(info, 1);
  if (typeof line !== 'string' || typeof name !== 'string') throw new BadMessage('a chat line without text or name');
  const text = words(line, MAX_EVENT_TEXT);
  const extra = jsonWithin(at(info, 0, 15, 'extra'));
  const sentMs = count(at(info, 0, 4));
  const nativeId = idText(at(extra, 'id_str'));
  const sticker = stickerFrom(at(info, 0));
  const replyTo = replyFrom(extra);
  return {
    v: 1,
    // Without an id of its own: who, when, and the random number that the sender's page drew.
    id:
      nativeId === ''
        ? `bilibili:${idText(uid) || `?${words(name, 50)}`}:${sentMs ?? nowMs}:${whole(at(info, 0, 5)) ?? 0}`
        : `bilibili:${nativeId}`,
    platform: 'bilibili',
    source: 'bilibili-web',
    roomId: room.roomId,
    timestamp: sentMs === undefined || sentMs === 0 ? nowMs : sentMs,
    receivedAt: nowMs,
    kind: 'chat',
    user: webUser(
      {
        uid,
        name,
        face: at(info, 0, 15, 'user', 'base', 'face'),
        isModerator: whole(at(info, 2, 2)) === 1,
        guardLevel: at(info, 7),
        userLevel: at(info, 4, 0),
        medal: medalFromArray(at(info, 3), room),
      },
      room,
    ),
    text,
    segments: sticker === undefined ? segmentsFromLine(text, at(extra, 'emots')) : segmentsFromSticker(text, sticker.url),
    ...(sticker === undefined ? {} : { sticker }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(mirrored ? { mirrored: true } : {}),
  };
}

function stickerFrom(head: unknown): { id?: string; url?: string } | undefined {
  if (whole(at(head, 12)) !== STICKER) return undefined;
  const id = idText(at(head, 13, 'emoticon_unique'));
  const url = pictureUrl(at(head, 13, 'url'));
  return { ...(id === '' ? {} : { id }), ...(url === undefined ? {} : { url }) };
}

function replyFrom(extra: unknown): { userId: string; userName?: string } | undefined {
  const userId = idText(at(extra, 'reply_mid'));
  if (userId === '') return undefined;
  const userName = words(at(extra, 'reply_uname'), LONGEST_NAME);
  return { userId, ...(userName === '' ? {} : { userName }) };
}
