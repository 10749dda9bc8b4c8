import type { LiveUser, Role } from '#shared/live/live-event.ts';
import { guardLevelFrom, LONGEST_NAME, type RoomFacts } from './bilibili-base.ts';
import { at, colourText, count, idText, pictureUrl, words } from './wire-values.ts';

/** What the different messages of the web room say of a viewer, each in its own place. */
export interface WebUserFields {
  readonly uid: unknown;
  readonly name: unknown;
  readonly face?: unknown;
  readonly isModerator?: boolean;
  readonly guardLevel?: unknown;
  readonly userLevel?: unknown;
  readonly medal?: NonNullable<LiveUser['medal']> | null | undefined;
}

/** A visitor's connection gets starred names and uid 0: such a name is no key and two of them are not one viewer. */
export function webUser(fields: WebUserFields, room: RoomFacts): LiveUser {
  const id = idText(fields.uid);
  const name = words(fields.name, LONGEST_NAME);
  const avatarUrl = pictureUrl(fields.face);
  const guardLevel = guardLevelFrom(fields.guardLevel);
  const userLevel = count(fields.userLevel);
  const roles: Role[] = [];
  if (id !== '' && id === room.ownerId) roles.push('owner');
  if (fields.isModerator === true) roles.push('moderator');
  if (guardLevel !== undefined && guardLevel > 0) roles.push('member');
  return {
    id: id === '' ? null : id,
    name: name === '' ? '?' : name,
    masked: id === '' && /\*{2,}/u.test(name),
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    roles,
    ...(guardLevel === undefined ? {} : { guardLevel }),
    ...(fields.medal === undefined ? {} : { medal: fields.medal }),
    ...(userLevel === undefined ? {} : { userLevel }),
  };
}

/** `info[3]` of a chat line: [level, name, streamer's name, streamer's room, colour, …, [12] streamer's uid]; [] without one. */
export function medalFromArray(medal: unknown, room: RoomFacts): NonNullable<LiveUser['medal']> | null {
  return medalFrom(
    {
      level: at(medal, 0),
      name: at(medal, 1),
      anchorName: at(medal, 2),
      anchorRoomId: at(medal, 3),
      colour: at(medal, 4),
      anchorId: at(medal, 12),
    },
    room,
  );
}

/** `medal_info` or `fans_medal`: an object, or null. */
export function medalFromObject(medal: unknown, room: RoomFacts): NonNullable<LiveUser['medal']> | null {
  return medalFrom(
    {
      level: at(medal, 'medal_level'),
      name: at(medal, 'medal_name'),
      anchorName: at(medal, 'anchor_uname'),
      anchorRoomId: at(medal, 'anchor_roomid'),
      colour: at(medal, 'medal_color'),
      anchorId: at(medal, 'target_id'),
    },
    room,
  );
}

export interface MedalFields {
  readonly level: unknown;
  readonly name: unknown;
  readonly anchorName?: unknown;
  readonly anchorRoomId?: unknown;
  readonly colour?: unknown;
  readonly anchorId?: unknown;
}

export function medalFrom(fields: MedalFields, room: RoomFacts): NonNullable<LiveUser['medal']> | null {
  const name = words(fields.name, LONGEST_NAME);
  const level = count(fields.level);
  if (name === '' || level === undefined) return null;
  const anchorName = words(fields.anchorName, LONGEST_NAME);
  const anchorRoomId = idText(fields.anchorRoomId);
  const anchorId = idText(fields.anchorId);
  const color = colourText(fields.colour);
  const ofThisRoom = isOfThisRoom(anchorRoomId, anchorId, room);
  return {
    name,
    level,
    ...(anchorName === '' ? {} : { anchorName }),
    ...(anchorRoomId === '' ? {} : { anchorRoomId }),
    ...(ofThisRoom === undefined ? {} : { ofThisRoom }),
    ...(color === undefined ? {} : { color }),
  };
}

function isOfThisRoom(anchorRoomId: string, anchorId: string, room: RoomFacts): boolean | undefined {
  if (anchorId !== '' && room.ownerId !== '') return anchorId === room.ownerId;
  if (anchorRoomId !== '' && room.roomId !== '') return anchorRoomId === room.roomId;
  return undefined;
}
