import { type LiveEvent, MAX_EVENT_TEXT } from '#shared/live/live-event.ts';
import {
  BadMessage,
  type GuardLevel,
  guardLevelFrom,
  guardName,
  LONGEST_NAME,
  moneyFromCny,
  moneyFromGold,
  type RoomFacts,
} from './bilibili-base.ts';
import { type ProtobufFields, protobufFromBase64 } from './protobuf-fields.ts';
import { medalFrom, medalFromObject, webUser } from './web-user.ts';
import { at, colourText, count, idText, list, msFromSeconds, pictureUrl, whole, words } from './wire-values.ts';

/** Gifts, guards and super chats of the web room. What is paid in gold coins is money; silver coins are free. */
const common = (room: RoomFacts, nowMs: number, sentMs: number | undefined) =>
  ({
    v: 1,
    platform: 'bilibili',
    source: 'bilibili-web',
    roomId: room.roomId,
    timestamp: sentMs ?? nowMs,
    receivedAt: nowMs,
  }) as const;

interface GiftFields {
  readonly nativeId: string;
  readonly id: string;
  readonly name: unknown;
  readonly count: number | undefined;
  readonly unitCoins: number | undefined;
  readonly totalCoins: number | undefined;
  readonly coinType: unknown;
  readonly picture: unknown;
  readonly comboId: string;
  readonly boxName: unknown;
}

/** A gift as it is paid: of a blind box `totalCoins` is what was paid, while the unit price is that of what came out. */
function giftPart(gift: GiftFields) {
  if (gift.id === '' || gift.count === undefined || gift.count === 0) throw new BadMessage('a gift without id or count');
  const paid = gift.coinType === 'gold';
  const imageUrl = pictureUrl(gift.picture);
  const boxName = words(gift.boxName, LONGEST_NAME);
  return {
    id: `bilibili:gift:${gift.nativeId}`,
    kind: 'gift',
    paid,
    value: paid ? moneyFromGold(gift.totalCoins) : null,
    final: true,
    gift: {
      id: gift.id,
      name: words(gift.name, LONGEST_NAME),
      count: gift.count,
      ...(imageUrl === undefined ? {} : { imageUrl }),
      ...(gift.unitCoins === undefined ? {} : { unitCoins: gift.unitCoins }),
      ...(gift.totalCoins === undefined ? {} : { totalCoins: gift.totalCoins }),
      coinName: paid ? 'gold' : 'silver',
      comboId: gift.comboId === '' ? null : gift.comboId,
      ...(boxName === '' ? {} : { blindBox: { name: boxName } }),
    },
  } as const;
}

/** SEND_GIFT. */
export function giftFromMessage(data: unknown, room: RoomFacts, nowMs: number): LiveEvent {
  const uid = at(data, 'uid');
  const sentMs = msFromSeconds(at(data, 'timestamp'));
  const recipient = words(at(data, 'receive_user_info', 'uname'), LONGEST_NAME);
  const recipientId = idText(at(data, 'receive_user_info', 'uid'));
  const part = giftPart({
    nativeId: idText(at(data, 'tid')) || `${idText(uid)}:${sentMs ?? nowMs}:${idText(at(data, 'rnd'))}`,
    id: idText(at(data, 'giftId')),
    name: at(data, 'giftName'),
    count: count(at(data, 'num')),
    unitCoins: count(at(data, 'price')),
    totalCoins: count(at(data, 'total_coin')),
    coinType: at(data, 'coin_type'),
    picture: at(data, 'gift_info', 'img_basic'),
    comboId: idText(at(data, 'batch_combo_id')),
    boxName: at(data, 'blind_gift', 'original_gift_name'),
  });
  return {
    ...common(room, nowMs, sentMs),
    ...part,
    gift: {
      ...part.gift,
      ...(recipient === '' ? {} : { recipient: { name: recipient, ...(recipientId === '' ? {} : { id: recipientId }) } }),
    },
    user: webUser(
      {
        uid,
        name: at(data, 'uname'),
        face: at(data, 'face'),
        guardLevel: at(data, 'guard_level'),
        medal: medalFromObject(at(data, 'medal_info'), room),
      },
      room,
    ),
  };
}

/** SEND_GIFT_V2: several gifts of one sender. */
export function giftsFromProtobuf(data: unknown, room: RoomFacts, nowMs: number): readonly LiveEvent[] {
  const fields = protobufFromBase64(at(data, 'pb'));
  const uid = fields.digits(1);
  const name = fields.text(2);
  if (name === '') throw new BadMessage('gifts without a sender');
  const [medal] = fields.messages(8);
  const [box] = fields.messages(9);
  const user = webUser(
    {
      uid,
      name,
      face: fields.text(3),
      guardLevel: fields.whole(5) ?? 0,
      medal:
        medal === undefined
          ? null
          : medalFrom(
              { level: medal.whole(5), name: medal.text(6), anchorRoomId: medal.digits(4), anchorId: medal.digits(1) },
              room,
            ),
    },
    room,
  );
  return fields.messages(10).map((gift) => giftOfSeveral(gift, user, box, room, nowMs));
}

