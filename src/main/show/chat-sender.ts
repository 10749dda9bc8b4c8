import type { RoomChat } from '#main/connectors/connector.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';

interface OpenChat {
  readonly id: string;
  readonly chat: RoomChat;
}
interface Sent {
  sentTo: string[];
  failed: { id: string; message: string }[];
}

/**
 * Writes one line into the chat of one connected room, or of all that allow it. One room's failure does not keep the others from theirs.
 * Rejects `unavailable` when no such room is connected.
 */
export function createChatSender(chats: () => readonly OpenChat[]) {
  return async (line: { text: string; connection?: string | undefined }, signal: AbortSignal): Promise<Sent> => {
    const rooms = chats().filter(({ id }) => line.connection === undefined || line.connection === id);
    if (rooms.length === 0) {
      throw new StudioError(
        'unavailable',
        line.connection === undefined
          ? 'No connected room lets her write in its chat. Connect one and sign in on the connections page.'
          : `The room ${line.connection} is not connected, or does not let her write. Sign in on the connections page.`,
      );
    }
    const sent: Sent = { sentTo: [], failed: [] };
    await Promise.all(
      rooms.map(async ({ id, chat }) => {
        try {
          await chat.send(line.text.slice(0, chat.maxLength), { signal });
          sent.sentTo.push(id);
        } catch (cause) {
          sent.failed.push({ id, message: messageFromUnknown(cause) });
        }
      }),
    );
    return sent;
  };
}
