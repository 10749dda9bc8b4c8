import type { RoomChat } from './connectors/connector.ts';
import type { ModerationOptions } from './moderation/moderation.types.ts';

/** Silences a viewer in the room of their platform, where one of its connectors can. */
export function createRoomTimeOuts(
  chats: () => readonly { readonly id: string; readonly chat: RoomChat }[],
): ModerationOptions['timeOutOnPlatform'] {
  return ({ platform, userId }, seconds, reason, signal) => {
    const room = chats().find(({ id, chat }) => (id === platform || id.startsWith(`${platform}-`)) && chat.timeOut !== undefined);
    return room?.chat.timeOut?.(userId, seconds, reason, signal);
  };
}