function giftOfSeveral(
  gift: ProtobufFields,
  user: ReturnType<typeof webUser>,
  box: ProtobufFields | undefined,
  room: RoomFacts,
  nowMs: number,
): LiveEvent {
  const sentMs = msFromSeconds(gift.whole(10));
  const part = giftPart({
    nativeId: idText(gift.text(9)) || `${user.id ?? user.name}:${sentMs ?? nowMs}:${idText(gift.text(12)).slice(0, 40)}`,
    id: idText(gift.digits(1)),
    name: gift.text(2),
    count: gift.whole(3),
    unitCoins: gift.whole(5),
    totalCoins: gift.whole(7),
    coinType: gift.text(8),
    picture: gift.messages(35)[0]?.text(1),
    comboId: '',
    boxName: box?.text(3),
  });
  return { ...common(room, nowMs, sentMs), ...part, user };
}

interface GuardFields {
  readonly uid: unknown;
  readonly name: unknown;
  readonly face?: unknown;
  readonly level: unknown;
  readonly tierName: unknown;
  readonly num: unknown;
  readonly price: unknown;
  readonly startSeconds: unknown;
  /** Absent: months. */
  readonly unit?: unknown;
}

/** One purchase comes as two messages; the id of both is the same, so that the first of them is the event. */
function guard(fields: GuardFields, room: RoomFacts, nowMs: number): LiveEvent {
  const level = guardLevelFrom(fields.level);
  const num = count(fields.num) ?? 1;
  const price = count(fields.price);
  const sentMs = msFromSeconds(fields.startSeconds);
  if (level === undefined || level === 0) throw new BadMessage('a guard without a level');
  const byMonth = fields.unit === undefined || fields.unit === '' || fields.unit === '月';
  const user = webUser({ ...fields, guardLevel: level }, room);
  return {
    ...common(room, nowMs, sentMs),
    id: `bilibili:guard:${user.id ?? user.name}:${level}:${sentMs ?? nowMs}`,
    kind: 'membership',
    user,
    membership: membershipOf(level, words(fields.tierName, LONGEST_NAME), byMonth ? num : null),
    value: price === undefined ? null : moneyFromGold(price * (byMonth ? Math.max(1, num) : 1)),
  };
}

export function membershipOf(level: GuardLevel, tierName: string, months: number | null) {
  return { action: 'purchase', tier: `guard${level}`, tierName: tierName || guardName(level), months } as const;
}

/** GUARD_BUY: the price is that of one month, in gold. */
export function guardFromPurchase(data: unknown, room: RoomFacts, nowMs: number): LiveEvent {
  return guard(
    {
      uid: at(data, 'uid'),
      name: at(data, 'username'),
      level: at(data, 'guard_level'),
      tierName: at(data, 'gift_name'),
      num: at(data, 'num'),
      price: at(data, 'price'),
      startSeconds: at(data, 'start_time'),
    },
    room,
    nowMs,
  );
}

/** USER_TOAST_MSG_V2; none when it only tells companions of it (source 2). */
export function guardFromToast(data: unknown, room: RoomFacts, nowMs: number): readonly LiveEvent[] {
  if (whole(at(data, 'option', 'source')) === 2) return [];
  return [
    guard(
      {
        uid: at(data, 'sender_uinfo', 'uid'),
        name: at(data, 'sender_uinfo', 'base', 'name'),
        face: at(data, 'sender_uinfo', 'base', 'face'),
        level: at(data, 'guard_info', 'guard_level'),
        tierName: at(data, 'guard_info', 'role_name'),
        num: at(data, 'pay_info', 'num'),
        price: at(data, 'pay_info', 'price'),
        startSeconds: at(data, 'guard_info', 'start_time'),
        unit: at(data, 'pay_info', 'unit'),
      },
      room,
      nowMs,
    ),
  ];
}

/** SUPER_CHAT_MESSAGE: the price is in yuan. */
export function superChatFromMessage(data: unknown, room: RoomFacts, nowMs: number): LiveEvent {
  const id = idText(at(data, 'id'));
  const value = moneyFromCny(at(data, 'price'));
  if (id === '' || value === null) throw new BadMessage('a super chat without id or price');
  const seconds = count(at(data, 'time'));
  const color = colourText(at(data, 'background_bottom_color'));
  return {
    ...common(room, nowMs, msFromSeconds(at(data, 'start_time'))),
    id: `bilibili:sc:${id}`,
    kind: 'superchat',
    user: webUser(
      {
        uid: at(data, 'uid'),
        name: at(data, 'user_info', 'uname'),
        face: at(data, 'user_info', 'face'),
        isModerator: whole(at(data, 'user_info', 'manager')) === 1,
        guardLevel: at(data, 'user_info', 'guard_level'),
        userLevel: at(data, 'user_info', 'user_level'),
        medal: medalFromObject(at(data, 'medal_info'), room),
      },
      room,
    ),
    text: words(at(data, 'message'), MAX_EVENT_TEXT),
    value,
    ...(seconds === undefined ? {} : { durationSeconds: seconds }),
    ...(color === undefined ? {} : { color }),
  };
}

/** SUPER_CHAT_MESSAGE_DELETE. */
export function retractFromDeletion(data: unknown, room: RoomFacts, nowMs: number): readonly LiveEvent[] {
  const ids = list(at(data, 'ids'))
    .map(idText)
    .filter((id) => id !== '')
    .slice(0, 100);
  if (ids.length === 0) return [];
  return [
    {
      ...common(room, nowMs, undefined),
      id: `bilibili:sc-delete:${ids.join(',').slice(0, 200)}`,
      kind: 'retract',
      targetIds: ids.map((id) => `bilibili:sc:${id}`),
    },
  ];
}
